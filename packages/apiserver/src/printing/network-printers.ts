import { asArray, asNumber, asObject, asString, getPath } from '@lanthorn/base/json.ts';
import { humanDuration } from '@lanthorn/kube/objects/human-duration.ts';
import { type KubeObject, parseTime } from '@lanthorn/kube/objects/kube-object.ts';
import { formatLabelSelector } from '@lanthorn/kube/selectors/label-selector.ts';

// Cells of the kinds about the network, as k8s.io/kubernetes/pkg/printers/internalversion prints them.

const NONE = '<none>';
const UNSET = '<unset>';
/** Of addresses, ports and hosts; more are only counted. */
const MOST_SHOWN = 3;

const name = (object: KubeObject) => object.metadata.name ?? '';

function age(object: KubeObject, now: number): string {
  const at = parseTime(object.metadata.creationTimestamp);
  return at === null ? '<unknown>' : humanDuration(now - at);
}

/** The first of them, and how many more there are. */
function firstOf(entries: readonly string[], count = entries.length): string {
  const shown = entries.slice(0, MOST_SHOWN).join(',');
  return count > MOST_SHOWN ? `${shown} + ${count - MOST_SHOWN} more...` : shown;
}

const defaultName = (object: KubeObject, annotation: string) =>
  `${name(object)}${object.metadata.annotations?.[annotation] === 'true' ? ' (default)' : ''}`;

const textOr = (value: unknown, otherwise: string) => (value === undefined ? otherwise : asString(value));

/** net.JoinHostPort: an address with colons stands in brackets. */
function place(address: unknown, port: unknown): string {
  const ip = asString(getPath(address, 'ip'));
  return `${ip.includes(':') ? `[${ip}]` : ip}:${asNumber(getPath(port, 'port')) ?? 0}`;
}

function endpointPlaces(endpoints: KubeObject): string {
  const subsets = asArray(endpoints['subsets']);
  if (subsets.length === 0) return NONE;
  const places = subsets.flatMap(subset => {
    const addresses = asArray(getPath(subset, 'addresses'));
    const ports = asArray(getPath(subset, 'ports'));
    return ports.length === 0
      ? addresses.map(address => asString(getPath(address, 'ip')))
      : ports.flatMap(port => addresses.map(address => place(address, port)));
  });
  return firstOf(places);
}

/** The rules without a host are not said, but count. */
function ingressHosts(ingress: KubeObject): string {
  const rules = asArray(getPath(ingress, 'spec', 'rules'));
  const hosts = rules.map(rule => asString(getPath(rule, 'host'))).filter(host => host !== '');
  return hosts.length === 0 ? '*' : firstOf(hosts, hosts.length < MOST_SHOWN ? 0 : rules.length);
}

/** loadBalancerStatusStringer: sorted, each once. */
export function balancedAddresses(object: KubeObject): string[] {
  const entries = asArray(getPath(object, 'status', 'loadBalancer', 'ingress'));
  const addresses = entries.map(entry => asString(getPath(entry, 'ip')) || asString(getPath(entry, 'hostname')));
  return [...new Set(addresses.filter(address => address !== ''))].sort();
}

function classParameters(ingressClass: KubeObject): string {
  const parameters = getPath(ingressClass, 'spec', 'parameters');
  if (parameters === undefined) return NONE;
  const { apiGroup, kind, name: named } = asObject(parameters);
  return `${asString(kind)}${apiGroup === undefined ? '' : `.${asString(apiGroup)}`}/${asString(named)}`;
}

function parentText(address: KubeObject): string {
  const parent = getPath(address, 'spec', 'parentRef');
  if (parent === undefined) return NONE;
  const { group, resource, namespace, name: named } = asObject(parent);
  const kind = [resource, group].map(asString).filter(part => part !== '');
  return [kind.join('.').toLowerCase(), ...(asString(namespace) === '' ? [] : [namespace]), named]
    .map(asString)
    .join('/');
}

export const NETWORK_PRINTERS: Readonly<Record<string, (object: KubeObject, now: number) => unknown[]>> = {
  endpoints: (object, now) => [name(object), endpointPlaces(object), age(object, now)],
  endpointslices: (object, now) => {
    const ports = asArray(object['ports']).map(asObject);
    const addresses = asArray(object['endpoints']).flatMap(endpoint =>
      asArray(getPath(endpoint, 'addresses')).map(asString),
    );
    const portText = ports.map(({ port, name: named }) => (typeof port === 'number' ? `${port}` : textOr(named, '*')));
    return [
      name(object),
      asString(object['addressType']),
      firstOf(portText) || UNSET,
      firstOf(addresses) || UNSET,
      age(object, now),
    ];
  },
  ingresses: (object, now) => [
    name(object),
    getPath(object, 'spec', 'ingressClassName') ?? NONE,
    ingressHosts(object),
    balancedAddresses(object).join(','),
    asArray(getPath(object, 'spec', 'tls')).length > 0 ? '80, 443' : '80',
    age(object, now),
  ],
  ingressclasses: (object, now) => [
    defaultName(object, 'ingressclass.kubernetes.io/is-default-class'),
    asString(getPath(object, 'spec', 'controller')),
    classParameters(object),
    age(object, now),
  ],
  networkpolicies: (object, now) => [
    name(object),
    formatLabelSelector(getPath(object, 'spec', 'podSelector')),
    age(object, now),
  ],
  // Its age has no column.
  ipaddresses: (object, now) => [name(object), parentText(object), age(object, now)],
  servicecidrs: (object, now) => [
    name(object),
    asArray(getPath(object, 'spec', 'cidrs'))
      .map(asString)
      .join(','),
    age(object, now),
  ],
};
