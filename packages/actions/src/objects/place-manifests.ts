import { asArray, asObject, asString, getPath } from '@lanthorn/base/json.ts';
import { type GroupVersionResource, parseApiVersion } from '@lanthorn/kube/api/group-version-resource.ts';
import type { Manifest, ManifestProblem } from '@lanthorn/kube/objects/manifests.ts';
import type { KubeObject } from '@lanthorn/kube/objects/kube-object.ts';

/** A kind as a cluster serves it. */
interface ServedResource extends GroupVersionResource {
  readonly kind: string;
  readonly isNamespaced: boolean;
}

/** An object of a text, and where in the cluster it belongs. */
export interface PlacedManifest {
  readonly manifest: Manifest;
  /** As it is sent: with its name and its namespace. */
  readonly object: KubeObject;
  readonly resource: GroupVersionResource;
  /** '' where its kind has none. */
  readonly namespace: string;
  readonly name: string;
  /** It names no namespace of its own and got the chosen one. */
  readonly isGivenNamespace: boolean;
  /** What of the same text it cannot do without, as `Namespace/shop`; null where nothing. */
  readonly restsOn: string | null;
}

export interface Placement {
  /** In the order in which they are sent. */
  readonly placed: readonly PlacedManifest[];
  readonly problems: readonly ManifestProblem[];
}

export interface Places {
  readonly served: readonly ServedResource[];
  /** For those that name none. */
  readonly namespace: string;
  /** Behind names that are left to be made. */
  readonly suffix: string;
  /** What can stand in a path of the API at all. */
  readonly isName: (name: string) => boolean;
}

/**
 * What others need comes first: what holds them, what defines them, who they run as, what they read, what they are found by, and then they
 * themselves. What meets the requests of all others comes last.
 */
const ORDER = [
  'Namespace',
  'CustomResourceDefinition',
  'PriorityClass',
  'RuntimeClass',
  'ResourceQuota',
  'LimitRange',
  'ServiceAccount',
  'ClusterRole',
  'Role',
  'ClusterRoleBinding',
  'RoleBinding',
  'NetworkPolicy',
  'ConfigMap',
  'Secret',
  'StorageClass',
  'PersistentVolume',
  'PersistentVolumeClaim',
  'IngressClass',
  'GatewayClass',
  'Service',
  'PodDisruptionBudget',
  'DaemonSet',
  'Pod',
  'ReplicationController',
  'ReplicaSet',
  'Deployment',
  'StatefulSet',
  'Job',
  'CronJob',
  'HorizontalPodAutoscaler',
  'Gateway',
  'Ingress',
];
/** Kinds of others stand here, behind what they may need. */
const OTHERS = ORDER.length;
const LAST = [
  'APIService',
  'ValidatingAdmissionPolicy',
  'ValidatingAdmissionPolicyBinding',
  'MutatingAdmissionPolicy',
  'MutatingAdmissionPolicyBinding',
  'MutatingWebhookConfiguration',
  'ValidatingWebhookConfiguration',
];

function rankOf({ kind = '' }: KubeObject): number {
  const last = LAST.indexOf(kind);
  if (last >= 0) return OTHERS + 1 + last;
  const rank = ORDER.indexOf(kind);
  return rank < 0 ? OTHERS : rank;
}

/** Where each object of a text belongs, in the order in which they can be made. */
export function placeManifests(manifests: readonly Manifest[], places: Places): Placement {
  const own = manifests.flatMap(({ object }) => definedBy(object));
  const namespaces = new Set(
    manifests.flatMap(({ object: { apiVersion, kind, metadata } }) =>
      apiVersion === 'v1' && kind === 'Namespace' ? [metadata.name] : [],
    ),
  );
  const problems: ManifestProblem[] = [];
  const placed: PlacedManifest[] = [];
  const seen = new Set<string>();
  for (const manifest of manifests) {
    const isOfKind = ({ group, kind }: Pick<ServedResource, 'group' | 'kind'>) =>
      group === kindOfObject(manifest.object).group && kind === manifest.object.kind;
    const defined = own.find(isOfKind);
    const served = places.served.find(isOfKind) ?? defined;
    const place = served === undefined ? null : placeOf(manifest.object, served, places);
    const problem = place === null ? unknownKind(manifest.object) : wrongPlace(place, places, seen);
    if (place === null || problem !== null) {
      const { from, line } = manifest;
      problems.push({ from, to: from + 1, line, column: 1, ...(problem ?? unknownKind(manifest.object)) });
      continue;
    }
    seen.add(place.word);
    const inNew = namespaces.has(place.namespace) ? `Namespace/${place.namespace}` : null;
    const restsOn = defined === undefined ? inNew : `CustomResourceDefinition/${defined.name}`;
    const { word: _word, isNamespaced: _isNamespaced, ...where } = place;
    placed.push({ manifest, object: withPlace(manifest.object, place), ...where, restsOn });
  }
  const ranked = placed.map((each, i) => ({ each, rank: rankOf(each.object), i }));
  return { placed: ranked.sort((a, b) => a.rank - b.rank || a.i - b.i).map(({ each }) => each), problems };
}

type Wrong = Pick<ManifestProblem, 'code' | 'values'>;

function unknownKind({ kind = '', apiVersion = '' }: KubeObject): Wrong {
  return { code: 'unknownKind', values: { kind, apiVersion } };
}

/** Where an object belongs, and a word for it that no other object has. */
function placeOf(object: KubeObject, served: ServedResource, { namespace: chosen, suffix }: Places) {
  const { group, version, kind } = kindOfObject(object);
  const { isNamespaced, resource } = served;
  const name = asString(object.metadata.name) || `${asString(object.metadata.generateName)}${suffix}`;
  const own = isNamespaced ? asString(object.metadata.namespace) : '';
  const namespace = isNamespaced ? own || chosen : '';
  return {
    resource: { group, version, resource },
    isNamespaced,
    namespace,
    name,
    isGivenNamespace: isNamespaced && own === '',
    word: [group, kind, namespace, name].join('/'),
  };
}

function wrongPlace(place: ReturnType<typeof placeOf>, { isName }: Places, seen: ReadonlySet<string>): Wrong | null {
  const { isNamespaced, namespace, name, word } = place;
  if (isNamespaced && namespace === '') return { code: 'noNamespace', values: { what: name } };
  const wrong = [name, ...(isNamespaced ? [namespace] : [])].find(part => !isName(part));
  if (wrong !== undefined) return { code: 'badName', values: { what: wrong } };
  return seen.has(word) ? { code: 'twice', values: { what: name } } : null;
}

function withPlace(object: KubeObject, { name, namespace }: { readonly name: string; readonly namespace: string }) {
  const { generateName: _made, namespace: _own, ...metadata } = object.metadata;
  return { ...object, metadata: { ...metadata, name, ...(namespace === '' ? {} : { namespace }) } };
}

/** The kind that a definition brings with it. */
function definedBy(object: KubeObject): (ServedResource & { readonly name: string })[] {
  const { group, version } = parseApiVersion(object.apiVersion ?? '');
  if (group !== 'apiextensions.k8s.io' || object.kind !== 'CustomResourceDefinition') return [];
  const spec = object['spec'];
  const names = asObject(getPath(spec, 'names'));
  const [first] = asArray(getPath(spec, 'versions'));
  return [
    {
      group: asString(getPath(spec, 'group')),
      version: asString(getPath(first, 'name')) || version,
      resource: asString(names['plural']),
      kind: asString(names['kind']),
      isNamespaced: getPath(spec, 'scope') === 'Namespaced',
      name: asString(object.metadata.name),
    },
  ];
}

/** What a kind is called with its group and version, as its type is asked for. */
export function kindOfObject({ apiVersion = '', kind = '' }: KubeObject): {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
} {
  return { ...parseApiVersion(apiVersion), kind };
}
