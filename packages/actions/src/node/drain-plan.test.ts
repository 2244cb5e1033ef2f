import { describe, expect, test } from 'vitest';
import { seededRandom } from '@lanthorn/base/random.ts';
import type { KubeObject } from '@lanthorn/kube/objects/kube-object.ts';
import { parseQuantity } from '@lanthorn/kube/objects/quantity.ts';
import { type DrainFacts, drainPlan } from './drain-plan.ts';

const READY = [{ type: 'Ready', status: 'True' }];
const node = (name: string, { labels = {}, taints = [], cpu = '4', status = {} }: NodeFields = {}): KubeObject => ({
  metadata: { name, labels: { 'kubernetes.io/hostname': name, ...labels } },
  spec: { taints },
  status: { allocatable: { cpu, memory: '8Gi', pods: '10' }, conditions: READY, ...status },
});
interface NodeFields {
  readonly labels?: Record<string, string>;
  readonly taints?: readonly object[];
  readonly cpu?: string;
  readonly status?: object;
}
const owned = (kind: string) => [{ apiVersion: 'apps/v1', kind, name: 'o', uid: 'o', controller: true }];
const pod = (
  name: string,
  on: string,
  { spec = {}, metadata = {}, status = {}, cpu = '1' }: PodFields = {},
): KubeObject => ({
  metadata: {
    name,
    namespace: 'shop',
    uid: `uid-${name}`,
    labels: { app: name.split('-')[0] ?? '' },
    ownerReferences: owned('ReplicaSet'),
    ...metadata,
  },
  spec: { nodeName: on, containers: [{ name: 'c', resources: { requests: { cpu } } }], ...spec },
  status: { phase: 'Running', conditions: READY, ...status },
});
interface PodFields {
  readonly spec?: object;
  readonly metadata?: object;
  readonly status?: object;
  readonly cpu?: string;
}
const facts = (fields: Partial<DrainFacts>): DrainFacts => ({
  ...{ node: 'a', nodes: [node('a'), node('b')], pods: [], budgets: [], claims: [], volumes: [], ...fields },
});
const only = (fields: Partial<DrainFacts>) => {
  const [found] = drainPlan(facts(fields)).pods;
  if (found === undefined) throw new Error('no pod');
  return found;
};

describe('which pods go, and what is lost', () => {
  test.each<[string, KubeObject, object]>([
    ['of a ReplicaSet', pod('web-1', 'a'), { stays: null, isLost: false, emptyDirs: [], hold: null, fits: 1 }],
    [
      'of a DaemonSet',
      pod('ds-1', 'a', { metadata: { ownerReferences: owned('DaemonSet') } }),
      { stays: 'daemonSet', fits: null },
    ],
    [
      'that the kubelet made from a file',
      pod('etcd', 'a', {
        metadata: { ownerReferences: owned('Node'), annotations: { 'kubernetes.io/config.mirror': 'x' } },
      }),
      { stays: 'mirror', fits: null },
    ],
    [
      'that nobody makes anew',
      pod('lone', 'a', { metadata: { ownerReferences: [] } }),
      { stays: null, isLost: true, fits: null },
    ],
    [
      'that ended',
      pod('done', 'a', {
        metadata: { ownerReferences: [] },
        status: { phase: 'Succeeded' },
        spec: { volumes: [{ name: 'v', emptyDir: {} }] },
      }),
      { stays: null, isLost: false, emptyDirs: [], fits: null },
    ],
    [
      'with an emptyDir',
      pod('web-1', 'a', { spec: { volumes: [{ name: 'cache', emptyDir: {} }] } }),
      { emptyDirs: ['cache'], fits: 1 },
    ],
    [
      'that is ending',
      pod('web-1', 'a', { metadata: { deletionTimestamp: '2026-11-28T00:00:00Z' } }),
      { isEnding: true, fits: 1 },
    ],
  ])('one %s', (_what, one, expected) => {
    expect(only({ pods: [one] })).toMatchObject(expected);
  });

  test('those of other nodes are none of it', () => {
    expect(drainPlan(facts({ pods: [pod('web-1', 'b'), pod('web-2', '')] })).pods).toEqual([]);
  });
});

const budget = (
  name: string,
  allowed: number,
  { spec = {}, status = {}, app = 'web', namespace = 'shop' } = {},
): KubeObject => ({
  metadata: { name, namespace },
  spec: { selector: { matchLabels: { app } }, ...spec },
  status: { disruptionsAllowed: allowed, desiredHealthy: 2, currentHealthy: 2, ...status },
});
const NOT_READY = { conditions: [{ type: 'Ready', status: 'False' }] };

describe('which budget keeps a pod', () => {
  test.each<[string, KubeObject, readonly KubeObject[] | null, object | null]>([
    ['none allowed', pod('web-1', 'a'), [budget('b', 0)], { budget: 'b', why: 'allowsNone' }],
    ['one allowed', pod('web-1', 'a'), [budget('b', 1)], null],
    ['of other pods', pod('web-1', 'a'), [budget('b', 0, { app: 'db' })], null],
    ['of another namespace', pod('web-1', 'a'), [budget('b', 0, { namespace: 'other' })], null],
    ['two at once', pod('web-1', 'a'), [budget('b', 5), budget('c', 5)], { budget: 'b', why: 'several' }],
    ['of one that has not started', pod('web-1', 'a', { status: { phase: 'Pending' } }), [budget('b', 0)], null],
    ['of one that is not ready, others being enough', pod('web-1', 'a', { status: NOT_READY }), [budget('b', 0)], null],
    [
      'of one that is not ready, others being too few',
      pod('web-1', 'a', { status: NOT_READY }),
      [budget('b', 0, { status: { currentHealthy: 1 } })],
      { budget: 'b', why: 'allowsNone' },
    ],
    [
      'that lets go whatever is not ready',
      pod('web-1', 'a', { status: NOT_READY }),
      [budget('b', 0, { status: { currentHealthy: 0 }, spec: { unhealthyPodEvictionPolicy: 'AlwaysAllow' } })],
      null,
    ],
    ['not known', pod('web-1', 'a'), null, null],
  ])('%s', (_what, one, budgets, hold) => {
    const plan = drainPlan(facts({ pods: [one], budgets }));
    expect(plan.pods[0]?.hold).toEqual(hold);
    expect(plan.unread).toEqual(budgets === null ? ['budgets'] : []);
  });

  test('what one pod uses up, the next one waits for', () => {
    const plan = drainPlan(facts({ pods: [pod('web-1', 'a'), pod('web-2', 'a')], budgets: [budget('b', 1)] }));
    expect(plan.pods.map(({ hold }) => hold)).toEqual([null, { budget: 'b', why: 'usedUp' }]);
  });
});

const antiAffinity = {
  podAntiAffinity: {
    requiredDuringSchedulingIgnoredDuringExecution: [
      { topologyKey: 'kubernetes.io/hostname', labelSelector: { matchLabels: { app: 'web' } } },
    ],
  },
};
const affinity = {
  podAffinity: {
    requiredDuringSchedulingIgnoredDuringExecution: [
      { topologyKey: 'zone', labelSelector: { matchLabels: { app: 'db' } } },
    ],
  },
};
const spread = [
  {
    maxSkew: 1,
    topologyKey: 'zone',
    whenUnsatisfiable: 'DoNotSchedule',
    labelSelector: { matchLabels: { app: 'web' } },
  },
];
const CLAIM: KubeObject = { metadata: { name: 'data', namespace: 'shop' }, spec: { volumeName: 'pv' } };
const VOLUME: KubeObject = {
  metadata: { name: 'pv' },
  spec: {
    nodeAffinity: {
      required: { nodeSelectorTerms: [{ matchExpressions: [{ key: 'zone', operator: 'In', values: ['z'] }] }] },
    },
  },
};
const CLAIMED = { volumes: [{ name: 'd', persistentVolumeClaim: { claimName: 'data' } }] };
const ZONES = [
  node('a', { labels: { zone: 'x' } }),
  node('b', { labels: { zone: 'x' } }),
  node('c', { labels: { zone: 'y' } }),
];

describe('where the one in its place goes', () => {
  test.each<[string, Partial<DrainFacts>, number, string | null]>([
    ['anywhere', { pods: [pod('web-1', 'a')] }, 1, 'cordoned'],
    ['not where there is too little', { pods: [pod('web-1', 'a', { cpu: '5' })] }, 0, 'resource cpu'],
    [
      'not where others have the room',
      { pods: [pod('web-1', 'a', { cpu: '2' }), pod('db-1', 'b', { cpu: '3' })] },
      0,
      'resource cpu',
    ],
    [
      'exactly where it just fits',
      { pods: [pod('web-1', 'a', { cpu: '1' }), pod('db-1', 'b', { cpu: '3' })] },
      1,
      null,
    ],
    [
      'what ended takes no room',
      { pods: [pod('web-1', 'a', { cpu: '2' }), pod('db-1', 'b', { cpu: '3', status: { phase: 'Failed' } })] },
      1,
      null,
    ],
    [
      'not where a taint keeps it away',
      { pods: [pod('web-1', 'a')], nodes: [node('a'), node('b', { taints: [{ key: 'x', effect: 'NoSchedule' }] })] },
      0,
      'taint',
    ],
    [
      'where it tolerates the taint',
      {
        pods: [pod('web-1', 'a', { spec: { tolerations: [{ key: 'x', operator: 'Exists' }] } })],
        nodes: [node('a'), node('b', { taints: [{ key: 'x', effect: 'NoSchedule' }] })],
      },
      1,
      null,
    ],
    [
      'not on a node that is not ready',
      { pods: [pod('web-1', 'a')], nodes: [node('a'), node('b', { status: { conditions: [] } })] },
      0,
      'notReady',
    ],
    [
      'not where its selector does not lead',
      { pods: [pod('web-1', 'a', { spec: { nodeSelector: { disk: 'ssd' } } })] },
      0,
      'selector',
    ],
    [
      'not where its volume is not',
      { pods: [pod('web-1', 'a', { spec: CLAIMED })], nodes: ZONES, claims: [CLAIM], volumes: [VOLUME] },
      0,
      'volume',
    ],
    [
      'not where one of its kind is',
      { pods: [pod('web-1', 'a', { spec: { affinity: antiAffinity } }), pod('web-2', 'b')] },
      0,
      'antiAffinity',
    ],
    [
      'not where one is that wants no other',
      { pods: [pod('web-1', 'a'), pod('web-2', 'b', { spec: { affinity: antiAffinity } })] },
      0,
      'antiAffinity',
    ],
    [
      'only beside what it must be with',
      { pods: [pod('web-1', 'a', { spec: { affinity } }), pod('db-1', 'b')], nodes: ZONES },
      1,
      null,
    ],
    ['nowhere where that is not', { pods: [pod('web-1', 'a', { spec: { affinity } })], nodes: ZONES }, 0, 'affinity'],
    [
      'not where there were too many of its kind',
      {
        pods: [
          pod('web-1', 'a', { spec: { topologySpreadConstraints: spread } }),
          pod('web-2', 'c'),
          pod('web-3', 'c'),
        ],
        nodes: ZONES,
      },
      1,
      null,
    ],
    [
      'not where another has its port',
      {
        pods: [
          pod('web-1', 'a', { spec: { containers: [{ ports: [{ hostPort: 80 }] }] } }),
          pod('db-1', 'b', { spec: { containers: [{ ports: [{ hostPort: 80, hostIP: '10.0.0.1' }] }] } }),
        ],
      },
      0,
      'port',
    ],
  ])('%s', (_what, fields, fits, why) => {
    const found = only(fields);
    expect(found.fits).toBe(fits);
    if (why !== null) expect(found.unfit.map(entry => entry.why)).toContain(why);
    expect(found.unfit.reduce((sum, { count }) => sum + count, found.fits ?? 0)).toBe(facts(fields).nodes.length);
  });

  test('those before it have taken their room', () => {
    const pods = [pod('web-1', 'a', { cpu: '3' }), pod('web-2', 'a', { cpu: '3' })];
    expect(drainPlan(facts({ pods })).pods.map(({ fits }) => fits)).toEqual([1, 0]);
  });

  test('an init container that needs more, a sidecar beside it and an overhead are counted', () => {
    const containers = [{ name: 'c', resources: { requests: { cpu: '1' } } }];
    const init = (cpu: string, restartPolicy?: string) => ({
      name: 'i',
      resources: { requests: { cpu } },
      restartPolicy,
    });
    const fits = (spec: object) => only({ pods: [pod('web-1', 'a', { spec: { containers, ...spec } })] }).fits;
    expect(fits({ initContainers: [init('4')] })).toBe(1);
    expect(fits({ initContainers: [init('4.1')] })).toBe(0);
    expect(fits({ initContainers: [init('3', 'Always')] })).toBe(1);
    expect(fits({ initContainers: [init('3', 'Always'), init('1.5')] })).toBe(0);
    expect(fits({ overhead: { cpu: '3.5' } })).toBe(0);
  });

  test('what is not judged is named', () => {
    const unjudged = (spec: object, fields: Partial<DrainFacts> = {}) =>
      only({ pods: [pod('web-1', 'a', { spec })], ...fields }).unjudged;
    expect(unjudged({})).toEqual([]);
    expect(unjudged({ schedulerName: 'own' })).toEqual(['scheduler']);
    expect(unjudged({ resourceClaims: [{ name: 'gpu' }] })).toEqual(['devices']);
    expect(unjudged({ topologySpreadConstraints: [{ ...spread[0], minDomains: 2 }] })).toEqual(['spreadPolicy']);
    expect(unjudged(CLAIMED)).toEqual(['volumes']);
    expect(unjudged(CLAIMED, { claims: [CLAIM], volumes: [VOLUME] })).toEqual([]);
    expect(drainPlan(facts({ claims: null })).unread).toEqual(['volumes']);
  });
});

// The same by hand: no state is carried on, everything is counted anew for each pod.

interface Placed {
  readonly pod: KubeObject;
  readonly on: string;
}
const amount = (of: KubeObject, field: 'cpu' | 'memory') => {
  const spec = of['spec'] as {
    readonly containers: readonly { readonly resources: { readonly requests: Record<string, string> } }[];
  };
  return spec.containers.reduce(
    (sum, container) => sum + (parseQuantity(container.resources.requests[field] ?? '0') ?? 0),
    0,
  );
};
const has = (of: KubeObject, field: 'cpu' | 'memory') =>
  parseQuantity((of['status'] as { readonly allocatable: Record<string, string> }).allocatable[field] ?? '0') ?? 0;
const nameOf = ({ metadata }: KubeObject) => metadata.name ?? '';

function naive({ nodes, pods }: DrainFacts): (number | null)[] {
  let placed: Placed[] = pods.map(one => ({
    pod: one,
    on: (one['spec'] as { readonly nodeName: string }).nodeName,
  }));
  const answers: (number | null)[] = [];
  const leaving = placed.filter(({ on }) => on === 'a').toSorted((x, y) => (nameOf(x.pod) < nameOf(y.pod) ? -1 : 1));
  for (const { pod: one } of leaving) {
    if (one.metadata.ownerReferences?.[0]?.kind === 'DaemonSet') {
      answers.push(null);
      continue;
    }
    placed = placed.filter(other => other.pod !== one);
    const spec = one['spec'] as {
      readonly nodeSelector?: Record<string, string>;
      readonly tolerations?: readonly unknown[];
      readonly affinity?: unknown;
    };
    const on = (name: string) => placed.filter(other => other.on === name).map(other => other.pod);
    const fitting = nodes.filter(candidate => {
      const name = nameOf(candidate);
      const { taints } = candidate['spec'] as { readonly taints: readonly unknown[] };
      if (name === 'a' || (taints.length > 0 && (spec.tolerations ?? []).length === 0)) return false;
      if (Object.entries(spec.nodeSelector ?? {}).some(([key, value]) => candidate.metadata.labels?.[key] !== value))
        return false;
      for (const field of ['cpu', 'memory'] as const) {
        const used = on(name).reduce((sum, other) => sum + amount(other, field), 0);
        if (amount(one, field) > 0 && used + amount(one, field) > has(candidate, field)) return false;
      }
      if (on(name).length + 1 > 10) return false;
      const isWeb = (other: KubeObject) => other.metadata.labels?.['app'] === 'web';
      const isAlone = (other: KubeObject) => (other['spec'] as { readonly affinity?: unknown }).affinity !== undefined;
      return !on(name).some(other => (isAlone(one) && isWeb(other)) || (isAlone(other) && isWeb(one)));
    });
    answers.push(fitting.length);
    const fullness = (of: KubeObject) =>
      Math.max(
        ...(['cpu', 'memory'] as const).map(
          field => on(nameOf(of)).reduce((sum, other) => sum + amount(other, field), 0) / has(of, field),
        ),
      );
    const best = fitting.reduce<KubeObject | null>(
      (found, next) => (found === null || fullness(next) < fullness(found) ? next : found),
      null,
    );
    if (best !== null) placed.push({ pod: one, on: nameOf(best) });
  }
  return answers;
}

test('whatever the cluster, it says of each pod what counting by hand says', () => {
  const seen = new Set<number | null>();
  for (let seed = 1; seed <= 300; seed++) {
    const random = seededRandom(seed);
    const one = <T>(...choices: readonly T[]): T => choices[Math.floor(random.next() * choices.length)] as T;
    const nodes = ['a', 'b', 'c', 'd', 'e'].map(name =>
      node(name, {
        labels: { disk: one('ssd', 'hdd') },
        taints: one<readonly object[]>([], [], [{ key: 'x', effect: 'NoSchedule' }]),
        cpu: one('2', '4', '4500m'),
      }),
    );
    const pods = Array.from({ length: 4 + Math.floor(random.next() * 30) }, (_, i) =>
      pod(`${one('web', 'db', 'api')}-${String(i).padStart(2, '0')}`, one('a', 'a', 'b', 'c', 'd', 'e'), {
        metadata: { ownerReferences: owned(one('ReplicaSet', 'ReplicaSet', 'StatefulSet', 'DaemonSet')) },
        spec: {
          containers: [
            {
              name: 'c',
              resources: { requests: { cpu: one('0', '250m', '500m', '1'), memory: one('0', '512Mi', '1Gi', '3Gi') } },
            },
          ],
          ...one<object>({}, {}, { nodeSelector: { disk: 'ssd' } }),
          ...one<object>({}, { tolerations: [{ key: 'x', operator: 'Exists' }] }),
          ...one<object>({}, {}, {}, { affinity: antiAffinity }),
        },
      }),
    );
    const given = facts({ nodes, pods });
    const said = drainPlan(given).pods.map(({ fits }) => fits);
    expect(said, `seed ${seed}`).toEqual(naive(given));
    for (const fits of said) seen.add(fits);
  }
  // All of it was met: those that stay, those that fit nowhere, and those that fit anywhere else.
  expect([null, 0, 1, 2, 3, 4].filter(fits => !seen.has(fits))).toEqual([]);
});
