import { writeJson } from '@lanthorn/base/json-text.ts';
import type { ApiRequest } from '@lanthorn/kube/api/api-request.ts';
import { groupResource, resourcePath } from '@lanthorn/kube/api/group-version-resource.ts';
import type { ActionParams, ActionRecord, ObjectTarget } from '../machinery/action.ts';
import { kubectlLine, partRight } from '../machinery/change-request.ts';
import { budgetMessages, budgets, losses } from './pod-losses.ts';

export const isPod = (resource: ObjectTarget['resource']) => groupResource(resource) === 'pods';

export const evictionRight = (target: ObjectTarget) => partRight(target, { verb: 'create', part: 'eviction' });

/** Under way at a time: one that a budget holds waits, and the others are not to wait behind it. */
export const EVICTIONS = 50;

/** Asks that very pod to leave; a disruption budget may refuse it. */
export function evictionRequest({ resource, namespace, name, uid }: ObjectTarget, { grace }: ActionParams): ApiRequest {
  return {
    method: 'POST',
    path: resourcePath({ ...resource, namespace, name, subresource: 'eviction' }),
    headers: { 'content-type': 'application/json' },
    body: writeJson({
      apiVersion: 'policy/v1',
      kind: 'Eviction',
      metadata: { name, namespace },
      deleteOptions: {
        preconditions: { uid },
        ...(grace === undefined ? {} : { gracePeriodSeconds: grace.seconds }),
      },
    }),
  };
}

/** The pod leaves when its budgets allow it, and ends as it says itself; who controls it makes another, here or elsewhere. */
export const EVICT_POD: ActionRecord<'pod.evict'> = {
  kind: 'pod.evict',
  isOffered: true,
  key: null,
  form: null,
  tone: 'danger',
  guard: null,
  way: 'evict',
  appliesTo: isPod,
  right: evictionRight,
  related: ({ namespace }) => [budgets(namespace)],
  needs: 'present',
  goneIsDone: true,
  waitsForBudget: true,
  atOnce: () => EVICTIONS,
  plan: ({ target, params }, pod, { context, related = [] }) => {
    const request = evictionRequest(target, params);
    return {
      request,
      right: evictionRight(target),
      effects: [
        { key: 'effect.podEvicted', values: { name: target.name } },
        ...losses(pod),
        ...budgetMessages(pod, related[0] ?? null),
      ],
      kubectl: `${kubectlLine({ namespace: '' }, context, ['create', '--raw', request.path, '--filename=-'])} <<'EOF'\n${request.body ?? ''}\nEOF`,
      confirmation: { type: 'gone' },
      isDone: pod.metadata.deletionTimestamp !== undefined,
      clashes: [],
    };
  },
  isOwnWork: ({ target }, pod) => pod.metadata.uid === target.uid && pod.metadata.deletionTimestamp !== undefined,
  follows: null,
  // Another pod of the same name would be another.
  inverse: () => null,
};
