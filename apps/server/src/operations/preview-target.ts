import { actionRecord } from '@lanthorn/actions/action-records.ts';
import type { Action, Message, ObjectTarget, Plan } from '@lanthorn/actions/machinery/action.ts';
import { reactions } from '@lanthorn/actions/machinery/reactions.ts';
import { rivals } from '@lanthorn/actions/machinery/rivals.ts';
import { reactionsTo, whoReacts } from '@lanthorn/actions/workload/scale-workload.ts';
import { selectionMessages, whoSelects } from '@lanthorn/actions/workload/selecting-services.ts';
import { newCount, workloadEffects } from '@lanthorn/actions/workload/workload-effects.ts';
import { must } from '@lanthorn/base/assert.ts';
import { asDryRun } from '@lanthorn/kube/api/api-request.ts';
import type { Status } from '@lanthorn/kube/api/status.ts';
import type { KubeObject } from '@lanthorn/kube/objects/kube-object.ts';
import { pathText } from '@lanthorn/kube/edit/three-way-merge.ts';
import type { TargetPreview } from '@lanthorn/protocol/down-messages.ts';
import type { Cluster, ClusterRegistry } from '../upstream/cluster.ts';
import { clusterKey } from '../upstream/cluster-key.ts';
import type { Identity } from '../upstream/identity.ts';
import { failureBy, ofTarget, refusalBy, sendRequest } from '../upstream/api-calls.ts';
import { misplaced } from './acceptance.ts';
import { hindranceOf } from './change-sender.ts';
import { changesOf } from './outcome/recorded-outcome.ts';
import type { TargetPlanner } from './target-planner.ts';
import { isMissing, isWorthRepeating, MAX_ATTEMPTS, MAX_REFUSALS } from './worth-repeating.ts';

export interface PreviewContext {
  /** Who asks. */
  readonly identity: Identity;
  readonly clusters: ClusterRegistry;
  readonly planner: TargetPlanner;
}

const NO_PREVIEW: Omit<TargetPreview, 'target'> = {
  effects: [],
  kubectl: '',
  isDone: false,
  warnings: [],
  refusal: null,
  creates: null,
  changes: [],
  clashes: [],
};

/** What the server answers to a dry run of one target; nothing is changed. Never rejects. */
export async function previewTarget(action: Action, context: PreviewContext): Promise<TargetPreview> {
  const { identity, clusters, planner } = context;
  const { target } = action;
  const refused = (status: Status): TargetPreview => ({ ...NO_PREVIEW, target, refusal: status });
  try {
    const refusal = misplaced([action], context);
    if (refusal !== null) return refused(refusalBy(refusal.problem, refusal.status));
    const cluster = must(clusters.get(clusterKey(target.cluster, identity)), `there is no cluster "${target.cluster}"`);
    const planned = await rehearse(planner, cluster, action);
    if (planned.plan === null) return refused(planned.status);
    const { plan, fresh, schema, dry } = planned;
    const { kubectl, isDone, restsOn = null } = plan;
    const clashes = plan.clashes.map(clash => ({ ...clash, path: pathText(clash.path) }));
    const creates = createdName(plan, target);
    const effects = [...plan.effects, ...(creates === null && fresh !== null ? reactions(fresh) : [])];
    const named = { ...target, uid: target.uid === '' ? (fresh?.metadata.uid ?? '') : target.uid };
    const deletes = actionRecord(action.kind).guard === 'contents' ? { deletes: true as const } : {};
    const common = { ...NO_PREVIEW, target: named, effects, kubectl, isDone, clashes, ...deletes };
    // A clash is no hindrance yet: it can be decided.
    const hindrance = hindranceOf({ ...plan, clashes: [] });
    if (hindrance !== null) return refused(hindrance);
    if (dry === null) return { ...common, creates };
    if (isMissing(dry.code) && restsOn !== null)
      return {
        ...common,
        creates,
        effects: [...effects, { key: 'effect.restsOn', values: { what: restsOn } }],
        isUntried: true,
      };
    // It was read a moment ago: what is not there is the part of it.
    if (dry.code === 404 && plan.ifUnserved !== undefined)
      return { ...common, effects: [plan.ifUnserved], refusal: dry.status };
    const changes = creates === null ? changesOf(fresh, ofTarget(plan, dry.object), schema) : [];
    const before = creates === null ? fresh : null;
    const { done, fought } = toldByAnswer(action, before, dry.object);
    const reacting = await reactingTo(action, { cluster, planner, before, after: dry.object });
    return {
      ...common,
      ...{ creates, warnings: dry.warnings, refusal: dry.status, changes },
      effects: [...done, ...reacting, ...effects, ...fought],
    };
  } catch (error) {
    return refused(failureBy(error));
  }
}

/** What only the answer tells: what becomes of the pods of a workload, and who wrote what is changed and may write it again. */
function toldByAnswer(
  { kind, target }: Action,
  before: KubeObject | null,
  after: KubeObject | null,
): Readonly<Record<'done' | 'fought', readonly Message[]>> {
  const { changesAnything = false, tellsRivals = false } = actionRecord(kind);
  return {
    done: changesAnything && before !== null && after !== null ? workloadEffects(target, before, after) : [],
    fought: tellsRivals && before !== null ? rivals(before, after) : [],
  };
}

/**
 * An edit of any field may ask for another number of pods: who has a say in that is told as before it is scaled. And it may give its pods
 * other labels, as what is new has some: which Services lead to them is told.
 */
async function reactingTo(
  { kind, target }: Action,
  {
    cluster,
    planner,
    before,
    after,
  }: {
    readonly cluster: Cluster;
    readonly planner: TargetPlanner;
    readonly before: KubeObject | null;
    readonly after: KubeObject | null;
  },
): Promise<readonly Message[]> {
  if (actionRecord(kind).changesAnything !== true || after === null) return [];
  const to = before === null ? null : newCount(target, before, after);
  const asked = whoSelects(target, before, after);
  const [[services = null], counted] = await Promise.all([
    planner.readAdvice(cluster, asked),
    before === null || to === null
      ? []
      : planner.readAdvice(cluster, whoReacts(target)).then(related => reactionsTo(before, to, related)),
  ]);
  return [...counted, ...(asked.length === 0 ? [] : selectionMessages(target, { before, after, services }))];
}

/** Plans on the object as it is, and asks for a dry run of what is to be sent; whoever was quicker in between is met by reading again. */
async function rehearse(planner: TargetPlanner, cluster: Cluster, action: Action) {
  for (let attempt = 1; ; attempt++) {
    const planned = await planner.plan(cluster, action);
    if (planned.plan === null) return planned;
    const { plan } = planned;
    if (plan.isDone || hindranceOf(plan) !== null) return { ...planned, dry: null };
    const dry = await sendRequest(cluster, asDryRun(plan.request));
    // What an earlier target makes is not there before that is sent, however often one asks.
    if (
      isMissing(dry.code) ||
      !isWorthRepeating(dry, plan) ||
      attempt >= (dry.code === 409 ? MAX_ATTEMPTS : MAX_REFUSALS)
    )
      return { ...planned, dry };
  }
}

/** The name of what a plan makes; null where it makes nothing. */
export function createdName(
  { confirmation, creates }: Pick<Plan, 'confirmation' | 'creates'>,
  { name }: ObjectTarget,
): string | null {
  if (confirmation.type === 'exists') return confirmation.name;
  return creates === true ? name : null;
}
