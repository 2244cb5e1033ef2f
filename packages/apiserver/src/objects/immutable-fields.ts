import { asArray, asObject, deepEqual, getPath, isObject, type JsonObject } from '@lanthorn/base/json.ts';
import type { KubeObject } from '@lanthorn/kube/objects/kube-object.ts';
import { type FieldError, forbiddenField, invalidValue } from '../wire/api-error.ts';

// What may be written once (ValidateImmutableField and its like in k8s.io/kubernetes/pkg/apis/*/validation).

type Check = (object: KubeObject, old: KubeObject) => FieldError | null;

const IMMUTABLE = 'field is immutable';

/** A field in the words of its own kind: `as` is what the server calls it, `absent` what it says where there is none. */
function fixed(
  path: string,
  { as = path, absent = null, why = IMMUTABLE }: { as?: string; absent?: unknown; why?: string } = {},
): Check {
  const steps = path.split('.');
  return (object, old) => {
    const [value, before] = [object, old].map(each => getPath(each, ...steps) ?? absent);
    return deepEqual(value, before) ? null : invalidValue(as, value, why);
  };
}

/** The same without the value: rules that are declared beside Kubernetes' types do not say it. */
function declared(path: string): Check {
  const check = fixed(path);
  return (object, old) => (check(object, old) === null ? null : invalidValue(path, null, IMMUTABLE));
}

function forbidden(path: string, why: string): Check {
  const check = fixed(path);
  return (object, old) => (check(object, old) === null ? null : forbiddenField(path, why));
}

/** What a volume is beside where it is. */
const ABOUT_VOLUME = new Set([
  ...['accessModes', 'capacity', 'claimRef', 'mountOptions', 'nodeAffinity', 'persistentVolumeReclaimPolicy'],
  ...['storageClassName', 'volumeAttributesClassName', 'volumeMode'],
]);

/** Secrets of a driver that may be named later, once. */
const LATER = ['controllerExpandSecretRef', 'nodeExpandSecretRef'];

function sourceOf(volume: KubeObject): JsonObject {
  return Object.fromEntries(Object.entries(asObject(volume['spec'])).filter(([name]) => !ABOUT_VOLUME.has(name)));
}

function withNamedLater(source: JsonObject, now: JsonObject): JsonObject {
  if (!isObject(source['csi'])) return source;
  const named = Object.entries(asObject(now['csi'])).filter(([name]) => LATER.includes(name));
  return { ...source, csi: { ...Object.fromEntries(named), ...source['csi'] } };
}

const volumeSource: Check = (object, old) =>
  deepEqual(sourceOf(object), withNamedLater(sourceOf(old), sourceOf(object)))
    ? null
    : forbiddenField('spec.persistentvolumesource', 'spec.persistentvolumesource is immutable after creation');

/** It may be said once. */
const volumePlace: Check = (object, old) => {
  if (getPath(old, 'spec', 'nodeAffinity') === undefined) return null;
  return fixed('spec.nodeAffinity', {
    as: 'nodeAffinity',
    why: `${IMMUTABLE}, except for updating from beta label to GA`,
  })(object, old);
};

/** A node is given its network once. */
const nodeNetwork: Check = (object, old) => {
  if (getPath(old, 'spec', 'podCIDR') === undefined) return null;
  if (getPath(object, 'spec', 'podCIDR') === getPath(old, 'spec', 'podCIDR')) return null;
  return forbiddenField('spec.podCIDRs', 'node updates may not change podCIDR except from "" to valid');
};

/** Of which version claims are says nothing. */
function claimsOf(set: KubeObject): readonly JsonObject[] {
  return asArray(getPath(set, 'spec', 'volumeClaimTemplates')).map(claim => {
    const { kind: _kind, apiVersion: _version, ...rest } = asObject(claim);
    return rest;
  });
}

const claimTemplates: Check = (object, old) =>
  deepEqual(claimsOf(object), claimsOf(old))
    ? null
    : invalidValue('spec.volumeClaimTemplates', getPath(object, 'spec', 'volumeClaimTemplates'), IMMUTABLE);

/** A driver of a node stays what it is; others come and go. */
const nodeDrivers: Check = (object, old) => {
  const driversOf = (node: KubeObject) => asArray(getPath(node, 'spec', 'drivers')).map(asObject);
  const isChanged = driversOf(old).some(before => {
    const now = driversOf(object).find(({ name }) => name === before['name']);
    return now !== undefined && !deepEqual({ ...now, allocatable: null }, { ...before, allocatable: null });
  });
  return isChanged ? invalidValue('spec.drivers', driversOf(object), IMMUTABLE) : null;
};

/** What carries traffic to a balanced service is chosen once. */
const balancer: Check = (object, old) => {
  const isBalanced = [object, old].every(service => getPath(service, 'spec', 'type') === 'LoadBalancer');
  return isBalanced ? fixed('spec.loadBalancerClass', { why: 'may not change once set' })(object, old) : null;
};

const VOLUME_MODE = fixed('spec.volumeMode', { as: 'volumeMode' });

const CHECKS: Readonly<Record<string, readonly Check[]>> = {
  csidrivers: [
    fixed('spec.attachRequired', { as: 'spec.attachedRequired' }),
    fixed('spec.volumeLifecycleModes', { absent: [] }),
  ],
  csinodes: [nodeDrivers],
  csistoragecapacities: [fixed('storageClassName'), fixed('nodeTopology')],
  endpointslices: [declared('addressType')],
  ingressclasses: [fixed('spec.controller', { absent: '' })],
  nodes: [nodeNetwork],
  persistentvolumeclaims: [VOLUME_MODE],
  persistentvolumes: [volumeSource, VOLUME_MODE, volumePlace],
  priorityclasses: [forbidden('value', 'may not be changed in an update.'), fixed('preemptionPolicy')],
  resourceclaims: [declared('spec')],
  resourceclaimtemplates: [fixed('spec')],
  resourceslices: ['spec.driver', 'spec.pool.name']
    .map(path => fixed(path, { absent: '' }))
    .concat(fixed('spec.nodeName')),
  runtimeclasses: [declared('handler')],
  secrets: [fixed('type')],
  services: [balancer],
  statefulsets: [fixed('spec.serviceName', { absent: '' }), fixed('spec.podManagementPolicy'), claimTemplates],
  storageversionmigrations: [fixed('spec')],
  storageclasses: ['provisioner', 'parameters', 'reclaimPolicy', 'volumeBindingMode'].map(declared),
  volumeattachments: [declared('spec')],
  volumeattributesclasses: [
    forbidden('driverName', 'updates to driverName are forbidden.'),
    forbidden('parameters', 'updates to parameters are forbidden.'),
  ],
};

/** What a write changes of a built-in kind that may not be changed. */
export function immutableErrors(resource: string, object: KubeObject, old: KubeObject): FieldError[] {
  const checks = Object.hasOwn(CHECKS, resource) ? (CHECKS[resource] ?? []) : [];
  return checks.flatMap(check => check(object, old) ?? []);
}
