import { qosClass } from '@lanthorn/kube/objects/qos-class.ts';
import { base64 } from '@lanthorn/base/base64.ts';
import { asArray, asObject, asString, asStringMap, getPath, isObject, type JsonObject } from '@lanthorn/base/json.ts';
import { formatTime, type KubeObject } from '@lanthorn/kube/objects/kube-object.ts';
import { ADMISSION_STRATEGIES } from './admission-policy-strategies.ts';
import { API_SERVICE_STRATEGY } from './api-service-strategy.ts';
import { DEFINITION_STRATEGY } from './definition-strategy.ts';
import { FLOW_CONTROL_STRATEGIES } from './flow-control-strategies.ts';
import { admitPod, gatedCondition, givenPriority, withTolerations } from './pod-defaults.ts';
import { validateResize } from './pod-resize.ts';
import { validatePodUpdate } from './pod-updates.ts';
import { SERVICE_STRATEGY } from '../services/service-strategy.ts';
import { SIGNING_REQUEST_STRATEGY } from './signing-request-strategy.ts';
import { STATUS_ALONE, type Strategy } from '../resources/strategy.ts';
import { type FieldError, forbiddenField } from '../wire/api-error.ts';
import {
  validateClaimUpdate,
  validateController,
  validateDataSize,
  validateEphemeralUpdate,
  validateImmutable,
  validateRoleRef,
  validateRoleRefUpdate,
  validateScopes,
} from './validation.ts';
import { WORKLOAD_STRATEGIES } from './workload-strategies.ts';

const spec = (object: KubeObject): JsonObject => asObject(object['spec']);

function fillSecret(object: KubeObject): KubeObject {
  const { stringData, ...rest } = object;
  const encoded = Object.entries(asObject(stringData)).map(([key, value]) => [key, toBase64(asString(value))]);
  const data = { ...asObject(object['data']), ...Object.fromEntries(encoded) };
  return {
    ...rest,
    metadata: object.metadata,
    ...(Object.keys(data).length > 0 ? { data } : {}),
  };
}

/** The bytes of its UTF-8. */
function toBase64(text: string): string {
  const bytes = [...encodeURIComponent(text).matchAll(/%([0-9A-F]{2})|(.)/g)].map(([, hex, plain]) =>
    hex === undefined ? (plain as string).charCodeAt(0) : Number.parseInt(hex, 16),
  );
  return base64(bytes);
}

/** What `max` says is the default, what the default says the request (SetDefaults_LimitRangeItem). */
function fillLimitRange(object: KubeObject): KubeObject {
  const limits = asArray(getPath(object, 'spec', 'limits')).map(entry => {
    const limit = asObject(entry);
    if (limit['type'] !== 'Container') return limit;
    const defaults = { ...asObject(limit['max']), ...asObject(limit['default']) };
    const requests = { ...asObject(limit['min']), ...defaults, ...asObject(limit['defaultRequest']) };
    return {
      ...limit,
      ...(Object.keys(defaults).length > 0 ? { default: defaults } : {}),
      ...(Object.keys(requests).length > 0 ? { defaultRequest: requests } : {}),
    };
  });
  return { ...object, spec: { ...spec(object), limits } };
}

/** Its first network is all that one field of it can say (Convert_v1_NodeSpec_To_core_NodeSpec). */
function fillNode(object: KubeObject): KubeObject {
  const { podCIDR, podCIDRs } = spec(object);
  const first = podCIDR ?? asArray(podCIDRs)[0];
  if (first === undefined) return object;
  const all = podCIDRs === undefined || asArray(podCIDRs)[0] !== first ? [first] : podCIDRs;
  return { ...object, spec: { ...spec(object), podCIDR: first, podCIDRs: all } };
}

const CPU_METRIC = {
  type: 'Resource',
  resource: { name: 'cpu', target: { type: 'Utilization', averageUtilization: 80 } },
};

/** What is said of one direction is completed, and the other is made, where a behaviour is given at all. */
const DOUBLED = { type: 'Percent', value: 100, periodSeconds: 15 };
const SCALE_UP = {
  stabilizationWindowSeconds: 0,
  selectPolicy: 'Max',
  policies: [{ type: 'Pods', value: 4, periodSeconds: 15 }, DOUBLED],
};
const SCALE_DOWN = { selectPolicy: 'Max', policies: [DOUBLED] };

function fillAutoscaler(object: KubeObject): KubeObject {
  const given = spec(object);
  const metrics = asArray(given['metrics']).length > 0 ? given['metrics'] : [CPU_METRIC];
  const behavior = isObject(given['behavior'])
    ? {
        behavior: {
          scaleUp: { ...SCALE_UP, ...asObject(given['behavior']['scaleUp']) },
          scaleDown: { ...SCALE_DOWN, ...asObject(given['behavior']['scaleDown']) },
        },
      }
    : {};
  return { ...object, spec: { ...given, metrics, ...behavior } };
}

/** Egress is a type only where rules for it are written. */
function fillNetworkPolicy(object: KubeObject): KubeObject {
  const given = spec(object);
  const types = ['Ingress', ...(asArray(given['egress']).length > 0 ? ['Egress'] : [])];
  return { ...object, spec: { ...given, policyTypes: given['policyTypes'] ?? types } };
}

const RBAC_GROUP = 'rbac.authorization.k8s.io';

/** Roles, users and groups are of the one group; service accounts of none (SetDefaults_Subject, SetDefaults_RoleBinding). */
function fillBinding(object: KubeObject): KubeObject {
  const subjects = asArray(object['subjects']).map(entry => {
    const subject = asObject(entry);
    return ['User', 'Group'].includes(asString(subject['kind'])) ? { apiGroup: RBAC_GROUP, ...subject } : subject;
  });
  const roleRef = { apiGroup: RBAC_GROUP, ...asObject(object['roleRef']) };
  return { ...object, roleRef, ...(subjects.length > 0 ? { subjects } : {}) };
}

/** It selects what its template makes, and is labelled so, where it says nothing else. */
function fillController(object: KubeObject): KubeObject {
  const labels = getPath(object, 'spec', 'template', 'metadata', 'labels');
  if (!isObject(labels)) return object;
  const given = spec(object);
  const own = object.metadata.labels ?? {};
  return {
    ...object,
    metadata:
      Object.keys(own).length > 0 ? object.metadata : { ...object.metadata, labels: { ...asStringMap(labels) } },
    spec: Object.keys(asObject(given['selector'])).length > 0 ? given : { ...given, selector: labels },
  };
}

const NO_TEXT = Object.fromEntries(
  [
    'machineID',
    'systemUUID',
    'bootID',
    'kernelVersion',
    'osImage',
    'containerRuntimeVersion',
    'kubeletVersion',
    'kubeProxyVersion',
    'operatingSystem',
    'architecture',
  ].map(name => [name, '']),
);

const NOT_READY = { key: 'node.kubernetes.io/not-ready', effect: 'NoSchedule' };

/** No pod comes to a node before somebody has seen that it is ready (plugins/pkg/admission/nodetaint). */
function taintsOfNew(taints: unknown): readonly unknown[] {
  const given = asArray(taints);
  const isTainted = given.map(asObject).some(({ key, effect }) => key === NOT_READY.key && effect === NOT_READY.effect);
  return isTainted ? given : [...given, NOT_READY];
}

/** What Go has by value is there, if empty; all that a node has is to be given away where it says nothing else (SetDefaults_NodeStatus). */
function createNode(object: KubeObject): KubeObject {
  const status = asObject(object['status']);
  const { capacity, allocatable = capacity } = status;
  return {
    ...object,
    spec: { ...spec(object), taints: taintsOfNew(spec(object)['taints']) },
    status: {
      daemonEndpoints: { kubeletEndpoint: { Port: 0 } },
      ...status,
      ...(allocatable === undefined ? {} : { allocatable }),
      nodeInfo: { ...NO_TEXT, ...asObject(status['nodeInfo']) },
    },
  };
}

/** The older and the newer field say the same (NormalizeDataSources). */
function withDataSources(given: JsonObject): JsonObject {
  const source = given['dataSource'] ?? given['dataSourceRef'];
  // One that names nothing says nothing.
  if (!isObject(source) || asString(source['name']) === '') return given;
  const same = { apiGroup: source['apiGroup'] ?? null, kind: source['kind'], name: source['name'] };
  return { ...given, dataSource: same, dataSourceRef: { ...same, ...asObject(given['dataSourceRef']) } };
}

/** As the server finds a part of the control plane that it asks. */
const healthy = (name: string): KubeObject => ({
  metadata: { name },
  conditions: [{ type: 'Healthy', status: 'True', message: 'ok' }],
});

/** Go writes that a claim asks for nothing. */
const withRequests = (claim: JsonObject): JsonObject => ({
  ...claim,
  devices: { requests: null, ...asObject(claim['devices']) },
});

/** Who has no devices keeps them for nobody. */
function validateReserved(claim: KubeObject): FieldError[] {
  const { reservedFor, allocation } = asObject(claim['status']);
  if (asArray(reservedFor).length === 0 || allocation !== undefined) return [];
  return [forbiddenField('status.reservedFor', 'may not be specified when `allocated` is not set')];
}

const withClaim = (object: KubeObject): KubeObject => ({
  ...object,
  spec: { metadata: {}, ...spec(object), spec: withRequests(asObject(spec(object)['spec'])) },
});

/** A taint that does not say since when it is there is new (SetDefaults_DeviceTaint). */
function withTaintTime(object: KubeObject, now: number): KubeObject {
  const taint = asObject(spec(object)['taint']);
  return { ...object, spec: { ...spec(object), taint: { timeAdded: formatTime(now), ...taint } } };
}

const BINDING: Strategy = { fill: fillBinding, validate: validateRoleRef, validateUpdate: validateRoleRefUpdate };
const RETURNED: Strategy = { returnsDeleted: true };
const STATUS: Strategy = { hasStatus: true };
const GENERATION: Strategy = { hasGeneration: true };

const STRATEGIES: Readonly<Record<string, Strategy>> = {
  apiservices: API_SERVICE_STRATEGY,
  customresourcedefinitions: DEFINITION_STRATEGY,
  ...ADMISSION_STRATEGIES,
  ...FLOW_CONTROL_STRATEGIES,
  ...WORKLOAD_STRATEGIES,
  namespaces: {
    hasStatus: true,
    fill: object => ({
      ...object,
      metadata: {
        ...object.metadata,
        labels: { ...object.metadata.labels, 'kubernetes.io/metadata.name': object.metadata.name ?? '' },
      },
    }),
    create: object => ({
      ...object,
      spec: { ...spec(object), finalizers: ['kubernetes'] },
      status: { phase: 'Active' },
    }),
    // Whoever holds a namespace lets go of it by a path of its own.
    update: (object, old) => ({ ...object, spec: { ...spec(object), finalizers: spec(old)['finalizers'] } }),
    selectableFields: ['status.phase'],
  },
  nodes: { hasStatus: true, fill: fillNode, create: createNode, selectableFields: ['spec.unschedulable'] },
  pods: {
    ...RETURNED,
    hasGeneration: true,
    hasStatus: true,
    // Old kubelets would break them.
    keptByStatus: ['ownerReferences'],
    create: (object, random) => {
      const admitted = admitPod(spec(object), random);
      return { ...object, spec: admitted, status: { phase: 'Pending', ...gatedCondition(admitted) } };
    },
    readmit: (object, random) => ({ ...object, spec: admitPod(spec(object), random) }),
    update: (object, old) => {
      const tolerations = withTolerations(spec(object)['tolerations']);
      return { ...object, spec: { ...givenPriority(spec(old)), ...spec(object), tolerations } };
    },
    // After limit ranges have filled in their defaults.
    finish: object => ({ ...object, status: { ...asObject(object['status']), qosClass: qosClass(spec(object)) } }),
    validateUpdate: validatePodUpdate,
    validateEphemeral: validateEphemeralUpdate,
    validateResize,
    selectableFields: [
      'spec.nodeName',
      'spec.restartPolicy',
      'spec.schedulerName',
      'spec.serviceAccountName',
      'spec.hostNetwork',
      'status.phase',
      'status.podIP',
      'status.nominatedNodeName',
    ],
    gracePeriod: object => Number(getPath(object, 'spec', 'terminationGracePeriodSeconds') ?? 30),
  },
  services: SERVICE_STRATEGY,
  secrets: {
    fill: fillSecret,
    validate: object => validateDataSize(object, 'data', true),
    validateUpdate: validateImmutable,
    selectableFields: ['type'],
  },
  configmaps: { validate: object => validateDataSize(object, '[]', false), validateUpdate: validateImmutable },
  rolebindings: BINDING,
  clusterrolebindings: BINDING,
  serviceaccounts: RETURNED,
  endpoints: {
    warning: 'v1 Endpoints is deprecated in v1.33+; use discovery.k8s.io/v1 EndpointSlice',
  },
  events: {
    // Old and new events have each other's fields, empty.
    create: object => ({
      source: {},
      firstTimestamp: null,
      lastTimestamp: null,
      eventTime: null,
      reportingComponent: '',
      reportingInstance: '',
      ...object,
    }),
    selectableFields: [
      'involvedObject.kind',
      'involvedObject.namespace',
      'involvedObject.name',
      'involvedObject.uid',
      'involvedObject.apiVersion',
      'involvedObject.resourceVersion',
      'involvedObject.fieldPath',
      'reason',
      'reportingComponent',
      'source',
      'type',
    ],
  },
  replicationcontrollers: {
    ...STATUS,
    orphansByDefault: true,
    ...GENERATION,
    fill: fillController,
    validate: validateController,
    selectableFields: ['status.replicas'],
  },
  podtemplates: {
    ...GENERATION,
    ...RETURNED,
  },
  persistentvolumeclaims: {
    ...STATUS,
    create: object => ({
      ...object,
      metadata: { ...object.metadata, finalizers: ['kubernetes.io/pvc-protection'] },
      spec: withDataSources(spec(object)),
      status: { phase: 'Pending' },
    }),
    validateUpdate: validateClaimUpdate,
  },
  persistentvolumes: {
    ...STATUS,
    create: (object, _random, now) => ({
      ...object,
      metadata: { ...object.metadata, finalizers: ['kubernetes.io/pv-protection'] },
      status: { phase: 'Pending', lastPhaseTransitionTime: formatTime(now) },
    }),
  },
  resourcequotas: { ...STATUS, ...RETURNED, validate: validateScopes },
  limitranges: { fill: fillLimitRange },
  horizontalpodautoscalers: { ...STATUS, ...GENERATION, fill: fillAutoscaler },
  poddisruptionbudgets: { ...STATUS, ...GENERATION },
  ingresses: { ...STATUS, ...GENERATION },
  ingressclasses: GENERATION,
  networkpolicies: { ...GENERATION, fill: fillNetworkPolicy },
  servicecidrs: STATUS_ALONE,
  storageclasses: RETURNED,
  csidrivers: RETURNED,
  volumeattachments: {
    ...STATUS_ALONE,
    ...RETURNED,
    create: object => ({ ...object, status: { attached: false } }),
  },
  csinodes: { ...STATUS_ALONE, ...RETURNED },
  volumeattributesclasses: {
    ...RETURNED,
    create: object => ({ ...object, metadata: { ...object.metadata, finalizers: ['kubernetes.io/vac-protection'] } }),
  },
  priorityclasses: GENERATION,
  bindings: { actsOn: { resource: 'pods.v1.', subresource: 'binding' } },
  componentstatuses: {
    unstored: ['scheduler', 'controller-manager', 'etcd-0'].map(healthy),
    warning: 'v1 ComponentStatus is deprecated in v1.19+',
  },
  deviceclasses: { ...GENERATION, ...RETURNED },
  devicetaintrules: { ...STATUS_ALONE, ...GENERATION, fill: withTaintTime },
  resourceclaims: {
    ...STATUS_ALONE,
    ...RETURNED,
    create: object => ({ ...object, spec: withRequests(spec(object)) }),
    validateStatus: validateReserved,
    update: object => ({ ...object, spec: withRequests(spec(object)) }),
  },
  resourceclaimtemplates: { ...RETURNED, create: withClaim, update: withClaim },
  resourceslices: {
    ...GENERATION,
    ...RETURNED,
    errorOrder: ['spec.driver', 'spec.pool', 'spec.nodeName', 'spec.devices', 'spec'],
    selectableFields: ['spec.nodeName', 'spec.driver'],
  },
  clustertrustbundles: { selectableFields: ['spec.signerName'] },
  podcertificaterequests: { ...STATUS, selectableFields: ['spec.signerName', 'spec.podName', 'spec.nodeName'] },
  storageversionmigrations: STATUS_ALONE,
  // Go writes that there are none.
  endpointslices: { ...GENERATION, fill: object => ({ ports: null, ...object }) },
  certificatesigningrequests: SIGNING_REQUEST_STRATEGY,
};

const NONE: Strategy = {};

export function strategyOf(resource: string): Strategy {
  return STRATEGIES[resource] ?? NONE;
}
