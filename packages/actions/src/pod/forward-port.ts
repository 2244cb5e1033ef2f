import { groupResource, resourcePath } from '@lanthorn/kube/api/group-version-resource.ts';
import type { ActionRecord, ObjectTarget, Right } from '../machinery/action.ts';
import { kubectlKind, kubectlLine, partRight } from '../machinery/change-request.ts';
import { isPod } from './evict-pod.ts';

/** What leads to pods by a selector. */
const LEADS = new Set([
  'services',
  'deployments.apps',
  'statefulsets.apps',
  'daemonsets.apps',
  'replicasets.apps',
  'replicationcontrollers',
  'jobs.batch',
]);
/** While nobody has said which. */
const NO_PORT = 'PORT';

const PODS = { group: '', version: 'v1', resource: 'pods' };

/** The same by hand; `local` 0 leaves it to kubectl which port of this machine is free. */
export function forwardLine(
  target: Pick<ObjectTarget, 'resource' | 'namespace' | 'name'>,
  context: string,
  { port, local }: { readonly port: number | null; readonly local: number },
): string {
  const ports = `${local === 0 ? '' : local}:${port ?? NO_PORT}`;
  return kubectlLine(target, context, ['port-forward', `${kubectlKind(target.resource)}/${target.name}`, ports]);
}

/** It asks by GET, which is a right to create all the same: on that pod, or on any where others may come in its place. */
function forwardRight(target: ObjectTarget): Right {
  const name = isPod(target.resource) ? target.name : '';
  return partRight({ ...target, resource: PODS, name }, { verb: 'create', part: 'portforward' });
}

/** Which pod another object leads to is found out when it is opened. */
function pathOf({ resource, namespace, name }: ObjectTarget): string {
  return resourcePath({ ...PODS, namespace, name: isPod(resource) ? name : 'POD', subresource: 'portforward' });
}

/** A port of a pod, or of what leads to pods, on this machine: nothing in the cluster is changed by it. */
export const FORWARD_PORT: ActionRecord<'pod.forward'> = {
  kind: 'pod.forward',
  isOffered: true,
  key: null,
  form: null,
  opens: 'ports',
  tone: 'plain',
  guard: null,
  appliesTo: resource => isPod(resource) || LEADS.has(groupResource(resource)),
  // Nobody listens in a pod that has ended, and a suspended Job has none.
  fits: ({ isFinished, isSuspended }) => isFinished !== true && isSuspended !== true,
  needs: 'present',
  goneIsDone: false,
  right: forwardRight,
  plan: ({ target }, _object, { context }) => ({
    request: { method: 'POST', path: pathOf(target) },
    right: forwardRight(target),
    effects: [],
    kubectl: forwardLine(target, context, { port: null, local: 0 }),
    confirmation: { type: 'answered' },
    isDone: false,
    clashes: [],
  }),
  isOwnWork: () => false,
  follows: null,
  inverse: () => null,
};
