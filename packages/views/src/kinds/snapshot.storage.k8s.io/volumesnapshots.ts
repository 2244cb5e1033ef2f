import { asString, getPath, isObject } from '@lanthorn/base/json.ts';
import { parseTime } from '@lanthorn/kube/objects/kube-object.ts';
import type { StatusCell } from '../../cells/cell.ts';
import { AGE, NAME, NAMESPACE, referenceColumn } from '../../cells/columns.ts';
import { kindEntry } from '../../cells/kind-entries.ts';
import type { KindView } from '../../cells/kind-view.ts';
import { timeAt, bytesAt, BY_NAME } from '../../cells/path-columns.ts';
import { statusColumn } from '../../cells/status-column.ts';
import { troubleColumns } from '../../cells/trouble-columns.ts';
import type { Trouble } from '../../cells/trouble.ts';

/** What the driver said when it could not make it. */
function failuresOf(snapshot: unknown): readonly Trouble[] {
  const error = getPath(snapshot, 'status', 'error');
  if (!isObject(error)) return [];
  return [
    {
      container: null,
      exitCode: null,
      reason: 'Error',
      message: asString(error['message']),
      since: parseTime(error['time']),
    },
  ];
}

function snapshotStatus(snapshot: unknown): StatusCell {
  if (failuresOf(snapshot).length > 0) return { status: 'Error', tone: 'bad' };
  return getPath(snapshot, 'status', 'readyToUse') === true
    ? { status: 'ReadyToUse', tone: 'ok' }
    : { status: 'Pending', tone: 'active' };
}

export const VOLUME_SNAPSHOT_VIEW: KindView = {
  ...kindEntry('volumesnapshots.snapshot.storage.k8s.io'),
  references: [
    { meaning: 'uses', to: ['persistentvolumeclaims'], at: '.spec.source.persistentVolumeClaimName' },
    {
      meaning: 'binds',
      to: ['volumesnapshotcontents.snapshot.storage.k8s.io'],
      at: '.spec.source.volumeSnapshotContentName',
    },
    {
      meaning: 'binds',
      to: ['volumesnapshotcontents.snapshot.storage.k8s.io'],
      at: '.status.boundVolumeSnapshotContentName',
    },
    { meaning: 'class', to: ['volumesnapshotclasses.snapshot.storage.k8s.io'], at: '.spec.volumeSnapshotClassName' },
  ],
  troubles: failuresOf,
  defaultSort: BY_NAME,
  columns: [
    { ...NAME, width: 240 },
    NAMESPACE,
    statusColumn(snapshotStatus, { width: 120 }),
    referenceColumn({ id: 'claim', width: 200 }, ['spec', 'source', 'persistentVolumeClaimName'], {
      apiVersion: 'v1',
      kind: 'PersistentVolumeClaim',
      isNamespaced: true,
    }),
    bytesAt({ id: 'restoreSize', width: 100 }, 'status', 'restoreSize'),
    referenceColumn({ id: 'snapshotClass', width: 160, isFacet: true }, ['spec', 'volumeSnapshotClassName'], {
      apiVersion: 'snapshot.storage.k8s.io/v1',
      kind: 'VolumeSnapshotClass',
    }),
    referenceColumn({ id: 'content', width: 240 }, ['status', 'boundVolumeSnapshotContentName'], {
      apiVersion: 'snapshot.storage.k8s.io/v1',
      kind: 'VolumeSnapshotContent',
    }),
    timeAt({ id: 'taken', width: 90 }, 'status', 'creationTime'),
    AGE,
    ...troubleColumns(failuresOf),
  ],
};
