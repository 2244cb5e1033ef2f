import { getPath, isObject } from '@lanthorn/base/json.ts';
import { formatTime, type KubeObject } from '@lanthorn/kube/objects/kube-object.ts';
import { groupResource } from '@lanthorn/kube/api/group-version-resource.ts';
import type { JsonPatchOperation } from '@lanthorn/kube/patch/json-patch.ts';
import { jsonPointer } from '@lanthorn/kube/patch/json-pointer.ts';
import type { ActionRecord } from '../machinery/action.ts';
import { jsonPatchRequest, kubectlKind, kubectlLine, patchRight, unchangedSince } from '../machinery/change-request.ts';

/** As `kubectl rollout restart` does it. */
const RESTARTED_AT = 'kubectl.kubernetes.io/restartedAt';
const ANNOTATIONS = ['spec', 'template', 'metadata', 'annotations'] as const;
const RESTARTED = new Set(['deployments.apps', 'statefulsets.apps', 'daemonsets.apps']);

/**
 * All pods anew, a few at a time as its strategy says: the template says when. There is no way back from it: the pods that ran before do
 * not come again.
 */
export const RESTART_WORKLOAD: ActionRecord<'workload.restart'> = {
  kind: 'workload.restart',
  isOffered: true,
  key: 'r',
  form: null,
  tone: 'plain',
  guard: null,
  appliesTo: resource => RESTARTED.has(groupResource(resource)),
  // kubectl refuses it, too: nothing would happen until the rollout is resumed.
  fits: ({ isPaused }) => isPaused !== true,
  right: patchRight,
  needs: 'present',
  goneIsDone: false,
  plan: ({ target }, object, { context, now }) => {
    const time = formatTime(now);
    const isOnDelete = getPath(object, 'spec', 'updateStrategy', 'type') === 'OnDelete';
    return {
      request: jsonPatchRequest(target, [
        { op: 'test', path: '/metadata/uid', value: target.uid },
        ...annotate(object, time),
      ]),
      right: patchRight(target),
      effects: [{ key: isOnDelete ? 'effect.podsWaitForDelete' : 'effect.podsReplaced', values: {} }],
      kubectl: kubectlLine(target, context, ['rollout', 'restart', kubectlKind(target.resource), target.name]),
      confirmation: { type: 'field', path: [...ANNOTATIONS, RESTARTED_AT], value: time },
      isDone: getPath(object, ...ANNOTATIONS, RESTARTED_AT) === time,
      clashes: [],
    };
  },
  // A restart that was made is found by its plan, whose time stays the same: nothing is left to do.
  isOwnWork: () => false,
  follows: null,
  inverse: () => null,
};

/** A patch adds to what is there: of an object that lacks the parents, they are made first. */
function annotate(object: KubeObject, time: string): JsonPatchOperation[] {
  const missing = ANNOTATIONS.findIndex((_key, i) => !isObject(getPath(object, ...ANNOTATIONS.slice(0, i + 1))));
  if (missing === -1) return [{ op: 'add', path: jsonPointer(...ANNOTATIONS, RESTARTED_AT), value: time }];
  const inner = ANNOTATIONS.slice(missing + 1).reduceRight<object>((value, key) => ({ [key]: value }), {
    [RESTARTED_AT]: time,
  });
  return [unchangedSince(object), { op: 'add', path: jsonPointer(...ANNOTATIONS.slice(0, missing + 1)), value: inner }];
}
