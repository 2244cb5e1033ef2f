import { writeJson } from '@lanthorn/base/json-text.ts';
import { resourcePath } from '@lanthorn/kube/api/group-version-resource.ts';
import type { ActionRecord, Message, ObjectTarget } from '../machinery/action.ts';
import { kubectlLine } from '../machinery/change-request.ts';
import { isPod } from './evict-pod.ts';
import { losses } from './pod-losses.ts';

const right = ({ resource: { group, resource }, namespace, name }: ObjectTarget) => ({
  verb: 'delete',
  group,
  resource,
  namespace,
  name,
});

function graceMessages(seconds: number | undefined): Message[] {
  if (seconds === undefined) return [];
  // Without grace the API server forgets the pod at once, whether it ended or not.
  if (seconds === 0) return [{ key: 'effect.podForced', values: {} }];
  return [{ key: 'effect.podGrace', values: { count: seconds } }];
}

/** Deletes that very pod within another time than its own, or with no time at all; no budget is asked. */
export const END_POD: ActionRecord<'pod.end'> = {
  kind: 'pod.end',
  isOffered: false,
  key: null,
  form: 'endPod',
  tone: 'danger',
  guard: null,
  appliesTo: isPod,
  right,
  needs: 'present',
  goneIsDone: true,
  plan: ({ target, params }, pod, { context }) => {
    const { resource, namespace, name, uid } = target;
    const seconds = params.grace?.seconds;
    const flags = seconds === undefined ? [] : [`--grace-period=${seconds}`, ...(seconds === 0 ? ['--force'] : [])];
    return {
      request: {
        method: 'DELETE',
        path: resourcePath({ ...resource, namespace, name }),
        headers: { 'content-type': 'application/json' },
        body: writeJson({
          kind: 'DeleteOptions',
          apiVersion: 'v1',
          preconditions: { uid },
          propagationPolicy: 'Background',
          ...(seconds === undefined ? {} : { gracePeriodSeconds: seconds }),
        }),
      },
      right: right(target),
      effects: [{ key: 'effect.objectDeleted', values: { name } }, ...graceMessages(seconds), ...losses(pod)],
      kubectl: kubectlLine(target, context, ['delete', 'pod', name, ...flags]),
      confirmation: { type: 'gone' },
      // One that is ending already may be given less time.
      isDone: false,
      clashes: [],
    };
  },
  isOwnWork: ({ target, params }, pod) =>
    pod.metadata.uid === target.uid && pod.metadata.deletionTimestamp !== undefined && params.grace?.seconds !== 0,
  follows: null,
  inverse: () => null,
};
