import { asNumber, getPath } from '@lanthorn/base/json.ts';
import { cronJobSchedule } from '@lanthorn/kube/schedule/cron-job-schedule.ts';
import { nextRun } from '@lanthorn/kube/schedule/cron-next.ts';
import type { CronSchedule } from '@lanthorn/kube/schedule/cron-schedule.ts';
import type { JsonPatchOperation } from '@lanthorn/kube/patch/json-patch.ts';
import { jsonPointer } from '@lanthorn/kube/patch/json-pointer.ts';
import { formatTime, type KubeObject, parseTime, readMeta } from '@lanthorn/kube/objects/kube-object.ts';
import type { TimeZone } from '@lanthorn/kube/schedule/time-zone.ts';
import { pauseAnnotations, readPause } from '@lanthorn/views/kinds/batch/pause.ts';
import type { ActionRecord, Message } from '../machinery/action.ts';
import {
  jsonPatchRequest,
  kubectlKind,
  kubectlLine,
  mergePatchWords,
  patchRight,
  unchangedSince,
} from '../machinery/change-request.ts';
import { restoreByEdit } from '../machinery/inverse.ts';
import { isCronJobs } from '../machinery/batch-resources.ts';
import { switchPatch } from '../machinery/switch-field.ts';

/** Times that are counted one by one; beyond it "more than" is enough. */
const MAX_COUNTED = 1_000;
const MINUTE_MS = 60_000;
/** A schedule that never runs in four years never runs (29 February). */
const LONGEST_GAP_MS = 8 * 366 * 86_400_000;

export interface LostSlots {
  /** Times of the schedule in between; at most `MAX_COUNTED` are counted. */
  readonly count: number;
  readonly last: number | null;
}

/** The last run is looked for from ever earlier moments before the end: twice as far each time. */
function lastRunUntil(schedule: CronSchedule, zone: TimeZone, until: number): number | null {
  for (let backMs = MINUTE_MS; backMs <= LONGEST_GAP_MS; backMs *= 2) {
    let last: number | null = null;
    for (let at = nextRun(schedule, zone, until - backMs); at !== null && at <= until; ) {
      last = at;
      at = nextRun(schedule, zone, at);
    }
    if (last !== null) return last;
  }
  return null;
}

/** The times a pause takes away. Those of "@every" count from the controller's clock and are not known. */
export function lostSlots(cronJob: unknown, from: number, until: number): LostSlots {
  const read = cronJobSchedule(cronJob);
  let count = 0;
  let last: number | null = null;
  if (!read.ok || read.value.schedule.kind === 'every') return { count, last };
  const { schedule, zone } = read.value;
  for (let at = nextRun(schedule, zone, from); at !== null && at <= until && count < MAX_COUNTED; ) {
    count++;
    last = at;
    at = nextRun(schedule, zone, at);
  }
  // Not counted any further, but which is the last decides what resuming does.
  return { count, last: count < MAX_COUNTED ? last : lastRunUntil(schedule, zone, until) };
}

/** Resuming starts the latest missed run at once, unless the starting deadline has passed for it (cronjob_controllerv2.go). */
function pauseEffects(cronJob: KubeObject, now: number, until: number): Message[] {
  const { count, last } = lostSlots(cronJob, now, until);
  const time = (at: number) => formatTime(at);
  const effects: Message[] = [
    { key: 'effect.pausedUntil', values: { time: time(until) } },
    { key: 'effect.needsLanthorn', values: {} },
    { key: count < MAX_COUNTED ? 'effect.slotsLost' : 'effect.slotsLostAtLeast', values: { count } },
  ];
  if (last === null) return effects;
  const deadlineMs =
    (asNumber(getPath(cronJob, 'spec', 'startingDeadlineSeconds')) ?? Number.POSITIVE_INFINITY) * 1_000;
  effects.push(
    until - last <= deadlineMs
      ? { key: 'effect.resumeStartsOne', values: { time: time(last) } }
      : { key: 'effect.resumeStartsNone', values: {} },
  );
  return effects;
}

/** Suspends until a moment: a running Lanthorn resumes it then. Until when, by whom and why stand on the object itself. */
export const PAUSE_CRONJOB: ActionRecord<'cronjob.pause'> = {
  kind: 'cronjob.pause',
  isOffered: false,
  key: null,
  form: 'pause',
  tone: 'plain',
  guard: null,
  appliesTo: isCronJobs,
  fits: ({ isSuspended }) => isSuspended !== true,
  right: patchRight,
  needs: 'present',
  goneIsDone: false,
  plan: ({ target, params }, cronJob, { context, now }) => {
    const { until = '', by = '', reason = '' } = params.pause ?? {};
    const annotations = pauseAnnotations({ until, by, reason });
    const current = getPath(cronJob, 'spec', 'suspend');
    const body = [
      ...switchPatch(target.uid, {
        field: 'suspend',
        from: typeof current === 'boolean' ? current : undefined,
        to: true,
      }),
      ...annotationPatch(cronJob, annotations),
    ];
    const merge = { metadata: { annotations }, spec: { suspend: true } };
    const isDone =
      current === true &&
      Object.entries(annotations).every(([key, value]) => readMeta(cronJob).annotations[key] === value);
    return {
      request: jsonPatchRequest(target, body),
      right: patchRight(target),
      effects: pauseEffects(cronJob, now, parseTime(until) ?? now),
      kubectl: kubectlLine(target, context, mergePatchWords(kubectlKind(target.resource), target.name, merge)),
      confirmation: { type: 'answered' },
      isDone,
      clashes: [],
    };
  },
  // A pause that was made is found by its plan: nothing is left to do.
  isOwnWork: () => false,
  follows: null,
  inverse: restoreByEdit,
  dueAt: ({ after }) => parseTime(readPause(after)?.until),
};

function annotationPatch(cronJob: KubeObject, annotations: Readonly<Record<string, string>>): JsonPatchOperation[] {
  if (cronJob.metadata.annotations === undefined)
    return [unchangedSince(cronJob), { op: 'add', path: '/metadata/annotations', value: annotations }];
  return Object.entries(annotations).map(([key, value]) => ({
    op: 'add',
    path: jsonPointer('metadata', 'annotations', key),
    value,
  }));
}
