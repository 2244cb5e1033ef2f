import { asObject, asStringMap, getPath, type JsonObject } from '@lanthorn/base/json.ts';
import type { KubeObject } from '@lanthorn/kube/kube-object.ts';
import { defaultPodTemplate } from './pod-defaults.ts';
import type { Strategy } from './strategy.ts';
import {
  validateCronJob,
  validateJobSelector,
  validateJobSpec,
  validateJobUpdate,
  validateSelectorUpdate,
  validateWorkload,
} from './validation.ts';

const spec = (object: KubeObject): JsonObject => asObject(object['spec']);

function withTemplate(defaults: JsonObject): (object: KubeObject) => KubeObject {
  return object => {
    const given = spec(object);
    return { ...object, spec: { ...defaults, ...given, template: defaultPodTemplate(given['template']) } };
  };
}

function fillDeployment(object: KubeObject): KubeObject {
  const filled = withTemplate({ replicas: 1, revisionHistoryLimit: 10, progressDeadlineSeconds: 600 })(object);
  return {
    ...filled,
    spec: { ...spec(filled), strategy: rolling(spec(filled)['strategy'], { maxUnavailable: '25%', maxSurge: '25%' }) },
  };
}

function rolling(strategy: unknown, defaults: JsonObject): JsonObject {
  const given = asObject(strategy);
  const type = given['type'] ?? 'RollingUpdate';
  return type === 'RollingUpdate'
    ? { type, rollingUpdate: { ...defaults, ...asObject(given['rollingUpdate']) } }
    : { ...given, type };
}

function fillStatefulSet(object: KubeObject): KubeObject {
  const filled = withTemplate({
    replicas: 1,
    podManagementPolicy: 'OrderedReady',
    revisionHistoryLimit: 10,
    persistentVolumeClaimRetentionPolicy: { whenDeleted: 'Retain', whenScaled: 'Retain' },
  })(object);
  const updateStrategy = rolling(spec(filled)['updateStrategy'], { partition: 0, maxUnavailable: 1 });
  return {
    ...filled,
    spec: { ...spec(filled), updateStrategy },
    status: { replicas: 0, availableReplicas: 0, ...asObject(object['status']) },
  };
}

function fillDaemonSet(object: KubeObject): KubeObject {
  const filled = withTemplate({ revisionHistoryLimit: 10 })(object);
  const updateStrategy = rolling(spec(filled)['updateStrategy'], { maxUnavailable: 1, maxSurge: 0 });
  const annotations = { 'deprecated.daemonset.template.generation': '1', ...object.metadata.annotations };
  const counts = { currentNumberScheduled: 0, numberMisscheduled: 0, desiredNumberScheduled: 0, numberReady: 0 };
  return {
    ...filled,
    metadata: { ...object.metadata, annotations },
    spec: { ...spec(filled), updateStrategy },
    status: { ...counts, ...asObject(object['status']) },
  };
}

const MAX_INT32 = 2_147_483_647;

function fillJobSpec(given: JsonObject): JsonObject {
  const isSingle = given['completions'] === undefined && given['parallelism'] === undefined;
  return {
    ...given,
    parallelism: given['parallelism'] ?? 1,
    ...(isSingle ? { completions: 1 } : {}),
    // With a limit for each index, the Job's own is out of the way.
    backoffLimit: given['backoffLimit'] ?? (given['backoffLimitPerIndex'] === undefined ? 6 : MAX_INT32),
    template: defaultPodTemplate(given['template']),
    completionMode: given['completionMode'] ?? 'NonIndexed',
    suspend: given['suspend'] ?? false,
    podReplacementPolicy:
      given['podReplacementPolicy'] ?? (given['podFailurePolicy'] === undefined ? 'TerminatingOrFailed' : 'Failed'),
    manualSelector: given['manualSelector'] ?? false,
  };
}

function fillJob(object: KubeObject): KubeObject {
  const filled = fillJobSpec(spec(object));
  return { ...object, spec: filled };
}

/** The selector and pod labels by the Job's own uid. */
function createJob(object: KubeObject): KubeObject {
  const given = spec(object);
  if (given['manualSelector'] === true) return object;
  const uid = object.metadata.uid as string;
  const template = asObject(given['template']);
  const templateMeta = asObject(template['metadata']);
  const own = { 'batch.kubernetes.io/controller-uid': uid, 'batch.kubernetes.io/job-name': object.metadata.name };
  const legacy = { 'controller-uid': uid, 'job-name': object.metadata.name };
  const labels = { ...asObject(templateMeta['labels']), ...own, ...legacy } as Record<string, string>;
  return {
    ...object,
    spec: {
      ...given,
      selector: {
        ...asObject(given['selector']),
        matchLabels: {
          ...asObject(getPath(given, 'selector', 'matchLabels')),
          'batch.kubernetes.io/controller-uid': uid,
        },
      },
      template: { ...template, metadata: { ...templateMeta, labels } },
    },
  };
}

/** A Job without labels takes those of its template, which the server has not validated a second time. */
function finishJob(object: KubeObject): KubeObject {
  if (Object.keys(object.metadata.labels ?? {}).length > 0) return object;
  const labels = { ...asStringMap(getPath(object, 'spec', 'template', 'metadata', 'labels')) };
  return { ...object, metadata: { ...object.metadata, labels } };
}

function fillCronJob(object: KubeObject): KubeObject {
  const given = spec(object);
  const template = asObject(given['jobTemplate']);
  const jobSpec = asObject(template['spec']);
  return {
    ...object,
    spec: {
      ...given,
      concurrencyPolicy: given['concurrencyPolicy'] ?? 'Allow',
      suspend: given['suspend'] ?? false,
      jobTemplate: {
        ...template,
        metadata: asObject(template['metadata']),
        spec: { ...jobSpec, template: defaultPodTemplate(jobSpec['template']) },
      },
      successfulJobsHistoryLimit: given['successfulJobsHistoryLimit'] ?? 3,
      failedJobsHistoryLimit: given['failedJobsHistoryLimit'] ?? 1,
    },
  };
}

const WORKLOAD: Strategy = {
  hasGeneration: true,
  hasStatus: true,
  validate: validateWorkload,
  validateUpdate: validateSelectorUpdate,
};

/** Kinds that make pods. */
export const WORKLOAD_STRATEGIES: Readonly<Record<string, Strategy>> = {
  deployments: { ...WORKLOAD, fill: fillDeployment },
  replicasets: {
    ...WORKLOAD,
    fill: object => {
      const filled = withTemplate({ replicas: 1 })(object);
      return { ...filled, status: { replicas: 0, ...asObject(object['status']) } };
    },
    selectableFields: ['status.replicas'],
  },
  statefulsets: { ...WORKLOAD, fill: fillStatefulSet },
  daemonsets: { ...WORKLOAD, fill: fillDaemonSet },
  jobs: {
    orphansByDefault: true,
    deleteWarning:
      'child pods are preserved by default when jobs are deleted; set propagationPolicy=Background to remove them or set propagationPolicy=Orphan to suppress this warning',
    hasGeneration: true,
    hasStatus: true,
    fill: fillJob,
    create: createJob,
    finish: finishJob,
    validate: object => [...validateJobSelector(object), ...validateJobSpec(spec(object), 'spec')],
    validateUpdate: validateJobUpdate,
    selectableFields: ['status.successful'],
  },
  cronjobs: { hasGeneration: true, hasStatus: true, fill: fillCronJob, validate: validateCronJob },
};
