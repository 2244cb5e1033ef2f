import { asArray, asString, getPath, type JsonObject } from '@lanthorn/base/json.ts';
import type { KubeObject } from '@lanthorn/kube/objects/kube-object.ts';
import type { Scenario } from '../scenario.ts';
import { Life, template } from './life.ts';

const CRONJOBS = 'cronjobs@batch/v1';
const JOBS = 'jobs@batch/v1';
const EVERY_MINUTE = '* * * * *';
/** Longer than the minute between two of its runs. */
const LONG = { runSeconds: [90] };
const SHORT = { runSeconds: [1] };
const FAILS = { runSeconds: [1], exitCode: 1 };

function cronJob(name: string, behaviour: JsonObject, spec: JsonObject): JsonObject {
  const pods = template({ labels: { cron: name }, behaviour, spec: { restartPolicy: 'Never' } });
  const jobTemplate = { metadata: { labels: { cron: name } }, spec: { backoffLimit: 0, template: pods } };
  return { metadata: { name }, spec: { schedule: EVERY_MINUTE, jobTemplate, ...spec } };
}

const CASES: readonly (readonly [string, JsonObject, JsonObject])[] = [
  ['allowed', LONG, {}],
  ['forbidden', LONG, { concurrencyPolicy: 'Forbid' }],
  ['replaced', LONG, { concurrencyPolicy: 'Replace' }],
  ['short', SHORT, { successfulJobsHistoryLimit: 1 }],
  ['failing', FAILS, { failedJobsHistoryLimit: 0 }],
  ['suspended', SHORT, { suspend: true }],
  ['elsewhere', SHORT, { timeZone: 'Asia/Kathmandu' }],
];

const ofCronJob = (name: string) => (job: KubeObject) => job.metadata.labels?.['cron'] === name;

/** CronJobs over three minutes: overlaps, replacement, history, a failure, a suspension, a zone. */
export const CRONJOBS_OVER_TIME: Scenario = {
  name: 'cronjobs',
  run: async stage => {
    const life = new Life(stage);
    for (const [name, behaviour, spec] of CASES) await life.create(CRONJOBS, cronJob(name, behaviour, spec));
    const jobs = (holds: (found: readonly KubeObject[]) => boolean) => life.untilList(JOBS, holds);
    const count = (found: readonly KubeObject[], name: string) => found.filter(ofCronJob(name)).length;
    // The first minute.
    const first = await jobs(found =>
      ['allowed', 'forbidden', 'replaced', 'short', 'failing', 'elsewhere'].every(name => count(found, name) > 0),
    );
    life.look(
      'what a run is named and carries',
      first.filter(ofCronJob('allowed')).map(({ metadata }) => ({
        isNamedByItsMinute: /^allowed-\d{8}$/.test(metadata.name ?? ''),
        labels: metadata.labels,
        annotations: Object.keys(metadata.annotations ?? {}),
        owners: metadata.ownerReferences?.map(({ kind, name, controller }) => ({ kind, name, controller })),
      })),
    );
    // The second: runs of the first that take longer are still there.
    const second = await jobs(found => count(found, 'allowed') === 2);
    life.look('side by side', count(second, 'allowed'));
    life.look('one at a time', count(second, 'forbidden'));
    await jobs(
      found =>
        found.filter(ofCronJob('replaced')).length === 1 &&
        !found.some(job => job.metadata.uid === uidOf(first, 'replaced')),
    );
    life.look("the newer in the older one's place", true);
    await life.until(CRONJOBS, 'short', object => getPath(object, 'status', 'lastSuccessfulTime') !== undefined);
    // The third: what is over is kept as long as its limit says.
    await jobs(found => isLater(second, found));
    const kept = await jobs(found => count(found, 'short') === 1 && count(found, 'failing') === 0);
    life.look('history', {
      short: count(kept, 'short'),
      failing: count(kept, 'failing'),
      suspended: count(kept, 'suspended'),
    });
    const shown = await life.until(CRONJOBS, 'suspended', () => true);
    life.look('suspended: status', shown['status']);
    const allowed = await life.until(
      CRONJOBS,
      'allowed',
      object => asArray(getPath(object, 'status', 'active')).length > 1,
    );
    life.look(
      'active',
      asArray(getPath(allowed, 'status', 'active'))
        .map(entry => ({ kind: getPath(entry, 'kind'), apiVersion: getPath(entry, 'apiVersion') }))
        .slice(0, 1),
    );
    for (const [name, last] of [
      ['forbidden', 'SawCompletedJob'],
      ['replaced', 'SuccessfulDelete'],
    ] as const) {
      const isAbout = (event: KubeObject) =>
        getPath(event, 'involvedObject', 'kind') === 'CronJob' && getPath(event, 'involvedObject', 'name') === name;
      // It is said a moment after it is so.
      const isSaid = (event: KubeObject) => isAbout(event) && event['reason'] === last;
      const events = (await life.untilList('events', found => found.some(isSaid))).filter(isAbout);
      const reasons = new Set(
        events.map(
          event =>
            `${asString(event['type'])} ${asString(event['reason'])}: ${asString(event['message'])
              .replace(/\d{8}/g, '<minute>')
              .replace(/\{.*\}/, '{}')}`,
        ),
      );
      life.look(`${name}: what was said`, [...reasons]);
    }
    const removed = await life.until(CRONJOBS, 'short', () => true);
    life.look('the end', {
      suspend: getPath(removed, 'spec', 'suspend'),
      generation: getPath(removed, 'metadata', 'generation'),
    });
    await life.delete(CRONJOBS, 'allowed');
    await jobs(found => count(found, 'allowed') === 0);
    life.look('runs go with their CronJob', true);
  },
};

function uidOf(jobs: readonly KubeObject[], name: string): string {
  return jobs.find(ofCronJob(name))?.metadata.uid ?? '';
}

function isLater(before: readonly KubeObject[], now: readonly KubeObject[]): boolean {
  const names = (jobs: readonly KubeObject[]) =>
    jobs.filter(ofCronJob('short')).map(({ metadata }) => metadata.name ?? '');
  return names(now).some(name => !names(before).includes(name));
}
