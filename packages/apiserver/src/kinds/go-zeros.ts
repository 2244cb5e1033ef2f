import { isObject } from '@lanthorn/base/json.ts';

/** Fields of a pod whose Go type is a pointer: that they are false, zero or empty is another thing than that they are not there. */
const POINTERS = new Set([
  ...['activeDeadlineSeconds', 'allowPrivilegeEscalation', 'automountServiceAccountToken', 'defaultMode'],
  ...['enableServiceLinks', 'expirationSeconds', 'fsGroup', 'fsGroupChangePolicy', 'hostnameOverride', 'hostProcess'],
  ...['hostUsers', 'localhostProfile', 'minDomains', 'mode', 'optional', 'preemptionPolicy', 'priority', 'privileged'],
  ...['procMount', 'readOnlyRootFilesystem', 'runAsGroup', 'runAsNonRoot', 'runAsUser', 'runAsUserName'],
  ...['runtimeClassName', 'setHostnameAsFQDN', 'shareProcessNamespace', 'storageClassName', 'supplementalGroupsPolicy'],
  ...['terminationGracePeriodSeconds', 'tolerationSeconds'],
]);
/** What has keys of people, whose values are kept as they are. */
const MAPS = new Set(['annotations', 'labels', 'limits', 'matchLabels', 'nodeSelector', 'options', 'requests']);

/** As a typed client sends it: false, zero and what is empty are left out where Go cannot tell them from what is not there. */
export function withoutGoZeros(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutGoZeros);
  if (!isObject(value)) return value;
  const fields = Object.entries(value).map(
    ([name, field]) => [name, MAPS.has(name) ? field : withoutGoZeros(field)] as const,
  );
  return Object.fromEntries(fields.filter(([name, field]) => POINTERS.has(name) || !isZero(field)));
}

function isZero(value: unknown): boolean {
  return value === false || value === 0 || value === '' || (Array.isArray(value) && value.length === 0);
}
