import { ownValue } from '@lanthorn/base/own-value.ts';
import { cronJobSchedule } from '@lanthorn/kube/schedule/cron-job-schedule.ts';
import { runsBetween } from '@lanthorn/kube/schedule/cron-runs-between.ts';

const MINUTE_MS = 60_000;
/** A run of which nothing is known is taken for so long. */
const UNKNOWN_DURATION_MS = MINUTE_MS;

/** What a forecast needs of one CronJob. */
export interface ForecastJob {
  readonly uid: string;
  readonly key: string;
  readonly schedule: string;
  readonly timeZone: string;
  /** Or on its way out: it starts nothing. */
  readonly isSuspended: boolean;
  /** How long a run usually takes; null where none was seen. */
  readonly durationMs: number | null;
  /** Requested by one run, all its pods together. */
  readonly cpuCores: number;
  readonly memoryMiB: number;
}

export interface ForecastBucket {
  readonly at: number;
  readonly starts: number;
  /** The most starts in one minute of it. */
  readonly startsPerMinute: number;
  /** The most runs at one moment in it. */
  readonly active: number;
  /** Requested at that moment. */
  readonly cpuCores: number;
  readonly memoryMiB: number;
}

/** Starts that fall on one minute. */
export interface Herd {
  readonly at: number;
  readonly jobs: readonly ForecastJob[];
}

export interface Forecast {
  readonly buckets: readonly ForecastBucket[];
  /** Minutes with the most starts, the fullest first. */
  readonly herds: readonly Herd[];
  /** Those whose schedule cannot be known ahead: suspended, broken, or "@every". */
  readonly left: number;
}

export interface ForecastRange {
  readonly from: number;
  readonly untilMs: number;
  readonly bucketMs: number;
}

/** Starts, overlap and requested resources from the schedules alone; what an operator would see if every run took its usual time. */
export function forecast(jobs: readonly ForecastJob[], range: ForecastRange): Forecast {
  const steps = forecastSteps(jobs, range);
  for (let step = steps.next(); ; step = steps.next()) if (step.done === true) return step.value;
}

/** The same, a little at a time: each step is one CronJob or one minute. */
export function* forecastSteps(
  jobs: readonly ForecastJob[],
  { from, untilMs, bucketMs }: ForecastRange,
): Generator<undefined, Forecast, undefined> {
  const start = Math.floor(from / bucketMs) * bucketMs;
  const count = Math.ceil((untilMs - start) / bucketMs);
  const buckets = Array.from({ length: count }, (_, i) => emptyBucket(start + i * bucketMs));
  const minutes = Array.from(
    { length: Math.ceil((count * bucketMs) / MINUTE_MS) },
    (_, i): CountedMinute => ({ at: start + i * MINUTE_MS, starts: [], ends: [] }),
  );
  const minuteAt = (at: number) => minutes[Math.floor((at - start) / MINUTE_MS)];
  const due: { readonly job: ForecastJob; readonly starts: readonly number[] }[] = [];
  for (const job of jobs) {
    const starts = startsOf(job, from, untilMs);
    if (starts.length > 0) due.push({ job, starts });
    for (const at of starts) minuteAt(at)?.starts.push(job);
    yield;
  }
  // Runs begin with a minute, so that those of one CronJob all end equally long after one: in this order no minute has to be sorted.
  for (const { job, starts } of due.toSorted((a, b) => endsInMinute(a.job) - endsInMinute(b.job))) {
    for (const at of starts) minuteAt(at + lengthOf(job))?.ends.push(job);
    yield;
  }
  const now = { active: 0, cpuCores: 0, memoryMiB: 0 };
  for (const minute of minutes) {
    const bucket = buckets[Math.floor((minute.at - start) / bucketMs)];
    if (bucket !== undefined) measureLoad(bucket, minute, now);
    yield;
  }
  return { buckets, herds: herdsOf(minutes), left: jobs.length - due.length };
}

/** What begins with a minute, and what ends in it, in the order of its moments. */
interface CountedMinute {
  readonly at: number;
  readonly starts: ForecastJob[];
  readonly ends: ForecastJob[];
}

type CountedBucket = { -readonly [K in keyof ForecastBucket]: ForecastBucket[K] };
type Load = Pick<CountedBucket, 'active' | 'cpuCores' | 'memoryMiB'>;

function emptyBucket(at: number): CountedBucket {
  return { at, starts: 0, startsPerMinute: 0, active: 0, cpuCores: 0, memoryMiB: 0 };
}

function lengthOf({ durationMs }: ForecastJob): number {
  return durationMs ?? UNKNOWN_DURATION_MS;
}

/** How long after the last minute a run of it ends. */
function endsInMinute(job: ForecastJob): number {
  return lengthOf(job) % MINUTE_MS;
}

/** One run that is due. */
export interface Start {
  readonly job: ForecastJob;
  readonly at: number;
}

/** Every run that is due from one moment until before another, the first first. */
export function startsBetween(jobs: readonly ForecastJob[], from: number, until: number): Start[] {
  return jobs.flatMap(job => startsOf(job, from, until).map(at => ({ job, at }))).toSorted((a, b) => a.at - b.at);
}

function startsOf({ schedule, timeZone, isSuspended }: ForecastJob, from: number, until: number): number[] {
  const read = cronJobSchedule({ spec: { schedule, timeZone } });
  if (isSuspended || !read.ok || read.value.schedule.kind === 'every') return [];
  return runsBetween(read.value.schedule, read.value.zone, { from, until });
}

/** A sweep over a minute of a bucket, for its peak. What runs at the end goes on in the next. */
function measureLoad(bucket: CountedBucket, { at, starts, ends }: CountedMinute, now: Load): void {
  if (at === bucket.at) keepPeak(bucket, now);
  // What ends at the moment another begins does not overlap it, and what ends later makes no peak.
  const endedBefore = ends.findIndex(job => endsInMinute(job) > 0);
  const before = endedBefore < 0 ? ends : ends.slice(0, endedBefore);
  for (const job of before) addLoad(now, job, -1);
  for (const job of starts) addLoad(now, job, 1);
  keepPeak(bucket, now);
  for (const job of ends.slice(before.length)) addLoad(now, job, -1);
  bucket.starts += starts.length;
  bucket.startsPerMinute = Math.max(bucket.startsPerMinute, starts.length);
}

function addLoad(now: Load, { cpuCores, memoryMiB }: ForecastJob, by: 1 | -1): void {
  now.active += by;
  now.cpuCores += by * cpuCores;
  now.memoryMiB += by * memoryMiB;
}

function keepPeak(bucket: CountedBucket, now: Load): void {
  bucket.active = Math.max(bucket.active, now.active);
  bucket.cpuCores = Math.max(bucket.cpuCores, now.cpuCores);
  bucket.memoryMiB = Math.max(bucket.memoryMiB, now.memoryMiB);
}

/** Of equal ones the earliest first: the minutes are in order. */
function herdsOf(minutes: readonly CountedMinute[]): Herd[] {
  return minutes
    .filter(({ starts }) => starts.length > 1)
    .map(({ at, starts }) => ({ at, jobs: starts }))
    .toSorted((a, b) => b.jobs.length - a.jobs.length);
}

export interface Reschedule {
  readonly job: ForecastJob;
  readonly schedule: string;
}

const MINUTES = 60;
const MACROS: Readonly<Record<string, string>> = {
  '@hourly': '0 * * * *',
  '@daily': '0 0 * * *',
  '@midnight': '0 0 * * *',
  '@weekly': '0 0 * * 0',
  '@monthly': '0 0 1 * *',
  '@yearly': '0 0 1 1 *',
  '@annually': '0 0 1 1 *',
};

/**
 * Other minutes for the CronJobs of a herd, the hour and all else as they are: the first stays, the others follow at even steps.
 * A minute that is one number moves within the hour, every n minutes within its own n minutes; other minutes cannot be moved and are left out.
 */
export function spreadHerd({ jobs }: Herd): Reschedule[] {
  const movable = jobs.flatMap(job => {
    const written = job.schedule.trim();
    const [minute = '', ...rest] = (ownValue(MACROS, written) ?? written).split(/\s+/);
    const move = mover(minute);
    return move === null ? [] : [{ job, move, rest: rest.join(' ') }];
  });
  const step = Math.max(1, Math.floor(MINUTES / Math.max(1, movable.length)));
  return movable
    .map(({ job, move, rest }, i) => ({ job, schedule: `${move(i, step)} ${rest}` }))
    .filter(({ job, schedule }, i) => i > 0 && schedule !== job.schedule);
}

/** The minute field of the i-th of a herd; null where it cannot be moved. */
function mover(minute: string): ((i: number, step: number) => string) | null {
  if (/^\d+$/.test(minute)) return (i, step) => String((Number(minute) + i * step) % MINUTES);
  const period = Number(/^\*\/(\d+)$/.exec(minute)?.[1] ?? Number.NaN);
  // A period that does not divide the hour is not even: moving it would change how often it runs.
  if (!(period > 1) || MINUTES % period !== 0) return null;
  return i => (i % period === 0 ? minute : `${i % period}-59/${period}`);
}
