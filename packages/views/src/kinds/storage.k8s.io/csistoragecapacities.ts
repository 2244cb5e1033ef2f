import { AGE, NAME, NAMESPACE, referenceColumn } from '../../cells/columns.ts';
import { kindEntry } from '../../cells/kind-entries.ts';
import type { KindView } from '../../cells/kind-view.ts';
import { bytesAt, selectorAt, BY_NAME } from '../../cells/path-columns.ts';

export const CSI_STORAGE_CAPACITY_VIEW: KindView = {
  ...kindEntry('csistoragecapacities.storage.k8s.io'),
  isOneOfItsOwn: true,
  references: [{ meaning: 'class', to: ['storageclasses.storage.k8s.io'], at: '.storageClassName' }],
  defaultSort: BY_NAME,
  columns: [
    { ...NAME, width: 240 },
    NAMESPACE,
    referenceColumn({ id: 'storageClass', width: 150, isFacet: true }, ['storageClassName'], {
      apiVersion: 'storage.k8s.io/v1',
      kind: 'StorageClass',
    }),
    bytesAt({ id: 'capacity', width: 100 }, 'capacity'),
    bytesAt({ id: 'largestVolume', width: 110 }, 'maximumVolumeSize'),
    selectorAt({ id: 'topology', width: 300 }, 'nodeTopology'),
    AGE,
  ],
};
