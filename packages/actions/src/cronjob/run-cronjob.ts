import { asObject, asString, asStringMap, getPath } from '@lanthorn/base/json.ts';
import { apiVersionOf } from '@lanthorn/kube/api/group-version-resource.ts';
import { formatTime, type KubeObject, readOwners } from '@lanthorn/kube/objects/kube-object.ts';
import { applyRunParameters, runParametersOf } from '../machinery/run-parameters.ts';
import type { Action, ActionRecord, Message } from '../machinery/action.ts';
import { CRONJOBS, isCronJobs, JOBS } from '../machinery/batch-resources.ts';
import { createRequest, createRight, kubectlCreate, kubectlLine } from '../machinery/change-request.ts';
import { deleteCreated } from '../machinery/inverse.ts';

/** A label's length: Jobs with longer names get no pods. */
const MAX_JOB_NAME = 63;
const INSTANTIATE = 'cronjob.kubernetes.io/instantiate';

/** The CronJob's name, cut so that the suffix fits. */
export function manualJobName(cronJobName: string, suffix: string): string {
  const room = MAX_JOB_NAME - suffix.length - 1;
  return `${cronJobName.slice(0, room).replace(/[-.]+$/, '')}-${suffix}`;
}

/**
 * The Job `kubectl create job --from=cronjob/…` makes: labels and annotations of the template, marked manual, owned by the
 * CronJob as controller. Kind and apiVersion are this program's own words, never taken from the object: items of a list
 * carry none. No `blockOwnerDeletion`: that needs a right on finalizers where OwnerReferencesPermissionEnforcement is on.
 */
export function manualJob(cronJob: KubeObject, { target, suffix, params }: Action): KubeObject {
  const template = asObject(getPath(cronJob, 'spec', 'jobTemplate'));
  const { labels, annotations } = asObject(template['metadata']);
  return {
    apiVersion: apiVersionOf(JOBS),
    kind: 'Job',
    metadata: {
      name: manualJobName(target.name, suffix),
      namespace: target.namespace,
      labels: { ...asStringMap(labels) },
      annotations: { ...asStringMap(annotations), [INSTANTIATE]: 'manual' },
      ownerReferences: [
        { apiVersion: apiVersionOf(CRONJOBS), kind: 'CronJob', name: target.name, uid: target.uid, controller: true },
      ],
    },
    spec: params.run === undefined ? template['spec'] : applyRunParameters(template['spec'], params.run),
  };
}

function effects(cronJob: KubeObject, jobName: string): Message[] {
  const list: Message[] = [{ key: 'effect.jobCreated', values: { job: jobName } }];
  if (getPath(cronJob, 'spec', 'suspend') === true) list.push({ key: 'effect.runsThoughSuspended', values: {} });
  const policy = asString(getPath(cronJob, 'spec', 'concurrencyPolicy'));
  if (policy === 'Forbid' || policy === 'Replace') list.push({ key: 'effect.notInActive', values: { policy } });
  list.push({ key: 'effect.countsTowardHistory', values: {} });
  return list;
}

export const RUN_CRONJOB: ActionRecord<'cronjob.run'> = {
  kind: 'cronjob.run',
  isOffered: true,
  key: 'r',
  form: 'run',
  isPurpose: true,
  tone: 'plain',
  guard: null,
  appliesTo: isCronJobs,
  right: ({ namespace }) => createRight(JOBS, namespace),
  needs: 'present',
  goneIsDone: false,
  plan: (action, cronJob, { context }) => {
    const { target } = action;
    const job = manualJob(cronJob, action);
    const name = job.metadata.name ?? '';
    return {
      request: createRequest(JOBS, target.namespace, job),
      right: RUN_CRONJOB.right(target),
      effects: effects(cronJob, name),
      // With parameters there is no short form.
      kubectl:
        action.params.run === undefined
          ? kubectlLine(target, context, ['create', 'job', name, `--from=cronjob/${target.name}`])
          : kubectlCreate(target, context, job),
      confirmation: { type: 'exists', resource: JOBS, namespace: target.namespace, name },
      isDone: false,
      clashes: [],
    };
  },
  isOwnWork: (action: Action, job: KubeObject) =>
    job.metadata.annotations?.[INSTANTIATE] === 'manual' &&
    readOwners(job).some(owner => owner.uid === action.target.uid && owner.controller === true),
  follows: 'job',
  inverse: outcome => deleteCreated(outcome, JOBS),
};

/** As the controller marks the Jobs of its schedule (KEP-4026): the time a run was due, RFC 3339. */
const SCHEDULED_TIMESTAMP = 'batch.kubernetes.io/cronjob-scheduled-timestamp';
const MINUTE_MS = 60_000;

/**
 * The Job of a slot that was missed, under the name the controller would have given it: so a slot never runs twice, whoever is
 * first, and its time is handed over as the controller does, and in a variable where one is wished.
 */
export function backfillJob(cronJob: KubeObject, { target, index, params }: Action): KubeObject {
  const slot = params.backfill?.slots[index] ?? 0;
  const suffix = String(Math.floor(slot / MINUTE_MS));
  const job = manualJob(cronJob, { kind: 'cronjob.run', target, index, suffix, params: {} });
  const { annotations, ...metadata } = job.metadata;
  const env = params.backfill?.env ?? '';
  return {
    ...job,
    metadata: { ...metadata, annotations: { ...annotations, [SCHEDULED_TIMESTAMP]: formatTime(slot) } },
    spec: env === '' ? job['spec'] : withVariable(job['spec'], env, formatTime(slot)),
  };
}

function withVariable(spec: unknown, name: string, value: string): unknown {
  const form = runParametersOf(spec);
  const containers = form.containers.map(container => ({ ...container, env: { ...container.env, [name]: value } }));
  return applyRunParameters(spec, { ...form, containers });
}

export const BACKFILL_CRONJOB: ActionRecord<'cronjob.backfill'> = {
  ...RUN_CRONJOB,
  kind: 'cronjob.backfill',
  isOffered: false,
  key: null,
  form: null,
  atOnce: ({ backfill }) => backfill?.atOnce,
  plan: (action, cronJob, { context }) => {
    const { target, params, index } = action;
    const job = backfillJob(cronJob, action);
    const name = job.metadata.name ?? '';
    const time = formatTime(params.backfill?.slots[index] ?? 0);
    return {
      request: createRequest(JOBS, target.namespace, job),
      right: RUN_CRONJOB.right(target),
      effects: [
        { key: 'effect.slotRuns', values: { job: name, time } },
        { key: 'effect.countsTowardHistory', values: {} },
      ],
      kubectl: kubectlCreate(target, context, job),
      confirmation: { type: 'exists', resource: JOBS, namespace: target.namespace, name },
      isDone: false,
      clashes: [],
    };
  },
};
