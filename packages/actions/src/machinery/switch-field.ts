import { getPath } from '@lanthorn/base/json.ts';
import { type GroupVersionResource, groupResource } from '@lanthorn/kube/api/group-version-resource.ts';
import type { KubeObject } from '@lanthorn/kube/objects/kube-object.ts';
import type { JsonPatchOperation } from '@lanthorn/kube/patch/json-patch.ts';
import { jsonPointer } from '@lanthorn/kube/patch/json-pointer.ts';
import type { ActionRecord, Message } from './action.ts';
import { jsonPatchRequest, kubectlLine, patchRight } from './change-request.ts';
import { restoreByEdit } from './inverse.ts';
import type { ObjectState } from './object-state.ts';

/** A field of the spec that is true or false. */
export interface FieldSwitch<Kind extends string> {
  readonly kind: Kind;
  readonly key: string | null;
  readonly resource: GroupVersionResource;
  /** Of `spec`; absent is false. */
  readonly field: string;
  /** Its new value. */
  readonly to: boolean;
  /** The API server leaves it out where it is false. */
  readonly isOmitted: boolean;
  readonly fits: (state: ObjectState) => boolean;
  readonly effects: (object: KubeObject) => Message[];
  /** The words after `kubectl`. */
  readonly kubectl: (object: KubeObject) => readonly string[];
  /** Annotations that end with it. */
  readonly ends?: (object: KubeObject) => readonly string[];
}

/**
 * One field, guarded by the object's uid and the value it is thought to have: two people who press the same button do not
 * toggle each other, and nothing anybody else changed is touched.
 */
export function switchPatch(
  uid: string,
  { field, from, to }: { readonly field: string; readonly from: boolean | undefined; readonly to: boolean },
): JsonPatchOperation[] {
  const path = jsonPointer('spec', field);
  const guard: JsonPatchOperation = { op: 'test', path: '/metadata/uid', value: uid };
  const change: JsonPatchOperation = { op: 'add', path, value: to };
  return from === undefined ? [guard, change] : [guard, { op: 'test', path, value: from }, change];
}

export function switchRecord<Kind extends string>(options: FieldSwitch<Kind>): ActionRecord<Kind> {
  const { kind, key, resource, field, to, isOmitted, fits, effects, kubectl, ends = () => [] } = options;
  return {
    kind,
    isOffered: true,
    key,
    form: null,
    tone: 'plain',
    guard: null,
    appliesTo: other => groupResource(other) === groupResource(resource),
    fits,
    right: patchRight,
    needs: 'present',
    goneIsDone: false,
    plan: ({ target }, object, { context }) => {
      const current = getPath(object, 'spec', field);
      const from = typeof current === 'boolean' ? current : undefined;
      const removals = ends(object).map(
        (name): JsonPatchOperation => ({ op: 'remove', path: jsonPointer('metadata', 'annotations', name) }),
      );
      return {
        request: jsonPatchRequest(target, [...switchPatch(target.uid, { field, from, to }), ...removals]),
        right: patchRight(target),
        effects: effects(object),
        kubectl: kubectlLine(target, context, kubectl(object)),
        confirmation: isOmitted && !to ? { type: 'answered' } : { type: 'field', path: ['spec', field], value: to },
        isDone: (from ?? false) === to,
        clashes: [],
      };
    },
    isOwnWork: ({ target }, object) =>
      object.metadata.uid === target.uid && (getPath(object, 'spec', field) === true) === to,
    follows: null,
    inverse: restoreByEdit,
  };
}
