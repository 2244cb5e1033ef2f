import { asObject, deepEqual } from '@lanthorn/base/json.ts';
import { writeJson } from '@lanthorn/base/json-text.ts';
import { groupResource, resourcePath } from '@lanthorn/kube/api/group-version-resource.ts';
import type { TypeSchema } from '@lanthorn/kube/edit/type-schema.ts';
import type { KubeObject } from '@lanthorn/kube/objects/kube-object.ts';
import type {
  Action,
  ActionRecord,
  AppliedDocument,
  Confirmation,
  Message,
  ObjectTarget,
  Outcome,
} from '../machinery/action.ts';
import { kubectlLine, patchRight } from '../machinery/change-request.ts';
import { createAgain, deleteCreated, restoreByEdit } from '../machinery/inverse.ts';
import { editable } from './edit-object.ts';
import { FIELD_MANAGER, hasOtherConflicts, ownApply } from './field-conflicts.ts';
import { holds } from './holds.ts';
import { isSecret, isWritten } from './is-written.ts';

function documentOf({ params, index }: Action): AppliedDocument {
  return params.apply?.documents[index] ?? { object: { metadata: {} } };
}

/** A Secret's values are in no line that is shown or kept. */
function kubectlOf(
  target: ObjectTarget,
  context: string,
  { object, takesOver }: Pick<AppliedDocument, 'object'> & { readonly takesOver: boolean },
): string {
  const isHidden = isSecret(target.resource);
  const file = isHidden ? `--filename=secret-${target.name}.yaml` : '--filename=-';
  const words = [
    'apply',
    '--server-side',
    `--field-manager=${FIELD_MANAGER}`,
    ...(takesOver ? ['--force-conflicts'] : []),
  ];
  const line = kubectlLine(target, context, [...words, file]);
  return isHidden ? line : `${line} <<'EOF'\n${writeJson(editable(object), 2)}\nEOF`;
}

function effectsOf(
  { name }: ObjectTarget,
  { takes }: AppliedDocument,
  { isNew, isForced }: { readonly isNew: boolean; readonly isForced: boolean },
): Message[] {
  const taken =
    takes === undefined
      ? { key: 'effect.takesOver', values: {} }
      : { key: 'effect.takesFields', values: { fields: takes.join(', ') } };
  return [{ key: isNew ? 'effect.appliedNew' : 'effect.applied', values: { name } }, ...(isForced ? [taken] : [])];
}

/** Whether fields are taken from others: of those that are named, when no other would be taken with them. */
function takesFields(
  { object, takesOver = false, takes }: AppliedDocument,
  { fresh, schema }: { readonly fresh: KubeObject; readonly schema: TypeSchema | null },
): boolean {
  if (takes === undefined) return takesOver;
  return takes.length > 0 && !hasOtherConflicts(fresh, { object, said: takes, schema });
}

function confirmationOf({ resource, namespace, name }: ObjectTarget, isNew: boolean): Confirmation {
  // What a definition brings is served when it says so, and not before.
  if (groupResource(resource) === 'customresourcedefinitions.apiextensions.k8s.io')
    return { type: 'condition', condition: 'Established' };
  return isNew ? { type: 'exists', resource, namespace, name } : { type: 'answered' };
}

/** Somebody else applied here since: what is left out of the document and was not applied then would be taken away. */
function isOvertaken({ since }: AppliedDocument, fresh: KubeObject): boolean {
  return since !== undefined && !deepEqual(since, ownApply(fresh));
}

/** Of an operation on several objects each is taken back by what was done to it, also when that itself took something back. */
function inverse(outcome: Outcome) {
  const { before, after, target } = outcome;
  if (before === null) return deleteCreated(outcome, target.resource);
  const isGone = after === null || after.metadata.deletionTimestamp !== undefined;
  return isGone ? createAgain(outcome) : restoreByEdit(outcome);
}

/**
 * What a document says, and nothing else, by server-side apply: fields that others own and mean otherwise are a conflict that names them, and
 * are taken over only where a person said so. It is sent under the very state it was planned on; a new object takes nobody's place.
 */
export const APPLY_OBJECT: ActionRecord<'object.apply'> = {
  kind: 'object.apply',
  isOffered: false,
  key: null,
  form: null,
  tone: 'plain',
  guard: null,
  appliesTo: resource => isWritten(resource) || isSecret(resource),
  right: patchRight,
  needs: 'either',
  goneIsDone: false,
  inOrder: true,
  changesAnything: true,
  stopsAtFailure: ({ apply }) => apply?.stops === true,
  expects: action => documentOf(action).expects ?? null,
  plan: (action, fresh, { context, schema }) => {
    const { target } = action;
    const { resource, namespace, name } = target;
    const document = documentOf(action);
    const { uid, resourceVersion } = fresh.metadata;
    const isNew = uid === undefined;
    const isForced = !isNew && takesFields(document, { fresh, schema });
    const body = editable(document.object);
    const metadata = { ...asObject(body['metadata']), name, ...(isNew ? {} : { uid, resourceVersion }) };
    return {
      request: {
        method: 'PATCH',
        path: resourcePath({ ...resource, namespace, name }),
        query: {
          fieldManager: FIELD_MANAGER,
          fieldValidation: 'Strict',
          ...(isForced ? { force: 'true' } : {}),
        },
        headers: { 'content-type': 'application/apply-patch+yaml' },
        body: writeJson({ ...body, metadata }),
      },
      right: patchRight(target),
      effects: effectsOf(target, document, { isNew, isForced }),
      kubectl: kubectlOf(target, context, { object: document.object, takesOver: isForced }),
      confirmation: confirmationOf(target, isNew),
      creates: isNew,
      restsOn: document.restsOn ?? null,
      isDone: false,
      clashes: [],
      isOvertaken: isOvertaken(document, fresh),
    };
  },
  alone: action => ({ ...action, index: 0, params: { apply: { documents: [documentOf(action)], stops: false } } }),
  isOwnWork: (action, object) =>
    ownApply(object) !== null &&
    (documentOf(action).expects === 'absent' || holds(editable(object), editable(documentOf(action).object))),
  follows: null,
  inverse,
};
