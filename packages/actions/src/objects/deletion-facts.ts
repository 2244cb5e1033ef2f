import { asArray, asString, asStringMap, getPath } from '@lanthorn/base/json.ts';
import type { GroupVersionResource } from '@lanthorn/kube/api/group-version-resource.ts';
import type { KubeObject } from '@lanthorn/kube/objects/kube-object.ts';
import { matchesLabels, readLabelSelector } from '@lanthorn/kube/selectors/label-selector.ts';
import type { Message, RelatedList } from '../machinery/action.ts';

// What a deletion means beyond the object: its data, who must let go of it, and who may refuse.

/** All that have a say in a cluster: those that change what is sent may refuse it as well. */
export const webhooks: readonly RelatedList[] = [
  'validatingwebhookconfigurations',
  'mutatingwebhookconfigurations',
].map(resource => ({
  resource: { group: 'admissionregistration.k8s.io', version: 'v1', resource },
  namespace: '',
  isAdvice: true,
}));

/** The volume that a claim has. */
export function volumeOf(claim: KubeObject): readonly RelatedList[] {
  const name = asString(getPath(claim, 'spec', 'volumeName'));
  const resource = { group: '', version: 'v1', resource: 'persistentvolumes' };
  return name === '' ? [] : [{ resource, namespace: '', name, isAdvice: true }];
}

/** What becomes of the data, by the reclaim policy of the volume; nothing where it is not known. */
export function volumeMessages(kind: string, object: KubeObject, read: readonly KubeObject[] | null): Message[] {
  const volume = kind === 'persistentvolumes' ? object : kind === 'persistentvolumeclaims' ? read?.[0] : undefined;
  const policy = asString(getPath(volume, 'spec', 'persistentVolumeReclaimPolicy'));
  const values = { volume: volume?.metadata.name ?? '' };
  if (policy === 'Delete') return [{ key: 'effect.volumeDeleted', values }];
  return policy === 'Retain' ? [{ key: 'effect.volumeRetained', values }] : [];
}

const VOLUMES: RelatedList = {
  ...{ resource: { group: '', version: 'v1', resource: 'persistentvolumes' }, namespace: '', isAdvice: true },
};

/** All volumes: those of a namespace's claims are told apart by what they are bound to. */
export const volumesOfAll: readonly RelatedList[] = [VOLUMES];

/** Named; of more the number is told. */
const NAMED = 5;
const namesOf = (names: readonly string[]) =>
  [...names.slice(0, NAMED), ...(names.length > NAMED ? ['…'] : [])].join(', ');

/** What becomes of the data of a namespace's claims, which go with it; that it is not known where volumes could not be read. */
export function namespaceVolumeMessages(namespace: string, volumes: readonly KubeObject[] | null): Message[] {
  if (volumes === null) return [{ key: 'effect.volumesUnknown', values: {} }];
  // One that was let go of names its claim still: that is long gone.
  const bound = volumes.filter(
    volume =>
      getPath(volume, 'spec', 'claimRef', 'namespace') === namespace && getPath(volume, 'status', 'phase') === 'Bound',
  );
  const told = (policy: string, key: string): Message[] => {
    const names = bound
      .filter(volume => asString(getPath(volume, 'spec', 'persistentVolumeReclaimPolicy')) === policy)
      .map(({ metadata }) => metadata.name ?? '');
    return names.length === 0 ? [] : [{ key, values: { count: names.length, names: namesOf(names) } }];
  };
  return [...told('Delete', 'effect.volumesDeleted'), ...told('Retain', 'effect.volumesRetained')];
}

/** Who serves parts of the API from inside the cluster. */
export const apiServices: readonly RelatedList[] = [
  {
    ...{ resource: { group: 'apiregistration.k8s.io', version: 'v1', resource: 'apiservices' }, namespace: '' },
    isAdvice: true,
  },
];

/** What the whole cluster asks in a namespace: webhooks without whose answer writes are refused, and parts of the API. */
export function servedFromMessages(
  namespace: string,
  hooks: readonly (readonly KubeObject[] | null)[],
  services: readonly KubeObject[] | null,
): Message[] {
  const isThere = (service: unknown) => asString(getPath(service, 'namespace')) === namespace;
  const asked = hooks
    .flatMap(configurations => configurations ?? [])
    .flatMap(configuration => asArray(getPath(configuration, 'webhooks')))
    .filter(hook => isThere(getPath(hook, 'clientConfig', 'service')) && getPath(hook, 'failurePolicy') !== 'Ignore')
    .map(hook => asString(getPath(hook, 'name')));
  const parts = (services ?? [])
    .filter(service => isThere(getPath(service, 'spec', 'service')))
    .map(({ metadata }) => metadata.name ?? '');
  return [
    ...(asked.length === 0 ? [] : [{ key: 'effect.webhooksLost', values: { names: namesOf(asked) } }]),
    ...(parts.length === 0 ? [] : [{ key: 'effect.apiLost', values: { names: namesOf(parts) } }]),
    ...(services === null ? [{ key: 'effect.apiServicesUnknown', values: {} }] : []),
  ];
}

const HOSTNAME = 'kubernetes.io/hostname';

/** Volumes that are on a node and can be reached from nowhere else. */
export function nodeVolumeMessages(node: KubeObject, volumes: readonly KubeObject[] | null): Message[] {
  if (volumes === null) return [{ key: 'effect.nodeVolumesUnknown', values: {} }];
  const host = node.metadata.labels?.[HOSTNAME] ?? node.metadata.name ?? '';
  const isOnlyHere = (term: unknown) =>
    asArray(getPath(term, 'matchExpressions')).some(
      rule =>
        getPath(rule, 'key') === HOSTNAME &&
        getPath(rule, 'operator') === 'In' &&
        asArray(getPath(rule, 'values')).every(value => value === host),
    );
  const names = volumes
    .filter(volume => {
      const terms = asArray(getPath(volume, 'spec', 'nodeAffinity', 'required', 'nodeSelectorTerms'));
      return terms.length > 0 && terms.every(isOnlyHere);
    })
    .map(({ metadata }) => metadata.name ?? '');
  if (names.length === 0) return [];
  return [{ key: 'effect.nodeVolumes', values: { count: names.length, names: namesOf(names) } }];
}

const hasClaims = (set: KubeObject) => asArray(getPath(set, 'spec', 'volumeClaimTemplates')).length > 0;
const claimsGo = (set: KubeObject, when: 'whenDeleted' | 'whenScaled') =>
  hasClaims(set) && getPath(set, 'spec', 'persistentVolumeClaimRetentionPolicy', when) === 'Delete';

/** Whether the claims of a stateful set go with it, by its own policy; without its pods nothing does. */
export function claimMessages(set: KubeObject, isOrphaning: boolean): Message[] {
  if (!hasClaims(set)) return [];
  const isKept = isOrphaning || !claimsGo(set, 'whenDeleted');
  return [{ key: isKept ? 'effect.claimsStay' : 'effect.claimsGo', values: {} }];
}

/** Whether the claims of pods that are too many go with them. */
export function claimsOfScaled(set: KubeObject, fewer: number): Message[] {
  return fewer > 0 && claimsGo(set, 'whenScaled') ? [{ key: 'effect.claimsOfScaledGo', values: { count: fewer } }] : [];
}

/** Those that are asked before it goes, and without whose answer it does not; of configurations that could not be read that is said. */
export function webhookMessages(
  resource: GroupVersionResource,
  object: KubeObject,
  read: readonly (readonly KubeObject[] | null)[],
): Message[] {
  const unknown = read.includes(null) ? [{ key: 'effect.webhooksUnknown', values: {} }] : [];
  const asked = read
    .flatMap(configurations => configurations ?? [])
    .flatMap(configuration =>
      asArray(getPath(configuration, 'webhooks'))
        .filter(hook => asString(getPath(hook, 'failurePolicy')) !== 'Ignore' && isAsked(hook, resource, object))
        .map(hook => ({ key: 'effect.webhookAsked', values: { name: asString(getPath(hook, 'name')) } })),
    );
  return [...unknown, ...asked];
}

/** By its rules and the object's labels. Which namespaces it is about is not looked at: it may be asked. */
function isAsked(hook: unknown, { group, version, resource }: GroupVersionResource, { metadata }: KubeObject): boolean {
  const selector = getPath(hook, 'objectSelector');
  if (selector !== undefined && !matchesLabels(readLabelSelector(selector), asStringMap(metadata.labels))) return false;
  // The usual policy converts: what was asked for in one version reaches a rule of another.
  const isExact = asString(getPath(hook, 'matchPolicy')) === 'Exact';
  return asArray(getPath(hook, 'rules')).some(rule => {
    const names = (field: string, ...wanted: readonly string[]) =>
      asArray(getPath(rule, field)).some(name => wanted.includes(asString(name)));
    return (
      names('operations', '*', 'DELETE') &&
      names('apiGroups', '*', group) &&
      (!isExact || names('apiVersions', '*', version)) &&
      names('resources', '*', '*/*', resource)
    );
  });
}
