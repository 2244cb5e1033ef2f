import { asArray, asObject, asStringMap, deepEqual, getPath, type JsonObject } from '@lanthorn/base/json.ts';
import type { KubeObject } from '@lanthorn/kube/objects/kube-object.ts';
import type { Strategy } from '../resources/strategy.ts';
import {
  validateCronJob,
  validateJobSelector,
  validateJobSpec,
  validateJobUpdate,
  validateSelectorUpdate,
  validateWorkload,
} from './validation.ts';

const spec = (object: KubeObject): JsonObject => asObject(object['spec']);

const MAX_INT32 = 2_147_483_647;

/** What depends on what else is there. */
function fillJob(object: KubeObject): KubeObject {
  const given = spec(object);
  const isSingle = given['completions'] === undefined && given['parallelism'] === undefined;
  return {
    ...object,
    spec: {
      parallelism: 1,
      ...given,
      ...(isSingle ? { completions: 1 } : {}),
      // With a limit for each index, the Job's own is out of the way.
      backoffLimit: given['backoffLimit'] ?? (given['backoffLimitPerIndex'] === undefined ? 6 : MAX_INT32),
      podReplacementPolicy:
        given['podReplacementPolicy'] ?? (given['podFailurePolicy'] === undefined ? 'TerminatingOrFailed' : 'Failed'),
    },
  };
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

const workload = (kind: string): Strategy => ({
  hasGeneration: true,
  hasStatus: true,
  validate: object => validateWorkload(object, kind),
  validateUpdate: validateSelectorUpdate,
});

const DEPLOYMENT = workload('deployment');

/** In Go that it is not paused is the same as nothing. */
function fillDeployment(object: KubeObject): KubeObject {
  const { paused, ...rest } = spec(object);
  return paused === false ? { ...object, spec: rest } : object;
}

/** Its claims are objects of their own; the name of its service is there, if empty. */
function createStatefulSet(object: KubeObject): KubeObject {
  const given = spec(object);
  const claims = asArray(given['volumeClaimTemplates']).map(entry => {
    const claim = asObject(entry);
    return {
      kind: 'PersistentVolumeClaim',
      apiVersion: 'v1',
      ...claim,
      spec: { volumeMode: 'Filesystem', ...asObject(claim['spec']) },
      status: { phase: 'Pending', ...asObject(claim['status']) },
    };
  });
  const templates = claims.length === 0 ? {} : { volumeClaimTemplates: claims };
  return { ...object, spec: { serviceName: '', ...given, ...templates } };
}

/** Its pods get a volume for each claim, so that is what their template may mount. */
function withClaimedVolumes(object: KubeObject): KubeObject {
  const given = spec(object);
  const claimed = asArray(given['volumeClaimTemplates']).map(entry => {
    const name = getPath(entry, 'metadata', 'name');
    return { name, persistentVolumeClaim: { claimName: name } };
  });
  if (claimed.length === 0) return object;
  const template = asObject(given['template']);
  const pod = asObject(template['spec']);
  const names = claimed.map(({ name }) => name);
  const own = asArray(pod['volumes']).filter(volume => !names.includes(asObject(volume)['name']));
  return { ...object, spec: { ...given, template: { ...template, spec: { ...pod, volumes: [...claimed, ...own] } } } };
}

const TEMPLATE_GENERATION = 'deprecated.daemonset.template.generation';

/** In Go it is a field of the spec, which the server alone counts. */
function withTemplateGeneration(object: KubeObject, old: KubeObject): KubeObject {
  const before = Number(old.metadata.annotations?.[TEMPLATE_GENERATION] ?? 1);
  const isOther = !deepEqual(spec(object)['template'], spec(old)['template']);
  const annotations = { ...object.metadata.annotations, [TEMPLATE_GENERATION]: String(before + (isOther ? 1 : 0)) };
  return { ...object, metadata: { ...object.metadata, annotations } };
}

/** Kinds that make pods. */
export const WORKLOAD_STRATEGIES: Readonly<Record<string, Strategy>> = {
  deployments: { ...DEPLOYMENT, countsAnnotations: true, fill: fillDeployment, keptByStatus: ['labels'] },
  // The real server warns so.
  replicasets: { ...DEPLOYMENT, selectableFields: ['status.replicas'] },
  statefulsets: { ...workload('statefulset'), create: createStatefulSet, checked: withClaimedVolumes },
  daemonsets: {
    ...workload('daemonset'),
    // What is not filled in yet is the same template.
    update: (object, old) => withTemplateGeneration(object, old),
    updateStatus: withTemplateGeneration,
  },
  jobs: {
    orphansByDefault: true,
    deleteWarning:
      'child pods are preserved by default when jobs are deleted; set propagationPolicy=Background to remove them or set propagationPolicy=Orphan to suppress this warning',
    hasGeneration: true,
    hasStatus: true,
    fill: fillJob,
    create: createJob,
    finish: finishJob,
    validate: (object, old) => [...validateJobSelector(object, old), ...validateJobSpec(spec(object), 'spec')],
    validateUpdate: validateJobUpdate,
    selectableFields: ['status.successful'],
  },
  cronjobs: {
    hasGeneration: true,
    hasStatus: true,
    validate: validateCronJob,
    errorOrder: [
      'spec.schedule',
      'spec.startingDeadlineSeconds',
      'spec.timeZone',
      'spec.concurrencyPolicy',
      'spec.jobTemplate',
      'spec.jobTemplate.spec.template.spec.restartPolicy',
      'spec.successfulJobsHistoryLimit',
      'spec.failedJobsHistoryLimit',
    ],
  },
};
