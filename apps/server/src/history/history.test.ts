import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { runParametersOf } from '@lanthorn/actions/run-parameters.ts';
import type { Operation } from '@lanthorn/protocol/down-messages.ts';
import type { RecordedRun } from '@lanthorn/protocol/recorded-run.ts';
import type { RecordedOutcome } from './history-store.ts';
import { MemoryHistory } from './memory-history.ts';
import { openHistory } from './open-history.ts';

const target = (name: string) => ({
  cluster: 'c',
  resource: { group: 'batch', version: 'v1', resource: 'cronjobs' },
  namespace: 'n',
  name,
  uid: `uid-${name}`,
});
const operation = (id: string, startedAt: number, names: readonly string[]): Operation => ({
  id,
  kind: 'cronjob.suspend',
  user: 'u',
  undoOf: null,
  startedAt,
  revision: 0,
  targets: names.map(name => ({
    target: target(name),
    phase: 'seen',
    created: null,
    status: null,
    message: '',
    kubectl: 'kubectl …',
    canUndo: true,
  })),
});
const outcome = (value: boolean): RecordedOutcome => ({
  request: { method: 'PATCH', path: '/x' },
  before: { metadata: { name: 'a' }, spec: { suspend: !value } },
  after: { metadata: { name: 'a' }, spec: { suspend: value } },
  changes: [{ path: 'spec.suspend', before: !value, after: value }],
});
const query = (name: string) => ({ cluster: 'c', group: 'batch', resource: 'cronjobs', namespace: 'n', name });

describe.each([
  ['SQLite', () => openHistory(null, { keepRuns: 2 }).history],
  ['memory', () => new MemoryHistory({ keepRuns: 2 })],
])('history in %s', (_name, open) => {
  test('keeps presets by name, the latest values, until they are dropped', () => {
    const history = open();
    const of = { cluster: 'c', namespace: 'n', cronJob: 'a' };
    const run = (backoffLimit: number) => ({ ...runParametersOf({}), backoffLimit });
    history.savePreset({ ...of, name: 'x', run: run(1) });
    history.savePreset({ ...of, name: 'y', run: run(2) });
    history.savePreset({ ...of, name: 'x', run: run(3) });
    history.savePreset({ ...of, cronJob: 'b', name: 'z', run: run(4) });
    expect(Object.entries(history.presets(of))).toEqual([
      ['x', run(3)],
      ['y', run(2)],
    ]);
    history.savePreset({ ...of, name: 'x', run: null });
    expect(Object.keys(history.presets(of))).toEqual(['y']);
    history.close();
  });

  test('keeps the last state of an operation, newest first, and what it did to each object', () => {
    const history = open();
    history.saveOperation(operation('1', 100, ['a']));
    history.saveOperation(operation('2', 200, ['b', 'a']));
    history.saveOperation({ ...operation('1', 100, ['a']), revision: 1 });
    history.saveOutcome({ operationId: '1', index: 0, target: target('a') }, outcome(true));
    history.saveOutcome({ operationId: '2', index: 1, target: target('a') }, outcome(false));
    expect(history.recent(10).map(({ id, revision }) => [id, revision])).toEqual([
      ['2', 0],
      ['1', 1],
    ]);
    expect(history.recent(1)).toHaveLength(1);
    expect(history.outcome('2', 1)).toEqual(outcome(false));
    expect(history.outcome('2', 0)).toBeNull();
    expect(history.operation('3')).toBeNull();
    const entries = history.ofObject(query('a'), 10);
    expect(entries.map(({ operation: { id }, entry, changes }) => [id, entry.target.name, changes[0]?.after])).toEqual([
      ['2', 'a', false],
      ['1', 'a', true],
    ]);
    expect(history.ofObject({ ...query('a'), cluster: 'other' }, 10)).toEqual([]);
    history.close();
  });

  test('keeps the newest runs of each CronJob, with what their containers said', () => {
    const history = open();
    const run = (jobUid: string, startedAt: number, cronJobUid = 'cj'): RecordedRun => ({
      cluster: 'c',
      cronJobUid,
      jobUid,
      namespace: 'n',
      name: jobUid,
      result: 'failed',
      startedAt,
      isManual: false,
      durationMs: 5,
      reason: 'BackoffLimitExceeded: …',
      template: {},
      pods: [{ name: 'p', node: 'n1', containers: [{ name: 'c', exitCode: 1, reason: 'Error', log: 'last line' }] }],
    });
    for (const [uid, at] of [
      ['j1', 100],
      ['j3', 300],
      ['j2', 200],
    ] as const)
      history.saveRun(run(uid, at));
    history.saveRun(run('other', 50, 'cj2'));
    expect(history.runsOf('c', 'cj').map(({ jobUid }) => jobUid)).toEqual(['j3', 'j2']);
    expect([history.hasRun('j2'), history.hasRun('j1'), history.hasRun('other')]).toEqual([true, false, true]);
    expect(history.runsOf('c', 'cj')[0]).toEqual(run('j3', 300));
    expect(history.runsOf('c2', 'cj')).toEqual([]);
    history.close();
  });
});

test('a file outlasts its process; a folder that cannot be made is said, and work goes on', () => {
  const folder = join(mkdtempSync(join(tmpdir(), 'lanthorn-history-')), 'deep');
  const first = openHistory(folder);
  first.history.saveOperation(operation('1', 100, ['a']));
  first.history.saveOutcome({ operationId: '1', index: 0, target: target('a') }, outcome(true));
  first.history.close();
  const second = openHistory(folder);
  expect([second.problem, second.history.isLasting]).toEqual([null, true]);
  expect(second.history.outcome('1', 0)).toEqual(outcome(true));
  second.history.close();
  const none = openHistory('/dev/null/nowhere');
  expect(none.problem).toMatch(/^History is kept only until Lanthorn ends: \/dev\/null\/nowhere/);
  none.history.saveOperation(operation('1', 100, ['a']));
  expect(none.history.recent(1)).toHaveLength(1);
});

test('what cannot be written is told, and nothing is thrown', () => {
  const problems: string[] = [];
  const { history } = openHistory(null, { onProblem: message => problems.push(message) });
  history.saveOperation({ ...operation('1', 100, ['a']), startedAt: null as unknown as number });
  expect(problems).toEqual([expect.stringMatching(/NOT NULL/)]);
  history.close();
});
