import { actionRecord } from '@lanthorn/actions/action-records.ts';
import type { Action, Lack, Plan } from '@lanthorn/actions/machinery/action.ts';
import type { Clock } from '@lanthorn/base/clock.ts';
import { parseJson } from '@lanthorn/base/json-text.ts';
import { applyJsonPatch, isJsonPatch } from '@lanthorn/kube/patch/json-patch.ts';
import { applyMergePatch } from '@lanthorn/kube/patch/merge-patch.ts';
import type { KubeObject } from '@lanthorn/kube/objects/kube-object.ts';
import type { Status } from '@lanthorn/kube/api/status.ts';
import { pathText } from '@lanthorn/kube/edit/three-way-merge.ts';
import { type Problem, problem } from '@lanthorn/protocol/error-kinds.ts';
import type { Intent } from '../history/stores/operations-store.ts';
import type { Cluster } from '../upstream/cluster.ts';
import { ofTarget, refusalBy, tryRead, trySend } from '../upstream/api-calls.ts';
import type { MadeChange } from './outcome/recorded-outcome.ts';
import { beginning, needsOf, type TargetPlanner } from './target-planner.ts';
import { isWorthRepeating, MAX_ATTEMPTS, MAX_REFUSALS } from './worth-repeating.ts';

/** The status of an answer to a request that made an object. */
const CREATED = 201;
/** Wait before the second attempt after trouble; doubled each time. */
const RETRY_MS = 100;

/** Between attempts while a disruption budget refuses; kubectl waits as long. */
const BUDGET_MS = 5_000;
/** How soon somebody who stops it is heard. */
const STOP_MS = 250;
/** A budget that allows nothing for so long is no matter of waiting. */
const MAX_WAIT_MS = 6 * 3_600_000;

/** Who follows a change on its way. */
export interface Follower {
  /** Told of what is about to be sent: it is sent when that is kept. */
  readonly onSending: (change: Omit<Intent, 'action' | 'at'>) => Promise<void>;
  /** Nobody wants it any more. */
  readonly isStopped: () => boolean;
  /** It is refused for now. */
  readonly onWait: (status: Status) => Promise<void>;
}

export type SentChange =
  | (MadeChange & { readonly status: null })
  /** Nothing was changed, and why. */
  | { readonly plan: null; readonly status: Status; readonly isStopped?: boolean };

/** What is to be sent, and the object it was planned on. */
interface PlannedChange {
  readonly plan: Plan;
  readonly before: KubeObject | null;
}

/** Makes one change, whatever happens on the way. */
export class ChangeSender {
  readonly #clock: Clock;
  readonly #planner: TargetPlanner;

  constructor(clock: Clock, planner: TargetPlanner) {
    this.#clock = clock;
    this.#planner = planner;
  }

  /** Reads, plans and sends; a conflict reads again, an answer lost on the way is found by the name fixed beforehand. */
  async sendUntilSettled(cluster: Cluster, action: Action, follower: Follower): Promise<SentChange> {
    const sinceWhen = this.#clock.elapsed();
    for (;;) {
      const sent = await this.#trySettling(cluster, action, follower);
      const isHeld =
        sent.plan === null && sent.status.code === 429 && actionRecord(action.kind).waitsForBudget === true;
      if (!isHeld || this.#clock.elapsed() - sinceWhen > MAX_WAIT_MS) return sent;
      await follower.onWait(sent.status);
      for (let waited = 0; waited < BUDGET_MS && !follower.isStopped(); waited += STOP_MS) await this.#pause(STOP_MS);
      if (follower.isStopped()) return { ...sent, isStopped: true };
    }
  }

  async #trySettling(
    cluster: Cluster,
    action: Action,
    { onSending }: Pick<Follower, 'onSending'>,
  ): Promise<SentChange> {
    let last: Status = refusalBy(problem('notMade', {}), 0);
    let refusals = 0;
    /** What was sent and not answered: it may have been done all the same. */
    let unanswered: PlannedChange | null = null;
    const began = beginning(cluster);
    for (let attempt = 1; attempt <= MAX_ATTEMPTS && refusals < MAX_REFUSALS; attempt++) {
      // A connection that broke takes what is read next with it: a little later it is a new one.
      if (refusals > 0) await this.#pause(RETRY_MS * 2 ** (refusals - 1));
      const planned = await this.#planner.plan(cluster, action, began);
      if (planned.plan === null) {
        if (planned.code !== 0) return this.#unplanned(cluster, action, { ...planned, attempt, now: began.at });
        last = planned.status;
        refusals++;
        continue;
      }
      const { plan, fresh: before } = planned;
      const early = withoutSending(action, { plan, before }, unanswered);
      if (early !== null) return early;
      const left = before === null ? null : leftBy(plan, before);
      // What was sent and not answered may be what is planned on now.
      if (unanswered === null) await onSending({ plan, before, left });
      const answer = await trySend(cluster, plan.request);
      if (answer.status === null) {
        const made = ofTarget(plan, answer.object);
        // Somebody was quicker: what is not ours alone is not taken back.
        const isOthers = plan.creates === true && answer.code !== CREATED;
        return { plan, before: isOthers ? made : before, answer: made, status: null };
      }
      last = answer.status;
      if (answer.code === 0) unanswered ??= { plan, before };
      const own = await this.#ownWork(cluster, action, plan);
      // Of what was not answered it is told what was sent: others may have changed more since.
      if (own !== null) return { plan, before, answer: own, left: answer.code === 0 ? left : null, status: null };
      if (!isWorthRepeating(answer, plan)) return { plan: null, status: last };
      if (answer.code === 409) continue;
      refusals++;
      // What was in the way of the answer may have been in the way of what was read.
      began.once.clear();
    }
    return { plan: null, status: last };
  }

  /** Why it cannot be planned, or that there is nothing left to plan. */
  async #unplanned(
    cluster: Cluster,
    action: Action,
    { code, status, attempt, now }: { code: number; status: Status; attempt: number; now: number },
  ): Promise<SentChange> {
    const record = actionRecord(action.kind);
    // Nothing is merged into what is there already, or is gone.
    const context = { context: action.target.cluster, schema: null, now };
    // What this very action did before its answer was lost is done.
    if (needsOf(action) === 'absent' && code === 409 && attempt > 1) {
      const { object } = await tryRead(cluster, action.target);
      if (object !== null && record.isOwnWork(action, object))
        return { plan: record.plan(action, object, context), before: null, answer: object, status: null };
    }
    if (record.goneIsDone && code === 404) {
      const gone = { metadata: { uid: action.target.uid } };
      return { plan: record.plan(action, gone, context), before: null, answer: null, status: null };
    }
    return { plan: null, status };
  }

  #pause(ms: number): Promise<void> {
    return new Promise(resolve => this.#clock.schedule(ms, resolve));
  }

  async #ownWork(cluster: Cluster, action: Action, { confirmation }: Plan): Promise<KubeObject | null> {
    const target = confirmation.type === 'exists' ? { ...action.target, ...confirmation } : action.target;
    const { object } = await tryRead(cluster, target);
    return object !== null && actionRecord(action.kind).isOwnWork(action, object) ? object : null;
  }
}

/** What is known without sending anything: that it may not be sent, or is done, by what was sent before or by somebody. Null where it is to be sent. */
function withoutSending(action: Action, planned: PlannedChange, unanswered: PlannedChange | null): SentChange | null {
  const { plan, before } = planned;
  const isFound = before !== null && unanswered !== null && isFoundDone(action, unanswered.plan, before);
  const hindrance = isFound ? null : hindranceOf(plan);
  if (hindrance !== null) return { plan: null, status: hindrance };
  if (!isFound && !plan.isDone) return null;
  if (unanswered === null) return { ...planned, answer: before, status: null };
  const left = unanswered.before === null ? null : leftBy(unanswered.plan, unanswered.before);
  return { ...unanswered, answer: before, left, status: null };
}

/** The object as a request leaves it; null where that takes more to know. */
function leftBy({ leaves, request: { headers, body = '' } }: Plan, before: KubeObject): KubeObject | null {
  if (leaves !== undefined) return leaves;
  const type = headers?.['content-type'];
  const patch =
    type === 'application/merge-patch+json' || type === 'application/json-patch+json' ? parseJson(body) : null;
  if (type === 'application/merge-patch+json') return applyMergePatch(before, patch) as KubeObject;
  if (!isJsonPatch(patch)) return null;
  const result = applyJsonPatch(before, patch);
  return result.ok ? result.value : null;
}

/** Whether the target itself shows that it was done; what was made beside it is looked for by its name. */
function isFoundDone(action: Action, { confirmation }: Plan, object: KubeObject): boolean {
  return confirmation.type !== 'exists' && actionRecord(action.kind).isOwnWork(action, object);
}

function lackOf({ what, name }: Lack): Problem {
  if (what === 'image') return problem('lacksImage', { image: name });
  if (what === 'container') return problem('lacksContainer', { container: name });
  if (what === 'endOfJob') return problem('jobUnfinished', { job: name });
  if (what === 'key') return problem('lacks', { what: name });
  return name === '' ? problem('lacksEarlierRevision', {}) : problem('lacksRevision', { revision: name });
}

/** What keeps it from being sent at all; null where nothing does. */
export function hindranceOf(plan: Plan): Status | null {
  const { lacks = null, isOvertaken = false, clashes } = plan;
  if (lacks !== null) return refusalBy(lackOf(lacks), 404);
  if (isOvertaken) return refusalBy(problem('overtaken', {}), 409);
  return clashes.length > 0 ? clashed(plan) : null;
}

function clashed({ clashes }: Plan): Status {
  const fields = clashes.map(({ path }) => pathText(path)).join(', ');
  return { ...refusalBy(problem('clashed', { fields }), 409), reason: 'Clash' };
}
