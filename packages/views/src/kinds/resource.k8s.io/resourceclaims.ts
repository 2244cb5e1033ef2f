import { asArray, asString, getPath, isObject } from '@lanthorn/base/json.ts';
import { deviceClasses } from './claimed-device-classes.ts';
import type { StatusCell } from '../../cells/cell.ts';
import { AGE, NAME, NAMESPACE, OWNER } from '../../cells/columns.ts';
import { kindEntry } from '../../cells/kind-entries.ts';
import { ownedBy } from '../../cells/pod-references.ts';
import type { KindView } from '../../cells/kind-view.ts';
import { textOf, joined, BY_NAME } from '../../cells/path-columns.ts';
import { statusColumn } from '../../cells/status-column.ts';

/** In kubectl's words: what it has, and whether somebody uses it. */
function claimStatus(claim: unknown): StatusCell {
  if (!isObject(getPath(claim, 'status', 'allocation'))) return { status: 'pending', tone: 'warning' };
  const isReserved = asArray(getPath(claim, 'status', 'reservedFor')).length > 0;
  return { status: isReserved ? 'allocated,reserved' : 'allocated', tone: 'ok' };
}

export const RESOURCE_CLAIM_VIEW: KindView = {
  ...kindEntry('resourceclaims.resource.k8s.io'),
  references: [
    ownedBy('pods'),
    {
      meaning: 'class',
      to: ['deviceclasses.resource.k8s.io'],
      at: '.spec.devices.requests[*].exactly.deviceClassName',
    },
    {
      meaning: 'class',
      to: ['deviceclasses.resource.k8s.io'],
      at: '.spec.devices.requests[*].firstAvailable[*].deviceClassName',
    },
    { meaning: 'class', to: ['deviceclasses.resource.k8s.io'], at: '.spec.devices.requests[*].deviceClassName' },
    { meaning: 'usedFor', to: ['pods'], at: '.status.reservedFor[*]', isOpen: true },
  ],
  defaultSort: BY_NAME,
  columns: [
    NAME,
    NAMESPACE,
    statusColumn(claimStatus, { width: 150 }),
    textOf({ id: 'deviceClasses', width: 200 }, claim => deviceClasses(getPath(claim, 'spec'))),
    textOf({ id: 'devices', width: 280 }, claim =>
      joined(
        asArray(getPath(claim, 'status', 'allocation', 'devices', 'results')).map(
          result =>
            joined(
              ['driver', 'pool', 'device'].map(key => asString(getPath(result, key))),
              '/',
            ) ?? '',
        ),
      ),
    ),
    textOf({ id: 'reservedFor', width: 220 }, claim =>
      joined(
        asArray(getPath(claim, 'status', 'reservedFor')).map(
          user =>
            joined(
              ['resource', 'name'].map(key => asString(getPath(user, key))),
              '/',
            ) ?? '',
        ),
      ),
    ),
    OWNER,
    AGE,
  ],
};
