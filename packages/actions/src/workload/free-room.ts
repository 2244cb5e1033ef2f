import { asObject, asString, getPath } from '@lanthorn/base/json.ts';
import type { KubeObject } from '@lanthorn/kube/objects/kube-object.ts';
import { podRequests } from '@lanthorn/kube/objects/pod-requests.ts';
import type { Message, RelatedList } from '../machinery/action.ts';
import { fitnessOf, type NodeState, nodeState } from '../node/node-fits.ts';

// Whether nodes have room for pods that are asked for. Only what is sure is said: rules between pods may leave less.

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
  const pod = podOf(template);
  const whyUnfit = fitnessOf(pod, { states: [], volumeTerms: () => [] });
  const requests = [...podRequests(pod)].filter(([, amount]) => amount > 0);
  let fits = 0;
  const lacking = new Map<string, number>();
  for (const node of found) {
    const state = nodeState(
      node,
      (pods ?? []).filter(each => isOn(node, each)),
    );
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
  return Math.max(0, Math.floor(((room.get(name) ?? 0) - (used.get(name) ?? 0)) / amount));
}

/** What has ended holds nothing any more. */
function isOn(node: KubeObject, pod: KubeObject): boolean {
  const phase = asString(getPath(pod, 'status', 'phase'));
  return getPath(pod, 'spec', 'nodeName') === node.metadata.name && phase !== 'Succeeded' && phase !== 'Failed';
}

/** Without the rules between pods. */
function podOf(template: unknown): KubeObject {
  const { topologySpreadConstraints: _spread, affinity, ...spec } = asObject(getPath(template, 'spec'));
  const nodeAffinity = getPath(affinity, 'nodeAffinity');
  return { metadata: {}, spec: { ...spec, ...(nodeAffinity === undefined ? {} : { affinity: { nodeAffinity } }) } };
}
