import { asString, getPath } from '@lanthorn/base/json.ts';
import type { StatusCell } from '../../cells/cell.ts';
import { AGE, NAME, NAMESPACE, quantityCell, referenceColumn } from '../../cells/columns.ts';
import { deletionColumns, deletionDue, deletionTroubles, heldByFinalizers } from '../../cells/deletion.ts';
import { textAt, textOf } from '../../cells/path-columns.ts';
import { accessModes, STORAGE_CLASS } from '../../cells/storage-columns.ts';
import { statusColumn } from '../../cells/status-column.ts';
import { conditionTroubles } from '../../cells/trouble.ts';
import { troubleColumns } from '../../cells/trouble-columns.ts';
import type { KindView } from '../../cells/kind-view.ts';
import { kindEntry } from '../../cells/kind-entries.ts';
import { ownedBy } from '../../cells/pod-references.ts';

function claimStatus(claim: unknown): StatusCell {
  const status = asString(getPath(claim, 'status', 'phase')) || 'Unknown';
  return { status, tone: status === 'Bound' ? 'ok' : status === 'Lost' ? 'bad' : 'warning' };
}

/** A claim that is being deleted waits for its finalizers alone: as long as a pod uses it, that of its protection. */
function heldUp(claim: unknown): string | null {
  return deletionDue(claim) === null ? null : heldByFinalizers(claim);
}

export const PERSISTENT_VOLUME_CLAIM_VIEW: KindView = {
  ...kindEntry('persistentvolumeclaims'),
  isOnMap: true,
  references: [
    ownedBy('statefulsets.apps'),
    { meaning: 'binds', to: ['persistentvolumes'], at: '.spec.volumeName' },
    { meaning: 'class', to: ['storageclasses.storage.k8s.io'], at: '.spec.storageClassName' },
    { meaning: 'class', to: ['volumeattributesclasses.storage.k8s.io'], at: '.spec.volumeAttributesClassName' },
    {
      meaning: 'uses',
      to: ['persistentvolumeclaims', 'volumesnapshots.snapshot.storage.k8s.io'],
      at: '.spec.dataSourceRef',
      isOpen: true,
      isAcross: true,
    },
    {
      meaning: 'uses',
      to: ['persistentvolumeclaims', 'volumesnapshots.snapshot.storage.k8s.io'],
      at: '.spec.dataSource',
      isOpen: true,
    },
  ],
  sections: ['chain'],
  defaultSort: { column: 'name', descending: false },
  columns: [
    { ...NAME, width: 260 },
    NAMESPACE,
    statusColumn(claimStatus, { width: 120 }),
    referenceColumn({ id: 'volume', width: 200 }, ['spec', 'volumeName'], {
      apiVersion: 'v1',
      kind: 'PersistentVolume',
    }),
    {
      id: 'capacity',
      type: 'quantity',
      unit: 'bytes',
      width: 90,
      read: claim => quantityCell(getPath(claim, 'status', 'capacity', 'storage')),
    },
    textOf({ id: 'accessModes', width: 110 }, claim => accessModes(getPath(claim, 'status', 'accessModes'))),
    STORAGE_CLASS,
    textAt({ id: 'volumeMode', width: 100, isHidden: true }, 'spec', 'volumeMode'),
    AGE,
    ...troubleColumns(claim => [...deletionTroubles(claim, heldUp), ...conditionTroubles(claim)]),
    ...deletionColumns(heldUp),
  ],
};
