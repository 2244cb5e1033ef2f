import { asArray, asNumber, asString, getPath } from '@lanthorn/base/json.ts';
import type { StatusCell } from '../../cells/cell.ts';
import { AGE, NAME, NAMESPACE } from '../../cells/columns.ts';
import { kindEntry } from '../../cells/kind-entries.ts';
import type { KindView } from '../../cells/kind-view.ts';
import { textAt, sizeOf, listAt, selectorText, textOf, joined, BY_NAME } from '../../cells/path-columns.ts';
import { statusColumn } from '../../cells/status-column.ts';
import { troubleColumns } from '../../cells/trouble-columns.ts';

/** Where a Service is reached from outside, as kubectl tells it. */
function externalAddress(service: unknown): string | null {
  const type = asString(getPath(service, 'spec', 'type'));
  if (type === 'ExternalName') return asString(getPath(service, 'spec', 'externalName')) || null;
  const fixed = asArray(getPath(service, 'spec', 'externalIPs')).map(asString);
  return joined(type === 'LoadBalancer' ? [...balancedAddresses(service), ...fixed] : fixed, ',');
}

/** The addresses that a load balancer has given, sorted, each once. */
export function balancedAddresses(object: unknown): readonly string[] {
  const given = asArray(getPath(object, 'status', 'loadBalancer', 'ingress'));
  const addresses = given.map(entry => asString(getPath(entry, 'ip')) || asString(getPath(entry, 'hostname')));
  return [...new Set(addresses.filter(address => address !== ''))].toSorted();
}

/** Only one that waits for a load balancer has a state: of others nothing tells whether they work. */
function serviceStatus(service: unknown): StatusCell | null {
  if (getPath(service, 'spec', 'type') !== 'LoadBalancer') return null;
  return externalAddress(service) === null
    ? { status: 'Pending', tone: 'warning' }
    : { status: 'Provisioned', tone: 'ok' };
}

function portText(port: unknown): string {
  const number = asNumber(getPath(port, 'port')) ?? 0;
  const onNode = asNumber(getPath(port, 'nodePort')) ?? 0;
  return `${number}${onNode > 0 ? `:${onNode}` : ''}/${asString(getPath(port, 'protocol')) || 'TCP'}`;
}

export const SERVICE_VIEW: KindView = {
  ...kindEntry('services'),
  isOnMap: true,
  references: [{ meaning: 'routesTo', to: ['pods'], at: '.spec.selector', selects: 'labels' }],
  sections: ['servicePath'],
  logs: 'routed',
  headline: ['type', 'clusterIp', 'ports'],
  defaultSort: BY_NAME,
  columns: [
    NAME,
    NAMESPACE,
    textAt({ id: 'type', width: 110, isFacet: true }, 'spec', 'type'),
    statusColumn(serviceStatus, { width: 110 }),
    textAt({ id: 'clusterIp', width: 120 }, 'spec', 'clusterIP'),
    textOf({ id: 'externalIp', width: 150 }, externalAddress),
    textOf({ id: 'ports', width: 180 }, service =>
      joined(asArray(getPath(service, 'spec', 'ports')).map(portText), ','),
    ),
    textOf({ id: 'selector', width: 220 }, service => {
      const labels = getPath(service, 'spec', 'selector');
      return sizeOf(labels) === 0 ? null : selectorText({ matchLabels: labels });
    }),
    AGE,
    listAt({ id: 'families', width: 100, isHidden: true }, 'spec', 'ipFamilies'),
    textAt({ id: 'affinity', width: 100, isHidden: true }, 'spec', 'sessionAffinity'),
    textAt({ id: 'internalTraffic', width: 110, isHidden: true }, 'spec', 'internalTrafficPolicy'),
    textAt({ id: 'externalTraffic', width: 110, isHidden: true }, 'spec', 'externalTrafficPolicy'),
    textAt({ id: 'balancerClass', width: 130, isHidden: true }, 'spec', 'loadBalancerClass'),
    ...troubleColumns(),
  ],
};
