import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import type { ActionKind } from '@lanthorn/actions/action-records.ts';
import type { IdentityKey } from '@lanthorn/protocol/identity-key.ts';
import type { LogEntry } from '@lanthorn/protocol/http/history-messages.ts';
import { runbookText } from './runbook-texts.ts';

const DEPLOYMENTS = { group: 'apps', version: 'v1', resource: 'deployments' };
const CRON_JOBS = { group: 'batch', version: 'v1', resource: 'cronjobs' };
const JOBS = { group: 'batch', version: 'v1', resource: 'jobs' };
function entry(fields: Partial<LogEntry['entry']> = {}, head: Partial<LogEntry['operation']> = {}): LogEntry {
  const operation = {
    id: '1',
    identity: 'owner' as IdentityKey,
    kind: 'workload.scale',
    user: 'ada',
    undoOf: null,
    undoes: null,
  } as const;
  const target = { cluster: 'prod', resource: DEPLOYMENTS, namespace: 'shop', name: 'web', uid: 'u' };
  const told = { phase: 'seen', created: null, status: null, message: '', canUndo: true, isUndone: false } as const;
  return {
    operation: { ...operation, startedAt: 1_000, ...head },
    index: 0,
    entry: { target, ...told, kubectl: 'echo scaled', ...fields },
    request: { method: 'PATCH', path: '/apis/apps/v1/x', body: '{}' },
    changes: [{ path: 'spec.replicas', before: 2, after: 3 }],
  };
}
const title = ({ operation: { kind } }: LogEntry) => `Title of ${kind}`;

test('a script does again what was done, the oldest first; what failed or was taken back it tells', () => {
  const entries = [
    entry({ phase: 'failed', kubectl: 'echo failed\nmore' }, { id: '3' }),
    entry({ isUndone: true, kubectl: 'echo undone' }, { id: '2' }),
    entry({}, { reason: 'ticket 7\nrm -rf /' }),
  ];
  const script = runbookText('script', entries, title);
  expect(script.split('\n')).toEqual([
    ...['#!/bin/sh', 'set -eu', '', '# 1. Title of workload.scale: deployments.apps shop/web'],
    ...['# 1970-01-01T00:00:01Z, ada: seen', '# ticket 7 rm -rf /', 'echo scaled', ''],
    ...[
      '# 2. Title of workload.scale: deployments.apps shop/web',
      '# 1970-01-01T00:00:01Z, ada: undone',
      '# echo undone',
      '',
    ],
    ...['# 3. Title of workload.scale: deployments.apps shop/web', '# 1970-01-01T00:00:01Z, ada: failed'],
    ...['# echo failed', '# more', ''],
  ]);
  expect(execFileSync('sh', { input: script, encoding: 'utf8' })).toBe('scaled\n');
});

test('of one operation the objects are in the order in which they were begun: a namespace is made before what is in it', () => {
  const made = (id: string, ...names: readonly string[]) =>
    names.map((name, index) => ({ ...entry({ kubectl: `echo ${name}` }, { id }), index }));
  const script = runbookText('script', [...made('later', 'c', 'd'), ...made('first', 'a', 'b')], title);
  expect(execFileSync('sh', { input: script, encoding: 'utf8' })).toBe('a\nb\nc\nd\n');
});

const ranNow = (fields: Partial<LogEntry['entry']> = {}) => {
  const target = { cluster: 'prod', resource: CRON_JOBS, namespace: 'shop', name: 'nightly', uid: 'u' };
  return entry({ target, created: { name: 'nightly-manual-x' }, kubectl: 'echo made', ...fields }, { id: 'run' });
};
/** Done to the Job that was made. */
const onJob = (id: string, undoOf: string, fields: Partial<LogEntry['entry']> = {}) => {
  const target = { cluster: 'prod', resource: JOBS, namespace: 'shop', name: 'nightly-manual-x', uid: 'j' };
  return entry({ target, kubectl: `echo ${id}`, ...fields }, { id, undoOf });
};
const ran = (entries: readonly LogEntry[]) =>
  execFileSync('sh', { input: runbookText('script', entries, title), encoding: 'utf8' });

test('what took something back is not done either; what was done again after that is', () => {
  expect(ran([onJob('undo', 'run'), ranNow({ isUndone: true })])).toBe('');
  // Nothing of it is among these: it is a step like another.
  expect(ran([onJob('undo', 'run')])).toBe('undo\n');
  const redone = [onJob('redo', 'undo'), onJob('undo', 'run', { isUndone: true }), ranNow({ isUndone: true })];
  expect(ran(redone)).toBe('made\n');
  expect(ran(redone.slice(1))).toBe('made\n');
  const again = [onJob('again', 'redo'), onJob('redo', 'undo', { isUndone: true }), ...redone.slice(1)];
  expect(ran(again)).toBe('');
});

test('what only opened or showed something, and a file that nobody has any more, is told and not done again', () => {
  const kinds: readonly ActionKind[] = [
    'pod.shell',
    'pod.attach',
    'pod.files',
    'pod.putFile',
    'pod.saveFile',
    'pod.forward',
    'node.shell',
    'pod.debug',
    'secret.reveal',
  ];
  for (const kind of kinds) {
    const opened = entry({ kubectl: `echo ${kind}` }, { kind });
    expect(runbookText('script', [opened], title)).toContain(`\n# echo ${kind}\n`);
    expect(ran([entry(), opened])).toBe('scaled\n');
  }
  // What a newer Lanthorn did is not known here: it is a step like another.
  expect(ran([entry({}, { kind: 'object.polish' as ActionKind })])).toBe('scaled\n');
});

test('the kind and the name are of the object it was done to; what it made is told beside them', () => {
  expect(runbookText('script', [ranNow()], title)).toContain(': cronjobs.batch shop/nightly → nightly-manual-x');
  const text = runbookText('yaml', [ranNow()], title);
  expect(text).toContain(
    'kind: cronjobs.batch\n    namespace: shop\n    name: nightly\n    created: nightly-manual-x\n',
  );
  expect(text).toContain('get cronjobs.batch nightly\n');
});

test('YAML has what a program needs', () => {
  expect(runbookText('yaml', [entry()], title)).toBe(`steps:
  - at: "1970-01-01T00:00:01Z"
    by: ada
    action: workload.scale
    cluster: prod
    kind: deployments.apps
    namespace: shop
    name: web
    result: seen
    command: echo scaled
    request: PATCH /apis/apps/v1/x
    changes:
      - path: spec.replicas
        before: 2
        after: 3
    check: kubectl --context=prod --namespace=shop get deployments.apps web
`);
});

test('Markdown is read by people: nothing of a name or a value is taken for a mark', () => {
  const text = runbookText('markdown', [entry({ kubectl: 'a\n```\nb' }, { reason: '# <b>*x*' })], title);
  expect(text).toContain('## 1. Title of workload.scale: deployments.apps shop/web');
  expect(text).toContain(String.raw`- Why: \# \<b\>\*x\*`);
  expect(text).toContain('- `spec.replicas`: `2` → `3`');
  expect(text).toContain('````sh\na\n```\nb\n````');
  expect(text).toContain('Check: `kubectl --context=prod --namespace=shop get deployments.apps web`');
});
