import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { drainPlan } from '@lanthorn/actions/node/drain-plan.ts';
import { asArray, asObject, asString, getPath } from '@lanthorn/base/json.ts';
import { type ApiRequest, readBody } from '@lanthorn/kube/api/api-request.ts';
import { findCondition, isKubeObject, type KubeObject } from '@lanthorn/kube/objects/kube-object.ts';
import { readDrainFacts } from '../../apps/server/src/operations/drain-facts.ts';
import { systemClock } from '../../apps/server/src/system-clock.ts';
import { clusterKey } from '../../apps/server/src/upstream/cluster-key.ts';
import { OWNER } from '../../apps/server/src/upstream/identity.ts';
import { ClusterClock } from '../../apps/server/src/upstream/sources/cluster-clock.ts';
import { cachedBinaries } from '../../tools/control-plane-binaries.mjs';
import { type ControlPlane, startControlPlane } from './control-plane.ts';
import { type DrainCase, drainCase } from './drain-cases.ts';

// What the simulation of a drain says of each pod, beside what the real scheduler does with the one in its place: it gets a node where
// one was said to be free, and waits where none was. A case that fails is named by its seed; `DRAIN_SEED` begins there.

const binaries = cachedBinaries();
const CASES = Number(process.env['DRAIN_CASES'] ?? 12);
const FIRST_SEED = Number(process.env['DRAIN_SEED'] ?? 1);
/** Cases that are played beside each other. */
const BATCH = 40;
const PARALLEL = 20;
/** Of so many some find room and some do not. */
const TELLING_CASES = 10;
/** What the name of a pod begins with that was made in the place of another: behind all others in their order. */
const ANEW = 'z-';
const PODS = '/api/v1/namespaces/default/pods';
const NODES = '/api/v1/nodes';
/** The scheduler tries once more after a second what became possible meanwhile. */
const PATIENCE_MS = 15_000;
const SETTLED_MS = 3_000;

/** What was said, and what happened. */
interface Compared {
  readonly pod: string;
  /** How many nodes have room for it. */
  readonly fits: number;
  /** Where it went; '' where it waits. */
  readonly node: string;
  readonly why: string;
}

describe.skipIf(binaries === null)('the simulation of a drain', () => {
  let plane: ControlPlane;
  beforeAll(async () => {
    if (binaries === null) return;
    plane = await startControlPlane(binaries, { hasControllers: false, hasScheduler: true });
    await send('POST', '/api/v1/namespaces/default/serviceaccounts', { metadata: { name: 'default' } });
  }, 180_000);
  afterAll(() => plane.stop());

  async function send(method: ApiRequest['method'], path: string, body?: object, expected = [200, 201, 409]) {
    const type = method === 'PATCH' ? 'application/merge-patch+json' : 'application/json';
    const response = await plane.source.send({
      ...{ method, path, headers: { 'content-type': type } },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const answer: unknown = JSON.parse(await readBody(response));
    if (!expected.includes(response.status))
      throw new Error(`${method} ${path}: ${response.status} ${asString(getPath(answer, 'message'))}`);
    return answer;
  }

  async function each<T>(all: readonly T[], work: (one: T) => Promise<unknown>): Promise<void> {
    let next = 0;
    const worker = async () => {
      for (let one = all[next++]; one !== undefined; one = all[next++]) await work(one);
    };
    await Promise.all(Array.from({ length: PARALLEL }, worker));
  }

  async function make({ nodes, pods }: DrainCase): Promise<void> {
    for (const { status, ...node } of nodes) {
      await send('POST', NODES, node);
      const path = `${NODES}/${node.metadata.name}`;
      await send('PATCH', `${path}/status`, { status });
      // A new node is marked as not ready until a controller takes that away.
      await send('PATCH', path, { spec: { taints: asArray(getPath(node, 'spec', 'taints')) } });
    }
    for (const pod of pods) await send('POST', PODS, pod);
  }

  const podsNow = async () => {
    const items = asArray(getPath(await send('GET', PODS), 'items')).filter(isKubeObject);
    return new Map(items.map(pod => [pod.metadata.name ?? '', pod]));
  };

  /** Where each of these went: waited for until it has a node, or is said to fit none for a while. */
  async function places(names: readonly string[]): Promise<ReadonlyMap<string, KubeObject>> {
    const began = performance.now();
    for (;;) {
      const pods = await podsNow();
      const passed = performance.now() - began;
      const isOver = names.every(name => {
        const pod = pods.get(name);
        if (asString(getPath(pod, 'spec', 'nodeName')) !== '') return true;
        return findCondition(pod, 'PodScheduled')?.['reason'] === 'Unschedulable' && passed > SETTLED_MS;
      });
      if (isOver) return pods;
      if (passed > PATIENCE_MS) throw new Error(`the scheduler says nothing of ${names.join(', ')}`);
      await new Promise(resolve => setTimeout(resolve, 200));
    }
  }

  /** Plays cases beside each other: of each its next pod is judged, deleted and made anew, until its node is empty. */
  async function play(cases: readonly DrainCase[]): Promise<ReadonlyMap<number, Compared[]>> {
    const info = { name: 'real', isDemo: false, server: '', user: 'admin', namespace: 'default', problem: null };
    const cluster = {
      ...{ clock: new ClusterClock(systemClock), key: clusterKey(info.name, OWNER), info, source: plane.source },
      close: async () => {},
    };
    await each(cases, make);
    const seen = new Map<number, Compared[]>(cases.map(({ seed }) => [seed, []]));
    for (let round = 0; ; round++) {
      const facts = await readDrainFacts(cluster, '', systemClock);
      const judged = cases.flatMap(({ seed, drained }) => {
        const [next] = drainPlan({ ...facts, node: drained }).pods;
        // What tolerates everything may come back to the very node, and is the last there.
        return next === undefined || next.name.startsWith(ANEW) ? [] : [{ seed, next, anew: `${ANEW}${next.name}` }];
      });
      if (judged.length === 0) return seen;
      const before = await podsNow();
      await each(judged, async ({ next, anew }) => {
        const pod = before.get(next.name);
        const { nodeName: _node, ...spec } = asObject(pod?.['spec']);
        const { labels, ownerReferences } = pod?.metadata ?? {};
        await send('DELETE', `${PODS}/${next.name}`, { gracePeriodSeconds: 0 });
        await send('POST', PODS, { metadata: { name: anew, labels, ownerReferences }, spec });
      });
      const after = await places(judged.map(({ anew }) => anew));
      for (const { seed, next, anew } of judged) {
        const pod = after.get(anew);
        const node = asString(getPath(pod, 'spec', 'nodeName'));
        const why = asString(findCondition(pod, 'PodScheduled')?.['message']);
        seen.get(seed)?.push({ pod: next.name, fits: next.fits ?? 0, node, why: node === '' ? why : '' });
        // What waits must not take a place later.
        if (node === '') await send('DELETE', `${PODS}/${anew}`, { gracePeriodSeconds: 0 });
      }
    }
  }

  const seeds = Array.from({ length: CASES }, (_, i) => FIRST_SEED + i);
  const batches = seeds.flatMap((seed, i) => (i % BATCH === 0 ? [seeds.slice(i, i + BATCH)] : []));
  test.each(batches.map(batch => [batch[0], batch.at(-1), batch] as const))(
    'from seed %i to %i: where room was said to be, the scheduler puts the pod; where none was, it waits',
    async (_first, _last, batch) => {
      const cases = batch.map(drainCase);
      const seen = await play(cases);
      const wrong = [...seen].flatMap(([seed, pods]) =>
        pods.filter(({ fits, node }) => fits > 0 !== (node !== '')).map(pod => ({ seed, ...pod })),
      );
      expect(wrong).toEqual([]);
      // Both happen, or nothing was tried; in few cases one of them may be all there is.
      const all = [...seen.values()].flat();
      const haveBoth = all.some(({ fits }) => fits > 0) && all.some(({ fits }) => fits === 0);
      expect(haveBoth || batch.length < TELLING_CASES).toBe(true);
      await each(
        cases.flatMap(({ nodes }) => nodes),
        ({ metadata }) => send('DELETE', `${NODES}/${metadata.name}`),
      );
      for (const [name] of await podsNow()) await send('DELETE', `${PODS}/${name}`, { gracePeriodSeconds: 0 });
    },
    600_000,
  );
});
