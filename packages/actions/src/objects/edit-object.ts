import { writeJson } from '@lanthorn/base/json-text.ts';
import { asObject, isObject, type JsonObject } from '@lanthorn/base/json.ts';
import { putOwn } from '@lanthorn/base/own-value.ts';
import { groupResource, resourcePath } from '@lanthorn/kube/api/group-version-resource.ts';
import type { KubeObject } from '@lanthorn/kube/objects/kube-object.ts';
import { createMergePatch } from '@lanthorn/kube/patch/merge-patch.ts';
import { mergeTrees } from '@lanthorn/kube/edit/three-way-merge.ts';
import type { ActionRecord } from '../machinery/action.ts';
import { kubectlLine, mergePatchWords, patchRight } from '../machinery/change-request.ts';
import { restoreByEdit } from '../machinery/inverse.ts';
import { isWritten } from './is-written.ts';

/** What the server keeps by itself; an edit neither carries nor touches it. */
const SERVER_METADATA = new Set([
  'creationTimestamp',
  'deletionGracePeriodSeconds',
  'deletionTimestamp',
  'generation',
  'managedFields',
  'resourceVersion',
  'selfLink',
  'uid',
]);

/** The part of an object that people write: without status and what the server keeps of its own. Empty values count as absent. */
export function editable(object: KubeObject): JsonObject {
  const { status: _status, metadata, ...rest } = object;
  const kept = Object.entries(asObject(metadata)).filter(([name]) => !SERVER_METADATA.has(name));
  return withoutNulls({ ...rest, metadata: Object.fromEntries(kept) });
}

/** To the API a null field is one that was left out; YAML writes it when nothing follows the colon. */
function withoutNulls(object: JsonObject): JsonObject {
  const result: JsonObject = {};
  for (const [key, value] of Object.entries(object)) {
    if (value === null || value === undefined) continue;
    putOwn(result, key, Array.isArray(value) ? value.map(itemWithoutNulls) : itemWithoutNulls(value));
  }
  return result;
}

function itemWithoutNulls(item: unknown): unknown {
  return isObject(item) ? withoutNulls(item) : item;
}

/**
 * My changes merged into the object as it is now, sent as the smallest patch under the very resourceVersion they were merged
 * onto: a write of somebody else in between is a conflict, which is met by merging again, and never an overwrite.
 */
export const EDIT_OBJECT: ActionRecord<'object.edit'> = {
  kind: 'object.edit',
  isOffered: false,
  key: null,
  form: null,
  tone: 'plain',
  guard: null,
  appliesTo: isWritten,
  right: patchRight,
  needs: 'present',
  goneIsDone: false,
  changesAnything: true,
  tellsRivals: true,
  plan: ({ target, params }, fresh, { context, schema }) => {
    const { resource, namespace, name } = target;
    const live = editable(fresh);
    const base = params.edit === undefined ? live : editable(params.edit.base);
    const mine = params.edit === undefined ? live : editable(params.edit.mine);
    const choices = new Map(Object.entries(params.edit?.choices ?? {}));
    const { merged, clashes } = mergeTrees({ base, mine, live }, schema, choices);
    const change = createMergePatch(live, asObject(merged));
    const guard = { metadata: { resourceVersion: fresh.metadata.resourceVersion, uid: fresh.metadata.uid } };
    return {
      request: {
        method: 'PATCH',
        path: resourcePath({ ...resource, namespace, name }),
        query: { fieldValidation: 'Strict' },
        headers: { 'content-type': 'application/merge-patch+json' },
        body: writeJson({ ...change, metadata: { ...asObject(change['metadata']), ...guard.metadata } }),
      },
      right: patchRight(target),
      effects: [],
      kubectl: kubectlLine(target, context, mergePatchWords(groupResource(resource), name, change)),
      confirmation: { type: 'answered' },
      isDone: Object.keys(change).length === 0 && clashes.length === 0,
      clashes,
    };
  },
  // The merge finds nothing left to send when the first answer was lost.
  isOwnWork: () => false,
  follows: null,
  inverse: restoreByEdit,
};
