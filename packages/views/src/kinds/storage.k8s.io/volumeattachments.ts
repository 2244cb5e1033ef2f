import { asString, getPath, isObject } from '@lanthorn/base/json.ts';
import { parseTime } from '@lanthorn/kube/objects/kube-object.ts';
import type { Trouble } from '../../cells/trouble.ts';
import type { StatusCell } from '../../cells/cell.ts';
import { AGE, NAME, referenceColumn } from '../../cells/columns.ts';
import { kindEntry } from '../../cells/kind-entries.ts';
import type { KindView } from '../../cells/kind-view.ts';
import { textAt, flagAt, BY_NAME } from '../../cells/path-columns.ts';
import { statusColumn } from '../../cells/status-column.ts';
import { troubleColumns } from '../../cells/trouble-columns.ts';

/** What a driver said last when it could not do it. */
function failureOf(attachment: unknown): Trouble | null {
  for (const [field, reason] of [
    ['attachError', 'AttachError'],
    ['detachError', 'DetachError'],
  ] as const) {
    const error = getPath(attachment, 'status', field);
    if (isObject(error))
      return {
        container: null,
        exitCode: null,
        reason,
        message: asString(error['message']),
        since: parseTime(error['time']),
      };
  }
  return null;
}

function attachmentStatus(attachment: unknown): StatusCell {
  const failure = failureOf(attachment);
  if (failure !== null) return { status: failure.reason, tone: 'bad' };
  return getPath(attachment, 'status', 'attached') === true
    ? { status: 'Attached', tone: 'ok' }
    : { status: 'Attaching', tone: 'active' };
}

const troublesOf = (attachment: unknown) => [failureOf(attachment)].filter(trouble => trouble !== null);

export const VOLUME_ATTACHMENT_VIEW: KindView = {
  ...kindEntry('volumeattachments.storage.k8s.io'),
  isOneOfItsOwn: true,
  references: [
    { meaning: 'binds', to: ['persistentvolumes'], at: '.spec.source.persistentVolumeName' },
    { meaning: 'runsOn', to: ['nodes'], at: '.spec.nodeName' },
    { meaning: 'class', to: ['csidrivers.storage.k8s.io'], at: '.spec.attacher' },
  ],
  troubles: troublesOf,
  defaultSort: BY_NAME,
  columns: [
    { ...NAME, width: 260 },
    statusColumn(attachmentStatus, { width: 120 }),
    textAt({ id: 'attacher', width: 200, isFacet: true }, 'spec', 'attacher'),
    referenceColumn({ id: 'volume', width: 220 }, ['spec', 'source', 'persistentVolumeName'], {
      apiVersion: 'v1',
      kind: 'PersistentVolume',
    }),
    referenceColumn({ id: 'node', width: 160, isFacet: true }, ['spec', 'nodeName'], {
      apiVersion: 'v1',
      kind: 'Node',
    }),
    flagAt({ id: 'attached', width: 90 }, 'status', 'attached'),
    AGE,
    ...troubleColumns(troublesOf),
  ],
};
