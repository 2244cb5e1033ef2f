import { randomUUID } from 'node:crypto';
import { FILE_LINES, OPEN_FILES, PUT_FILE, SAVE_FILE } from '@lanthorn/actions/pod/open-files.ts';
import { nameOf, pathBytes } from '@lanthorn/protocol/files/container-path.ts';
import type { FileJournal } from '../../files/file-keeper.ts';
import { refusalBy } from '../../upstream/api-calls.ts';
import type { Records } from './records.ts';

const KINDS = { put: PUT_FILE.kind, save: SAVE_FILE.kind, fetch: OPEN_FILES.kind } as const;
const PODS = { group: '', version: 'v1', resource: 'pods' };

/** Files that were written in containers, and fetched out of them, among what was done: that it was done, by whom and where, and how it ended. What is in them is nobody's record. */
export function fileRecords(journal: Records): FileJournal {
  return {
    began: ({ how, cluster, identity, place, path, reason, startedAt }) => {
      const id = randomUUID();
      const { namespace, pod: name, uid, container } = place;
      const target = { cluster: cluster.info.name, resource: PODS, namespace, name, uid };
      const file = { container, path: textOf(path), here: textOf(nameOf(path)) };
      // Whether it was done is known when it has ended.
      const told = { phase: 'sent', created: null, status: null, message: '' } as const;
      const context = cluster.info.name;
      void journal.begin({
        id,
        identity,
        kind: KINDS[how],
        user: cluster.info.user,
        undoOf: null,
        undoes: null,
        startedAt,
        ...(reason.trim() === '' ? {} : { reason: reason.trim() }),
        revision: 1,
        targets: [
          {
            ...{ target, ...told, canUndo: false, isUndone: false },
            kubectl: FILE_LINES[how](target, context, file),
          },
        ],
      });
      return {
        ended: why =>
          void journal.update(id, 0, {
            change: { phase: why === null ? 'settled' : 'failed', status: why === null ? null : refusalBy(why, 0) },
          }),
      };
    },
  };
}

function textOf(path: string): string {
  return Buffer.from(pathBytes(path)).toString('utf8');
}
