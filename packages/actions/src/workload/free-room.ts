import { asArray, asNumber, asObject, asString, getPath, type JsonObject } from '@lanthorn/base/json.ts';
import type { KubeObject } from '@lanthorn/kube/objects/kube-object.ts';
import { podRequests } from '@lanthorn/kube/objects/pod-requests.ts';
import { timesIn } from '@lanthorn/kube/objects/quantity.ts';
import type { Message, RelatedList } from '../machinery/action.ts';
import { fitnessOf, type NodeState, nodeState } from '../node/node-fits.ts';

// Whether nodes have room for pods that are asked for, as they are now: a node may be added, and pods may go. Rules between pods may leave less. Of
// pods with a class of priority nothing is said: others may have to go for them.

export const nodes: RelatedList = {
  resource: { group: '', version: 'v1', resource: 'nodes' },
  namespace: '',
  isAdvice: true,
};
/** Of all namespaces: where they are too many to be read, nodes are judged as if nothing ran there. */
export const podsOnNodes: RelatedList = {
  resource: { group: '', version: 'v1', resource: 'pods' },
  namespace: '',
  isAdvice: true,
};

/** That fewer pods of this template fit than are asked for, and what is lacking; nothing where they fit, or nodes may not be read. */
export function roomLacks(
  template: unknown,
  more: number,
  { nodes: found, pods }: { readonly nodes: readonly KubeObject[] | null; readonly pods: readonly KubeObject[] | null },
): Message[] {
  if (found === null || found.length === 0) return [];
  if (asString(getPath(template, 'spec', 'priorityClassName')) !== '') return [];
  const pod = podOf(template);
  const whyUnfit = fitnessOf(pod, { states: [], volumeTerms: () => [] });
  const requests = [...podRequests(pod)].filter(([, amount]) => amount > 0);
  let fits = 0;
  const lacking = new Map<string, number>();
  for (const state of statesOf(found, pods ?? NO_PODS)) {
    // A rule keeps all of them away, a resource those behind the last that fits.
    if (whyUnfit(state)?.startsWith('resource ') === false) continue;
    const rooms = requests.map(([name, amount]) => ({ name, count: leftOf(state, name, amount) }));
    const { name, count } = rooms.reduce((least, each) => (each.count < least.count ? each : least));
    fits += count;
    lacking.set(name, (lacking.get(name) ?? 0) + 1);
  }
  if (fits >= more) return [];
  const [scarce] = [...lacking].toSorted(([, a], [, b]) => b - a);
  if (scarce === undefined) return [{ key: 'effect.noNodeTakes', values: {} }];
  return [{ key: fits === 0 ? 'effect.fitsNowhere' : 'effect.fitsSome', values: { fits, resource: scarce[0] } }];
}

function leftOf({ used, room }: NodeState, name: string, amount: number): number {
  return timesIn((room.get(name) ?? 0) - (used.get(name) ?? 0), amount);
}

const NO_PODS: readonly KubeObject[] = [];

/** By the nodes, then by the pods: what many targets of one question are planned with is counted once. */
const known = new WeakMap<readonly KubeObject[], WeakMap<readonly KubeObject[], readonly NodeState[]>>();

function statesOf(found: readonly KubeObject[], pods: readonly KubeObject[]): readonly NodeState[] {
  const byPods = known.get(found) ?? new WeakMap<readonly KubeObject[], readonly NodeState[]>();
  known.set(found, byPods);
  const before = byPods.get(pods);
  if (before !== undefined) return before;
  const byNode = new Map<string, KubeObject[]>();
  for (const pod of pods.filter(staysThere)) {
    const name = asString(getPath(pod, 'spec', 'nodeName'));
    const there = byNode.get(name);
    if (there === undefined) byNode.set(name, [pod]);
    else there.push(pod);
  }
  const states = found.map(node => nodeState(node, byNode.get(node.metadata.name ?? '') ?? []));
  byPods.set(pods, states);
  return states;
}

/** What has ended holds nothing any more, and what has a lower priority than pods without a class goes for them. */
function staysThere(pod: KubeObject): boolean {
  const phase = asString(getPath(pod, 'status', 'phase'));
  return phase !== 'Succeeded' && phase !== 'Failed' && (asNumber(getPath(pod, 'spec', 'priority')) ?? 0) >= 0;
}

/** What the controller of a DaemonSet lets its pods bear beside what the template says (`AddOrUpdateDaemonPodTolerations`). */
export function daemonTolerations(spec: JsonObject): readonly unknown[] {
  const tolerated = (name: string, effect: string) => ({
    key: `node.kubernetes.io/${name}`,
    operator: 'Exists',
    effect,
  });
  const pressed = ['disk-pressure', 'memory-pressure', 'pid-pressure', 'unschedulable'];
  const names = spec['hostNetwork'] === true ? [...pressed, 'network-unavailable'] : pressed;
  return [
    ...asArray(spec['tolerations']),
    ...['not-ready', 'unreachable'].map(name => tolerated(name, 'NoExecute')),
    ...names.map(name => tolerated(name, 'NoSchedule')),
  ];
}

/** Without the rules between pods. */
function podOf(template: unknown): KubeObject {
  const { topologySpreadConstraints: _spread, affinity, ...spec } = asObject(getPath(template, 'spec'));
  const nodeAffinity = getPath(affinity, 'nodeAffinity');
  return { metadata: {}, spec: { ...spec, ...(nodeAffinity === undefined ? {} : { affinity: { nodeAffinity } }) } };
}
