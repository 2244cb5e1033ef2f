import { chmodSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { operation, stepped } from '../../history/test-records.ts';
import { auditLine, openAuditLog } from './audit-log.ts';

const STATUS = { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Failure', message: 'hunter2' } as const;

test('says who did what to what, when, why, and what came of it', () => {
  const done = { ...operation('1', { names: ['a', 'b'] }), reason: 'ticket 7' };
  const refused = stepped(done, 1, { phase: 'failed', status: { ...STATUS, code: 409, reason: 'Conflict' } });
  const CRONJOB = { cluster: 'c', group: 'batch', version: 'v1', resource: 'cronjobs', namespace: 'n' };
  expect(JSON.parse(auditLine(refused, 2_100))).toEqual({
    id: '1',
    began: '1970-01-01T00:00:00Z',
    ended: '1970-01-01T00:00:02Z',
    user: 'u',
    action: 'cronjob.suspend',
    reason: 'ticket 7',
    result: 'mixed',
    objects: [
      { ...CRONJOB, name: 'a', uid: 'uid-a', result: 'done' },
      { ...CRONJOB, name: 'b', uid: 'uid-b', result: 'failed', code: 409, why: 'Conflict' },
    ],
  });
});

test('nothing of an object is in it: no command, no words of a server', () => {
  const told = stepped(operation('1'), 0, {
    kubectl: 'kubectl set env PASSWORD=hunter2',
    message: 'hunter2 is no name',
  });
  expect(auditLine(told, 0)).not.toContain('hunter2');
  const stopped = stepped(operation('1'), 0, { phase: 'failed', message: 'operation.stopped' });
  expect(auditLine(stopped, 0)).toContain('"why":"operation.stopped"');
});

test('is a line for each, in a file for its owner alone, behind what is there', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'lanthorn-audit-'));
  const file = join(folder, 'audit.jsonl');
  for (const id of ['1', '2']) {
    const log = openAuditLog(file, () => undefined);
    log.ended(operation(id), 0);
    await log.close();
    log.ended(operation('late'), 0);
  }
  const ids = readFileSync(file, 'utf8')
    .trim()
    .split('\n')
    .map(line => (JSON.parse(line) as { id: string }).id);
  expect([ids, statSync(file).mode & 0o077]).toEqual([['1', '2'], 0]);
  expect(() => openAuditLog(join(folder, 'none', 'x'), () => undefined)).toThrow('ENOENT');
  rmSync(folder, { recursive: true });
});

test("a file that others could read before is its owner's alone", async () => {
  const folder = mkdtempSync(join(tmpdir(), 'lanthorn-audit-'));
  const file = join(folder, 'audit.jsonl');
  writeFileSync(file, '');
  chmodSync(file, 0o644);
  await openAuditLog(file, () => undefined).close();
  expect(statSync(file).mode & 0o777).toBe(0o600);
  rmSync(folder, { recursive: true });
});

test('a line that is taken in parts is whole; one that breaks off is told, and the next is a line of its own', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'lanthorn-audit-'));
  const file = join(folder, 'audit.jsonl');
  const problems: string[] = [];
  let room = Number.POSITIVE_INFINITY;
  const log = openAuditLog(
    file,
    problem => problems.push(problem),
    (descriptor, bytes, from) => {
      const count = Math.min(40, room, bytes.length - from);
      room -= count;
      return count === 0 ? 0 : writeSync(descriptor, bytes, from, count);
    },
  );
  log.ended(operation('1'), 0);
  room = 50;
  log.ended(operation('2'), 0);
  room = Number.POSITIVE_INFINITY;
  log.ended(operation('3'), 0);
  await log.close();
  const [first = '', cut = '', last = '', ...rest] = readFileSync(file, 'utf8').split('\n');
  expect([first, last, rest]).toEqual([auditLine(operation('1'), 0), auditLine(operation('3'), 0), ['']]);
  expect([cut, problems]).toEqual([auditLine(operation('2'), 0).slice(0, 50), [expect.stringContaining('only 50 of')]]);
  rmSync(folder, { recursive: true });
});

test('what cannot be written is told, and ends nothing', async () => {
  const problems: string[] = [];
  const folder = mkdtempSync(join(tmpdir(), 'lanthorn-audit-'));
  const isFull = () => {
    throw new Error('ENOSPC');
  };
  const log = openAuditLog(join(folder, 'audit.jsonl'), problem => problems.push(problem), isFull);
  log.ended(operation('1'), 0);
  await log.close();
  expect(problems).toEqual(['ENOSPC']);
  rmSync(folder, { recursive: true });
});
