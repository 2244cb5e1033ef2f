import { type Random, randomInt, randomUuid } from '@lanthorn/base/random.ts';
import { formatTime, type KubeObject } from '@lanthorn/kube/objects/kube-object.ts';

/** Of one CronJob; fewer than the controller keeps. */
const MAX_JOBS = 3;
/** Share of Jobs that failed. */
const FAILED_RATE = 0.04;
const DAY_MS = 86_400_000;

export interface BatchSize {
  readonly load: (resource: string, object: KubeObject) => void;
  readonly random: Random;
  readonly now: number;
  readonly namespaces: readonly string[];
  readonly cronJobs: number;
  readonly jobs: number;
}

/** CronJobs that run once a month and the finished Jobs of their last runs: nothing more happens to them for a while. */
export function seedBatch({ load, random, now, namespaces, cronJobs, jobs }: BatchSize): void {
  for (let i = 0, made = 0; i < cronJobs; i++) {
    const owner = cronJob(i, { namespace: namespaces[i % namespaces.length] ?? '', random, now });
    load('cronjobs.v1.batch', owner);
    const share = Math.min(MAX_JOBS, Math.ceil((jobs - made) / (cronJobs - i)));
    for (let run = 0; run < share; run++, made++) load('jobs.v1.batch', job(owner, run, { random, now }));
  }
}

const template = (name: string) => ({
  metadata: { labels: { app: name } },
  spec: {
    restartPolicy: 'Never',
    containers: [{ name: 'main', image: `registry.example/batch/${name}:1.0.0`, command: ['run'], resources: {} }],
    terminationGracePeriodSeconds: 30,
    dnsPolicy: 'ClusterFirst',
    securityContext: {},
    schedulerName: 'default-scheduler',
  },
});

function cronJob(
  i: number,
  { namespace, random, now }: { namespace: string; random: Random; now: number },
): KubeObject {
  const name = `batch-${i}`;
  const time = `${randomInt(random, 0, 59)} ${randomInt(random, 0, 23)} ${randomInt(random, 1, 28)} * *`;
  return {
    metadata: {
      name,
      namespace,
      uid: randomUuid(random),
      generation: 1,
      creationTimestamp: formatTime(now - 100 * DAY_MS),
      labels: { app: name, 'app.kubernetes.io/part-of': namespace },
    },
    spec: {
      schedule: time,
      concurrencyPolicy: 'Forbid',
      suspend: false,
      successfulJobsHistoryLimit: 3,
      failedJobsHistoryLimit: 3,
      jobTemplate: { spec: { backoffLimit: 2, template: template(name) } },
    },
    // What was due before now is taken for done, else all of them would run at once.
    status: { lastScheduleTime: formatTime(now), lastSuccessfulTime: formatTime(now - DAY_MS) },
  };
}

function job(owner: KubeObject, run: number, { random, now }: { random: Random; now: number }): KubeObject {
  const { name: ownerName = '', namespace = '', uid: ownerUid = '', labels = {} } = owner.metadata;
  const startedAt = now - (run + 1) * 30 * DAY_MS - randomInt(random, 0, DAY_MS);
  const endedAt = startedAt + randomInt(random, 5_000, 900_000);
  const uid = randomUuid(random);
  const isFailed = random.next() < FAILED_RATE;
  const time = { lastProbeTime: formatTime(endedAt), lastTransitionTime: formatTime(endedAt) };
  const pods = template(ownerName);
  return {
    metadata: {
      name: `${ownerName}-${Math.floor(startedAt / 60_000)}`,
      namespace,
      uid,
      generation: 1,
      creationTimestamp: formatTime(startedAt),
      labels: { ...labels, 'batch.kubernetes.io/job-name': ownerName },
      ownerReferences: [
        {
          apiVersion: 'batch/v1',
          kind: 'CronJob',
          name: ownerName,
          uid: ownerUid,
          controller: true,
          blockOwnerDeletion: true,
        },
      ],
    },
    spec: {
      parallelism: 1,
      completions: 1,
      backoffLimit: 2,
      completionMode: 'NonIndexed',
      suspend: false,
      selector: { matchLabels: { 'batch.kubernetes.io/controller-uid': uid } },
      template: pods,
    },
    status: {
      startTime: formatTime(startedAt),
      ...(isFailed
        ? { failed: 3, conditions: [{ type: 'Failed', status: 'True', reason: 'BackoffLimitExceeded', ...time }] }
        : {
            succeeded: 1,
            completionTime: formatTime(endedAt),
            conditions: [{ type: 'Complete', status: 'True', reason: 'CompletionsReached', ...time }],
          }),
    },
  };
}
