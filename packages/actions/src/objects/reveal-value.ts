import { groupResource, resourcePath } from '@lanthorn/kube/api/group-version-resource.ts';
import type { ActionRecord, ObjectTarget, Right } from '../machinery/action.ts';
import { kubectlLine } from '../machinery/change-request.ts';

/** What the API server asks for: whoever may read a Secret may read its values. */
function readRight({ resource: { group, resource }, namespace, name }: ObjectTarget): Right {
  return { verb: 'get', group, resource, namespace, name };
}

/** Shows one value of a Secret to the person who asks. Nothing is changed; that it was done is recorded, and the value is not. */
export const REVEAL_VALUE: ActionRecord<'secret.reveal'> = {
  kind: 'secret.reveal',
  // Offered beside each key.
  isOffered: false,
  key: null,
  form: null,
  isLook: true,
  tone: 'plain',
  guard: null,
  appliesTo: resource => groupResource(resource) === 'secrets',
  right: readRight,
  needs: 'present',
  goneIsDone: false,
  plan: ({ target, params }, _secret, { context }) => {
    const { namespace, name, resource } = target;
    const key = params.reveal?.key ?? '';
    return {
      request: { method: 'GET', path: resourcePath({ ...resource, namespace, name }) },
      right: readRight(target),
      effects: [{ key: 'effect.valueRevealed', values: { key, name } }],
      kubectl: kubectlLine(target, context, [
        ...['get', 'secret', name, '-o', `go-template={{index .data ${JSON.stringify(key)} | base64decode}}`],
      ]),
      confirmation: { type: 'answered' },
      isDone: false,
      clashes: [],
    };
  },
  isOwnWork: () => false,
  follows: null,
  // What was seen cannot be unseen.
  inverse: () => null,
};
