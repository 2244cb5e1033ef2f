import { must } from '@lanthorn/base/assert.ts';
import { asArray, deepEqual, getPath, isObject, type JsonObject } from '@lanthorn/base/json.ts';
import { writeJson } from '@lanthorn/base/json-text.ts';
import { groupResource, resourcePath } from '@lanthorn/kube/api/group-version-resource.ts';
import { formatTime, type KubeObject } from '@lanthorn/kube/objects/kube-object.ts';
import type { JsonPatchOperation } from '@lanthorn/kube/patch/json-patch.ts';
import { jsonPointer } from '@lanthorn/kube/patch/json-pointer.ts';
import { applyMergePatch } from '@lanthorn/kube/patch/merge-patch.ts';
import type { PackAction, PackCondition } from '@lanthorn/views/cells/pack-kind.ts';
import type { ActionRecord, Outcome } from '../machinery/action.ts';
import { kubectlKind, kubectlLine, mergePatchWords, patchRight, unchangedSince } from '../machinery/change-request.ts';
import { restoreByEdit } from '../machinery/inverse.ts';

/** What in a pack stands for the time at which the action began. */
const NOW = '$now';

/** What a pack says can be done to an object of its kind: which one, its parameters say; what it changes, the pack that the server has read. */
export const PACK_ACTION: ActionRecord<'pack.action'> = {
  kind: 'pack.action',
  isOffered: false,
  key: null,
  form: null,
  isOfPack: true,
  tone: 'plain',
  guard: null,
  // Which kinds have packs is known where they are read.
  appliesTo: ({ group }) => group !== '',
  right: (target, { pack } = {}) => {
    const right = patchRight(target);
    return pack?.part === undefined ? right : { ...right, resource: `${right.resource}/${pack.part}` };
  },
  needs: 'present',
  goneIsDone: false,
  plan: ({ target, params }, object, { context, now, packAction }) => {
    const action = must(packAction, `${groupResource(target.resource)} has no action ${params.pack?.action ?? ''}`);
    const patch = patchOf(action, object, formatTime(now));
    const { part } = action;
    const { resource, namespace, name, uid } = target;
    const words = mergePatchWords(kubectlKind(resource), name, patch);
    return {
      request: {
        method: 'PATCH',
        path: resourcePath({ ...resource, namespace, name, ...(part === undefined ? {} : { subresource: part }) }),
        headers: { 'content-type': 'application/json-patch+json' },
        body: writeJson([
          { op: 'test', path: '/metadata/uid', value: uid },
          ...operationsOf(object, patch, { path: [], guard: unchangedSince(object) }),
        ]),
      },
      right: PACK_ACTION.right(target, params),
      effects: [{ key: 'effect.pack', values: { effect: action.effect } }],
      kubectl: kubectlLine(target, context, part === undefined ? words : [...words, `--subresource=${part}`]),
      confirmation: { type: 'answered' },
      isDone: deepEqual(applyMergePatch(object, patch), object),
      clashes: [],
    };
  },
  // Its time stays the same: what was made is found to be done by its plan.
  isOwnWork: () => false,
  follows: null,
  // Of what only asks its operator for something, by an annotation or a condition, nothing can be taken back.
  inverse: outcome => (changesSpec(outcome) ? restoreByEdit(outcome) : null),
};

function changesSpec({ before, after }: Outcome): boolean {
  const ofPeople = (object: KubeObject | null) => ({ ...object, metadata: null, status: null });
  return !deepEqual(ofPeople(before), ofPeople(after));
}

/** As a merge patch of the object as it is. */
function patchOf({ annotate, merge, condition }: PackAction, object: KubeObject, time: string): JsonObject {
  if (condition !== undefined) return { status: { conditions: withCondition(object, condition, time) } };
  const change = annotate === undefined ? (merge ?? {}) : { metadata: { annotations: annotate } };
  return atTime(change, time) as JsonObject;
}

function atTime(value: unknown, time: string): unknown {
  if (value === NOW) return time;
  if (Array.isArray(value)) return value.map(item => atTime(item, time));
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, atTime(entry, time)]));
}

/** The conditions with this one as it shall be; its transition is now, unless it is so already. */
function withCondition(object: KubeObject, condition: PackCondition, time: string): readonly unknown[] {
  const conditions = asArray(getPath(object, 'status', 'conditions'));
  const before = conditions.find(entry => getPath(entry, 'type') === condition.type);
  if (getPath(before, 'status') === condition.status) return conditions;
  return [...conditions.filter(entry => entry !== before), { ...condition, lastTransitionTime: time }];
}

/** A value that takes the place of one value, and of nothing that others made below it. */
const isPlain = (value: unknown) => typeof value !== 'object' || value === null;

/** The steps of a merge patch on this object: parents that are missing come with what is in them, and of a list that is replaced nobody else changed it. */
function operationsOf(
  object: unknown,
  patch: JsonObject,
  { path, guard }: { readonly path: readonly string[]; readonly guard: JsonPatchOperation },
): JsonPatchOperation[] {
  return Object.entries(patch).flatMap(([key, value]): JsonPatchOperation[] => {
    const at = [...path, key];
    const pointer = jsonPointer(...at);
    const has = isObject(object) && Object.hasOwn(object, key);
    const before = has ? object[key] : undefined;
    if (value === null) return has ? [{ op: 'remove', path: pointer }] : [];
    if (isObject(value) && isObject(before)) return operationsOf(before, value, { path: at, guard });
    const test = Array.isArray(before) ? { op: 'test' as const, path: pointer, value: before } : guard;
    return [...(isPlain(value) ? [] : [test]), { op: 'add', path: pointer, value: applyMergePatch(undefined, value) }];
  });
}
