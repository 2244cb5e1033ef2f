import { asNumber, getPath } from '@lanthorn/base/json.ts';
import { writeJson } from '@lanthorn/base/json-text.ts';
import { type GroupVersionResource, groupResource, resourcePath } from '@lanthorn/kube/api/group-version-resource.ts';
import type { Clash } from '@lanthorn/kube/edit/three-way-merge.ts';
import { controllerOf, type KubeObject, readMeta } from '@lanthorn/kube/objects/kube-object.ts';
import type {
  ActionParams,
  ActionRecord,
  Message,
  ObjectTarget,
  Outcome,
  PlanContext,
  RelatedList,
} from '../machinery/action.ts';
import { kubectlKind, kubectlLine, partRight } from '../machinery/change-request.ts';
import { claimsOfScaled } from '../objects/deletion-facts.ts';
import { nodes, podsOnNodes, roomLacks } from './free-room.ts';
import { autoscalers, autoscalersOf, budgets, budgetsLeft, quotas, quotaStops } from './replica-limits.ts';

const SCALED = new Set(['deployments.apps', 'statefulsets.apps', 'replicasets.apps', 'replicationcontrollers']);
const REPLICAS = ['spec', 'replicas'] as const;
/** As decisions name it. */
const FIELD = REPLICAS.join('.');

const scaleRight = (target: ObjectTarget) => partRight(target, { verb: 'patch', part: 'scale' });

/** Whether objects of it always say how many pods there shall be: their rows need not. */
export function alwaysCounts(resource: GroupVersionResource): boolean {
  return SCALED.has(groupResource(resource));
}

/** Built-in kinds are known; of a custom one the object says whether it counts pods, and the server has the last word. */
function isScaled(resource: GroupVersionResource): boolean {
  const isCustom = resource.group.includes('.') && !resource.group.endsWith('.k8s.io');
  return isCustom || alwaysCounts(resource);
}

/** What the API server puts where nothing is said. */
function replicasOf(object: unknown): number {
  return asNumber(getPath(object, ...REPLICAS)) ?? 1;
}

/** How many there shall be; as many as there are where nothing is asked. */
function wanted(object: unknown, { scale }: ActionParams): number {
  if (scale === undefined || scale.choices?.[FIELD] === 'live') return replicasOf(object);
  return scale.replicas;
}

/** Somebody set another number since this one was thought of, and it is not decided which is meant. */
function clashesOf(object: KubeObject, { scale }: ActionParams): Clash[] {
  const live = replicasOf(object);
  if (scale?.from === undefined || [scale.from, scale.replicas].includes(live)) return [];
  if (scale.choices?.[FIELD] !== undefined) return [];
  return [{ path: REPLICAS, base: scale.from, mine: scale.replicas, live }];
}

/** What `reactionsTo` is told with, in this order. */
export const whoReacts = ({ namespace }: ObjectTarget): readonly RelatedList[] => [
  ...[autoscalers(namespace), quotas(namespace), nodes, podsOnNodes, budgets(namespace)],
];

/** What else follows when there shall be another number of pods, however that was written: its claims, autoscalers, budgets, quotas, the room there is. */
export function reactionsTo(object: KubeObject, to: number, related: NonNullable<PlanContext['related']>): Message[] {
  const from = replicasOf(object);
  const [scalers = null, limits = null, machines = null, pods = null, guards = null] = related;
  const template = getPath(object, 'spec', 'template');
  return [
    ...claimsOfScaled(object, from - to),
    ...autoscalersOf(object, to, scalers),
    ...(to > 0 && to < from && template !== undefined ? budgetsLeft(object, to, guards) : []),
    ...(to > from ? quotaStops(object, to - from, limits) : []),
    ...(to > from && template !== undefined ? roomLacks(template, to - from, { nodes: machines, pods }) : []),
  ];
}

function effects(object: KubeObject, to: number, { related = [] }: PlanContext): Message[] {
  const from = replicasOf(object);
  const owner = controllerOf(object);
  return [
    { key: to < from ? 'effect.scaledDown' : 'effect.scaledUp', values: { before: from, after: to } },
    ...(to === 0 ? [{ key: 'effect.nothingRuns', values: {} }] : []),
    ...(owner === null ? [] : [{ key: 'effect.ownerSetsBack', values: { owner: `${owner.kind}/${owner.name}` } }]),
    ...reactionsTo(object, to, related),
  ];
}

/** Back to the number before by the same right; a number that somebody set since is a clash. */
function scaleBack({ target, before, after }: Outcome) {
  if (before === null || after === null) return null;
  const scale = { replicas: replicasOf(before), from: replicasOf(after) };
  return { kind: 'workload.scale' as const, target, params: { scale } };
}

/**
 * Another number of pods, and nothing else: sent to the part of the object that has a right of its own, for whoever may scale and no more. An
 * autoscaler that was faster is not overruled unseen.
 */
export const SCALE_WORKLOAD: ActionRecord<'workload.scale'> = {
  kind: 'workload.scale',
  isOffered: false,
  key: null,
  form: 'scale',
  tone: 'plain',
  guard: null,
  appliesTo: isScaled,
  fits: ({ hasReplicas }) => hasReplicas === true,
  right: scaleRight,
  related: whoReacts,
  needs: 'present',
  goneIsDone: false,
  plan: ({ target, params }, object, context) => {
    const to = wanted(object, params);
    const from = asNumber(getPath(object, ...REPLICAS));
    const { resourceVersion } = object.metadata;
    const current = from === undefined ? [] : [`--current-replicas=${from}`];
    return {
      request: {
        method: 'PATCH',
        path: resourcePath({
          ...target.resource,
          namespace: target.namespace,
          name: target.name,
          subresource: 'scale',
        }),
        headers: { 'content-type': 'application/merge-patch+json' },
        body: writeJson({ metadata: { uid: target.uid, resourceVersion }, spec: { replicas: to } }),
      },
      right: scaleRight(target),
      effects: effects(object, to, context),
      kubectl: kubectlLine(target, context.context, [
        ...['scale', kubectlKind(target.resource), readMeta(object).name, ...current, `--replicas=${to}`],
      ]),
      confirmation: { type: 'field', path: REPLICAS, value: to },
      isDone: from === to,
      clashes: clashesOf(object, params),
      readAnswer: scale => withReplicas(object, scale),
    };
  },
  isOwnWork: ({ target, params }, object) =>
    object.metadata.uid === target.uid && params.scale !== undefined && replicasOf(object) === params.scale.replicas,
  follows: null,
  inverse: scaleBack,
};

/** The object as a Scale of it tells that it is now: what was sent held its resourceVersion, so nothing else is another. */
function withReplicas(object: KubeObject, scale: KubeObject): KubeObject {
  const { resourceVersion = '' } = scale.metadata;
  const spec = getPath(object, 'spec') as object;
  // A Scale of none leaves the number out.
  const replicas = asNumber(getPath(scale, ...REPLICAS)) ?? 0;
  return { ...object, metadata: { ...object.metadata, resourceVersion }, spec: { ...spec, replicas } };
}
