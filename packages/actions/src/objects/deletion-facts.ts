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
