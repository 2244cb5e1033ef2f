import { asArray, asNumber, asString, getPath } from '@lanthorn/base/json.ts';
import type { StatusCell } from '../../cells/cell.ts';
import { AGE, NAME, NAMESPACE } from '../../cells/columns.ts';
import { kindEntry } from '../../cells/kind-entries.ts';
import type { KindView } from '../../cells/kind-view.ts';
import { sizeOf, textOf, joined, BY_NAME } from '../../cells/path-columns.ts';
import { statusColumn } from '../../cells/status-column.ts';

function endpointsStatus(endpoints: unknown): StatusCell {
  const count = (field: string) =>
    asArray(getPath(endpoints, 'subsets')).reduce<number>((sum, subset) => sum + sizeOf(getPath(subset, field)), 0);
  const [ready, waiting] = [count('addresses'), count('notReadyAddresses')];
  if (ready + waiting === 0) return { status: 'Empty', tone: 'muted' };
  if (ready === 0) return { status: 'NoneReady', tone: 'warning' };
  return waiting > 0 ? { status: 'PartlyReady', tone: 'active' } : { status: 'Ready', tone: 'ok' };
}

/** An address with its port; one with colons stands in brackets. */
function placesOf(subset: unknown): readonly string[] {
  const addresses = asArray(getPath(subset, 'addresses')).map(entry => asString(getPath(entry, 'ip')));
  const ports = asArray(getPath(subset, 'ports')).map(port => asNumber(getPath(port, 'port')) ?? 0);
  if (ports.length === 0) return addresses;
  return ports.flatMap(port => addresses.map(ip => `${ip.includes(':') ? `[${ip}]` : ip}:${port}`));
}

const ENDPOINT = { meaning: 'routesTo', to: ['pods'], isAcross: true, isOpen: true, askedBack: 'within' } as const;

export const ENDPOINTS_VIEW: KindView = {
  ...kindEntry('endpoints'),
  isOneOfItsOwn: true,
  references: [
    { meaning: 'owner', to: ['services'], at: '.metadata.name', selectedBy: { field: 'metadata.name' } },
    { ...ENDPOINT, at: '.subsets[*].addresses[*].targetRef' },
    { ...ENDPOINT, at: '.subsets[*].notReadyAddresses[*].targetRef' },
  ],
  defaultSort: BY_NAME,
  columns: [
    NAME,
    NAMESPACE,
    statusColumn(endpointsStatus, { width: 110 }),
    textOf({ id: 'addresses', width: 400 }, endpoints =>
      joined(asArray(getPath(endpoints, 'subsets')).flatMap(placesOf), ','),
    ),
    AGE,
  ],
};
