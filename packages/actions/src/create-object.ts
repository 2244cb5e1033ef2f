import { deepEqual } from '@lanthorn/base/json.ts';
import { resourcePath } from '@lanthorn/kube/group-version-resource.ts';
import { findKindView } from '@lanthorn/views/kind-views.ts';
import { type ActionRecord, type Message, type ObjectTarget, shellLine } from './action.ts';
import { editable } from './edit-object.ts';

const right = ({ resource, namespace }: ObjectTarget) => ({
  verb: 'create',
  group: resource.group,
  resource: resource.resource,
  namespace,
  name: '',
});

/** Creates an object again from its recorded last state. The server gives it a new uid; what hung on the old one is gone. */
export const CREATE_OBJECT: ActionRecord = {
  kind: 'object.create',
  isOffered: false,
  key: null,
  appliesTo: resource => findKindView(resource) !== undefined && resource.resource !== 'events',
  right,
  needs: 'absent',
  plan: ({ target, params }, _absent, { context }) => {
    const { resource, namespace, name } = target;
    const effects: Message[] = [
      { key: 'effect.objectCreated', values: { name } },
      { key: 'effect.notComingBack', values: {} },
    ];
    return {
      request: {
        method: 'POST',
        path: resourcePath({ ...resource, namespace }),
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(params.object === undefined ? {} : editable(params.object)),
      },
      right: right(target),
      effects,
      kubectl: shellLine([
        'kubectl',
        `--context=${context}`,
        ...(namespace === '' ? [] : [`--namespace=${namespace}`]),
        'create',
        '--filename=-',
      ]),
      confirmation: { type: 'exists', resource, namespace, name },
      isDone: false,
      clashes: [],
    };
  },
  isOwnWork: ({ params }, object) =>
    params.object !== undefined && deepEqual(editable(params.object)['spec'], editable(object)['spec']),
};
