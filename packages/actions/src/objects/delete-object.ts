import { writeJson } from '@lanthorn/base/json-text.ts';
import { groupResource, resourcePath } from '@lanthorn/kube/api/group-version-resource.ts';
import type { ActionRecord, Message, ObjectTarget } from '../machinery/action.ts';
import { kubectlLine } from '../machinery/change-request.ts';
import { createAgain } from '../machinery/inverse.ts';
import { isWritten } from './is-written.ts';

const right = ({ resource, namespace, name }: ObjectTarget) => ({
  verb: 'delete',
  group: resource.group,
  resource: resource.resource,
  namespace,
  name,
});

/** What goes with the object, by group and resource: others may use the same words. */
const DEPENDENTS: Readonly<Record<string, string>> = {
  'cronjobs.batch': 'effect.jobsAndPodsGo',
  'jobs.batch': 'effect.podsGo',
  'deployments.apps': 'effect.podsGo',
  'statefulsets.apps': 'effect.podsGo',
  'daemonsets.apps': 'effect.podsGo',
  namespaces: 'effect.everythingInItGoes',
  pods: 'effect.podMayComeBack',
  nodes: 'effect.nodePodsGo',
  persistentvolumeclaims: 'effect.volumeMayGo',
};

/** Deletes that very object, in that very state: uid and resourceVersion are preconditions. */
export const DELETE_OBJECT: ActionRecord<'object.delete'> = {
  kind: 'object.delete',
  isOffered: true,
  key: 'Delete',
  form: null,
  tone: 'danger',
  guard: 'contents',
  appliesTo: isWritten,
  right,
  needs: 'present',
  goneIsDone: true,
  plan: ({ target }, object, { context }) => {
    const { resource, namespace, name, uid } = target;
    const effects: Message[] = [{ key: 'effect.objectDeleted', values: { name } }];
    const dependents = DEPENDENTS[groupResource(resource)];
    if (dependents !== undefined) effects.push({ key: dependents, values: {} });
    if ((object.metadata.finalizers ?? []).length > 0) {
      effects.push({
        key: 'effect.finalizersHold',
        values: { finalizers: (object.metadata.finalizers ?? []).join(', ') },
      });
    }
    const body = {
      kind: 'DeleteOptions',
      apiVersion: 'v1',
      preconditions: { uid, resourceVersion: object.metadata.resourceVersion },
      propagationPolicy: 'Background',
    };
    return {
      request: {
        method: 'DELETE',
        path: resourcePath({ ...resource, namespace, name }),
        headers: { 'content-type': 'application/json' },
        body: writeJson(body),
      },
      right: right(target),
      effects,
      kubectl: kubectlLine(target, context, ['delete', groupResource(resource), name]),
      confirmation: { type: 'gone' },
      isDone: false,
      clashes: [],
    };
  },
  isOwnWork: ({ target }, object) =>
    object.metadata.uid === target.uid && object.metadata.deletionTimestamp !== undefined,
  follows: null,
  inverse: createAgain,
};
