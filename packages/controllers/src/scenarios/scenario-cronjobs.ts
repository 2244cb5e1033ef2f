import { asObject, getPath } from '@lanthorn/base/json.ts';
import { randomUuid } from '@lanthorn/base/random.ts';
import { formatTime, type KubeObject } from '@lanthorn/kube/objects/kube-object.ts';
import { cronJobSchedule } from '@lanthorn/kube/schedule/cron-job-schedule.ts';
import { nextRun } from '@lanthorn/kube/schedule/cron-next.ts';
import { formatIndexes } from '../controllers/job-policies.ts';
import type { ContainerState } from '../node/container-state.ts';
import { planRun, simulationAnnotation } from '../node/simulation.ts';
import type { PastObjects } from './past-objects.ts';
import { containerOf, type CronJobPlan } from './scenario-workloads.ts';

const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;
/** Past runs that a CronJob shows at once; a controller would have kept no more. */
const MAX_PAST_RUNS = 10;

/** A CronJob with the runs its schedule has had lately, as many as its history limits keep. */
export async function seedCronJob(past: PastObjects, plan: CronJobPlan): Promise<void> {
  const { namespace, name, schedule, timeZone, image, spec = {}, jobSpec = {}, simulation = {} } = plan;
  const labels = { app: name, team: namespace };
  const template = {
    metadata: { labels, annotations: simulationAnnotation(simulation) },
    spec: { restartPolicy: 'Never', containers: [containerOf(name.slice(0, 40).replace(/-$/, ''), image)] },
  };
  const cronJob: KubeObject = {
    metadata: { name, namespace, labels },
    spec: {
      schedule,
      ...(timeZone === undefined ? {} : { timeZone }),
      ...spec,
      jobTemplate: { metadata: { labels }, spec: { ...jobSpec, template } },
    },
  };
  const slots = pastSlots(past.now, schedule, timeZone ?? '');
  const created = await past.create('cronjobs.v1.batch', cronJob, 45 * DAY_MS);
  const last = slots.at(-1);
  if (last === undefined) return;
  const lastSuccess = await seedRuns(past, created, slots);
  const status = {
    lastScheduleTime: formatTime(last),
    ...(lastSuccess === null ? {} : { lastSuccessfulTime: formatTime(lastSuccess) }),
  };
  past.load('cronjobs.v1.batch', { ...created, status });
}

/** The last slots before now; a yearly or impossible schedule has none yet. */
function pastSlots(now: number, schedule: string, timeZone: string): number[] {
  const read = cronJobSchedule({ spec: { schedule, timeZone } });
  if (!read.ok) return [];
  const { schedule: parsed, zone } = read.value;
  // A window that holds enough slots: the interval between the next two, times the runs wanted.
  const first = nextRun(parsed, zone, now);
  const second = first === null ? null : nextRun(parsed, zone, first);
  if (first === null || second === null) return [];
  const usual = (second - first) * (MAX_PAST_RUNS + 2) + 4 * DAY_MS * Number(second - first > DAY_MS / 2);
  // A schedule that rests at night or over a weekend has none in such a window then.
  for (const window of [usual, 4 * DAY_MS, 40 * DAY_MS]) {
    const slots: number[] = [];
    let at = nextRun(parsed, zone, now - Math.min(40 * DAY_MS, window));
    while (at !== null && at <= now) {
      slots.push(at);
      at = nextRun(parsed, zone, at);
    }
    if (slots.length > 0) return slots.slice(-MAX_PAST_RUNS);
  }
  return [];
}

/** Finished Jobs with their pods, as many as the history limits keep; returns the last success. */
async function seedRuns(past: PastObjects, cronJob: KubeObject, slots: readonly number[]): Promise<number | null> {
  const keep = {
    Complete: Number(getPath(cronJob, 'spec', 'successfulJobsHistoryLimit')),
    Failed: Number(getPath(cronJob, 'spec', 'failedJobsHistoryLimit')),
  };
  let lastSuccess: number | null = null;
  for (const slot of [...slots].reverse()) {
    if (keep.Complete + keep.Failed === 0) break;
    const uid = randomUuid(past.random);
    const annotations = asObject(
      getPath(cronJob, 'spec', 'jobTemplate', 'spec', 'template', 'metadata', 'annotations'),
    ) as Record<string, string>;
    const { durationMs, exitCode } = planRun({ metadata: { uid, annotations } }, 0);
    const finishedAt = slot + (durationMs ?? 300_000) + 2_000;
    const outcome = exitCode === 0 && durationMs !== null ? 'Complete' : 'Failed';
    if (finishedAt > past.now || keep[outcome] === 0) continue;
    keep[outcome]--;
    if (outcome === 'Complete') lastSuccess ??= finishedAt;
    await seedJob(past, cronJob, { slot, finishedAt, outcome, exitCode, podUid: uid });
  }
  return lastSuccess;
}

async function seedJob(
  past: PastObjects,
  cronJob: KubeObject,
  run: { slot: number; finishedAt: number; outcome: 'Complete' | 'Failed'; exitCode: number; podUid: string },
): Promise<void> {
  const { name = '', namespace = '', uid = '', labels = {} } = cronJob.metadata;
  const ageMs = past.now - run.slot;
  const end = formatTime(run.finishedAt);
  const condition =
    run.outcome === 'Complete'
      ? { reason: 'CompletionsReached', message: 'Reached expected number of succeeded pods' }
      : { reason: 'BackoffLimitExceeded', message: 'Job has reached the specified backoff limit' };
  const conditions = [run.outcome === 'Complete' ? 'SuccessCriteriaMet' : 'FailureTarget', run.outcome].map(type => ({
    type,
    status: 'True',
    lastProbeTime: end,
    lastTransitionTime: end,
    ...condition,
  }));
  const completions = Number(getPath(cronJob, 'spec', 'jobTemplate', 'spec', 'completions') ?? 1);
  const isIndexed = getPath(cronJob, 'spec', 'jobTemplate', 'spec', 'completionMode') === 'Indexed';
  const indexes = isIndexed && run.outcome === 'Complete' ? Array.from({ length: completions }, (_, i) => i) : [];
  const counts =
    run.outcome === 'Complete'
      ? {
          completionTime: end,
          succeeded: completions,
          ...(isIndexed ? { completedIndexes: formatIndexes(indexes) } : {}),
        }
      : { failed: 1 };
  const job = await past.create(
    'jobs.v1.batch',
    {
      metadata: {
        name: `${name}-${Math.floor(run.slot / MINUTE_MS)}`,
        namespace,
        labels,
        annotations: { 'batch.kubernetes.io/cronjob-scheduled-timestamp': formatTime(run.slot) },
        ownerReferences: [
          { apiVersion: 'batch/v1', kind: 'CronJob', name, uid, controller: true, blockOwnerDeletion: true },
        ],
      },
      spec: getPath(cronJob, 'spec', 'jobTemplate', 'spec'),
    },
    {
      ageMs,
      change: {
        status: {
          conditions,
          startTime: formatTime(run.slot),
          ...counts,
          terminating: 0,
          uncountedTerminatedPods: {},
          ready: 0,
        },
      },
    },
  );
  const reason = run.exitCode === 0 ? 'Completed' : run.exitCode === 137 ? 'OOMKilled' : 'Error';
  const state: ContainerState = {
    kind: 'terminated',
    startedAt: run.slot + 2_000,
    finishedAt: run.finishedAt,
    exitCode: run.exitCode,
    reason,
  };
  const type = { kind: 'Job', apiVersion: 'batch/v1' };
  await past.createPod(job, type, { ageMs, state, uid: run.podUid, ...(isIndexed ? { index: 0 } : {}) });
  for (const index of indexes.slice(1)) await past.createPod(job, type, { ageMs, state, index });
}
