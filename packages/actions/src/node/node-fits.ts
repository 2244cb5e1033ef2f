import { asArray, asObject, asString, getPath, type JsonObject } from '@lanthorn/base/json.ts';
import { findCondition, type KubeObject } from '@lanthorn/kube/objects/kube-object.ts';
import { apartnessOf, evennessOf, requiredTerms } from '@lanthorn/kube/objects/pod-places.ts';
import { fitsNode, isTolerated, nodeTaints } from '@lanthorn/kube/objects/node-fit.ts';
import { type Amounts, podRequests } from '@lanthorn/kube/objects/pod-requests.ts';
import { addAmounts, allocatable, hostPorts, lackingResource, portsClash } from './node-room.ts';

// Whether a pod may run on a node, as the scheduler's filters ask it. What is not asked here is named by `unjudgedRules`.

const UNSCHEDULABLE = { key: 'node.kubernetes.io/unschedulable', effect: 'NoSchedule' };
const NOT_READY = { key: 'node.kubernetes.io/not-ready', effect: 'NoExecute' };

/** Why a node takes no more: a rule, or the resource of which it has too little. */
export type Unfit =
  | 'cordoned'
  | 'taint'
  | 'notReady'
  | 'selector'
  | 'volume'
  | 'port'
  | 'antiAffinity'
  | 'affinity'
  | 'spread'
  | `resource ${string}`;

/** A node with the pods that are on it. */
export interface NodeState {
  readonly node: KubeObject;
  readonly labels: Readonly<Record<string, string>>;
  readonly room: Amounts;
  readonly used: Map<string, number>;
  readonly pods: Set<KubeObject>;
}

export function nodeState(node: KubeObject, pods: Iterable<KubeObject>): NodeState {
  const used = new Map<string, number>();
  const there = new Set(pods);
  for (const pod of there) addAmounts(used, podRequests(pod), 1);
  return { node, labels: node.metadata.labels ?? {}, room: allocatable(node), used, pods: there };
}

export function putPod(state: NodeState, pod: KubeObject): void {
  state.pods.add(pod);
  addAmounts(state.used, podRequests(pod), 1);
}

export function takePod(state: NodeState, pod: KubeObject): void {
  if (state.pods.delete(pod)) addAmounts(state.used, podRequests(pod), -1);
}

/** What the scheduler would ask of the cluster besides. */
export interface Surroundings {
  readonly states: readonly NodeState[];
  /** The node affinities of the volumes of a pod's claims; null where one is not known. */
  readonly volumeTerms: (pod: KubeObject) => readonly unknown[] | null;
}

/** Why a pod may not run on a node; null where it may. What is the same for all nodes is found once. */
export function fitnessOf(pod: KubeObject, around: Surroundings): (state: NodeState) => Unfit | null {
  const spec = asObject(pod['spec']);
  const tolerates = (taint: JsonObject) => isTolerated(taint, asArray(spec['tolerations']));
  const requests = podRequests(pod);
  const ports = hostPorts(pod);
  const volumes = around.volumeTerms(pod) ?? [];
  const whyApart = apartnessOf(pod, around.states);
  const whyUneven = evennessOf(pod, around.states);
  return state => {
    const { node } = state;
    if (getPath(node, 'spec', 'unschedulable') === true && !tolerates(UNSCHEDULABLE)) return 'cordoned';
    if (!nodeTaints(node).every(tolerates)) return 'taint';
    if (findCondition(node, 'Ready')?.['status'] !== 'True' && !tolerates(NOT_READY)) return 'notReady';
    if (!fitsNode(spec, node)) return 'selector';
    const lacking = lackingResource(requests, state.used, state.room);
    if (lacking !== null) return `resource ${lacking}`;
    const taken = ports.length === 0 ? [] : [...state.pods].flatMap(hostPorts);
    if (ports.some(port => taken.some(other => portsClash(port, other)))) return 'port';
    if (!volumes.every(required => isAmong(required, node))) return 'volume';
    const why = whyApart(state);
    return why === 'othersAntiAffinity' ? 'antiAffinity' : (why ?? whyUneven(state));
  };
}

/** A node affinity of a volume, which has the shape of a pod's. */
function isAmong(required: unknown, node: KubeObject): boolean {
  const nodeAffinity = { requiredDuringSchedulingIgnoredDuringExecution: required };
  return fitsNode({ affinity: { nodeAffinity } }, node);
}

/** Rules of a pod that are not asked here: where it goes is not known for sure. */
export type UnjudgedRule = 'scheduler' | 'devices' | 'namespaceSelector' | 'spreadPolicy' | 'volumes';

export function unjudgedRules(
  pod: KubeObject,
  { volumeTerms }: Pick<Surroundings, 'volumeTerms'>,
): readonly UnjudgedRule[] {
  const spec = asObject(pod['spec']);
  const spreads = asArray(spec['topologySpreadConstraints']).map(asObject);
  const others = [...requiredTerms(pod, 'podAffinity'), ...requiredTerms(pod, 'podAntiAffinity')];
  const scheduler = asString(spec['schedulerName']);
  const found: readonly (readonly [UnjudgedRule, boolean])[] = [
    ['scheduler', scheduler !== '' && scheduler !== 'default-scheduler'],
    ['devices', asArray(spec['resourceClaims']).length > 0],
    ['namespaceSelector', others.some(term => term['namespaceSelector'] !== undefined)],
    [
      'spreadPolicy',
      spreads.some(
        ({ minDomains, nodeTaintsPolicy, nodeAffinityPolicy }) =>
          minDomains !== undefined || nodeTaintsPolicy === 'Honor' || nodeAffinityPolicy === 'Ignore',
      ),
    ],
    ['volumes', volumeTerms(pod) === null],
  ];
  return found.filter(([, isSo]) => isSo).map(([rule]) => rule);
}
