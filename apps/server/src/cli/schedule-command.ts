import { createInterface } from 'node:readline';
import { asNumber, asString, isObject } from '@lanthorn/base/json.ts';
import { err, ok, type Result } from '@lanthorn/base/result.ts';
import { nextRuns } from '@lanthorn/kube/schedule/cron-next.ts';
import { formatTime } from '@lanthorn/kube/objects/kube-object.ts';
import { newCronJobSchedule } from '@lanthorn/kube/schedule/schedule-refusals.ts';

export interface ScheduleQuestion {
  readonly spec: string;
  readonly timeZone: string;
  /** RFC 3339; the runs after it. */
  readonly from: string;
  readonly count: number;
}

/** More runs than a year of a schedule that runs every five minutes. */
const MAX_COUNT = 100_000;
const DEFAULT_COUNT = 5;
const RFC3339 = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:\d{2})$/;

/** The next runs in UTC, or what is wrong in the words of the CronJob controller's own parser. */
export function scheduleRuns({ spec, timeZone, from, count }: ScheduleQuestion): Result<string[], string> {
  const read = newCronJobSchedule({ spec: { schedule: spec, timeZone } });
  if (!read.ok) return read;
  const { schedule, zone } = read.value;
  const afterMs = RFC3339.test(from) ? Date.parse(from) : Number.NaN;
  if (Number.isNaN(afterMs)) return err(`"${from}" is not a time in RFC 3339 form, such as 2026-11-23T08:00:00Z`);
  if (!Number.isInteger(count) || count < 1 || count > MAX_COUNT)
    return err(`count must be a whole number from 1 to ${MAX_COUNT}`);
  return ok(nextRuns(schedule, zone, { afterMs, count }).map(formatTime));
}

export interface Output {
  out(text: string): void;
  error(text: string): void;
}

/** `lanthorn schedule "SPEC"`; returns the exit code. */
export function printSchedule(
  question: ScheduleQuestion,
  { json }: { readonly json: boolean },
  output: Output,
): number {
  const runs = scheduleRuns(question);
  if (json) output.out(JSON.stringify(runs.ok ? { next: runs.value } : { error: runs.error }));
  else if (!runs.ok) output.error(runs.error);
  else if (runs.value.length === 0) output.out('never');
  else for (const run of runs.value) output.out(run);
  return runs.ok ? 0 : 1;
}

/** `lanthorn schedule --stdin`: one JSON question a line in, one JSON answer a line out. */
export async function answerLines(input: NodeJS.ReadableStream, output: Output, now: () => number): Promise<void> {
  for await (const line of createInterface({ input, crlfDelay: Infinity })) {
    if (line.trim() === '') continue;
    const question = readQuestion(line, now());
    const runs = question.ok ? scheduleRuns(question.value) : question;
    output.out(JSON.stringify(runs.ok ? { next: runs.value } : { error: runs.error }));
  }
}

function readQuestion(line: string, now: number): Result<ScheduleQuestion, string> {
  try {
    const value: unknown = JSON.parse(line);
    if (!isObject(value) || typeof value['spec'] !== 'string') return err('a line must be a JSON object with a "spec"');
    const { spec, timeZone, from, count } = value;
    return ok({
      spec,
      timeZone: asString(timeZone),
      from: asString(from) || formatTime(now),
      count: asNumber(count) ?? DEFAULT_COUNT,
    });
  } catch (error) {
    if (error instanceof SyntaxError) return err(`not JSON: ${error.message}`);
    throw error;
  }
}
