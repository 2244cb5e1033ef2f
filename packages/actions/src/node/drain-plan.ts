import { asArray, asNumber, asString, getPath } from '@lanthorn/base/json.ts';
import { controllerOf, findCondition, type KubeObject } from '@lanthorn/kube/objects/kube-object.ts';
import { budgetsOf, disruptionsAllowed, emptyDirs, isOver, MIRROR } from '../pod/pod-losses.ts';
import {
  fitnessOf,
  type NodeState,
  nodeState,
  putPod,
  type Surroundings,
  takePod,
  type Unfit,
  type UnjudgedRule,
  unjudgedRules,
} from './node-fits.ts';

/** The cluster as a drain is judged by it. Null is not known: it could not be read. */
export interface DrainFacts {
  /** Of the node to be drained. */
  readonly node: string;
  readonly nodes: readonly KubeObject[];
  readonly pods: readonly KubeObject[];
  readonly budgets: readonly KubeObject[] | null;
  readonly claims: readonly KubeObject[] | null;
  readonly volumes: readonly KubeObject[] | null;
}

/** What keeps a pod for now: a budget that allows none, or more budgets than evictions can heed. */
export interface Hold {
  readonly budget: string;
  readonly why: 'allowsNone' | 'usedUp' | 'several';
}

/** What becomes of one pod of the node. */
export interface DrainPod {
  readonly namespace: string;
  readonly name: string;
  readonly uid: string;
  /** Why it is left where it is; null where it goes. */
  readonly stays: 'daemonSet' | 'mirror' | null;
  /** It is ending already. */
  readonly isEnding: boolean;
  /** No controller makes another. */
  readonly isLost: boolean;
  /** Volumes whose contents end with it. */
  readonly emptyDirs: readonly string[];
  readonly hold: Hold | null;
  /** Nodes that have room for the one in its place, after those before it; null where none comes. */
  readonly fits: number | null;
  /** Why the others have none, the most frequent first. */
  readonly unfit: readonly { readonly why: Unfit; readonly count: number }[];
  /** Where it goes also depends on these. */
  readonly unjudged: readonly UnjudgedRule[];
}

/** What a drain would do, as far as can be told before. */
export interface DrainPlan {
  readonly pods: readonly DrainPod[];
  /** What could not be read: what follows from it is not said. */
  readonly unread: readonly ('budgets' | 'volumes')[];
}

/** Judges pod by pod; between them others may have their turn. */
export function* drainSteps(facts: DrainFacts): Generator<void, DrainPlan> {
  const states = statesOf(facts);
  const around = { states, volumeTerms: volumeTermsOf(facts) };
  const own = states.find(({ node }) => node.metadata.name === facts.node);
  const allowed = new Map<KubeObject, number>();
  const pods: DrainPod[] = [];
  const leaving = [...(own?.pods ?? [])].toSorted(byName);
  // Those that ended have no place on the node, and go with the rest.
  const over = facts.pods.filter(pod => isOver(pod) && nodeOf(pod) === facts.node).toSorted(byName);
  for (const pod of [...leaving, ...over]) {
    pods.push(judge(pod, facts, { around, own, allowed }));
    yield;
  }
  return {
    pods,
    unread: [
      ...(facts.budgets === null ? (['budgets'] as const) : []),
      ...(facts.claims === null || facts.volumes === null ? (['volumes'] as const) : []),
    ],
  };
}

/** The same at once. */
export function drainPlan(facts: DrainFacts): DrainPlan {
  const steps = drainSteps(facts);
  for (;;) {
    const { done, value } = steps.next();
    if (done === true) return value;
  }
}

const nodeOf = (pod: unknown) => asString(getPath(pod, 'spec', 'nodeName'));

function byName(a: KubeObject, b: KubeObject): number {
  const name = ({ metadata }: KubeObject) => `${metadata.namespace ?? ''}/${metadata.name ?? ''}`;
  return name(a) < name(b) ? -1 : 1;
}

/** The nodes with their pods, the one to be drained cordoned. */
function statesOf({ node: drained, nodes, pods }: DrainFacts): readonly NodeState[] {
  const byNode = new Map<string, KubeObject[]>();
  for (const pod of pods.filter(one => !isOver(one))) {
    const there = byNode.get(nodeOf(pod));
    if (there === undefined) byNode.set(nodeOf(pod), [pod]);
    else there.push(pod);
  }
  return nodes.map(node => {
    const { name = '' } = node.metadata;
    const spec = { ...(node['spec'] as object | undefined), unschedulable: true };
    return nodeState(name === drained ? { ...node, spec } : node, byNode.get(name) ?? []);
  });
}

/** The node affinities that a pod's volumes have. */
function volumeTermsOf({ claims, volumes }: DrainFacts): Surroundings['volumeTerms'] {
  const key = (namespace: string | undefined, name: string) => `${namespace ?? ''}/${name}`;
  const bound = new Map(claims?.map(claim => [key(claim.metadata.namespace, claim.metadata.name ?? ''), claim]));
  const known = new Map(volumes?.map(volume => [volume.metadata.name ?? '', volume]));
  return pod => {
    const found: unknown[] = [];
    for (const volume of asArray(getPath(pod, 'spec', 'volumes'))) {
      const named = getPath(volume, 'persistentVolumeClaim', 'claimName');
      const isOwn = getPath(volume, 'ephemeral') !== undefined;
      if (named === undefined && !isOwn) continue;
      // Of a volume that is made for the pod alone the next pod gets another one.
      const claim = bound.get(key(pod.metadata.namespace, asString(named)));
      const persistent = known.get(asString(getPath(claim, 'spec', 'volumeName')));
      if (isOwn || persistent === undefined) return null;
      const required = getPath(persistent, 'spec', 'nodeAffinity', 'required');
      if (required !== undefined) found.push(required);
    }
    return found;
  };
}

interface Running {
  readonly around: Surroundings;
  readonly own: NodeState | undefined;
  /** What is left of each budget. */
  readonly allowed: Map<KubeObject, number>;
}

function judge(pod: KubeObject, facts: DrainFacts, running: Running): DrainPod {
  const { namespace = '', name = '', uid = '', annotations, deletionTimestamp } = pod.metadata;
  const owner = controllerOf(pod);
  const isMirror = annotations?.[MIRROR] !== undefined;
  const ended = isOver(pod);
  const stays = isMirror ? 'mirror' : owner?.kind === 'DaemonSet' && !ended ? 'daemonSet' : null;
  const isEnding = deletionTimestamp !== undefined;
  const common = { namespace, name, uid, stays, isEnding } as const;
  if (stays !== null) return { ...common, ...NOTHING };
  const isLost = owner === null && !ended;
  const hold = isEnding || ended ? null : holdOf(pod, facts.budgets ?? [], running.allowed);
  const lost = { ...common, isLost, emptyDirs: ended ? [] : emptyDirs(pod), hold };
  if (running.own !== undefined) takePod(running.own, pod);
  // A Job's pod that failed is made again; what ended, or has no controller, is not.
  if (ended || owner === null) return { ...lost, fits: null, unfit: [], unjudged: [] };
  return { ...lost, ...place(pod, running.around), unjudged: unjudgedRules(pod, running.around) };
}

const NOTHING = { isLost: false, emptyDirs: [], hold: null, fits: null, unfit: [], unjudged: [] } as const;

/** Where the pod in its place may go; it is put on the emptiest, so that the next ones find less room. */
function place(pod: KubeObject, around: Surroundings): Pick<DrainPod, 'fits' | 'unfit'> {
  const { nodeName: _left, ...spec } = pod['spec'] as { readonly nodeName?: string };
  const { deletionTimestamp: _ending, ...metadata } = pod.metadata;
  const next = { ...pod, metadata, spec };
  const counts = new Map<Unfit, number>();
  const fitting: NodeState[] = [];
  const fitness = fitnessOf(next, around);
  for (const state of around.states) {
    const why = fitness(state);
    if (why === null) fitting.push(state);
    else counts.set(why, (counts.get(why) ?? 0) + 1);
  }
  const [first] = fitting;
  if (first !== undefined)
    putPod(
      fitting.reduce((best, state) => (fill(state) < fill(best) ? state : best), first),
      next,
    );
  const unfit = [...counts].map(([why, count]) => ({ why, count })).toSorted((a, b) => b.count - a.count);
  return { fits: fitting.length, unfit };
}

function fill({ used, room }: NodeState): number {
  return Math.max(...['cpu', 'memory'].map(name => (used.get(name) ?? 0) / Math.max(1e-9, room.get(name) ?? 0)));
}

/** What the eviction would be refused for (k8s.io/kubernetes/pkg/registry/core/pod/storage/eviction.go). */
function holdOf(pod: KubeObject, budgets: readonly KubeObject[], allowed: Map<KubeObject, number>): Hold | null {
  // What has not started disturbs nobody.
  if (getPath(pod, 'status', 'phase') === 'Pending') return null;
  const inNamespace = budgets.filter(({ metadata }) => metadata.namespace === pod.metadata.namespace);
  const [budget, another] = budgetsOf(pod, inNamespace);
  if (budget === undefined) return null;
  const name = budget.metadata.name ?? '';
  if (another !== undefined) return { budget: name, why: 'several' };
  if (mayGoUnhealthy(pod, budget)) return null;
  const atFirst = disruptionsAllowed(budget);
  const left = allowed.get(budget) ?? atFirst;
  if (left <= 0) return { budget: name, why: atFirst <= 0 ? 'allowsNone' : 'usedUp' };
  allowed.set(budget, left - 1);
  return null;
}

/** A pod that is not ready serves nobody: it may go where its budget says so, or where enough others are healthy. */
function mayGoUnhealthy(pod: KubeObject, budget: KubeObject): boolean {
  if (findCondition(pod, 'Ready')?.['status'] === 'True') return false;
  if (getPath(budget, 'spec', 'unhealthyPodEvictionPolicy') === 'AlwaysAllow') return true;
  const count = (field: string) => asNumber(getPath(budget, 'status', field)) ?? 0;
  return count('desiredHealthy') > 0 && count('currentHealthy') >= count('desiredHealthy');
}
