import { writeJson } from '@lanthorn/base/json-text.ts';
import { groupResource, resourcePath } from '@lanthorn/kube/api/group-version-resource.ts';
import { findKindView } from '@lanthorn/views/kind-index.ts';
import type { ActionRecord, Message, ObjectTarget } from './action.ts';
import { kubectlLine } from './change-request.ts';

const right = ({ resource, namespace, name }: ObjectTarget) => ({
  verb: 'delete',
  group: resource.group,
  resource: resource.resource,
  namespace,
  name,
});

/** What goes with the object, by kind. */
const DEPENDENTS: Readonly<Record<string, string>> = {
  cronjobs: 'effect.jobsAndPodsGo',
  jobs: 'effect.podsGo',
  deployments: 'effect.podsGo',
  statefulsets: 'effect.podsGo',
  daemonsets: 'effect.podsGo',
  namespaces: 'effect.everythingInItGoes',
  pods: 'effect.podMayComeBack',
  nodes: 'effect.nodePodsGo',
  persistentvolumeclaims: 'effect.volumeMayGo',
};

/** Deletes that very object, in that very state: uid and resourceVersion are preconditions. */
export const DELETE_OBJECT: ActionRecord = {
  kind: 'object.delete',
  isOffered: true,
  key: 'Delete',
  appliesTo: resource => findKindView(resource) !== undefined && resource.resource !== 'events',
  right,
  needs: 'present',
  plan: ({ target }, object, { context }) => {
    const { resource, namespace, name, uid } = target;
    const effects: Message[] = [{ key: 'effect.objectDeleted', values: { name } }];
    const dependents = DEPENDENTS[resource.resource];
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
};
