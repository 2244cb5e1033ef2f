import { asString, getPath } from '@lanthorn/base/json.ts';
import { AGE, NAME } from '../../cells/columns.ts';
import { kindEntry } from '../../cells/kind-entries.ts';
import type { KindView } from '../../cells/kind-view.ts';
import { textAt, flagAt, listAt, mapAt, textOf, BY_NAME } from '../../cells/path-columns.ts';

export const STORAGE_CLASS_VIEW: KindView = {
  ...kindEntry('storageclasses.storage.k8s.io'),
  references: [{ meaning: 'class', to: ['csidrivers.storage.k8s.io'], at: '.provisioner' }],
  sections: ['usedBy'],
  defaultSort: BY_NAME,
  columns: [
    NAME,
    {
      id: 'default',
      type: 'boolean',
      width: 80,
      isFacet: true,
      read: object =>
        getPath(object, 'metadata', 'annotations', 'storageclass.kubernetes.io/is-default-class') === 'true',
    },
    textAt({ id: 'provisioner', width: 240, isFacet: true }, 'provisioner'),
    // What is not said is so.
    textOf(
      { id: 'reclaimPolicy', width: 100, isFacet: true },
      object => asString(getPath(object, 'reclaimPolicy')) || 'Delete',
    ),
    textOf(
      { id: 'bindingMode', width: 170, isFacet: true },
      object => asString(getPath(object, 'volumeBindingMode')) || 'Immediate',
    ),
    flagAt({ id: 'expansion', width: 110, isFacet: true }, 'allowVolumeExpansion'),
    AGE,
    mapAt({ id: 'parameters', width: 300, isHidden: true }, 'parameters'),
    listAt({ id: 'mountOptions', width: 200, isHidden: true }, 'mountOptions'),
  ],
};
