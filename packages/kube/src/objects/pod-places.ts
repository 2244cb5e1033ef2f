import { asArray, asNumber, asObject, asString, asStringMap, getPath, type JsonObject } from '@lanthorn/base/json.ts';
import { matchesLabels, readLabelSelector } from '../selectors/label-selector.ts';
import type { KubeObject } from './kube-object.ts';
import { fitsNode, fitsNodeSelector } from './node-fit.ts';

// Where pods may be for the sake of others: affinity, anti-affinity and spread, as the scheduler's filters ask for them.

/** A node with the pods that are on it. */
export interface PodPlace {
  readonly node: KubeObject;
  readonly labels: Readonly<Record<string, string>>;
  readonly pods: Iterable<KubeObject>;
}

/** Which rule keeps a pod away: its own, or that of a pod that is there. */
export type Apart = 'antiAffinity' | 'othersAntiAffinity' | 'affinity';

const REQUIRED = 'requiredDuringSchedulingIgnoredDuringExecution';
const PREFERRED = 'preferredDuringSchedulingIgnoredDuringExecution';

export function requiredTerms(pod: unknown, kind: 'podAffinity' | 'podAntiAffinity'): readonly JsonObject[] {
  return asArray(getPath(pod, 'spec', 'affinity', kind, REQUIRED)).map(asObject);
}

/** Namespaces whose pods the rules of a pod may mean. */
export function meantNamespaces(pod: KubeObject): ReadonlySet<string> {
  const namespaces = new Set([pod.metadata.namespace ?? '']);
  for (const kind of ['podAffinity', 'podAntiAffinity'])
    for (const entry of [REQUIRED, PREFERRED].flatMap(how => asArray(getPath(pod, 'spec', 'affinity', kind, how)))) {
      const term = getPath(entry, 'podAffinityTerm') ?? entry;
      for (const namespace of asArray(getPath(term, 'namespaces'))) namespaces.add(asString(namespace));
    }
  return namespaces;
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

/** Values of labels by the key of the topology they are places of. */
type Places = ReadonlyMap<string, ReadonlySet<string>>;

/** The places of all pods that a pod's term means, or whose term means it. */
function placesOf(states: readonly PodPlace[], termsTo: (other: KubeObject) => readonly JsonObject[]): Places {
  const places = new Map<string, Set<string>>();
  for (const { labels, pods } of states)
    for (const other of pods)
      for (const { topologyKey } of termsTo(other)) {
        const key = asString(topologyKey);
        const value = labels[key];
        if (value !== undefined) places.set(key, (places.get(key) ?? new Set()).add(value));
      }
  return places;
}

function isIn(places: Places, { labels }: PodPlace): boolean {
  for (const [key, values] of places) if (values.has(labels[key] ?? '') && labels[key] !== undefined) return true;
  return false;
}

/** Pods that must, or must not, be in the same place. */
export function apartnessOf(pod: KubeObject, states: readonly PodPlace[]): (state: PodPlace) => Apart | null {
  const apart = requiredTerms(pod, 'podAntiAffinity');
  const beside = requiredTerms(pod, 'podAffinity');
  const forbidden = placesOf(states, other => apart.filter(term => isMeant(term, pod, other)));
  const refused = placesOf(states, other =>
    requiredTerms(other, 'podAntiAffinity').filter(term => isMeant(term, other, pod)),
  );
  const wanted =
    beside.length === 0 ? [] : beside.map(term => placesOf(states, other => (isMeant(term, pod, other) ? [term] : [])));
  // The first of its kind has nobody to be with, and is let in by itself.
  const isFirst = wanted.every(places => places.size === 0) && beside.every(term => isMeant(term, pod, pod));
  return state => {
    if (isIn(forbidden, state)) return 'antiAffinity';
    if (isIn(refused, state)) return 'othersAntiAffinity';
    if (wanted.every(places => isIn(places, state))) return null;
    const hasKeys = beside.every(({ topologyKey }) => state.labels[asString(topologyKey)] !== undefined);
    return isFirst && hasKeys ? null : 'affinity';
  };
}

/** Required spreads: no place may have many more of them than the one with the fewest. */
export function evennessOf(pod: KubeObject, states: readonly PodPlace[]): (state: PodPlace) => 'spread' | null {
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

/** How gladly a pod is on a node, by what it prefers: more is better. */
export function preferenceOf(pod: KubeObject, states: readonly PodPlace[]): (state: PodPlace) => number {
  const preferred = (kind: string) =>
    asArray(getPath(pod, 'spec', 'affinity', kind, PREFERRED)).map(entry => ({
      weight: asNumber(getPath(entry, 'weight')) ?? 0,
      term: asObject(getPath(entry, 'preference') ?? getPath(entry, 'podAffinityTerm')),
    }));
  const nodes = preferred('nodeAffinity');
  const beside = [
    ...preferred('podAffinity'),
    ...preferred('podAntiAffinity').map(({ weight, term }) => ({ weight: -weight, term })),
  ].map(({ weight, term }) => ({
    weight,
    places: placesOf(states, other => (isMeant(term, pod, other) ? [term] : [])),
  }));
  const spreads = asArray(getPath(pod, 'spec', 'topologySpreadConstraints'))
    .map(asObject)
    .filter(({ whenUnsatisfiable }) => whenUnsatisfiable === 'ScheduleAnyway')
    .map(constraint => ({ key: asString(constraint['topologyKey']), isAlike: spreadMatch(constraint, pod) }));
  const counts = spreads.map(({ key, isAlike }) => {
    const byPlace = new Map<string, number>();
    for (const { labels, pods } of states)
      byPlace.set(labels[key] ?? '', (byPlace.get(labels[key] ?? '') ?? 0) + [...pods].filter(isAlike).length);
    return { key, byPlace };
  });
  return state => {
    const isChosen = (term: JsonObject) => fitsNodeSelector({ nodeSelectorTerms: [term] }, state.node);
    const byNode = nodes.reduce((sum, { weight, term }) => sum + (isChosen(term) ? weight : 0), 0);
    const byPods = beside.reduce((sum, { weight, places }) => sum + (isIn(places, state) ? weight : 0), 0);
    const bySpread = counts.reduce((sum, { key, byPlace }) => sum + (byPlace.get(state.labels[key] ?? '') ?? 0), 0);
    return byNode + byPods - bySpread;
  };
}

/** Whether it asks for a place beside, or away from, others, or for an even spread, or prefers anything. */
export function hasPlaceRules(pod: KubeObject): boolean {
  const affinity = asObject(getPath(pod, 'spec', 'affinity'));
  return (
    asArray(getPath(pod, 'spec', 'topologySpreadConstraints')).length > 0 ||
    affinity['podAffinity'] !== undefined ||
    affinity['podAntiAffinity'] !== undefined ||
    getPath(affinity['nodeAffinity'], PREFERRED) !== undefined
  );
}
