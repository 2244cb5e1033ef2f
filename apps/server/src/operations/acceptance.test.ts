import { describe, expect, test } from 'vitest';
import type { ObjectTarget } from '@lanthorn/actions/machinery/action.ts';
import type { AccessRequest } from '@lanthorn/protocol/http/access-messages.ts';
import type { ClusterInfo } from '@lanthorn/protocol/http/cluster-messages.ts';
import type { OperationRequest } from '@lanthorn/protocol/http/operation-messages.ts';
import { problem } from '@lanthorn/protocol/error-kinds.ts';
import { MemoryOperations } from '../history/memory/memory-operations.ts';
import { operation, outcome } from '../history/test-records.ts';
import { systemClock } from '../system-clock.ts';
import { refusalOf } from './acceptance.ts';
import { resolveOperation } from './resolve-operation.ts';
import { ClusterClock } from '../upstream/sources/cluster-clock.ts';
import { clusterKey } from '../upstream/cluster-key.ts';
import { OWNER } from '../upstream/identity.ts';

const context = { operations: new MemoryOperations(), clock: systemClock };

const info = { name: 'c', isDemo: false, server: '', user: 'u', namespace: '', problem: null };
const cluster = {
  clock: new ClusterClock(systemClock),
  key: clusterKey(info.name, OWNER),
  info,
  source: { send: () => Promise.reject(new Error('nobody there')) },
  close: async () => {},
};

/** Asks for an action on these targets, where a review says what `answer` does. */
async function asked(
  kind: 'cronjob.run' | 'object.delete',
  targets: readonly Partial<ObjectTarget>[],
  answer: (check: AccessRequest['checks'][number]) => boolean | null = () => true,
) {
  const checks: AccessRequest['checks'][number][] = [];
  const refusal = await refusalOf(
    {
      id: crypto.randomUUID(),
      suffix: 'abcde',
      kind,
      targets: targets.map((target, i) => ({
        cluster: 'c',
        resource: { group: 'batch', version: 'v1', resource: 'cronjobs' },
        namespace: 'shop',
        name: `n${i}`,
        uid: `u${i}`,
        ...target,
      })),
    },
    {
      identity: OWNER,
      clusters: { list: () => [info], get: key => (key === cluster.key ? cluster : undefined) },
      runner: { resolve: (_identity, some) => resolveOperation(some, context) },
      access: {
        check: async (_cluster, some) => {
          checks.push(...some);
          return some.map(answer);
        },
      },
    },
  );
  return { refusal, checks };
}

test('what an action is not made for is refused, whoever asks, and nobody is asked about it', async () => {
  const events = { group: '', version: 'v1', resource: 'events' };
  for (const kind of ['cronjob.run', 'object.delete'] as const) {
    const { refusal, checks } = await asked(kind, [{}, { resource: events }]);
    expect(refusal).toEqual({ status: 422, problem: problem('notApplicable', { action: kind, kind: 'events' }) });
    expect(checks).toEqual([]);
  }
  expect((await asked('cronjob.run', [{ cluster: 'x' }])).refusal?.status).toBe(404);
});

test('a right that is missing is named; one nobody knows of is left to the API server', async () => {
  const targets = [{ namespace: 'a' }, { namespace: 'b' }];
  expect((await asked('cronjob.run', targets, ({ namespace }) => namespace === 'a')).refusal).toEqual({
    status: 403,
    problem: problem('notAllowedIn', { verb: 'create', kind: 'jobs.batch', namespace: 'b' }),
  });
  expect((await asked('cronjob.run', targets, () => null)).refusal).toBeNull();
});

test('of many targets each right is asked for once', async () => {
  const targets = Array.from({ length: 200 }, (_, i) => ({ namespace: `ns-${i % 4}` }));
  const { refusal, checks } = await asked('object.delete', targets);
  expect(refusal).toBeNull();
  expect(checks.map(({ namespace, name }) => [namespace, name])).toEqual([0, 1, 2, 3].map(i => [`ns-${i}`, '']));
});

describe('what Lanthorn was started with', () => {
  const done = operation('1', { kind: 'cronjob.suspend' });
  const undoable = { ...done, targets: done.targets.map(target => ({ ...target, canUndo: true })) };
  const kept = { ...context, operations: { operation: async () => undoable, outcome: async () => outcome(true) } };
  const same = { id: crypto.randomUUID(), suffix: 'abcde' };
  const target = {
    cluster: 'c',
    resource: { group: 'batch', version: 'v1', resource: 'cronjobs' },
    namespace: 'n',
    name: 'a',
    uid: 'u',
  };
  const deletion: OperationRequest = { ...same, kind: 'object.delete', targets: [target] };
  const refusal = (rules: Partial<ClusterInfo>, request: OperationRequest) =>
    refusalOf(request, {
      identity: OWNER,
      clusters: { list: () => [], get: () => ({ ...cluster, info: { ...info, ...rules } }) },
      runner: { resolve: (_identity, some) => resolveOperation(some, kept) },
      access: { check: async (_cluster, some) => some.map(() => true) },
    });

  test('where only some actions may be done, others are refused, whoever asks', async () => {
    const refused = await refusal({ allowed: ['cronjob.run'] }, deletion);
    expect([refused?.status, refused?.problem.code]).toEqual([403, 'notAmongAllowed']);
    expect(await refusal({ allowed: ['cronjob.run', 'object.delete'] }, deletion)).toBeNull();
  });

  test('what takes back something that may be done may be done', async () => {
    const undo = { ...same, undoOf: '1' };
    expect(await refusal({ allowed: ['cronjob.suspend'] }, undo)).toBeNull();
    expect((await refusal({ allowed: ['cronjob.run'] }, undo))?.problem.code).toBe('notAmongAllowed');
  });

  test('a reason is asked for before something is changed, and blanks are none; what is only read needs none', async () => {
    const refused = await refusal({ asksReason: true }, { ...deletion, reason: '  ' });
    expect([refused?.status, refused?.problem.code]).toEqual([422, 'noReason']);
    expect(await refusal({ asksReason: true }, { ...deletion, reason: 'ticket 7' })).toBeNull();
    const secret = { ...target, resource: { group: '', version: 'v1', resource: 'secrets' } };
    const reveal: OperationRequest = {
      ...same,
      kind: 'secret.reveal',
      targets: [secret],
      params: { reveal: { key: 'k' } },
    };
    expect(await refusal({ asksReason: true }, reveal)).toBeNull();
  });
});
