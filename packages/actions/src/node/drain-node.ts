import { groupResource } from '@lanthorn/kube/api/group-version-resource.ts';
import type { Action, ActionParams, ActionRecord, ObjectTarget, Plan } from '../machinery/action.ts';
import { kubectlLine, patchRight } from '../machinery/change-request.ts';
import { restoreByEdit } from '../machinery/inverse.ts';
import { EVICT_POD, EVICTIONS, evictionRight, isPod } from '../pod/evict-pod.ts';
import { CORDON_NODE } from './cordon-node.ts';

const isNode = (resource: ObjectTarget['resource']) => groupResource(resource) === 'nodes';

/** The same by hand, of which the node's line is all. */
export function drainLine(node: string, context: string, { drain, grace }: ActionParams): string {
  return kubectlLine({ namespace: '' }, context, [
    ...['drain', node, '--ignore-daemonsets'],
    ...(drain?.emptyDirs === true ? ['--delete-emptydir-data'] : []),
    ...(drain?.unmanaged === true ? ['--force'] : []),
    ...(grace === undefined ? [] : [`--grace-period=${grace.seconds}`]),
  ]);
}

/** As the cordon, or the eviction, of what each target is. */
function partOf({ target }: Pick<Action, 'target'>): typeof CORDON_NODE | typeof EVICT_POD {
  return isNode(target.resource) ? CORDON_NODE : EVICT_POD;
}

/**
 * A node, and the pods that shall leave it: the node is cordoned, and when that is done the pods are evicted. Uncordoned it is by an undo; the pods do
 * not come back.
 */
export const DRAIN_NODE: ActionRecord<'node.drain'> = {
  kind: 'node.drain',
  isOffered: false,
  key: null,
  form: 'drain',
  tone: 'danger',
  guard: null,
  appliesTo: resource => isNode(resource) || isPod(resource),
  beginsOn: isNode,
  right: target => (isNode(target.resource) ? patchRight(target) : evictionRight(target)),
  needs: 'present',
  goneIsDone: true,
  waitsForBudget: true,
  leads: true,
  atOnce: () => EVICTIONS,
  plan: (action, object, context): Plan => {
    const plan = partOf(action).plan(action, object, context);
    if (!isNode(action.target.resource)) return { ...plan, kubectl: '' };
    return { ...plan, kubectl: drainLine(action.target.name, context.context, action.params) };
  },
  isOwnWork: (action, object) => partOf(action).isOwnWork(action, object),
  follows: null,
  inverse: outcome => (isNode(outcome.target.resource) ? restoreByEdit(outcome) : null),
};
