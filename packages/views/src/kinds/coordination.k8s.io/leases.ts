import { asNumber, getPath } from '@lanthorn/base/json.ts';
import { AGE, NAME, NAMESPACE } from '../../cells/columns.ts';
import { kindEntry } from '../../cells/kind-entries.ts';
import { ownedBy } from '../../cells/pod-references.ts';
import type { KindView } from '../../cells/kind-view.ts';
import { textAt, countAt, timeAt, BY_NAME } from '../../cells/path-columns.ts';

export const LEASE_VIEW: KindView = {
  ...kindEntry('leases.coordination.k8s.io'),
  isOneOfItsOwn: true,
  references: [ownedBy('nodes')],
  defaultSort: BY_NAME,
  columns: [
    { ...NAME, width: 260 },
    NAMESPACE,
    textAt({ id: 'holder', width: 320 }, 'spec', 'holderIdentity'),
    timeAt({ id: 'renewed', width: 90 }, 'spec', 'renewTime'),
    {
      id: 'leaseDuration',
      type: 'duration',
      width: 90,
      read: lease => {
        const seconds = asNumber(getPath(lease, 'spec', 'leaseDurationSeconds'));
        return seconds === undefined ? null : seconds * 1000;
      },
    },
    countAt({ id: 'transitions', width: 90 }, 'spec', 'leaseTransitions'),
    AGE,
  ],
};
