import { isConfirmed } from '@lanthorn/actions/action-records.ts';
import type { Action, Confirmation, ObjectTarget } from '@lanthorn/actions/machinery/action.ts';
import {
  isOvertaken,
  readyPods,
  type RolloutHealth,
  rolloutHealth,
  rolloutWord,
  type SentChange,
} from '@lanthorn/actions/sets/rollout-health.ts';
import type { Clock } from '@lanthorn/base/clock.ts';
import type { KubeObject } from '@lanthorn/kube/objects/kube-object.ts';
import type { OperationTarget } from '@lanthorn/protocol/down-messages.ts';
import {
  lateMessage,
  ROLLOUT_OVERTAKEN,
  ROLLOUT_UNFOLLOWED,
  stuckMessage,
} from '@lanthorn/protocol/operation-state.ts';
import { jobStatus } from '@lanthorn/views/kinds/batch/jobs.ts';
import type { Hub } from '../hub/hub.ts';
import type { Cluster } from '../upstream/cluster.ts';
import type { TargetName } from '../upstream/api-calls.ts';

/** The watch shows an accepted change within milliseconds; after this the operation says what is still missing. */
const CONFIRM_TIMEOUT_MS = 30_000;
/** A watch that is found broken is asked for again after this, once: its back-off is not what the person who acted waits for. */
const ASK_MS = 200;
/** What is not there yet is asked for as soon, and then after a growing pause up to this: what is not there is not watched, and seldom looked at. */
const MAX_ASK_MS = 5_000;
/** A Job is followed to its result for so long; what runs longer is looked at on its own page. */
const FOLLOW_MS = 6 * 3_600_000;

/** A Deployment gives its rollout up after ten minutes, where it says nothing else. */
export const ROLLOUT_MS = 11 * 60_000;
/** Each has a connection of its own for its watch: of more it is not said how their pods do. */
const MAX_ROLLOUTS = 100;

export interface WatchOptions {
  readonly until: (object: KubeObject | null) => boolean;
  readonly timeoutMs: number;
}

interface FollowOptions {
  readonly update: (change: Partial<OperationTarget>) => Promise<void>;
  readonly timeoutMs?: number;
}

/** Sees by the watch of one object what came of a change. */
export class EffectWatch {
  readonly #clock: Clock;
  readonly #hub: Pick<Hub, 'object'>;
  /** That are followed now. */
  #rollouts = 0;

  constructor(clock: Clock, hub: Pick<Hub, 'object'>) {
    this.#clock = clock;
    this.#hub = hub;
  }

  /** Waits until the watch of the object shows the effect. */
  confirm(
    cluster: Cluster,
    change: { action: Action; confirmation: Confirmation; answer: KubeObject | null },
  ): Promise<boolean> {
    const target = change.confirmation.type === 'exists' ? change.confirmation : change.action.target;
    return this.watch(cluster, target, {
      until: object => isConfirmed(change, object),
      timeoutMs: CONFIRM_TIMEOUT_MS,
    });
  }

  /** A Job to its result. */
  async followJob(
    cluster: Cluster,
    job: ObjectTarget,
    { update, timeoutMs = FOLLOW_MS }: FollowOptions,
  ): Promise<void> {
    let result = '';
    const until = (object: KubeObject | null) => {
      result = object === null ? 'operation.jobGone' : jobStatus(object).status;
      return object === null || jobStatus(object).tone === 'ok' || jobStatus(object).tone === 'bad';
    };
    if (await this.watch(cluster, job, { until, timeoutMs })) await update({ phase: 'settled', message: result });
  }

  /** A workload until its pods are as it was sent, it gives that up, somebody changes it again, or nobody waits any more. */
  async followRollout(
    cluster: Cluster,
    target: ObjectTarget,
    { sent, update }: FollowOptions & { readonly sent: SentChange },
  ): Promise<void> {
    if (this.#rollouts >= MAX_ROLLOUTS) return update({ message: ROLLOUT_UNFOLLOWED });
    this.#rollouts++;
    let seen: { readonly end: RolloutHealth | 'overtaken'; readonly object: KubeObject | null } = {
      end: 'underway',
      object: null,
    };
    const endOf = (object: KubeObject | null) =>
      isOvertaken(object, sent) ? 'overtaken' : rolloutHealth(target.resource, object, sent.before);
    try {
      await this.watch(cluster, target, {
        until: object => (seen = { end: endOf(object), object }).end !== 'underway',
        timeoutMs: ROLLOUT_MS,
      });
    } finally {
      this.#rollouts--;
    }
    const { end, object } = seen;
    if (end === 'underway') return update({ message: lateMessage(readyPods(object)) });
    if (end === 'overtaken') return update({ message: ROLLOUT_OVERTAKEN });
    return update({ message: end === 'bad' ? stuckMessage(rolloutWord(target.resource, object)) : '' });
  }

  /** Whether the object came to be so before the time was over. What is not known to be live is not believed. */
  watch(
    cluster: Cluster,
    { resource, namespace, name }: TargetName,
    { until, timeoutMs }: WatchOptions,
  ): Promise<boolean> {
    const lease = this.#hub.object(cluster, { resource, namespace, name });
    return new Promise(resolve => {
      let cancelAsk: (() => void) | null = null;
      let cancelSearch: (() => void) | null = null;
      let searches = 0;
      const finish = (isSeen: boolean) => {
        cancel();
        cancelAsk?.();
        stopSearch();
        stop();
        // Of many targets each has a connection of its own for its watch.
        lease.end();
        resolve(isSeen);
      };
      const check = () => {
        const { object, state } = lease.value;
        const isAbsent = state.kind === 'live' && object === null;
        if (!isAbsent) stopSearch();
        if (state.kind === 'live' && object !== undefined && until(object)) finish(true);
        else if (isAbsent) cancelSearch ??= this.#clock.schedule(searchDelay(searches++), search);
        else if (state.kind === 'stale') cancelAsk ??= this.#clock.schedule(ASK_MS, () => lease.value.retry());
      };
      const search = () => {
        cancelSearch = null;
        lease.value.retry();
        check();
      };
      const stopSearch = () => {
        cancelSearch?.();
        cancelSearch = null;
      };
      const cancel = this.#clock.schedule(timeoutMs, () => finish(false));
      const stop = lease.value.subscribe(check);
      check();
    });
  }
}

function searchDelay(before: number): number {
  return Math.min(MAX_ASK_MS, ASK_MS * 2 ** before);
}
