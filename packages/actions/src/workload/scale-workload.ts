import { asNumber, getPath } from '@lanthorn/base/json.ts';
import { groupResource } from '@lanthorn/kube/api/group-version-resource.ts';
import { controllerOf, type KubeObject, readMeta } from '@lanthorn/kube/objects/kube-object.ts';
import type { JsonPatchOperation } from '@lanthorn/kube/patch/json-patch.ts';
import type { ActionParams, ActionRecord, Message } from '../machinery/action.ts';
import { jsonPatchRequest, kubectlKind, kubectlLine, patchRight } from '../machinery/change-request.ts';
import { restoreByEdit } from '../machinery/inverse.ts';

const SCALED = new Set(['deployments.apps', 'statefulsets.apps', 'replicasets.apps', 'replicationcontrollers']);
const PATH = '/spec/replicas';

/** How many there shall be; as many as there are where nothing is asked. */
function wanted(object: unknown, { scale }: ActionParams): number {
  return scale?.replicas ?? replicasOf(object);
}

/** What the API server puts where nothing is said. */
function replicasOf(object: unknown): number {
  return asNumber(getPath(object, 'spec', 'replicas')) ?? 1;
}

function effects(object: KubeObject, to: number): Message[] {
  const from = replicasOf(object);
  const owner = controllerOf(object);
  return [
    { key: to < from ? 'effect.scaledDown' : 'effect.scaledUp', values: { before: from, after: to } },
    ...(to === 0 ? [{ key: 'effect.nothingRuns', values: {} }] : []),
    ...(owner === null ? [] : [{ key: 'effect.ownerSetsBack', values: { owner: `${owner.kind}/${owner.name}` } }]),
  ];
}

/** Another number of pods, and nothing else. Guarded by the number that was there: an autoscaler that was faster is not overruled unseen. */
export const SCALE_WORKLOAD: ActionRecord<'workload.scale'> = {
  kind: 'workload.scale',
  isOffered: false,
  key: null,
  form: 'scale',
  tone: 'plain',
  guard: null,
  appliesTo: resource => SCALED.has(groupResource(resource)),
  right: patchRight,
  needs: 'present',
  goneIsDone: false,
  plan: ({ target, params }, object, { context }) => {
    const to = wanted(object, params);
    const from = asNumber(getPath(object, 'spec', 'replicas'));
    const patch: JsonPatchOperation[] = [
      { op: 'test', path: '/metadata/uid', value: target.uid },
      ...(from === undefined ? [] : [{ op: 'test', path: PATH, value: from } as const]),
      { op: 'add', path: PATH, value: to },
    ];
    const current = from === undefined ? [] : [`--current-replicas=${from}`];
    return {
      request: jsonPatchRequest(target, patch),
      right: patchRight(target),
      effects: effects(object, to),
      kubectl: kubectlLine(target, context, [
        ...['scale', kubectlKind(target.resource), readMeta(object).name, ...current, `--replicas=${to}`],
      ]),
      confirmation: { type: 'field', path: ['spec', 'replicas'], value: to },
      isDone: from === to,
      clashes: [],
    };
  },
  isOwnWork: ({ target, params }, object) =>
    object.metadata.uid === target.uid && params.scale !== undefined && replicasOf(object) === params.scale.replicas,
  follows: null,
  inverse: restoreByEdit,
};
