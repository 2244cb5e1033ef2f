import { asString, getPath } from '@lanthorn/base/json.ts';
import { AGE, NAME } from '../../cells/columns.ts';
import { kindEntry } from '../../cells/kind-entries.ts';
import type { KindView } from '../../cells/kind-view.ts';
import { textAt, flagAt, bytesAt, textOf, joined, BY_NAME } from '../../cells/path-columns.ts';

export const VOLUME_SNAPSHOT_CONTENT_VIEW: KindView = {
  ...kindEntry('volumesnapshotcontents.snapshot.storage.k8s.io'),
  isOneOfItsOwn: true,
  references: [
    {
      meaning: 'binds',
      to: ['volumesnapshots.snapshot.storage.k8s.io'],
      at: '.spec.volumeSnapshotRef',
      isAcross: true,
    },
    { meaning: 'class', to: ['volumesnapshotclasses.snapshot.storage.k8s.io'], at: '.spec.volumeSnapshotClassName' },
    { meaning: 'class', to: ['csidrivers.storage.k8s.io'], at: '.spec.driver' },
  ],
  defaultSort: BY_NAME,
  columns: [
    { ...NAME, width: 280 },
    flagAt({ id: 'readyToUse', width: 100, isFacet: true }, 'status', 'readyToUse'),
    textAt({ id: 'driver', width: 200, isFacet: true }, 'spec', 'driver'),
    textAt({ id: 'deletionPolicy', width: 120, isFacet: true }, 'spec', 'deletionPolicy'),
    bytesAt({ id: 'restoreSize', width: 100 }, 'status', 'restoreSize'),
    {
      ...textOf({ id: 'snapshot', width: 240 }, content =>
        joined(
          ['namespace', 'name'].map(key => asString(getPath(content, 'spec', 'volumeSnapshotRef', key))),
          '/',
        ),
      ),
      refersTo: content => ({
        apiVersion: 'snapshot.storage.k8s.io/v1',
        kind: 'VolumeSnapshot',
        namespace: asString(getPath(content, 'spec', 'volumeSnapshotRef', 'namespace')),
        name: asString(getPath(content, 'spec', 'volumeSnapshotRef', 'name')),
      }),
    },
    AGE,
  ],
};
