import { asArray, asNumber, asObject, asString, asStringMap, getPath, type JsonObject } from '@lanthorn/base/json.ts';
import { findCondition, type KubeObject } from '@lanthorn/kube/objects/kube-object.ts';
import { fitsNode, isTolerated, nodeTaints } from '@lanthorn/kube/objects/node-fit.ts';
import { matchesLabels, readLabelSelector } from '@lanthorn/kube/selectors/label-selector.ts';
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
  const whyApart = apartnessOf(pod, around);
  const whyUneven = evennessOf(pod, around);
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
    return whyApart(state) ?? whyUneven(state);
  };
}

/** A node affinity of a volume, which has the shape of a pod's. */
function isAmong(required: unknown, node: KubeObject): boolean {
  const nodeAffinity = { requiredDuringSchedulingIgnoredDuringExecution: required };
  return fitsNode({ affinity: { nodeAffinity } }, node);
}

const REQUIRED = 'requiredDuringSchedulingIgnoredDuringExecution';

function terms(pod: unknown, kind: 'podAffinity' | 'podAntiAffinity'): readonly JsonObject[] {
  return asArray(getPath(pod, 'spec', 'affinity', kind, REQUIRED)).map(asObject);
}

/** Whether a term of one pod means another. */
function isMeant(term: JsonObject, owner: KubeObject, other: KubeObject): boolean {
  const named = asArray(term['namespaces']).map(asString);
  const namespaces = named.length === 0 ? [owner.metadata.namespace ?? ''] : named;
  const selector = term['labelSelector'];
  return (
    namespaces.includes(other.metadata.namespace ?? '') &&
    selector !== undefined &&
    matchesLabels(readLabelSelector(selector), other.metadata.labels ?? {})
  );
}

/** Places by the key of their topology and its value. */
type Places = ReadonlySet<string>;
const placeOf = (key: string, { labels }: NodeState) =>
  labels[key] === undefined ? null : JSON.stringify([key, labels[key]]);

/** The places of all pods that a pod's term means, or whose term means it. */
function placesOf({ states }: Surroundings, termsTo: (other: KubeObject) => readonly JsonObject[]): Places {
  const places = new Set<string>();
  for (const state of states)
    for (const other of state.pods)
      for (const term of termsTo(other)) {
        const place = placeOf(asString(term['topologyKey']), state);
        if (place !== null) places.add(place);
      }
  return places;
}

/** Pods that must, or must not, be in the same place. */
function apartnessOf(pod: KubeObject, around: Surroundings): (state: NodeState) => Unfit | null {
  const apart = terms(pod, 'podAntiAffinity');
  const beside = terms(pod, 'podAffinity');
  const forbidden = placesOf(around, other => [
    ...apart.filter(term => isMeant(term, pod, other)),
    ...terms(other, 'podAntiAffinity').filter(term => isMeant(term, other, pod)),
  ]);
  const wanted =
    beside.length === 0 ? [] : beside.map(term => placesOf(around, other => (isMeant(term, pod, other) ? [term] : [])));
  const keys = new Set([...forbidden].map(place => String(asArray(JSON.parse(place))[0])));
  // The first of its kind has nobody to be with, and is let in by itself.
  const isFirst = wanted.every(places => places.size === 0) && beside.every(term => isMeant(term, pod, pod));
  return state => {
    if ([...keys].some(key => forbidden.has(placeOf(key, state) ?? ''))) return 'antiAffinity';
    const places = beside.map(term => placeOf(asString(term['topologyKey']), state));
    if (places.every((place, i) => place !== null && wanted[i]?.has(place) === true)) return null;
    return isFirst && !places.includes(null) ? null : 'affinity';
  };
}

/** Required spreads: no place may have many more of them than the one with the fewest. */
function evennessOf(pod: KubeObject, { states }: Surroundings): (state: NodeState) => Unfit | null {
  const constraints = asArray(getPath(pod, 'spec', 'topologySpreadConstraints')).map(asObject);
  const required = constraints.filter(({ whenUnsatisfiable }) => whenUnsatisfiable !== 'ScheduleAnyway');
  if (required.length === 0) return () => null;
  const keys = required.map(({ topologyKey }) => asString(topologyKey));
  const spec = asObject(pod['spec']);
  // Nodes the pod could not choose, or that lack one of the keys, have no place in the count.
  const counted = states.filter(
    ({ node, labels }) => fitsNode(spec, node) && keys.every(key => labels[key] !== undefined),
  );
  const rules = required.map(constraint => {
    const key = asString(constraint['topologyKey']);
    const isAlike = spreadMatch(constraint, pod);
    const counts = new Map<string, number>();
    for (const { labels, pods } of counted) {
      const place = labels[key] ?? '';
      counts.set(place, (counts.get(place) ?? 0) + [...pods].filter(isAlike).length);
    }
    const self = isAlike(pod) ? 1 : 0;
    return { key, counts, self, most: Math.min(...counts.values()) + (asNumber(constraint['maxSkew']) ?? 1) };
  });
  return ({ labels }) =>
    rules.every(({ key, counts, self, most }) => {
      const here = labels[key];
      return here !== undefined && (counts.get(here) ?? 0) + self <= most;
    })
      ? null
      : 'spread';
}

/** Which pods a constraint counts. */
function spreadMatch(constraint: JsonObject, pod: KubeObject): (other: KubeObject) => boolean {
  const requirements = readLabelSelector(constraint['labelSelector']);
  const labels = asStringMap(pod.metadata.labels);
  const alike = asArray(constraint['matchLabelKeys'])
    .map(asString)
    .filter(key => labels[key] !== undefined);
  return other =>
    constraint['labelSelector'] !== undefined &&
    other.metadata.namespace === pod.metadata.namespace &&
    other.metadata.deletionTimestamp === undefined &&
    matchesLabels(requirements, other.metadata.labels ?? {}) &&
    alike.every(key => other.metadata.labels?.[key] === labels[key]);
}

/** Rules of a pod that are not asked here: where it goes is not known for sure. */
export type UnjudgedRule = 'scheduler' | 'devices' | 'namespaceSelector' | 'spreadPolicy' | 'volumes';

export function unjudgedRules(
  pod: KubeObject,
  { volumeTerms }: Pick<Surroundings, 'volumeTerms'>,
): readonly UnjudgedRule[] {
  const spec = asObject(pod['spec']);
  const spreads = asArray(spec['topologySpreadConstraints']).map(asObject);
  const others = [...terms(pod, 'podAffinity'), ...terms(pod, 'podAntiAffinity')];
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
