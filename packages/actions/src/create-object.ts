import type { KubeObject } from '@lanthorn/kube/objects/kube-object.ts';
import { deepEqual } from '@lanthorn/base/json.ts';
import { findKindView } from '@lanthorn/views/kind-index.ts';
import type { ActionRecord, Message } from './action.ts';
import { createRequest, createRight, kubectlCreate } from './change-request.ts';
import { editable } from './edit-object.ts';

/** Creates an object again from its recorded last state. The server gives it a new uid; what hung on the old one is gone. */
export const CREATE_OBJECT: ActionRecord = {
  kind: 'object.create',
  isOffered: false,
  key: null,
  appliesTo: resource => findKindView(resource) !== undefined && resource.resource !== 'events',
  right: ({ resource, namespace }) => createRight(resource, namespace),
  needs: 'absent',
  plan: ({ target, params }, _absent, { context }) => {
    const { resource, namespace, name } = target;
    const object: KubeObject =
      params.object === undefined ? { metadata: {} } : (editable(params.object) as unknown as KubeObject);
    const effects: Message[] = [
      { key: 'effect.objectCreated', values: { name } },
      { key: 'effect.notComingBack', values: {} },
    ];
    return {
      request: createRequest(resource, namespace, object),
      right: createRight(resource, namespace),
      effects,
      kubectl: kubectlCreate(target, context, object),
      confirmation: { type: 'exists', resource, namespace, name },
      isDone: false,
      clashes: [],
    };
  },
  isOwnWork: ({ params }, object) =>
    params.object !== undefined && deepEqual(editable(params.object)['spec'], editable(object)['spec']),
};
