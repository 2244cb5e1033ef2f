import { asArray, asNumber, asString, getPath } from '@lanthorn/base/json.ts';
import type { StatusCell } from '../../cells/cell.ts';
import { AGE, NAME, NAMESPACE, referenceColumn } from '../../cells/columns.ts';
import { kindEntry } from '../../cells/kind-entries.ts';
import { ownedBy } from '../../cells/pod-references.ts';
import type { KindView } from '../../cells/kind-view.ts';
import { textAt, textOf, joined, BY_NAME } from '../../cells/path-columns.ts';
import { statusColumn } from '../../cells/status-column.ts';

/** What a service is to say of an endpoint that does not say whether it is ready: that it is. */
function isReady(endpoint: unknown): boolean {
  return getPath(endpoint, 'conditions', 'ready') !== false;
}

/** Whether anything answers behind it. */
function sliceStatus(slice: unknown): StatusCell {
  const endpoints = asArray(getPath(slice, 'endpoints'));
  const ready = endpoints.filter(isReady).length;
  if (endpoints.length === 0) return { status: 'Empty', tone: 'muted' };
  if (ready === 0) return { status: 'NoneReady', tone: 'warning' };
  return ready < endpoints.length ? { status: 'PartlyReady', tone: 'active' } : { status: 'Ready', tone: 'ok' };
}

function portText(port: unknown): string {
  const number = asNumber(getPath(port, 'port'));
  if (number !== undefined) return String(number);
  const name = getPath(port, 'name');
  return name === undefined ? '*' : asString(name);
}

const ENDPOINT = { meaning: 'routesTo', to: ['pods'], isAcross: true, isOpen: true, askedBack: 'within' } as const;

export const ENDPOINT_SLICE_VIEW: KindView = {
  ...kindEntry('endpointslices.discovery.k8s.io'),
  isOneOfItsOwn: true,
  references: [
    // That of a Service has its label, whoever made it.
    ownedBy(),
    {
      meaning: 'owner',
      to: ['services'],
      at: ".metadata.labels['kubernetes.io/service-name']",
      selectedBy: { label: 'kubernetes.io/service-name' },
    },
    { ...ENDPOINT, at: '.endpoints[*].targetRef' },
  ],
  defaultSort: BY_NAME,
  columns: [
    { ...NAME, width: 260 },
    NAMESPACE,
    statusColumn(sliceStatus, { width: 110 }),
    textAt({ id: 'addressType', width: 90, isFacet: true }, 'addressType'),
    textOf({ id: 'ports', width: 120 }, slice => joined(asArray(getPath(slice, 'ports')).map(portText), ',')),
    textOf({ id: 'addresses', width: 300 }, slice =>
      joined(
        asArray(getPath(slice, 'endpoints')).flatMap(entry => asArray(getPath(entry, 'addresses')).map(asString)),
        ',',
      ),
    ),
    textOf({ id: 'ready', width: 80 }, slice => {
      const endpoints = asArray(getPath(slice, 'endpoints'));
      return `${endpoints.filter(isReady).length}/${endpoints.length}`;
    }),
    referenceColumn({ id: 'service', width: 180 }, ['metadata', 'labels', 'kubernetes.io/service-name'], {
      apiVersion: 'v1',
      kind: 'Service',
      isNamespaced: true,
    }),
    AGE,
  ],
};
