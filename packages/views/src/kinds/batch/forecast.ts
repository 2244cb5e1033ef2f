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

/** The same, a little at a time: each step is one CronJob or one bucket. */
export function* forecastSteps(
  jobs: readonly ForecastJob[],
  { from, untilMs, bucketMs }: ForecastRange,
): Generator<undefined, Forecast, undefined> {
  const start = Math.floor(from / bucketMs) * bucketMs;
  const count = Math.ceil((untilMs - start) / bucketMs);
  const buckets = Array.from({ length: count }, (_, i) => emptyBucket(start + i * bucketMs));
  const bucketAt = (at: number) => buckets[Math.floor((at - start) / bucketMs)];
  const minutes = new Map<number, ForecastJob[]>();
  let left = 0;
  for (const job of jobs) {
    const starts = startsOf(job, from, untilMs);
    if (starts.length === 0) left++;
    for (const at of starts) {
      const bucket = bucketAt(at);
      if (bucket !== undefined) bucket.starts++;
      bucket?.moments.push({ at, job, by: 1 });
      const end = at + (job.durationMs ?? UNKNOWN_DURATION_MS);
      bucketAt(end)?.moments.push({ at: end, job, by: -1 });
      addTo(minutes, Math.floor(at / MINUTE_MS) * MINUTE_MS, job);
    }
    yield;
  }
  for (const [at, { length }] of minutes) {
    const bucket = bucketAt(at);
    if (bucket !== undefined) bucket.startsPerMinute = Math.max(bucket.startsPerMinute, length);
  }
  const now = { active: 0, cpuCores: 0, memoryMiB: 0 };
  for (const bucket of buckets) {
    measureLoad(bucket, now);
    yield;
  }
  return { buckets: buckets.map(({ moments: _moments, ...bucket }) => bucket), herds: herdsOf(minutes), left };
}

/** A run begins or ends. */
interface Moment {
  readonly at: number;
  readonly job: ForecastJob;
  readonly by: 1 | -1;
}

type CountedBucket = { -readonly [K in keyof ForecastBucket]: ForecastBucket[K] } & { moments: Moment[] };

function emptyBucket(at: number): CountedBucket {
  return { at, starts: 0, startsPerMinute: 0, active: 0, cpuCores: 0, memoryMiB: 0, moments: [] };
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

/** A sweep over the starts and ends of a bucket: its peak. What runs at its end goes on in the next. */
function measureLoad(bucket: CountedBucket, now: Pick<CountedBucket, 'active' | 'cpuCores' | 'memoryMiB'>): void {
  Object.assign(bucket, now);
  // What ends at the moment another begins does not overlap it.
  for (const { job, by } of bucket.moments.sort((a, b) => a.at - b.at || a.by - b.by)) {
    now.active += by;
    now.cpuCores += by * job.cpuCores;
    now.memoryMiB += by * job.memoryMiB;
    bucket.active = Math.max(bucket.active, now.active);
    bucket.cpuCores = Math.max(bucket.cpuCores, now.cpuCores);
    bucket.memoryMiB = Math.max(bucket.memoryMiB, now.memoryMiB);
  }
  bucket.moments = [];
}

function addTo(minutes: Map<number, ForecastJob[]>, at: number, job: ForecastJob): void {
  const jobs = minutes.get(at);
  if (jobs === undefined) minutes.set(at, [job]);
  else jobs.push(job);
}

function herdsOf(minutes: ReadonlyMap<number, ForecastJob[]>): Herd[] {
  return [...minutes]
    .filter(([, jobs]) => jobs.length > 1)
    .map(([at, jobs]) => ({ at, jobs }))
    .toSorted((a, b) => b.jobs.length - a.jobs.length || a.at - b.at);
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
    const [minute = '', ...rest] = (ownValue(MACROS, job.schedule.trim()) ?? job.schedule).trim().split(/\s+/);
    const move = rest.length === 4 ? mover(minute) : null;
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
