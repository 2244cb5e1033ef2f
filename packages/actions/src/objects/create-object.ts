import type { KubeObject } from '@lanthorn/kube/objects/kube-object.ts';
import { deepEqual, type JsonObject } from '@lanthorn/base/json.ts';
import type { ActionRecord, Message } from '../machinery/action.ts';
import { createRequest, createRight, kubectlCreate } from '../machinery/change-request.ts';
import { deleteCreated } from '../machinery/inverse.ts';
import { isWritten } from './is-written.ts';
import { editable } from './edit-object.ts';
import { holds } from './holds.ts';
import { ownedMessages } from './owned-objects.ts';

/** Creates an object again from its recorded last state. The server gives it a new uid; what hung on the old one is gone. */
export const CREATE_OBJECT: ActionRecord<'object.create'> = {
  kind: 'object.create',
  isOffered: false,
  key: null,
  form: null,
  tone: 'plain',
  guard: null,
  appliesTo: isWritten,
  right: ({ resource, namespace }) => createRight(resource, namespace),
  needs: 'absent',
  restores: true,
  goneIsDone: false,
  plan: ({ target, params }, _absent, { context }) => {
    const { resource, namespace, name } = target;
    const object: KubeObject =
      params.object === undefined ? { metadata: {} } : (editable(params.object) as unknown as KubeObject);
    const effects: Message[] = [
      { key: 'effect.objectCreated', values: { name } },
      ...ownedMessages(params.went ?? [], { known: 'effect.wentWithIt', unknown: 'effect.wentUnknown' }),
      { key: 'effect.notComingBack', values: {} },
      ...(params.leftOrphans === true ? [{ key: 'effect.orphansStayApart', values: {} }] : []),
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
    params.object !== undefined && isAsWritten(editable(params.object), editable(object)),
  follows: null,
  inverse: outcome => deleteCreated(outcome, outcome.target.resource),
};

/** All that it is made of; the server and others may have marked it further. */
function isAsWritten(written: JsonObject, found: JsonObject): boolean {
  return holds(found['metadata'], written['metadata']) && deepEqual(contentOf(found), contentOf(written));
}

function contentOf({ apiVersion: _version, kind: _kind, metadata: _metadata, ...content }: JsonObject): JsonObject {
  return content;
}
