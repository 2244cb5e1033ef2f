import { asArray, asObject, isObject, type JsonObject } from '@lanthorn/base/json.ts';
import { randomSuffix, type Random } from '@lanthorn/base/random.ts';

// Sources: SetDefaults_PodSpec and SetDefaults_Container of k8s.io/kubernetes/pkg/apis/core/v1, and the ServiceAccount,
// DefaultTolerationSeconds and Priority admission plugins. Recorded results are replayed by the tests.

/** Defaults of a pod template; those that only a Pod gets are in `admitPod`. */
export function defaultPodSpec(spec: JsonObject): JsonObject {
  const volumes = asArray(spec['volumes']).map(volume => defaultVolume(asObject(volume)));
  const initContainers = asArray(spec['initContainers']).map(container => defaultContainer(asObject(container)));
  const ephemeral = asArray(spec['ephemeralContainers']).map(container => defaultContainer(asObject(container)));
  return {
    ...spec,
    ...(ephemeral.length > 0 ? { ephemeralContainers: ephemeral } : {}),
    ...(volumes.length > 0 ? { volumes } : {}),
    ...(initContainers.length > 0 ? { initContainers } : {}),
    containers: asArray(spec['containers']).map(container => defaultContainer(asObject(container))),
    restartPolicy: spec['restartPolicy'] ?? 'Always',
    terminationGracePeriodSeconds: spec['terminationGracePeriodSeconds'] ?? 30,
    dnsPolicy: spec['dnsPolicy'] ?? 'ClusterFirst',
    ...(spec['serviceAccountName'] === undefined ? {} : { serviceAccount: spec['serviceAccountName'] }),
    securityContext: spec['securityContext'] ?? {},
    schedulerName: spec['schedulerName'] ?? 'default-scheduler',
  };
}

export function defaultPodTemplate(template: unknown): JsonObject {
  const { metadata, spec } = asObject(template);
  return { ...asObject(template), metadata: asObject(metadata), spec: defaultPodSpec(asObject(spec)) };
}

function defaultContainer(container: JsonObject): JsonObject {
  const image = typeof container['image'] === 'string' ? container['image'] : '';
  const result: JsonObject = {
    ...container,
    resources: container['resources'] ?? {},
    terminationMessagePath: container['terminationMessagePath'] ?? '/dev/termination-log',
    terminationMessagePolicy: container['terminationMessagePolicy'] ?? 'File',
    imagePullPolicy: container['imagePullPolicy'] ?? (isLatest(image) ? 'Always' : 'IfNotPresent'),
  };
  const ports = asArray(container['ports']).map(port => ({
    ...asObject(port),
    protocol: asObject(port)['protocol'] ?? 'TCP',
  }));
  if (ports.length > 0) result['ports'] = ports;
  const env = asArray(container['env']).map(entry => defaultEnv(asObject(entry)));
  if (env.length > 0) result['env'] = env;
  for (const probe of ['livenessProbe', 'readinessProbe', 'startupProbe']) {
    if (isObject(container[probe])) result[probe] = defaultProbe(container[probe]);
  }
  return result;
}

/** No tag and no digest means `latest`. */
function isLatest(image: string): boolean {
  if (image.includes('@')) return false;
  const tag = /:([^/:]+)$/.exec(image)?.[1];
  return tag === undefined || tag === 'latest';
}

function defaultEnv(entry: JsonObject): JsonObject {
  const source = asObject(entry['valueFrom']);
  if (!isObject(source['fieldRef'])) return entry;
  return { ...entry, valueFrom: { ...source, fieldRef: { apiVersion: 'v1', ...source['fieldRef'] } } };
}

function defaultProbe(probe: JsonObject): JsonObject {
  const result = { timeoutSeconds: 1, periodSeconds: 10, successThreshold: 1, failureThreshold: 3, ...probe };
  return isObject(probe['httpGet'])
    ? { ...result, httpGet: { scheme: 'HTTP', path: '/', ...probe['httpGet'] } }
    : result;
}

/** File mode 0644, which the API writes in decimal. */
const DEFAULT_MODE = 420;

function defaultVolume(volume: JsonObject): JsonObject {
  const result: JsonObject = { ...volume };
  for (const kind of ['configMap', 'secret', 'projected', 'downwardAPI']) {
    if (isObject(volume[kind])) result[kind] = { defaultMode: DEFAULT_MODE, ...volume[kind] };
  }
  return Object.keys(volume).length === 1 ? { ...result, emptyDir: {} } : result;
}

const TOKEN_MOUNT = '/var/run/secrets/kubernetes.io/serviceaccount';
/** The kubelet's token lifetime of an hour and seven seconds, by which bound tokens are told apart. */
const TOKEN_SECONDS = 3607;
/** DefaultTolerationSeconds: five minutes on a node that is not ready or unreachable. */
const TOLERATION_SECONDS = 300;

/** What admission and defaulting add to a Pod itself. */
export function admitPod(spec: JsonObject, random: Random): JsonObject {
  const serviceAccount = spec['serviceAccountName'] ?? 'default';
  const tolerations = asArray(spec['tolerations']).map(asObject);
  for (const key of ['node.kubernetes.io/not-ready', 'node.kubernetes.io/unreachable']) {
    const isTolerated = tolerations.some(
      entry => entry['key'] === key || (entry['key'] === undefined && entry['operator'] === 'Exists'),
    );
    if (!isTolerated)
      tolerations.push({ key, operator: 'Exists', effect: 'NoExecute', tolerationSeconds: TOLERATION_SECONDS });
  }
  return {
    ...withToken(spec, random),
    serviceAccountName: serviceAccount,
    serviceAccount,
    tolerations,
    priority: spec['priority'] ?? 0,
    preemptionPolicy: spec['preemptionPolicy'] ?? 'PreemptLowerPriority',
  };
}

function withToken(spec: JsonObject, random: Random): JsonObject {
  const containers = asArray(spec['containers']).map(asObject);
  const isMounted = (container: JsonObject) =>
    asArray(container['volumeMounts']).some(mount => asObject(mount)['mountPath'] === TOKEN_MOUNT);
  if (spec['automountServiceAccountToken'] === false || containers.every(isMounted)) return spec;
  const name = `kube-api-access-${randomSuffix(random, 5)}`;
  const mount = { name, readOnly: true, mountPath: TOKEN_MOUNT };
  const sources = [
    { serviceAccountToken: { expirationSeconds: TOKEN_SECONDS, path: 'token' } },
    { configMap: { name: 'kube-root-ca.crt', items: [{ key: 'ca.crt', path: 'ca.crt' }] } },
    {
      downwardAPI: { items: [{ path: 'namespace', fieldRef: { apiVersion: 'v1', fieldPath: 'metadata.namespace' } }] },
    },
  ];
  return {
    ...spec,
    volumes: [...asArray(spec['volumes']), { name, projected: { sources, defaultMode: DEFAULT_MODE } }],
    containers: containers.map(container =>
      isMounted(container) ? container : { ...container, volumeMounts: [...asArray(container['volumeMounts']), mount] },
    ),
  };
}

/** Guaranteed, Burstable or BestEffort, by requests and limits of cpu and memory. */
export function qosClass(spec: JsonObject): string {
  const resources = [...asArray(spec['containers']), ...asArray(spec['initContainers'])].map(container =>
    asObject(asObject(container)['resources']),
  );
  const has = (list: unknown) => Object.keys(asObject(list)).length > 0;
  if (!resources.some(entry => has(entry['requests']) || has(entry['limits']))) return 'BestEffort';
  const isGuaranteed = resources.every(({ requests, limits }) =>
    ['cpu', 'memory'].every(name => {
      const limit = asObject(limits)[name];
      return limit !== undefined && (asObject(requests)[name] ?? limit) === limit;
    }),
  );
  return isGuaranteed ? 'Guaranteed' : 'Burstable';
}
