import { getPath } from '@lanthorn/base/json.ts';
import { AGE, NAME } from '../../cells/columns.ts';
import { kindEntry } from '../../cells/kind-entries.ts';
import type { KindView } from '../../cells/kind-view.ts';
import { textAt, BY_NAME } from '../../cells/path-columns.ts';

export const VOLUME_SNAPSHOT_CLASS_VIEW: KindView = {
  ...kindEntry('volumesnapshotclasses.snapshot.storage.k8s.io'),
  references: [{ meaning: 'class', to: ['csidrivers.storage.k8s.io'], at: '.driver' }],
  defaultSort: BY_NAME,
  columns: [
    NAME,
    {
      id: 'default',
      type: 'boolean',
      width: 80,
      isFacet: true,
      read: object =>
        getPath(object, 'metadata', 'annotations', 'snapshot.storage.kubernetes.io/is-default-class') === 'true',
    },
    textAt({ id: 'driver', width: 220, isFacet: true }, 'driver'),
    textAt({ id: 'deletionPolicy', width: 120, isFacet: true }, 'deletionPolicy'),
    AGE,
  ],
};
