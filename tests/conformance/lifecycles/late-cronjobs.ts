import { asString, getPath, type JsonObject } from '@lanthorn/base/json.ts';
import type { KubeObject } from '@lanthorn/kube/objects/kube-object.ts';
import type { Scenario, Stage } from '../scenario.ts';
import { Life, template } from './life.ts';

const RESOURCE = { group: 'batch', version: 'v1', resource: 'cronjobs' };
const CRONJOBS = 'cronjobs@batch/v1';
const JOBS = 'jobs@batch/v1';
const SCHEDULED = 'batch.kubernetes.io/cronjob-scheduled-timestamp';
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
/** Older than every time that was missed. */
const AGE_MS = 4 * HOUR_MS;
/** Long enough ago that no later time of the same schedule comes while this runs. */
const MISSED_MS = 20 * MINUTE_MS;
/** Nepal is 5 hours and 45 minutes ahead, all year. */
const KATHMANDU_MS = 345 * MINUTE_MS;

interface Case {
  readonly name: string;
  readonly spec: JsonObject;
  /** The time that is made up for, from the first to the last that it may be; null for none. */
  readonly madeUp: readonly [number, number] | null;
}

/** Once a day at this moment, by a clock that is so far ahead of UTC. */
function daily(moment: number, aheadMs = 0): string {
  const local = new Date(moment + aheadMs);
  return `${local.getUTCMinutes()} ${local.getUTCHours()} * * *`;
}

function cases(now: number): readonly Case[] {
  const missed = now - MISSED_MS;
  const once: [number, number] = [missed, missed];
  const schedule = daily(missed);
  // More than a hundred times, the last of them one of these minutes.
  const often = { schedule: '*/2 * * * *', concurrencyPolicy: 'Forbid' };
  const last: [number, number] = [now - 2 * MINUTE_MS, now + 10 * MINUTE_MS];
  // As often, but two hours of the day only: the controller reckons as if it were so all day, and finds none.
  const hours = [3, 2].map(back => new Date(now - back * HOUR_MS).getUTCHours());
  const inHours = { schedule: `* ${hours.join(',')} * * *` };
  const timeZone = 'Asia/Kathmandu';
  return [
    { name: 'late', spec: { schedule }, madeUp: once },
    { name: 'in-time', spec: { schedule, startingDeadlineSeconds: 3_600 }, madeUp: once },
    { name: 'too-late', spec: { schedule, startingDeadlineSeconds: 60 }, madeUp: null },
    { name: 'asleep', spec: { schedule, suspend: true }, madeUp: null },
    { name: 'kathmandu', spec: { schedule: daily(missed, KATHMANDU_MS), timeZone }, madeUp: once },
    { name: 'elsewhere', spec: { schedule, timeZone }, madeUp: null },
    { name: 'often', spec: often, madeUp: last },
    { name: 'often-bounded', spec: { ...often, startingDeadlineSeconds: 600 }, madeUp: last },
    { name: 'in-hours', spec: inHours, madeUp: null },
  ];
}

const ofCronJob = (name: string) => (job: KubeObject) => job.metadata.labels?.['cron'] === name;

const scheduledFor = (job: KubeObject) => asString(getPath(job, 'metadata', 'annotations', SCHEDULED));

/** Made suspended, aged past the API, and then let go. */
async function createOld(stage: Stage, life: Life, now: number, { name, spec }: Case): Promise<void> {
  const labels = { cron: name };
  const pods = template({ labels, behaviour: { runSeconds: [300] }, spec: { restartPolicy: 'Never' } });
  const jobTemplate = { metadata: { labels }, spec: { template: pods } };
  const made = await life.create(CRONJOBS, { metadata: { name }, spec: { ...spec, suspend: true, jobTemplate } });
  const { resourceVersion: _revision, ...metadata } = (made as unknown as KubeObject).metadata;
  const creationTimestamp = new Date(now - AGE_MS).toISOString().replace('.000', '');
  await stage.put(RESOURCE, { ...made, metadata: { ...metadata, creationTimestamp } });
  if (spec['suspend'] !== true) await life.patch(CRONJOBS, name, { spec: { suspend: false } });
}

/**
 * CronJobs whose times went by unseen, as when the controllers were away: what is made up for, in which zone, how late that may be, and
 * what is said where there were too many.
 */
export const LATE_CRONJOBS: Scenario = {
  name: 'late-cronjobs',
  run: async stage => {
    const life = new Life(stage);
    const now = Math.floor(Date.now() / MINUTE_MS) * MINUTE_MS;
    const all = cases(now);
    for (const each of all) await createOld(stage, life, now, each);
    await life.untilList(JOBS, found =>
      all.every(({ name, madeUp }) => madeUp === null || found.some(ofCronJob(name))),
    );
    for (const name of ['late', 'too-late', 'in-hours'])
      await life.showEvents(`${name}: what was said`, 'CronJob', name);
    for (const name of ['often', 'often-bounded'])
      await life.showEvents(`${name}: what was said of too many`, 'CronJob', name, 'TooManyMissedTimes');
    const jobs = await life.list(JOBS);
    for (const { name, madeUp } of all) {
      const made = jobs.filter(ofCronJob(name));
      const { status } = await life.until(CRONJOBS, name, () => true);
      const isMadeUp = (time: unknown) => {
        if (madeUp === null || typeof time !== 'string') return time ?? 'never';
        return Date.parse(time) >= madeUp[0] && Date.parse(time) <= madeUp[1];
      };
      life.look(`${name}: what is made up for`, {
        runs: made.length,
        areNamedByTheirMinute: made.every(
          job => job.metadata.name === `${name}-${Date.parse(scheduledFor(job)) / MINUTE_MS}`,
        ),
        areScheduledFor: made.map(job => isMadeUp(scheduledFor(job))),
        isLastScheduled: isMadeUp(getPath(status, 'lastScheduleTime')),
      });
    }
  },
};
