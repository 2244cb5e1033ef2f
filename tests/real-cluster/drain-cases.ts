import type { JsonObject } from '@lanthorn/base/json.ts';
import { randomInt, type Random, seededRandom } from '@lanthorn/base/random.ts';
import type { KubeObject } from '@lanthorn/kube/objects/kube-object.ts';

// Small clusters by seed, with all that the simulation of a drain judges by. They lie beside each other in one cluster: their pods choose
// their own nodes alone, and mean their own pods alone.

/** One cluster: its nodes, the first of which is to be drained, and the pods on them. */
export interface DrainCase {
  readonly seed: number;
  readonly drained: string;
  readonly nodes: readonly KubeObject[];
  readonly pods: readonly KubeObject[];
}

const ZONE = 'topology.kubernetes.io/zone';
const HOST = 'kubernetes.io/hostname';
/** Which case an object is of. */
const CASE = 'lanthorn.dev/case';
const KINDS = ['web', 'db', 'job'];

export function drainCase(seed: number): DrainCase {
  const draw = new Draw(seededRandom(seed), seed);
  const nodes = Array.from({ length: draw.from(2, 5) }, (_, i) => draw.node(i));
  const pods = nodes.flatMap((node, i) =>
    Array.from({ length: i === 0 ? draw.from(1, 4) : draw.from(0, 3) }, (_, j) =>
      draw.pod(`p${seed}-${i}-${j}`, node.metadata.name ?? ''),
    ),
  );
  return { seed, drained: nodes[0]?.metadata.name ?? '', nodes, pods };
}

class Draw {
  readonly #random: Random;
  readonly #seed: number;

  constructor(random: Random, seed: number) {
    this.#random = random;
    this.#seed = seed;
  }

  from(least: number, most: number): number {
    return randomInt(this.#random, least, most);
  }

  #of<T>(...all: readonly [T, ...T[]]): T {
    return all[this.from(0, all.length - 1)] ?? all[0];
  }

  #is(chance: number): boolean {
    return this.#random.next() < chance;
  }

  #some(chance: number, make: () => JsonObject): JsonObject {
    return this.#is(chance) ? make() : {};
  }

  node(i: number): KubeObject {
    const name = `n${this.#seed}-${i}`;
    const taints: JsonObject[] = [];
    if (this.#is(0.2)) taints.push({ key: 'dedicated', value: this.#of('a', 'b'), effect: 'NoSchedule' });
    if (this.#is(0.1)) taints.push({ key: 'draining', effect: 'NoExecute' });
    if (this.#is(0.1)) taints.push({ key: 'slow', effect: 'PreferNoSchedule' });
    const isReady = i === 0 || this.#is(0.92);
    // As the node lifecycle controller marks it.
    if (!isReady) taints.push({ key: 'node.kubernetes.io/not-ready', effect: 'NoSchedule' });
    const amounts = {
      cpu: this.#of('1', '2', '4'),
      memory: this.#of('1Gi', '2Gi', '4Gi'),
      pods: String(this.from(3, 7)),
    };
    return {
      metadata: {
        name,
        labels: {
          [HOST]: name,
          [CASE]: String(this.#seed),
          ...(this.#is(0.85) ? { [ZONE]: this.#of('a', 'b', 'c') } : {}),
          ...(this.#is(0.7) ? { disk: this.#of('ssd', 'hdd') } : {}),
          ...(this.#is(0.5) ? { size: String(this.from(1, 9)) } : {}),
        },
      },
      spec: { taints, ...(i === 0 || this.#is(0.1) ? { unschedulable: true } : {}) },
      status: {
        capacity: amounts,
        allocatable: amounts,
        conditions: [{ type: 'Ready', status: isReady ? 'True' : 'False' }],
      },
    };
  }

  pod(name: string, nodeName: string): KubeObject {
    const app = this.#of('web', 'db', 'job');
    return {
      metadata: {
        name,
        namespace: 'default',
        labels: { app: this.#label(app), tier: this.#of('x', 'y') },
        ownerReferences: [
          { apiVersion: 'apps/v1', kind: 'ReplicaSet', name: app, uid: `${app}-${this.#seed}`, controller: true },
        ],
      },
      spec: {
        nodeName,
        terminationGracePeriodSeconds: 0,
        nodeSelector: { [CASE]: String(this.#seed), ...this.#some(0.15, () => ({ disk: this.#of('ssd', 'hdd') })) },
        containers: [this.#container('main')],
        ...this.#some(0.15, () => ({ initContainers: [this.#container('init'), ...this.#sidecar()] })),
        ...this.#some(0.35, () => ({ tolerations: [this.#toleration()] })),
        ...this.#some(0.6, () => ({ affinity: this.#affinity() })),
        ...this.#some(0.35, () => ({ topologySpreadConstraints: [this.#spread()] })),
      },
    };
  }

  /** Of this case alone. */
  #label(app: string): string {
    return `${app}-${this.#seed}`;
  }

  #container(name: string): JsonObject {
    const requests = { cpu: this.#of('50m', '200m', '500m', '1100m'), memory: this.#of('64Mi', '300Mi', '900Mi') };
    return {
      ...{ name, image: 'registry.example/app:1' },
      ...this.#some(0.85, () => ({ resources: { requests } })),
      ...this.#some(name === 'main' ? 0.15 : 0, () => ({
        ports: [{ containerPort: 80, hostPort: this.#of(8080, 9090) }],
      })),
    };
  }

  #sidecar(): JsonObject[] {
    return this.#is(0.5) ? [{ ...this.#container('side'), restartPolicy: 'Always' }] : [];
  }

  #toleration(): JsonObject {
    return this.#of<JsonObject>(
      { operator: 'Exists' },
      { key: 'dedicated', operator: 'Exists' },
      { key: 'dedicated', value: 'a', effect: 'NoSchedule' },
      { key: 'draining', operator: 'Exists', effect: 'NoExecute' },
      { key: 'node.kubernetes.io/not-ready', operator: 'Exists' },
    );
  }

  #selector(): JsonObject {
    const app = this.#label(this.#of('web', 'db', 'job'));
    const others = KINDS.map(kind => this.#label(kind)).filter(label => label !== app);
    return this.#of<JsonObject>(
      { matchLabels: { app } },
      { matchExpressions: [{ key: 'app', operator: 'In', values: [app] }] },
      { matchExpressions: [{ key: 'app', operator: 'In', values: others }] },
      { matchLabels: { app, tier: this.#of('x', 'y') } },
    );
  }

  #affinity(): JsonObject {
    const term = () => ({ labelSelector: this.#selector(), topologyKey: this.#of(ZONE, HOST) });
    const required = (terms: unknown) => ({ requiredDuringSchedulingIgnoredDuringExecution: terms });
    const preferred = () => ({
      preferredDuringSchedulingIgnoredDuringExecution: [{ weight: 50, podAffinityTerm: term() }],
    });
    return {
      ...this.#some(0.35, () => ({
        nodeAffinity: required({ nodeSelectorTerms: [this.#nodeTerm(), this.#nodeTerm()] }),
      })),
      ...this.#some(0.45, () => ({ podAntiAffinity: required([term()]) })),
      ...this.#some(0.3, () => ({ podAffinity: this.#is(0.3) ? preferred() : required([term()]) })),
    };
  }

  #nodeTerm(): JsonObject {
    const expression = this.#of<JsonObject>(
      { key: 'disk', operator: 'In', values: ['ssd'] },
      { key: 'disk', operator: 'NotIn', values: ['hdd'] },
      { key: ZONE, operator: 'Exists' },
      { key: 'size', operator: 'DoesNotExist' },
      { key: 'size', operator: 'Gt', values: ['4'] },
      { key: 'size', operator: 'Lt', values: ['7'] },
    );
    return { matchExpressions: [expression] };
  }

  #spread(): JsonObject {
    return {
      maxSkew: this.from(1, 2),
      topologyKey: this.#of(ZONE, HOST),
      whenUnsatisfiable: this.#is(0.8) ? 'DoNotSchedule' : 'ScheduleAnyway',
      labelSelector: this.#selector(),
    };
  }
}
