import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
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

test('is a line for each, in a file for its owner alone, behind what is there', () => {
  const folder = mkdtempSync(join(tmpdir(), 'lanthorn-audit-'));
  const file = join(folder, 'audit.jsonl');
  for (const id of ['1', '2']) {
    const log = openAuditLog(file, () => undefined);
    log.ended(operation(id), 0);
    log.close();
  }
  const ids = readFileSync(file, 'utf8')
    .trim()
    .split('\n')
    .map(line => (JSON.parse(line) as { id: string }).id);
  expect([ids, statSync(file).mode & 0o077]).toEqual([['1', '2'], 0]);
  expect(() => openAuditLog(join(folder, 'none', 'x'), () => undefined)).toThrow('ENOENT');
  rmSync(folder, { recursive: true });
});

test('what cannot be written is told, and ends nothing', () => {
  const problems: string[] = [];
  const log = openAuditLog('/dev/full', problem => problems.push(problem));
  log.ended(operation('1'), 0);
  log.close();
  expect(problems).toEqual([expect.stringContaining('ENOSPC')]);
});
