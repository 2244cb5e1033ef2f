import { asArray, asObject, asString, getPath, isObject, type JsonObject } from '@lanthorn/base/json.ts';
import { randomSuffix, type Random } from '@lanthorn/base/random.ts';
import type { KubeObject } from '@lanthorn/kube/objects/kube-object.ts';

// Sources: SetDefaults_PodSpec and SetDefaults_Container of k8s.io/kubernetes/pkg/apis/core/v1, and the ServiceAccount,
// DefaultTolerationSeconds and Priority admission plugins. Recorded results are replayed by the tests.

/** What of a pod's defaults depends on what else it says; the rest is in data/defaults.json. */
function completePodSpec(spec: JsonObject): JsonObject {
  const each = (name: string, complete: (entry: JsonObject) => JsonObject) =>
    spec[name] === undefined ? {} : { [name]: asArray(spec[name]).map(entry => complete(asObject(entry))) };
  const account = spec['serviceAccountName'] ?? spec['serviceAccount'];
  return {
    ...spec,
    ...each('ephemeralContainers', withPullPolicy),
    ...each('initContainers', withPullPolicy),
    ...each('containers', withPullPolicy),
    // A volume that is nothing else is an empty directory.
    ...each('volumes', volume =>
      Object.keys(volume).every(key => key === 'name') ? { ...volume, emptyDir: {} } : volume,
    ),
    // The field has an old name, and each stands for the other.
    ...(account === undefined ? {} : { serviceAccountName: account, serviceAccount: account }),
  };
}

/** What a pod itself gets beyond its template's defaults (SetDefaults_Pod): requests by its limits, and ports of its node. */
export function completePod(object: KubeObject): KubeObject {
  const spec = asObject(object['spec']);
  const isOnHost = spec['hostNetwork'] === true;
  const each = (name: string) =>
    spec[name] === undefined
      ? {}
      : { [name]: asArray(spec[name]).map(entry => withHostPorts(withRequests(asObject(entry)), isOnHost)) };
  return { ...object, spec: { ...spec, ...each('initContainers'), ...each('containers') } };
}

function withRequests(holder: JsonObject): JsonObject {
  const { limits, requests, ...rest } = asObject(holder['resources']);
  if (!isObject(limits)) return holder;
  return { ...holder, resources: { ...rest, limits, requests: { ...limits, ...asObject(requests) } } };
}

function withHostPorts(container: JsonObject, isOnHost: boolean): JsonObject {
  if (!isOnHost || container['ports'] === undefined) return container;
  const ports = asArray(container['ports']).map(port => ({
    hostPort: getPath(port, 'containerPort'),
    ...asObject(port),
  }));
  return { ...container, ports };
}

/** Amounts that Go has by value are written where nothing is said. */
function withDivisors(container: JsonObject): JsonObject {
  if (container['env'] === undefined) return container;
  const env = asArray(container['env']).map(entry => {
    const reference = getPath(entry, 'valueFrom', 'resourceFieldRef');
    if (!isObject(reference)) return entry;
    const from = asObject(getPath(entry, 'valueFrom'));
    return { ...asObject(entry), valueFrom: { ...from, resourceFieldRef: { divisor: '0', ...reference } } };
  });
  return { ...container, env };
}

/** Where kinds have a pod's specification. */
export const POD_SPECS: Readonly<Record<string, readonly string[]>> = {
  cronjobs: ['spec', 'jobTemplate', 'spec', 'template', 'spec'],
  daemonsets: ['spec', 'template', 'spec'],
  deployments: ['spec', 'template', 'spec'],
  jobs: ['spec', 'template', 'spec'],
  pods: ['spec'],
  podtemplates: ['template', 'spec'],
  replicasets: ['spec', 'template', 'spec'],
  replicationcontrollers: ['spec', 'template', 'spec'],
  statefulsets: ['spec', 'template', 'spec'],
};

/** The object with its pods' specification completed, where its kind has one. */
export function completePods(resource: string, object: KubeObject): KubeObject {
  const path = POD_SPECS[resource];
  return path === undefined ? object : (completeAt(object, path) as KubeObject);
}

function completeAt(value: JsonObject, [step = '', ...rest]: readonly string[]): JsonObject {
  const below = value[step];
  if (!isObject(below)) return value;
  return { ...value, [step]: rest.length === 0 ? completePodSpec(below) : completeAt(below, rest) };
}

function withPullPolicy(container: JsonObject): JsonObject {
  const image = typeof container['image'] === 'string' ? container['image'] : '';
  return {
    ...container,
    imagePullPolicy: container['imagePullPolicy'] ?? (isLatest(image) ? 'Always' : 'IfNotPresent'),
  };
}

/** No tag and no digest means `latest`. */
function isLatest(image: string): boolean {
  if (image.includes('@')) return false;
  const tag = /:([^/:]+)$/.exec(image)?.[1];
  return tag === undefined || tag === 'latest';
}

const TOKEN_VOLUME = 'kube-api-access-';
const TOKEN_MOUNT = '/var/run/secrets/kubernetes.io/serviceaccount';
/** File mode 0644, which the API writes in decimal. */
const DEFAULT_MODE = 420;
/** The kubelet's token lifetime of an hour and seven seconds, by which bound tokens are told apart. */
const TOKEN_SECONDS = 3607;
/** Five minutes on a node that is not ready or unreachable. */
const TOLERATION_SECONDS = 300;

/** Admission sees to it at every write (DefaultTolerationSeconds). */
export function withTolerations(given: unknown): JsonObject[] {
  const tolerations = asArray(given).map(asObject);
  for (const key of ['node.kubernetes.io/not-ready', 'node.kubernetes.io/unreachable']) {
    const isTolerated = tolerations.some(
      entry => entry['key'] === key || (entry['key'] === undefined && entry['operator'] === 'Exists'),
    );
    if (!isTolerated)
      tolerations.push({ key, operator: 'Exists', effect: 'NoExecute', tolerationSeconds: TOLERATION_SECONDS });
  }
  return tolerations;
}

/** What admission and defaulting add to a Pod itself. */
export function admitPod(spec: JsonObject, random: Random): JsonObject {
  const serviceAccount = spec['serviceAccountName'] ?? 'default';
  return {
    ...withToken(withOwnResources(spec), random),
    serviceAccountName: serviceAccount,
    serviceAccount,
    tolerations: withTolerations(spec['tolerations']),
    priority: spec['priority'] ?? 0,
    preemptionPolicy: spec['preemptionPolicy'] ?? 'PreemptLowerPriority',
  };
}

/** What a write keeps that does not say it (plugin/pkg/admission/priority). */
export function givenPriority({ priority, preemptionPolicy }: JsonObject): JsonObject {
  return {
    ...(priority === undefined ? {} : { priority }),
    ...(preemptionPolicy === undefined ? {} : { preemptionPolicy }),
  };
}

/** A pod's own requests by its own limits, and what is by value in its containers. */
function withOwnResources(spec: JsonObject): JsonObject {
  const containers = asArray(spec['containers']).map(entry => withDivisors(asObject(entry)));
  return { ...withRequests(spec), containers };
}

/** What the server itself says of a pod whose scheduling is held back (`applySchedulingGatedCondition` of its strategy). */
export function gatedCondition(spec: JsonObject): JsonObject {
  if (asArray(spec['schedulingGates']).length === 0) return {};
  const message = 'Scheduling is blocked due to non-empty scheduling gates';
  const times = { lastProbeTime: null, lastTransitionTime: null };
  return { conditions: [{ type: 'PodScheduled', status: 'False', ...times, reason: 'SchedulingGated', message }] };
}

function withToken(spec: JsonObject, random: Random): JsonObject {
  const containers = [...asArray(spec['containers']), ...asArray(spec['initContainers'])].map(asObject);
  const isMounted = (container: JsonObject) =>
    asArray(container['volumeMounts']).some(mount => asObject(mount)['mountPath'] === TOKEN_MOUNT);
  if (spec['automountServiceAccountToken'] === false || containers.every(isMounted)) return spec;
  const known = asArray(spec['volumes']).map(volume => asString(asObject(volume)['name']));
  const own = known.find(volume => volume.startsWith(TOKEN_VOLUME));
  const name = own ?? `${TOKEN_VOLUME}${randomSuffix(random, 5)}`;
  const mount = { name, readOnly: true, mountPath: TOKEN_MOUNT };
  const mounted = (container: JsonObject) =>
    isMounted(container) ? container : { ...container, volumeMounts: [...asArray(container['volumeMounts']), mount] };
  const sources = [
    { serviceAccountToken: { expirationSeconds: TOKEN_SECONDS, path: 'token' } },
    { configMap: { name: 'kube-root-ca.crt', items: [{ key: 'ca.crt', path: 'ca.crt' }] } },
    {
      downwardAPI: { items: [{ path: 'namespace', fieldRef: { apiVersion: 'v1', fieldPath: 'metadata.namespace' } }] },
    },
  ];
  return {
    ...spec,
    volumes: [
      ...asArray(spec['volumes']),
      ...(own === undefined ? [{ name, projected: { sources, defaultMode: DEFAULT_MODE } }] : []),
    ],
    ...Object.fromEntries(
      ['containers', 'initContainers']
        .filter(list => spec[list] !== undefined)
        .map(list => [list, asArray(spec[list]).map(entry => mounted(asObject(entry)))]),
    ),
  };
}
