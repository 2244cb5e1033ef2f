import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import type { IdentityKey } from '@lanthorn/protocol/identity-key.ts';
import type { LogEntry } from '@lanthorn/protocol/http/history-messages.ts';
import { runbookText } from './runbook-texts.ts';

const DEPLOYMENTS = { group: 'apps', version: 'v1', resource: 'deployments' };
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
    entry({ phase: 'failed', kubectl: 'echo failed\nmore' }),
    entry({ isUndone: true, kubectl: 'echo undone' }),
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
