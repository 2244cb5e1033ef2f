import { asObject, asString, getPath, isObject } from '@lanthorn/base/json.ts';
import { parseTime } from '@lanthorn/kube/objects/kube-object.ts';
import { accessModes, STORAGE_CLASS } from '../../cells/storage-columns.ts';
import type { StatusCell } from '../../cells/cell.ts';
import { AGE, NAME } from '../../cells/columns.ts';
import { kindEntry } from '../../cells/kind-entries.ts';
import type { KindView } from '../../cells/kind-view.ts';
import { textAt, bytesAt, textOf, joined, BY_NAME } from '../../cells/path-columns.ts';
import { statusColumn } from '../../cells/status-column.ts';
import { troubleColumns } from '../../cells/trouble-columns.ts';
import type { Trouble } from '../../cells/trouble.ts';

const TONES: Readonly<Record<string, StatusCell['tone']>> = {
  Available: 'ok',
  Bound: 'ok',
  Pending: 'active',
  // Its claim is gone and nobody cleans it up.
  Released: 'warning',
  Failed: 'bad',
};

function volumeStatus(volume: unknown): StatusCell {
  const status = asString(getPath(volume, 'status', 'phase')) || 'Unknown';
  return { status, tone: TONES[status] ?? 'warning' };
}

/** The field of a volume's source that says what it is: `csi`, `nfs`, `hostPath`. */
const NO_SOURCE: ReadonlySet<string> = new Set(['capacity', 'claimRef', 'nodeAffinity']);

function sourceOf(volume: unknown): string | null {
  const spec = asObject(getPath(volume, 'spec'));
  const source = Object.keys(spec).find(key => isObject(spec[key]) && !NO_SOURCE.has(key));
  if (source === undefined) return null;
  return joined([source, asString(getPath(spec, source, 'driver'))], ' ');
}

/** Nothing but its phase says that it is not well; why stands beside it. */
function volumeTroubles(volume: unknown): readonly Trouble[] {
  const { status, tone } = volumeStatus(volume);
  if (tone !== 'bad' && tone !== 'warning') return [];
  const [reason, message] = ['reason', 'message'].map(key => asString(getPath(volume, 'status', key)));
  const since = parseTime(getPath(volume, 'status', 'lastPhaseTransitionTime'));
  return [{ container: null, exitCode: null, reason: reason || status, message: message ?? '', since }];
}

export const PERSISTENT_VOLUME_VIEW: KindView = {
  ...kindEntry('persistentvolumes'),
  isOneOfItsOwn: true,
  references: [
    { meaning: 'binds', to: ['persistentvolumeclaims'], at: '.spec.claimRef', isAcross: true },
    { meaning: 'class', to: ['storageclasses.storage.k8s.io'], at: '.spec.storageClassName' },
    { meaning: 'class', to: ['volumeattributesclasses.storage.k8s.io'], at: '.spec.volumeAttributesClassName' },
    { meaning: 'class', to: ['csidrivers.storage.k8s.io'], at: '.spec.csi.driver' },
    { meaning: 'uses', to: ['secrets'], at: '.spec.csi.controllerPublishSecretRef', isAcross: true },
    { meaning: 'uses', to: ['secrets'], at: '.spec.csi.controllerExpandSecretRef', isAcross: true },
    { meaning: 'uses', to: ['secrets'], at: '.spec.csi.nodeStageSecretRef', isAcross: true },
    { meaning: 'uses', to: ['secrets'], at: '.spec.csi.nodePublishSecretRef', isAcross: true },
    { meaning: 'uses', to: ['secrets'], at: '.spec.csi.nodeExpandSecretRef', isAcross: true },
  ],
  troubles: volumeTroubles,
  sections: ['chain'],
  defaultSort: BY_NAME,
  columns: [
    { ...NAME, width: 260 },
    statusColumn(volumeStatus, { width: 110 }),
    bytesAt({ id: 'capacity', width: 90 }, 'spec', 'capacity', 'storage'),
    textOf({ id: 'accessModes', width: 110 }, volume => accessModes(getPath(volume, 'spec', 'accessModes'))),
    textAt({ id: 'reclaimPolicy', width: 100, isFacet: true }, 'spec', 'persistentVolumeReclaimPolicy'),
    {
      ...textOf({ id: 'claim', width: 220 }, volume =>
        joined(
          ['namespace', 'name'].map(key => asString(getPath(volume, 'spec', 'claimRef', key))),
          '/',
        ),
      ),
      refersTo: volume => ({
        apiVersion: 'v1',
        kind: 'PersistentVolumeClaim',
        namespace: asString(getPath(volume, 'spec', 'claimRef', 'namespace')),
        name: asString(getPath(volume, 'spec', 'claimRef', 'name')),
      }),
    },
    STORAGE_CLASS,
    textOf({ id: 'source', width: 160 }, sourceOf),
    textAt({ id: 'volumeMode', width: 100, isHidden: true }, 'spec', 'volumeMode'),
    AGE,
    ...troubleColumns(volumeTroubles),
  ],
};
