import { asNumber, asString, deepEqual, getPath } from '@lanthorn/base/json.ts';
import {
  type GroupVersionResource,
  groupResource,
  parseApiVersion,
} from '@lanthorn/kube/api/group-version-resource.ts';
import type { Clash } from '@lanthorn/kube/edit/three-way-merge.ts';
import type { KubeObject } from '@lanthorn/kube/objects/kube-object.ts';
import type { JsonPatchOperation } from '@lanthorn/kube/patch/json-patch.ts';
import { jsonPointer } from '@lanthorn/kube/patch/json-pointer.ts';
import type { ActionParams, ActionRecord, Bounds, Message, PlanContext, RelatedList } from '../machinery/action.ts';
import {
  jsonPatchRequest,
  kubectlLine,
  mergePatchWords,
  patchRight,
  unchangedSince,
} from '../machinery/change-request.ts';
import { restoreByEdit } from '../machinery/inverse.ts';
import { quotas, quotaStops } from '../workload/replica-limits.ts';

/** As `spec` has them, each under its own name. */
const FIELDS = { min: 'minReplicas', max: 'maxReplicas' } as const;
const SIDES = ['min', 'max'] as const;
/** Whose template says what one more pod takes. */
const TARGETS: Readonly<Record<string, GroupVersionResource>> = {
  'apps Deployment': { group: 'apps', version: 'v1', resource: 'deployments' },
  'apps StatefulSet': { group: 'apps', version: 'v1', resource: 'statefulsets' },
  'apps ReplicaSet': { group: 'apps', version: 'v1', resource: 'replicasets' },
  ' ReplicationController': { group: '', version: 'v1', resource: 'replicationcontrollers' },
};

const pathOf = (side: 'min' | 'max') => ['spec', FIELDS[side]] as const;
const targetPart = (autoscaler: unknown, part: string) => asString(getPath(autoscaler, 'spec', 'scaleTargetRef', part));

/** Of how many to how many pods it goes; without a least number it is one. */
export function boundsOf(autoscaler: unknown): Bounds {
  return {
    min: asNumber(getPath(autoscaler, ...pathOf('min'))) ?? 1,
    max: asNumber(getPath(autoscaler, ...pathOf('max'))) ?? 1,
  };
}

/** What there shall be: one side is left as it is where that was decided, or where nobody meant to change it. */
function wanted(autoscaler: unknown, { bounds }: ActionParams): Bounds {
  const live = boundsOf(autoscaler);
  if (bounds === undefined) return live;
  const side = (name: 'min' | 'max') => {
    const isLive = bounds.choices?.[pathOf(name).join('.')] === 'live' || bounds.from?.[name] === bounds[name];
    return isLive ? live[name] : bounds[name];
  };
  return { min: side('min'), max: side('max') };
}

/** Somebody set another number since this one was thought of, and it is not decided which is meant. */
function clashesOf(autoscaler: unknown, { bounds }: ActionParams): Clash[] {
  const live = boundsOf(autoscaler);
  return SIDES.flatMap((side): Clash[] => {
    const path = pathOf(side);
    const from = bounds?.from?.[side];
    if (bounds === undefined || from === undefined || from === bounds[side]) return [];
    if ([from, bounds[side]].includes(live[side]) || bounds.choices?.[path.join('.')] !== undefined) return [];
    return [{ path, base: from, mine: bounds[side], live: live[side] }];
  });
}

function scaledList(autoscaler: unknown, namespace: string): RelatedList[] {
  const { group } = parseApiVersion(targetPart(autoscaler, 'apiVersion'));
  const resource = TARGETS[`${group} ${targetPart(autoscaler, 'kind')}`];
  return resource === undefined ? [] : [{ resource, namespace, isAdvice: true }];
}

/** What follows at once from where the number of pods stands now. */
function moves(autoscaler: KubeObject, { min, max }: Bounds, { related = [] }: PlanContext): Message[] {
  const pods = asNumber(getPath(autoscaler, 'status', 'currentReplicas')) ?? 0;
  const target = `${targetPart(autoscaler, 'kind')}/${targetPart(autoscaler, 'name')}`;
  if (pods > max) return [{ key: 'effect.autoscalerShrinks', values: { target, pods, to: max } }];
  // While there are none it rests.
  if (pods === 0 || pods >= min) return [];
  const [limits = null, scaled = null] = related;
  const object = scaled?.find(({ metadata }) => metadata.name === targetPart(autoscaler, 'name'));
  return [
    { key: 'effect.autoscalerGrows', values: { target, pods, to: min } },
    ...(object === undefined ? [] : quotaStops(object, min - pods, limits)),
  ];
}

/** How few and how many pods an autoscaler may want. */
export const AUTOSCALER_BOUNDS: ActionRecord<'autoscaler.bounds'> = {
  kind: 'autoscaler.bounds',
  isOffered: false,
  key: null,
  form: 'bounds',
  tone: 'plain',
  guard: null,
  appliesTo: resource => groupResource(resource) === 'horizontalpodautoscalers.autoscaling',
  right: patchRight,
  related: ({ namespace }, autoscaler) => [quotas(namespace), ...scaledList(autoscaler, namespace)],
  needs: 'present',
  goneIsDone: false,
  plan: ({ target, params }, autoscaler, context) => {
    const [before, after] = [boundsOf(autoscaler), wanted(autoscaler, params)];
    const spec = Object.fromEntries(SIDES.map(side => [FIELDS[side], after[side]]));
    const operations = SIDES.flatMap((side): JsonPatchOperation[] => {
      const [path, live] = [jsonPointer(...pathOf(side)), getPath(autoscaler, ...pathOf(side))];
      const change = { op: 'add', path, value: after[side] } as const;
      return [live === undefined ? unchangedSince(autoscaler) : { op: 'test', path, value: live }, change];
    });
    return {
      request: jsonPatchRequest(target, [{ op: 'test', path: '/metadata/uid', value: target.uid }, ...operations]),
      right: patchRight(target),
      effects: [
        {
          key: 'effect.boundsSet',
          values: { beforeMin: before.min, beforeMax: before.max, min: after.min, max: after.max },
        },
        ...moves(autoscaler, after, context),
        ...(after.min === after.max ? [{ key: 'effect.boundsLeaveNone', values: { count: after.max } }] : []),
      ],
      kubectl: kubectlLine(target, context.context, mergePatchWords('hpa', target.name, { spec })),
      confirmation: { type: 'answered' },
      isDone: deepEqual(before, after),
      clashes: clashesOf(autoscaler, params),
    };
  },
  isOwnWork: ({ target, params }, autoscaler) =>
    autoscaler.metadata.uid === target.uid &&
    params.bounds !== undefined &&
    deepEqual(boundsOf(autoscaler), wanted(autoscaler, params)),
  follows: null,
  inverse: restoreByEdit,
};
