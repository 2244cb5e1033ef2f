import { expect, test } from 'vitest';
import type { ObjectTarget } from '@lanthorn/actions/machinery/action.ts';
import type { AccessRequest } from '@lanthorn/protocol/http/access-messages.ts';
import { problem } from '@lanthorn/protocol/error-kinds.ts';
import { MemoryOperations } from '../history/memory/memory-operations.ts';
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
