import { expect, test } from 'vitest';
import type { KubeObject } from '@lanthorn/kube/objects/kube-object.ts';
import type { OperationTarget } from '@lanthorn/protocol/down-messages.ts';
import type { QueryState } from '@lanthorn/query/query-state.ts';
import { seededRandom } from '@lanthorn/base/random.ts';
import type { ApiRequest, ApiSource } from '@lanthorn/kube/api/api-request.ts';
import { FakeClock } from '@lanthorn/testkit/fake-clock.ts';
import { Boundary, THROWN_ON } from '../faults/boundary.ts';
import type { Hub } from '../hub/hub.ts';
import { ObjectWatch } from '../hub/objects/object-watch.ts';
import { ClusterClock } from '../upstream/sources/cluster-clock.ts';
import { EffectWatch } from './effect-watch.ts';
import { clusterKey } from '../upstream/cluster-key.ts';
import { OWNER } from '../upstream/identity.ts';

const LIVE = { kind: 'live' } as QueryState;
const STALE = { kind: 'stale' } as QueryState;
const JOB = {
  cluster: 'c',
  resource: { group: 'batch', version: 'v1', resource: 'jobs' },
  namespace: 'shop',
  name: 'j',
  uid: 'u',
};

/** One object whose watch shows what the test says. */
function scene() {
  const clock = new FakeClock();
  const info = { name: 'c', isDemo: false, server: '', user: 'u', namespace: '', problem: null };
  const source = { send: () => Promise.reject(new Error('nobody there')) };
  const cluster = {
    clock: new ClusterClock(clock),
    key: clusterKey(info.name, OWNER),
    info,
    source,
    close: async () => {},
  };
  const seen = { object: null as KubeObject | null, state: LIVE, retries: 0, ends: 0 };
  const listeners = new Set<() => void>();
  const watch = {
    get object() {
      return seen.object;
    },
    get state() {
      return seen.state;
    },
    subscribe: (listener: () => void) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    retry: () => void seen.retries++,
  } as unknown as ObjectWatch;
  const hub: Pick<Hub, 'object'> = {
    object: () => ({ value: watch, release: () => {}, end: () => void seen.ends++ }),
  };
  const show = (state: QueryState, object: KubeObject | null) => {
    Object.assign(seen, { state, object });
    for (const listener of [...listeners]) listener();
  };
  return { clock, cluster, seen, listeners, show, effects: new EffectWatch(clock, hub) };
}

const job = (type: string): KubeObject => ({
  metadata: { name: 'j', uid: 'u' },
  ...{ spec: {}, status: { conditions: [{ type, status: 'True' }] } },
});

test('an effect is seen only where the watch is live, and then the watch is given back', async () => {
  const { cluster, seen, listeners, show, effects } = scene();
  seen.state = STALE;
  seen.object = job('Complete');
  let answer: boolean | null = null;
  const ended = effects.watch(cluster, JOB, { until: object => object !== null, timeoutMs: 1_000 });
  void ended.then(isSeen => (answer = isSeen));
  await Promise.resolve();
  expect(answer).toBeNull();
  show(LIVE, job('Complete'));
  expect(await ended).toBe(true);
  expect([seen.ends, listeners.size]).toEqual([1, 0]);
});

test('a broken watch is asked for again once, soon; what is never seen is not claimed', async () => {
  const { clock, cluster, seen, show, effects } = scene();
  const ended = effects.watch(cluster, JOB, { until: () => false, timeoutMs: 5_000 });
  show(STALE, null);
  show(STALE, null);
  await clock.advance(4_000);
  expect(seen.retries).toBe(1);
  await clock.advance(2_000);
  expect(await ended).toBe(false);
  expect([seen.ends, clock.pendingTimers]).toEqual([1, 0]);
});

test('what is made while its absence is watched is seen at once, by whoever looks; what is not made is asked for ever more seldom', async () => {
  const { clock, cluster } = scene();
  let made: KubeObject | null = null;
  let reads = 0;
  const source: ApiSource = {
    send: async ({ query }: ApiRequest, signal) => {
      const isWatch = query?.['watch'] === '1';
      if (!isWatch) reads++;
      const object = made;
      async function* body() {
        if (isWatch) await new Promise(resolve => signal?.addEventListener('abort', () => resolve(null)));
        else yield JSON.stringify(object ?? { kind: 'Status', code: 404, reason: 'NotFound', message: 'no' });
      }
      return { status: object === null ? 404 : 200, headers: {}, warnings: [], body: body() };
    },
  };
  const boundary = new Boundary('object', { clock, faults: THROWN_ON });
  const watch = new ObjectWatch(JOB, { source, time: cluster.clock, boundary, random: seededRandom(1) });
  const effects = new EffectWatch(clock, { object: () => ({ value: watch, release: () => {}, end: () => {} }) });
  const look = () => effects.watch(cluster, JOB, { until: object => object !== null, timeoutMs: 30_000 });
  await clock.advance(120_000);
  expect(watch.object).toBeNull();
  reads = 0;
  const never = look();
  await clock.advance(30_000);
  expect(await never).toBe(false);
  expect(reads).toBeGreaterThan(5);
  expect(reads).toBeLessThan(20);
  let isSeen = false;
  void look().then(seen => (isSeen = seen));
  made = { ...job('Complete'), metadata: { name: 'j', uid: 'u', resourceVersion: '7' } };
  await clock.advance(1_000);
  expect([isSeen, watch.object]).toMatchObject([true, { metadata: { uid: 'u' } }]);
  watch.close();
});

test('a Job is followed to its result, and one that goes is said to be gone', async () => {
  const results: Partial<OperationTarget>[] = [];
  for (const last of [job('Failed'), null]) {
    const { cluster, show, effects } = scene();
    show(LIVE, { metadata: { name: 'j', uid: 'u' } });
    const followed = effects.followJob(cluster, JOB, { update: async change => void results.push(change) });
    show(LIVE, last);
    await followed;
  }
  expect(results).toEqual([
    { phase: 'settled', message: expect.stringMatching(/^Failed/) as string },
    { phase: 'settled', message: 'operation.jobGone' },
  ]);
});

const DEPLOYMENTS = { group: 'apps', version: 'v1', resource: 'deployments' };
const deployment = (status: object, image = 'v2', metadata: object = {}): KubeObject => ({
  metadata: { name: 'j', uid: 'u', generation: 2, ...metadata },
  ...{ spec: { replicas: 4, template: { image } }, status: { observedGeneration: 2, replicas: 4, ...status } },
});
const givenUp = (lastUpdateTime: string) => ({
  conditions: [{ type: 'Progressing', status: 'False', reason: 'ProgressDeadlineExceeded', lastUpdateTime }],
});
/** A change of a Deployment that had given its rollout up before. */
const SENT = {
  before: deployment({ updatedReplicas: 1, ...givenUp('2026-01-01T00:00:00Z') }, 'v1', { generation: 1 }),
  answer: deployment({ observedGeneration: 1, updatedReplicas: 1 }),
};
const UNFOLLOWED = 'operation.rolloutUnfollowed';
const OVERTAKEN = 'operation.rolloutOvertaken';

test.each([
  ['runs', deployment({ updatedReplicas: 4, readyReplicas: 4, availableReplicas: 4 }), ''],
  [
    'gives up',
    deployment({ updatedReplicas: 1, ...givenUp('2026-01-01T00:20:00Z') }),
    'operation.stuck ProgressDeadlineExceeded',
  ],
  ['is gone', null, OVERTAKEN],
  ['was made anew', deployment({ updatedReplicas: 4, availableReplicas: 4 }, 'v2', { uid: 'other' }), OVERTAKEN],
  ['has another template', deployment({ updatedReplicas: 4, availableReplicas: 4 }, 'v3'), OVERTAKEN],
])('a workload that was changed is not done before its pods are: when it %s it is said', async (_what, last, told) => {
  const { cluster, clock, seen, show, effects } = scene();
  const messages: unknown[] = [];
  show(LIVE, deployment({ observedGeneration: 1, updatedReplicas: 4, availableReplicas: 4 }));
  const followed = effects.followRollout(
    cluster,
    { ...JOB, resource: DEPLOYMENTS },
    { sent: SENT, update: async change => void messages.push(change) },
  );
  await clock.advance(10_000);
  // The controller has seen the change, and copied what it had said before.
  show(LIVE, deployment({ updatedReplicas: 1, readyReplicas: 4, ...givenUp('2026-01-01T00:00:00Z') }));
  expect(messages).toEqual([]);
  show(LIVE, last);
  await followed;
  expect(messages).toEqual([{ message: told }]);
  expect([seen.ends, clock.pendingTimers]).toEqual([1, 0]);
});

test.each([
  [
    'neither comes to it nor gives up it is said how far it is',
    LIVE,
    deployment({ updatedReplicas: 3, readyReplicas: 2 }),
    ' 1/4',
  ],
  ['was never seen no numbers are told', STALE, null, ' '],
] as const)('of a workload that %s', async (_what, state, object, told) => {
  const { cluster, clock, show, effects } = scene();
  const messages: unknown[] = [];
  show(state, object);
  const options = { sent: SENT, update: async (change: object) => void messages.push(change) };
  const followed = effects.followRollout(cluster, { ...JOB, resource: DEPLOYMENTS }, options);
  await clock.advance(12 * 60_000);
  await followed;
  expect(messages).toEqual([{ message: `operation.rolloutLate${told}` }]);
});

test('of more rollouts at once than are followed it is said, however many begin before the first is watched', async () => {
  const { cluster, clock, effects, show } = scene();
  const messages: unknown[] = [];
  const options = { sent: SENT, update: async (change: object) => void messages.push(change) };
  const target = { ...JOB, resource: DEPLOYMENTS };
  show(LIVE, deployment({ updatedReplicas: 1 }));
  const followed = Array.from({ length: 102 }, () => effects.followRollout(cluster, target, options));
  await clock.advance(1_000);
  expect(messages).toEqual([{ message: UNFOLLOWED }, { message: UNFOLLOWED }]);
  show(LIVE, deployment({ updatedReplicas: 4, readyReplicas: 4, availableReplicas: 4 }));
  await Promise.all(followed);
  expect(messages.slice(2)).toEqual(Array.from({ length: 100 }, () => ({ message: '' })));
});
