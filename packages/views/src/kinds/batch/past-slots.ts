import { asArray, asString, getPath } from '@lanthorn/base/json.ts';
import { cronJobSchedule } from '@lanthorn/kube/schedule/cron-job-schedule.ts';
import { nextRun } from '@lanthorn/kube/schedule/cron-next.ts';
import { parseTime, readMeta } from '@lanthorn/kube/objects/kube-object.ts';
import type { PastSlot, SlotFacts } from './past-slot.ts';
import { slotOf } from './run-slot.ts';
import { SETTLE_MS, SlotJudge } from './slot-judge.ts';

/** Events that are told of a Job that was made; they name it. */
const RUN_EVENTS: ReadonlySet<string> = new Set([
  'SuccessfulCreate',
  'SawCompletedJob',
  'MissingJob',
  'SuccessfulDelete',
  'UnexpectedJob',
]);

/**
 * What is known of each time of the schedule since `from`, newest first. Null where nobody can name them: the schedule cannot be read, or is
 * "@every", of which the times count from the controller's own clock.
 */
export function pastSlots(cronJob: unknown, facts: SlotFacts): PastSlot[] | null {
  const { createdAt } = readMeta(cronJob);
  const slots = slotsOf(cronJob, Math.max(facts.from, createdAt ?? 0), facts.knownUntil - SETTLE_MS);
  if (slots === null) return null;
  const ran = startedSlots(cronJob, facts);
  const judge = new SlotJudge(cronJob, facts);
  return slots
    .map((at, i): PastSlot => (ran.has(at) ? { at, state: 'ran' } : judge.judge(at, slots[i + 1] ?? null)))
    .toReversed();
}

function slotsOf(cronJob: unknown, from: number, to: number): number[] | null {
  const read = cronJobSchedule(cronJob);
  if (!read.ok || read.value.schedule.kind === 'every') return null;
  const { schedule, zone } = read.value;
  const slots: number[] = [];
  for (let at = nextRun(schedule, zone, from); at !== null && at <= to; ) {
    slots.push(at);
    at = nextRun(schedule, zone, at);
  }
  return slots;
}

/** The slots of which anything says that their Job was made: the Job, a kept run, an event, the CronJob's own status. */
function startedSlots(cronJob: unknown, { runs, events }: SlotFacts): ReadonlySet<number | null> {
  const { name } = readMeta(cronJob);
  const active = asArray(getPath(cronJob, 'status', 'active')).map(job => asString(getPath(job, 'name')));
  const told = events
    .filter(({ reason }) => RUN_EVENTS.has(reason))
    // Events that are many are combined into one that quotes the last of them.
    .flatMap(({ message }) => message.split(/[\s,]/).filter(word => word.startsWith(`${name}-`)));
  return new Set([
    ...[...runs.map(run => run.name), ...active, ...told].map(slotOf),
    parseTime(getPath(cronJob, 'status', 'lastScheduleTime')),
  ]);
}
