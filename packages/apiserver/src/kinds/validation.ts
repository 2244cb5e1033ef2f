import { asArray, asObject, asString, asStringMap, deepEqual, getPath, type JsonObject } from '@lanthorn/base/json.ts';
import { loadGoTimeZone } from '@lanthorn/kube/schedule/go-time-zone.ts';
import type { KubeObject } from '@lanthorn/kube/objects/kube-object.ts';
import { parseQuantity } from '@lanthorn/kube/objects/quantity.ts';
import { scheduleRefusals } from '@lanthorn/kube/schedule/schedule-refusals.ts';
import { type FieldError, forbiddenField, invalidValue, notSupported, required } from '../wire/api-error.ts';
import { matchesLabels, readLabelSelector } from '@lanthorn/kube/selectors/label-selector.ts';
import { SUBDOMAIN_LENGTH } from '@lanthorn/kube/selectors/label-format.ts';
import { FIELD_FORMATS } from '../schema/field-formats.ts';

// Texts and rules: k8s.io/apimachinery/pkg/api/validation and k8s.io/kubernetes/pkg/apis/{core,batch,apps}/validation.

/** A CronJob's Jobs get a suffix of up to 11 characters on its name. */
const CRONJOB_NAME_LENGTH = 52;
/** All annotations of an object together. */
const ANNOTATIONS_BYTES = 256 * 1024;

export function validateMeta(object: KubeObject, resource: string): FieldError[] {
  const { name, labels, annotations } = object.metadata;
  return [
    ...validateName(name ?? '', resource),
    ...validateLabels('metadata.labels', labels),
    ...validateAnnotations(annotations),
    ...validateOwners(object),
    ...validateFinalizers(object.metadata.finalizers),
  ];
}

function validateName(name: string, resource: string): FieldError[] {
  const field = 'metadata.name';
  const wrong = (why: string) => [invalidValue(field, name, why)];
  if (name === '') return [required(field, 'name or generateName is required')];
  if (['namespaces', 'services'].includes(resource)) return FIELD_FORMATS.label(name).slice(0, 1).flatMap(wrong);
  // Names that are paths of their own.
  if (resource.includes('role') || resource === 'apiservices')
    return /[/%]/.test(name) ? wrong("may not contain '/' or '%'") : [];
  if (resource === 'cronjobs' && name.length > CRONJOB_NAME_LENGTH)
    return wrong(`must be no more than ${CRONJOB_NAME_LENGTH} characters`);
  if (name.length > SUBDOMAIN_LENGTH) return wrong(`must be no more than ${SUBDOMAIN_LENGTH} characters`);
  return FIELD_FORMATS.subdomain(name).flatMap(wrong);
}

function validateQualifiedName(field: string, key: string): FieldError[] {
  return FIELD_FORMATS.qualifiedName(key).map(why => invalidValue(field, key, why));
}

export function validateLabels(field: string, labels: unknown): FieldError[] {
  return Object.entries(asStringMap(labels)).flatMap(([key, value]) => [
    ...validateQualifiedName(field, key),
    ...FIELD_FORMATS.labelValue(value).map(why => invalidValue(field, value, why)),
  ]);
}

const STANDARD_FINALIZERS = ['kubernetes', 'orphan', 'foregroundDeletion'];

function validateFinalizers(finalizers: readonly string[] = []): FieldError[] {
  return finalizers.flatMap((finalizer, i) =>
    finalizer.includes('/') || STANDARD_FINALIZERS.includes(finalizer)
      ? []
      : [
          invalidValue(
            `metadata.finalizers[${i}]`,
            finalizer,
            'name is neither a standard finalizer name nor is it fully qualified',
          ),
        ],
  );
}

/** An object that is being deleted gets no new finalizers (ValidateObjectMetaUpdate). */
export function validateMetaUpdate(object: KubeObject, old: KubeObject): FieldError[] {
  if (old.metadata.deletionTimestamp === undefined) return [];
  const added = (object.metadata.finalizers ?? []).filter(entry => !(old.metadata.finalizers ?? []).includes(entry));
  if (added.length === 0) return [];
  const list = added.map(entry => JSON.stringify(entry)).join(', ');
  const why = `no new finalizers can be added if the object is being deleted, found new finalizers []string{${list}}`;
  return [forbiddenField('metadata.finalizers', why)];
}

/** What a ConfigMap or a Secret may hold in all. */
const MAX_DATA_BYTES = 1024 * 1024;

/** `field` is what the server calls the whole of it; a Secret's values are in base64. */
export function validateDataSize(object: KubeObject, field: string, isEncoded: boolean): FieldError[] {
  const bytes = (values: unknown, share: number) =>
    Object.values(asStringMap(values)).reduce((sum, value) => sum + Math.floor(value.length * share), 0);
  const encoded = 3 / 4;
  const total = bytes(object['data'], isEncoded ? encoded : 1) + bytes(object['binaryData'], encoded);
  if (total <= MAX_DATA_BYTES) return [];
  const message = `Too long: may not be more than ${MAX_DATA_BYTES} bytes`;
  return [{ field, reason: 'FieldValueTooLong', message }];
}

/** ConfigMaps and Secrets that were made immutable stay as they are. */
export function validateImmutable(object: KubeObject, old: KubeObject): FieldError[] {
  if (old['immutable'] !== true) return [];
  const why = 'field is immutable when `immutable` is set';
  return ['immutable', 'data', 'binaryData']
    .filter(name => !deepEqual(object[name], old[name]))
    .map(name => forbiddenField(name, why));
}

/** The role of a binding cannot be changed: for another role one makes another binding. */
export function validateRoleRef(object: KubeObject): FieldError[] {
  const { kind } = asObject(object['roleRef']);
  const kinds = ['Role', 'ClusterRole'];
  return kinds.includes(asString(kind)) ? [] : [notSupported('roleRef.kind', asString(kind), kinds)];
}

export function validateRoleRefUpdate(object: KubeObject, old: KubeObject): FieldError[] {
  const { apiGroup, kind, name } = asObject(object['roleRef']);
  if (deepEqual(object['roleRef'], old['roleRef'])) return [];
  return [invalidValue('roleRef', { APIGroup: apiGroup, Kind: kind, Name: name }, 'field is immutable')];
}

function validateAnnotations(annotations: unknown): FieldError[] {
  const errors = Object.keys(asStringMap(annotations)).flatMap(key =>
    validateQualifiedName('metadata.annotations', key),
  );
  let bytes = 0;
  for (const [key, value] of Object.entries(asStringMap(annotations))) bytes += key.length + value.length;
  if (bytes <= ANNOTATIONS_BYTES) return errors;
  return [
    ...errors,
    {
      field: 'metadata.annotations',
      reason: 'FieldValueTooLong',
      message: `Too long: may not be more than ${ANNOTATIONS_BYTES} bytes`,
    },
  ];
}

function validateOwners(object: KubeObject): FieldError[] {
  const owners = asArray(object.metadata.ownerReferences).map(asObject);
  const errors: FieldError[] = [];
  for (const [i, owner] of owners.entries()) {
    for (const key of ['apiVersion', 'kind', 'name', 'uid']) {
      if (asString(owner[key]) === '')
        errors.push(required(`metadata.ownerReferences[${i}].${key}`, 'must not be empty'));
    }
  }
  const controllers = owners.filter(owner => owner['controller'] === true);
  const [first, second] = controllers;
  if (first !== undefined && second !== undefined) {
    const pair = `${asString(first['kind'])}/${asString(first['name'])} and ${asString(second['kind'])}/${asString(second['name'])}`;
    errors.push(
      invalidValue(
        'metadata.ownerReferences',
        owners,
        `Only one reference can have Controller set to true. Found "true" in references for ${pair}`,
      ),
    );
  }
  return errors;
}

/** A Job's selector is made by the server unless the client says that it makes its own (`manualSelector`). Later it only has to be there, and to match. */
export function validateJobSelector(object: KubeObject, old?: KubeObject): FieldError[] {
  const spec = asObject(object['spec']);
  const labels = asStringMap(getPath(spec, 'template', 'metadata', 'labels'));
  const wanted = asStringMap(getPath(spec, 'selector', 'matchLabels'));
  const own = { 'batch.kubernetes.io/controller-uid': labels['batch.kubernetes.io/controller-uid'] };
  const isOwn = old !== undefined || spec['manualSelector'] === true || deepEqual(wanted, own);
  const isMissing = old !== undefined && spec['selector'] === undefined;
  const isMatching = !isMissing && Object.entries(wanted).every(([key, value]) => labels[key] === value);
  return [
    ...(isMissing ? [required('spec.selector')] : []),
    ...(isOwn ? [] : [invalidValue('spec.selector', spec['selector'], '`selector` not auto-generated')]),
    ...(isMatching
      ? []
      : [invalidValue('spec.template.metadata.labels', labels, '`selector` does not match template `labels`')]),
  ];
}

/** The job-name label of a Job's pods carries its name. */
function validateJobTemplate(spec: JsonObject, path: string): FieldError[] {
  const template = asObject(spec['template']);
  const errors = validateLabels(`${path}.template.labels`, asObject(template['metadata'])['labels']);
  const policy = getPath(template, 'spec', 'restartPolicy');
  if (policy !== 'OnFailure' && policy !== 'Never') {
    errors.push(required(`${path}.template.spec.restartPolicy`, 'valid values: "OnFailure", "Never"'));
  }
  return errors;
}

export function validateJobSpec(spec: JsonObject, path: string): FieldError[] {
  return dedupe(validateJobTemplate(spec, path));
}

/** The same value in two labels (the old and the new job-name label) is one complaint. */
function dedupe(errors: readonly FieldError[]): FieldError[] {
  return errors.filter((error, i) => errors.findIndex(other => deepEqual(other, error)) === i);
}

export function validateCronJob(object: KubeObject, old?: KubeObject): FieldError[] {
  const spec = asObject(object['spec']);
  const before = asObject(old?.['spec']);
  const isNewZone = old === undefined || before['timeZone'] !== spec['timeZone'];
  return [
    ...validateSchedule(spec, asString(before['schedule'])),
    ...(isNewZone ? validateTimeZone(spec['timeZone']) : []),
    ...validateJobSpec(asObject(getPath(spec, 'jobTemplate', 'spec')), 'spec.jobTemplate.spec'),
  ];
}

function validateSchedule({ schedule, timeZone }: JsonObject, before: string): FieldError[] {
  const text = asString(schedule);
  if (text === '') return [];
  const hasTimeZone = timeZone !== undefined && timeZone !== null;
  return scheduleRefusals(text, { before, hasTimeZone }).map(why => invalidValue('spec.schedule', text, why));
}

/** What a zone's name may be made of, by its parts (`validTimeZoneCharacters`); only then it is looked up. */
const ZONE_PART = /^[A-Za-z.\-_0-9+]{1,14}$/;

function validateTimeZone(timeZone: unknown): FieldError[] {
  const field = 'spec.timeZone';
  if (timeZone === undefined) return [];
  const name = asString(timeZone);
  if (name === '') return [invalidValue(field, name, 'timeZone must be nil or non-empty string')];
  const isOdd = name.split('/').some(part => /^\.\.?$/.test(part) || part.startsWith('-') || !ZONE_PART.test(part));
  if (isOdd) return [invalidValue(field, name, `unknown time zone ${name}`)];
  const explicit = 'timeZone must be an explicit time zone as defined in https://www.iana.org/time-zones';
  // Go knows the zone of the machine itself by this name, and spells it so.
  const local = name.toLowerCase() === 'local' ? [invalidValue(field, name, explicit)] : [];
  if (name === 'Local') return local;
  const zone = loadGoTimeZone(name);
  return zone.ok ? local : [...local, invalidValue(field, name, zone.error)];
}

/** Where pods may run, and what they get, is chosen until the first of them starts. */
const UNTIL_STARTED = ['nodeSelector', 'tolerations', 'schedulingGates'];

function templateWithoutPlace(template: unknown): JsonObject {
  const { metadata: _metadata, spec: pod, ...rest } = asObject(template);
  const kept = Object.entries(asObject(pod)).filter(([name]) => !UNTIL_STARTED.includes(name));
  const { containers, initContainers, affinity, ...spec }: JsonObject = Object.fromEntries(kept);
  const withoutResources = (list: unknown) =>
    asArray(list).map(container => ({ ...asObject(container), resources: null }));
  return {
    ...rest,
    spec: {
      ...spec,
      affinity: { ...asObject(affinity), nodeAffinity: null },
      containers: withoutResources(containers),
      initContainers: withoutResources(initContainers),
    },
  };
}

/** Of a Job with indexes it may change with the parallelism (KEP-3715). */
function validateCompletions(spec: JsonObject, before: JsonObject): FieldError[] {
  const field = 'spec.completions';
  const { completions, parallelism, completionMode } = spec;
  if (deepEqual(completions, before['completions'])) return [];
  if (completionMode !== 'Indexed') return [invalidValue(field, completions, 'field is immutable')];
  if (completions === undefined) return [required(field, 'when completion mode is Indexed')];
  return completions === parallelism
    ? []
    : [invalidValue(field, completions, 'can only be modified in tandem with spec.parallelism')];
}

/** What may change of a Job only while it is suspended and has not started (where its pods may run), or never. */
export function validateJobUpdate(object: KubeObject, old: KubeObject): FieldError[] {
  const spec = asObject(object['spec']);
  const before = asObject(old['spec']);
  const errors = validateCompletions(spec, before);
  if (!deepEqual(spec['selector'], before['selector']))
    errors.push(invalidValue('spec.selector', spec['selector'], 'field is immutable'));
  const mayChangePlace = before['suspend'] === true && getPath(old, 'status', 'startTime') === undefined;
  if (!mayChangePlace && !deepEqual(spec['template'], before['template']))
    errors.push(invalidValue('spec.template', spec['template'], 'field is immutable'));
  else if (!deepEqual(templateWithoutPlace(spec['template']), templateWithoutPlace(before['template'])))
    errors.push(invalidValue('spec.template.spec', asObject(spec['template'])['spec'], 'field is immutable'));
  for (const name of ['completionMode', 'podFailurePolicy', 'backoffLimitPerIndex', 'successPolicy', 'managedBy']) {
    if (!deepEqual(spec[name], before[name]))
      errors.push(invalidValue(`spec.${name}`, spec[name], 'field is immutable'));
  }
  return errors;
}

const OPERATORS = ['In', 'NotIn', 'Exists', 'DoesNotExist'];

/** Deployments, ReplicaSets, StatefulSets and DaemonSets: a selector that selects their own template. */
export function validateWorkload(object: KubeObject, kind: string): FieldError[] {
  const spec = asObject(object['spec']);
  const selector = asObject(spec['selector']);
  const wanted = asStringMap(selector['matchLabels']);
  const labels = getPath(spec, 'template', 'metadata', 'labels');
  if (spec['selector'] !== undefined && Object.keys(selector).length === 0)
    return [invalidValue('spec.selector', {}, `empty selector is invalid for ${kind}`)];
  if (validateLabels('spec.selector', wanted).length > 0)
    return [invalidValue('spec.selector', selector, 'invalid label selector')];
  const operators = asArray(selector['matchExpressions']).map(each => asString(asObject(each)['operator']));
  // Of daemons a selector that cannot be read is complained of as such alone.
  const isUnread = kind === 'daemonset' && operators.some(operator => !OPERATORS.includes(operator));
  const isMatching =
    isUnread || (spec['selector'] !== undefined && matchesLabels(readLabelSelector(selector), asStringMap(labels)));
  const isMissing = spec['selector'] === undefined && kind !== 'daemonset';
  return [
    ...(isMissing ? [required('spec.selector')] : []),
    ...(isMatching
      ? []
      : [invalidValue('spec.template.metadata.labels', labels ?? null, '`selector` does not match template `labels`')]),
    ...validateRestart(object),
  ];
}

const RESTART_POLICIES = ['Always', 'OnFailure', 'Never'];

/** Pods that somebody keeps running are started again, whatever their end. */
function validateRestart(object: KubeObject): FieldError[] {
  const field = 'spec.template.spec.restartPolicy';
  const policy = getPath(object, 'spec', 'template', 'spec', 'restartPolicy');
  if (policy === undefined || policy === 'Always') return [];
  const isKnown = RESTART_POLICIES.includes(asString(policy));
  return [notSupported(field, policy, ['Always']), ...(isKnown ? [] : [notSupported(field, policy, RESTART_POLICIES)])];
}

/** A ReplicationController selects by labels alone, at least by one (ValidateReplicationControllerSpec). */
export function validateController(object: KubeObject): FieldError[] {
  const selector = asStringMap(getPath(object, 'spec', 'selector'));
  const template = getPath(object, 'spec', 'template');
  if (Object.keys(selector).length === 0) return [required('spec.selector')];
  const labels = getPath(template, 'metadata', 'labels');
  const isMatching = Object.entries(selector).every(([key, value]) => asStringMap(labels)[key] === value);
  return [
    ...(template === undefined || isMatching
      ? []
      : [invalidValue('spec.template.metadata.labels', labels ?? null, '`selector` does not match template `labels`')]),
    ...validateRestart(object),
  ];
}

export function validateSelectorUpdate(object: KubeObject, old: KubeObject): FieldError[] {
  const selector = getPath(object, 'spec', 'selector');
  return deepEqual(selector, getPath(old, 'spec', 'selector'))
    ? []
    : [invalidValue('spec.selector', selector, 'field is immutable')];
}

/** Containers are added for a look, and stay as they are. */
export function validateEphemeralUpdate(object: KubeObject, old: KubeObject): FieldError[] {
  const listOf = (pod: KubeObject) => asArray(getPath(pod, 'spec', 'ephemeralContainers')).map(asObject);
  return listOf(old).flatMap(container => {
    const now = listOf(object).find(({ name }) => name === container['name']);
    if (now !== undefined && deepEqual(now, container)) return [];
    const what = `existing ephemeral containers ${JSON.stringify(container['name'])}`;
    return [
      forbiddenField('spec.ephemeralContainers', `${what} may not be ${now === undefined ? 'removed' : 'changed'}\n`),
    ];
  });
}

const CLAIM_IS_KEPT =
  'spec is immutable after creation except resources.requests and volumeAttributesClassName for bound claims';

/** A claim stays as it is: it gets a class and a volume once, and grows when it is bound. */
export function validateClaimUpdate(object: KubeObject, old: KubeObject): FieldError[] {
  const [now, before] = [asObject(object['spec']), asObject(old['spec'])];
  const isBound = getPath(old, 'status', 'phase') === 'Bound';
  const mayChange = [
    ...(asString(before['volumeName']) === '' ? ['volumeName'] : []),
    ...(before['storageClassName'] === undefined ? ['storageClassName'] : []),
    ...(isBound ? ['resources', 'volumeAttributesClassName'] : []),
  ];
  const kept = Object.entries(now).filter(([name]) => !mayChange.includes(name));
  const had = Object.entries(before).filter(([name]) => !mayChange.includes(name));
  if (!deepEqual(Object.fromEntries(kept), Object.fromEntries(had))) return [forbiddenField('spec', CLAIM_IS_KEPT)];
  const size = (claim: KubeObject, ...path: string[]) => parseQuantity(asString(getPath(claim, ...path))) ?? 0;
  const field = 'spec.resources.requests.storage';
  const wanted = size(object, ...field.split('.'));
  // A volume may be larger than what was asked for: only what shrinks is compared with it.
  const isShrunk = wanted < size(old, ...field.split('.'));
  return isShrunk && wanted <= size(old, 'status', 'capacity', 'storage')
    ? [forbiddenField(field, 'field can not be less than status.capacity')]
    : [];
}

/** What a quota may say of pods. */
const OF_PODS = ['cpu', 'memory', 'requests.cpu', 'requests.memory', 'limits.cpu', 'limits.memory', 'pods'];
/** Which amounts each scope can count. */
const COUNTED: Readonly<Record<string, readonly string[]>> = {
  BestEffort: ['pods'],
  NotBestEffort: OF_PODS,
  Terminating: OF_PODS,
  NotTerminating: OF_PODS,
  PriorityClass: OF_PODS,
  CrossNamespacePodAffinity: OF_PODS,
  VolumeAttributesClass: ['persistentvolumeclaims', 'requests.storage'],
};
const OPPOSITES = [
  ['BestEffort', 'NotBestEffort'],
  ['Terminating', 'NotTerminating'],
] as const;

/** What the scopes of a quota may be (pkg/apis/core/validation, validateResourceQuotaScopes). */
export function validateScopes(quota: KubeObject): FieldError[] {
  const { hard, scopes } = asObject(quota['spec']);
  const given = asArray(scopes).map(asString);
  const wrong = (why: string) => invalidValue('spec.scopes', given, why);
  const amounts = Object.keys(asObject(hard)).filter(name => !name.includes('/'));
  return [
    ...given.flatMap(scope => [
      ...(COUNTED[scope] === undefined ? [wrong('unsupported scope')] : []),
      ...amounts
        .filter(amount => COUNTED[scope]?.includes(amount) === false)
        .map(() => wrong('unsupported scope applied to resource')),
    ]),
    ...OPPOSITES.filter(([one, other]) => given.includes(one) && given.includes(other)).map(() =>
      wrong('conflicting scopes'),
    ),
  ];
}
