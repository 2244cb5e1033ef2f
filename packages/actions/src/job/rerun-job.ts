import { asArray, asObject, asStringMap, getPath, type JsonObject } from '@lanthorn/base/json.ts';
import { apiVersionOf } from '@lanthorn/kube/api/group-version-resource.ts';
import type { KubeObject } from '@lanthorn/kube/objects/kube-object.ts';
import type { Action, ActionRecord, Message } from '../machinery/action.ts';
import { createRequest, createRight, kubectlCreate } from '../machinery/change-request.ts';
import { deleteCreated } from '../machinery/inverse.ts';
import { JOBS } from '../machinery/batch-resources.ts';
import { manualJobName } from '../cronjob/run-cronjob.ts';

/** Set by the Job controller on its Job's pods; a copy gets its own. */
const CONTROLLER_LABELS = new Set([
  'batch.kubernetes.io/controller-uid',
  'batch.kubernetes.io/job-name',
  'controller-uid',
  'job-name',
]);
const INDEX_VARIABLE = 'JOB_COMPLETION_INDEX';
/** Annotation and label of a pod of an indexed Job. */
const INDEX_KEY = 'batch.kubernetes.io/job-completion-index';

/**
 * The Job once more, under another name: all of it, or one index of an indexed Job. The controller numbers indexes from 0, so one
 * index alone is a plain Job whose pods are told theirs as an indexed Job's are.
 */
export function rerunJob(job: KubeObject, { target, suffix, index, params }: Action): KubeObject {
  const chosen = params.rerun?.indexes[index];
  const { selector: _selector, manualSelector: _manual, suspend: _suspend, ...spec } = asObject(job['spec']);
  const template = asObject(spec['template']);
  const metadata = asObject(template['metadata']);
  const name = manualJobName(target.name, chosen === undefined ? suffix : `${suffix}-${chosen}`);
  const again: JsonObject = {
    ...spec,
    template:
      chosen === undefined
        ? {
            ...template,
            metadata: { ...metadata, labels: ownLabels(metadata['labels']) },
            spec: asObject(template['spec']),
          }
        : withIndex(template, chosen, target.name),
  };
  return {
    apiVersion: apiVersionOf(JOBS),
    kind: 'Job',
    metadata: {
      name,
      namespace: target.namespace,
      labels: ownLabels(job.metadata.labels),
      annotations: { 'lanthorn.dev/rerun-of': target.name, 'lanthorn.dev/rerun-of-uid': target.uid },
      ...(job.metadata.ownerReferences === undefined ? {} : { ownerReferences: job.metadata.ownerReferences }),
    },
    spec: chosen === undefined ? again : asOneIndex(again),
  };
}

function ownLabels(labels: unknown): Record<string, string> {
  return Object.fromEntries(Object.entries(asStringMap(labels)).filter(([key]) => !CONTROLLER_LABELS.has(key)));
}

function asOneIndex(spec: JsonObject): JsonObject {
  const {
    completionMode: _mode,
    completions: _completions,
    parallelism: _parallelism,
    backoffLimitPerIndex: _perIndex,
    maxFailedIndexes: _maxFailed,
    successPolicy: _successPolicy,
    ...rest
  } = spec;
  return rest;
}

/**
 * What the Job controller puts into the pods of an index (indexed_job_utils.go, Kubernetes 1.37): annotation, label, host name, and the
 * variable in every container, unless the template has one of its own.
 */
function withIndex(template: JsonObject, index: number, jobName: string): JsonObject {
  const { labels, annotations, ...metadata } = asObject(template['metadata']);
  const pod = asObject(template['spec']);
  const told = { [INDEX_KEY]: String(index) };
  const variable = { name: INDEX_VARIABLE, valueFrom: { fieldRef: { fieldPath: `metadata.labels['${INDEX_KEY}']` } } };
  const withVariable = (container: unknown) => {
    const env = asArray(getPath(container, 'env'));
    const hasOwn = env.some(entry => getPath(entry, 'name') === INDEX_VARIABLE);
    return hasOwn ? container : { ...asObject(container), env: [...env, variable] };
  };
  const containers = (name: string) =>
    pod[name] === undefined ? {} : { [name]: asArray(pod[name]).map(withVariable) };
  return {
    ...template,
    metadata: {
      ...metadata,
      labels: { ...ownLabels(labels), ...told },
      annotations: { ...asStringMap(annotations), ...told },
    },
    spec: { ...pod, hostname: `${jobName}-${index}`, ...containers('initContainers'), ...containers('containers') },
  };
}

export const RERUN_JOB: ActionRecord<'job.rerun'> = {
  kind: 'job.rerun',
  isOffered: true,
  key: 'r',
  form: null,
  isPurpose: true,
  tone: 'plain',
  guard: null,
  appliesTo: ({ group, resource }) => group === JOBS.group && resource === JOBS.resource,
  right: ({ namespace }) => createRight(JOBS, namespace),
  needs: 'present',
  goneIsDone: false,
  plan: (action, job, { context }) => {
    const { target } = action;
    const again = rerunJob(job, action);
    const name = again.metadata.name ?? '';
    const chosen = action.params.rerun?.indexes[action.index];
    const effects: Message[] = [{ key: 'effect.jobAgain', values: { job: name } }];
    if (chosen !== undefined) effects.push({ key: 'effect.oneIndex', values: { index: chosen } });
    return {
      request: createRequest(JOBS, target.namespace, again),
      right: RERUN_JOB.right(target),
      effects,
      kubectl: kubectlCreate(target, context, again),
      confirmation: { type: 'exists', resource: JOBS, namespace: target.namespace, name },
      isDone: false,
      clashes: [],
    };
  },
  isOwnWork: ({ target }, job) => job.metadata.annotations?.['lanthorn.dev/rerun-of-uid'] === target.uid,
  follows: 'job',
  inverse: outcome => deleteCreated(outcome, JOBS),
};
