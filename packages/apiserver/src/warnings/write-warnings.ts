import { asArray, asNumber, asObject, asString, getPath, type JsonObject } from '@lanthorn/base/json.ts';
import type { KubeObject } from '@lanthorn/kube/objects/kube-object.ts';
import { POD_SPECS } from '../kinds/pod-defaults.ts';
import { fractionWarnings, podWarnings } from './pod-warnings.ts';

// What a server warns of in an object that it takes (WarningsOnCreate, WarningsOnUpdate of k8s.io/kubernetes/pkg/registry/*/strategy.go).

/** `old` is what it takes the place of; null for a new one. */
type Warn = (object: KubeObject, old: KubeObject | null) => string[];

/** Names of pods and hosts begin with these. */
const IN_NAMES = new Set(['cronjobs', 'deployments', 'jobs', 'replicasets', 'replicationcontrollers']);
const PODS = 'pods';
const LABEL = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;
const MAX_LABEL = 63;
const LABEL_RULE =
  "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?')";
const CLASS = 'volume.beta.kubernetes.io/storage-class';

const annotated = ({ metadata }: KubeObject, name: string) => metadata.annotations?.[name] !== undefined;

/** As `old` is when nothing that counts as a new version was changed. */
const isSame = (object: KubeObject, old: KubeObject | null) =>
  old !== null && old.metadata.generation === object.metadata.generation;

function nameWarnings(resource: string, { metadata: { name = '' } }: KubeObject): string[] {
  if (resource !== PODS && !IN_NAMES.has(resource)) return [];
  const wrong = [
    ...(name.length > MAX_LABEL ? [`must be no more than ${MAX_LABEL} bytes`] : []),
    ...(LABEL.test(name) ? [] : [name.includes('.') ? 'must not contain dots' : LABEL_RULE]),
  ];
  if (wrong.length === 0) return [];
  const use = resource === PODS ? "the Pod's hostname" : 'Pod names and hostnames';
  const why = `this is used in ${use}, which can result in surprising behavior; a DNS label is recommended`;
  return [`metadata.name: ${why}: [${wrong.join(' ')}]`];
}

/** Many indexes of many pods are more than its status can say. */
function indexWarnings(spec: JsonObject, path: string): string[] {
  const { completionMode, completions, parallelism } = spec;
  const isMuch = (asNumber(completions) ?? 0) > 100_000 && (asNumber(parallelism) ?? 0) > 10_000;
  if (completionMode !== 'Indexed' || !isMuch) return [];
  return [
    `${path}: In Indexed Jobs with a number of completions higher than 10^5 and a parallelism higher than 10^4, Kubernetes might not be able to track completedIndexes when a big number of indexes fail`,
  ];
}

const service: Warn = ({ spec: given }) => {
  const spec = asObject(given);
  const { type, externalName, sessionAffinity, trafficDistribution } = spec;
  const isHeadless = type === 'ClusterIP' && spec['clusterIP'] === 'None';
  const isElsewhere = type === 'ExternalName';
  const hasOutside = asArray(spec['externalIPs']).length > 0;
  const [ofHeadless, ofElsewhere] = ['is ignored for headless services', 'is ignored when spec.type is "ExternalName"'];
  return [
    ...(isHeadless && asString(spec['loadBalancerIP']) !== '' ? [`spec.loadBalancerIP ${ofHeadless}`] : []),
    ...(isHeadless && hasOutside ? [`spec.externalIPs ${ofHeadless}`] : []),
    ...(isHeadless && sessionAffinity !== 'None' ? [`spec.SessionAffinity ${ofHeadless}`] : []),
    ...(hasOutside && !isHeadless && !isElsewhere
      ? ['spec.externalIPs is deprecated and may no longer be implemented in some clusters']
      : []),
    ...(isElsewhere && hasOutside ? [`spec.externalIPs ${ofElsewhere}`] : []),
    ...(!isElsewhere && asString(externalName) !== ''
      ? ['spec.externalName is ignored when spec.type is not "ExternalName"']
      : []),
    ...(trafficDistribution === 'PreferClose'
      ? ['spec.trafficDistribution: "PreferClose" is deprecated; use "PreferSameZone"']
      : []),
  ];
};

const ingress: Warn = object => {
  const annotation = 'kubernetes.io/ingress.class';
  if (!annotated(object, annotation) || getPath(object, 'spec', 'ingressClassName') !== undefined) return [];
  return [`annotation "${annotation}" is deprecated, please use 'spec.ingressClassName' instead`];
};

const claimSpec = (spec: unknown, path: string): string[] =>
  ['requests', 'limits'].flatMap(list =>
    fractionWarnings(getPath(spec, 'resources', list), ['storage'], `${path}.resources.${list}`),
  );

const classWarnings = (object: KubeObject) =>
  annotated(object, CLASS)
    ? [`metadata.annotations[${CLASS}]: deprecated since v1.8; use "storageClassName" attribute instead`]
    : [];

const claim: Warn = object => [...classWarnings(object), ...claimSpec(object['spec'], 'spec')];

const volume: Warn = object => [
  ...classWarnings(object),
  ...(getPath(object, 'spec', 'persistentVolumeReclaimPolicy') === 'Recycle'
    ? [
        'spec.persistentVolumeReclaimPolicy: The Recycle reclaim policy is deprecated. Instead, the recommended approach is to use dynamic provisioning.',
      ]
    : []),
];

const statefulSet: Warn = object => {
  const limit = asNumber(getPath(object, 'spec', 'revisionHistoryLimit')) ?? 0;
  return [
    ...asArray(getPath(object, 'spec', 'volumeClaimTemplates')).flatMap((template, i) =>
      claimSpec(getPath(template, 'spec'), `spec.volumeClaimTemplates[${i}]`),
    ),
    ...(limit < 0
      ? ['spec.revisionHistoryLimit: a negative value retains all historical revisions; a value >= 0 is recommended']
      : []),
  ];
};

/** Beside those of names and of templates. */
const OWN: Readonly<Record<string, Warn>> = {
  services: service,
  ingresses: ingress,
  persistentvolumeclaims: claim,
  persistentvolumes: volume,
  statefulsets: statefulSet,
};

/** Where a kind says how many indexes it has. */
const INDEXED: Readonly<Record<string, readonly string[]>> = {
  jobs: ['spec'],
  cronjobs: ['spec', 'jobTemplate', 'spec'],
};

/** What is warned of when an object of a built-in kind is written. */
export function writeWarnings(resource: string, object: KubeObject, old: KubeObject | null): string[] {
  const named = old === null ? nameWarnings(resource, object) : [];
  const own = Object.hasOwn(OWN, resource) ? (OWN[resource]?.(object, old) ?? []) : [];
  const path = Object.hasOwn(POD_SPECS, resource) ? POD_SPECS[resource] : undefined;
  if (path === undefined || isSame(object, old)) return [...named, ...own];
  const indexed = Object.hasOwn(INDEXED, resource) ? (INDEXED[resource] ?? []) : [];
  const counted = indexed.length === 0 ? [] : indexWarnings(asObject(getPath(object, ...indexed)), indexed.join('.'));
  return [...named, ...counted, ...podWarnings(asObject(getPath(object, ...path)), path.join('.')), ...own];
}
