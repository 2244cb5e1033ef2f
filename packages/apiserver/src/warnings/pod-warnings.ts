import { asArray, asObject, asString, asStringMap, getPath, type JsonObject } from '@lanthorn/base/json.ts';
import { parseQuantity } from '@lanthorn/kube/objects/quantity.ts';

// What a server warns of in a pod and in templates of pods (k8s.io/kubernetes/pkg/api/pod/warnings.go).

const OLD_LABELS: Readonly<Record<string, string>> = {
  'beta.kubernetes.io/arch': 'deprecated since v1.14; use "kubernetes.io/arch" instead',
  'beta.kubernetes.io/os': 'deprecated since v1.14; use "kubernetes.io/os" instead',
  'failure-domain.beta.kubernetes.io/region': 'deprecated since v1.17; use "topology.kubernetes.io/region" instead',
  'failure-domain.beta.kubernetes.io/zone': 'deprecated since v1.17; use "topology.kubernetes.io/zone" instead',
  'beta.kubernetes.io/instance-type': 'deprecated since v1.17; use "node.kubernetes.io/instance-type" instead',
  'app.kubernetes.io/created-by': 'deprecated since v1.9',
  'scheduler.alpha.kubernetes.io/preferAvoidPods': 'deprecated since v1.22; use Taints and Tolerations instead',
  'node-role.kubernetes.io/master': 'use "node-role.kubernetes.io/control-plane" instead',
};

const OLD_VOLUMES: Readonly<Record<string, string>> = {
  photonPersistentDisk: 'deprecated in v1.11, non-functional in v1.16+',
  gitRepo: 'deprecated in v1.11, and disabled by default in v1.33+',
  scaleIO: 'deprecated in v1.16, non-functional in v1.22+',
  flocker: 'deprecated in v1.22, non-functional in v1.25+',
  storageos: 'deprecated in v1.22, non-functional in v1.25+',
  quobyte: 'deprecated in v1.22, non-functional in v1.25+',
  glusterfs: 'deprecated in v1.25, non-functional in v1.26+',
  cephfs: 'deprecated in v1.28, non-functional in v1.31+',
  rbd: 'deprecated in v1.28, non-functional in v1.31+',
};

const NO_SELECTOR = 'a null labelSelector results in matching no pod';

/** Amounts of these are whole bytes. */
export function fractionWarnings(amounts: unknown, names: readonly string[], path: string): string[] {
  return names.flatMap(name => {
    const text = asString(asObject(amounts)[name]);
    const amount = text === '' ? 0 : (parseQuantity(text) ?? 0);
    return Number.isInteger(amount)
      ? []
      : [`${path}[${name}]: fractional byte value ${JSON.stringify(text)} is invalid, must be an integer`];
  });
}

/** `path` is that of the spec. */
export function podWarnings(spec: JsonObject, path: string): string[] {
  const containers = containersOf(spec, path);
  return [
    ...Object.keys(asStringMap(spec['nodeSelector'])).flatMap(label =>
      oldLabel(label, `${path}.nodeSelector[${label}]`),
    ),
    ...asArray(spec['topologySpreadConstraints']).flatMap((entry, i) =>
      spreadWarnings(asObject(entry), `${path}.topologySpreadConstraints[${i}]`),
    ),
    ...asArray(spec['volumes']).flatMap((volume, i) =>
      Object.keys(asObject(volume)).flatMap(kind =>
        OLD_VOLUMES[kind] === undefined ? [] : [`${path}.volumes[${i}].${kind}: ${OLD_VOLUMES[kind]}`],
      ),
    ),
    ...twice(spec['hostAliases'], { field: 'ip', path: `${path}.hostAliases` }),
    ...twice(spec['imagePullSecrets'], { field: 'name', path: `${path}.imagePullSecrets` }),
    ...fractionWarnings(spec['overhead'], BYTES, `${path}.overhead`),
    ...containers.flatMap(containerWarnings),
    ...portWarnings(containers),
    ...portNameWarnings(containers),
    ...affinityWarnings(asObject(spec['affinity']), `${path}.affinity`),
  ];
}

const BYTES = ['memory', 'ephemeral-storage'];

interface Placed {
  readonly container: JsonObject;
  readonly path: string;
}

function containersOf(spec: JsonObject, path: string): Placed[] {
  return ['initContainers', 'containers', 'ephemeralContainers'].flatMap(list =>
    asArray(spec[list]).map((container, i) => ({ container: asObject(container), path: `${path}.${list}[${i}]` })),
  );
}

function oldLabel(label: string, path: string): string[] {
  const why = Object.hasOwn(OLD_LABELS, label) ? OLD_LABELS[label] : undefined;
  return why === undefined ? [] : [`${path}: ${why}`];
}

function spreadWarnings({ topologyKey, labelSelector }: JsonObject, path: string): string[] {
  const key = asString(topologyKey);
  const why = Object.hasOwn(OLD_LABELS, key) ? OLD_LABELS[key] : undefined;
  return [
    ...(why === undefined ? [] : [`${path}.topologyKey: ${key} is ${why}`]),
    ...(labelSelector === undefined ? [`${path}.labelSelector: ${NO_SELECTOR}`] : []),
  ];
}

function twice(list: unknown, { field, path }: { readonly field: string; readonly path: string }): string[] {
  const seen = new Set<string>();
  return asArray(list).flatMap((entry, i) => {
    const value = asString(getPath(entry, field));
    if (!seen.has(value)) {
      seen.add(value);
      return [];
    }
    return [`${path}[${i}].${field}: duplicate ${field} ${JSON.stringify(value)}`];
  });
}

function containerWarnings({ container, path }: Placed): string[] {
  const { resources, env } = container;
  const { limits, requests } = asObject(resources);
  const at = (list: string) => `${path}.resources.${list}`;
  const memory = ['memory'];
  const disk = ['ephemeral-storage'];
  return [
    ...fractionWarnings(limits, memory, at('limits')),
    ...fractionWarnings(requests, memory, at('requests')),
    ...fractionWarnings(limits, disk, at('limits')),
    ...fractionWarnings(requests, disk, at('requests')),
    ...hiddenVariables(asArray(env).map(asObject), path),
  ];
}

/** One of the same name that does not go on from the one before. */
function hiddenVariables(variables: readonly JsonObject[], path: string): string[] {
  const seen = new Set<string>();
  return variables.flatMap(({ name: given, value, valueFrom }, i) => {
    const name = asString(given);
    if (!seen.has(name)) {
      seen.add(name);
      return [];
    }
    const before = `$(${name})`;
    const goesOn = valueFrom === undefined && value !== before && asString(value).includes(before);
    const why = `hides previous definition of ${JSON.stringify(name)}, which may be dropped when using apply`;
    return goesOn ? [] : [`${path}.env[${i}]: ${why}`];
  });
}

function portsOf(containers: readonly Placed[]): { readonly port: JsonObject; readonly path: string }[] {
  return containers.flatMap(({ container, path }) =>
    asArray(container['ports']).map((port, i) => ({ port: asObject(port), path: `${path}.ports[${i}]` })),
  );
}

function portWarnings(containers: readonly Placed[]): string[] {
  const ports = portsOf(containers);
  const isOf = (one: JsonObject, other: JsonObject) =>
    one['containerPort'] === other['containerPort'] && one['protocol'] === other['protocol'];
  return ports.flatMap(({ port, path }, i) =>
    ports.slice(0, i).flatMap(other => {
      const why = isOf(port, other.port) ? clash(port, other.port) : null;
      return why === null ? [] : [`${path}: ${why} port definition with ${other.path}`];
    }),
  );
}

function clash(one: JsonObject, other: JsonObject): string | null {
  const [addressOf, numberOf] = [asString, (port: unknown) => port ?? 0];
  const [a, b] = [addressOf(one['hostIP']), addressOf(other['hostIP'])];
  const [m, n] = [numberOf(one['hostPort']), numberOf(other['hostPort'])];
  if (a === b && m === n) return 'duplicate';
  if (m === 0 || n === 0) return 'overlapping';
  return m === n && (a === '') !== (b === '') ? 'dangerously ambiguous' : null;
}

function portNameWarnings(containers: readonly Placed[]): string[] {
  const first = new Map<string, string>();
  return portsOf(containers).flatMap(({ port, path }) => {
    const name = asString(port['name']);
    const other = name === '' ? undefined : first.get(name);
    if (name !== '' && other === undefined) first.set(name, path);
    if (other === undefined) return [];
    const why = `duplicate port name ${JSON.stringify(name)} with ${other}, services and probes that select ports by name will use ${other}`;
    return [`${path}: ${why}`];
  });
}

function affinityWarnings(affinity: JsonObject, path: string): string[] {
  return ['podAffinity', 'podAntiAffinity'].flatMap(kind => {
    const rules = asObject(affinity[kind]);
    const [required, preferred] = [
      'requiredDuringSchedulingIgnoredDuringExecution',
      'preferredDuringSchedulingIgnoredDuringExecution',
    ] as const;
    const of = (list: string, below: readonly string[]) =>
      asArray(rules[list]).flatMap((term, i) =>
        getPath(term, ...below, 'labelSelector') === undefined
          ? [`${[`${path}.${kind}.${list}[${i}]`, ...below, 'labelSelector'].join('.')}: ${NO_SELECTOR}`]
          : [],
      );
    return [...of(required, []), ...of(preferred, ['podAffinityTerm'])];
  });
}
