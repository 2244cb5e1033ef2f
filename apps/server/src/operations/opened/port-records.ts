import { randomUUID } from 'node:crypto';
import { openingAction } from '@lanthorn/actions/action-records.ts';
import { forwardLine } from '@lanthorn/actions/pod/forward-port.ts';
import type { PortJournal } from '../../ports/port-keeper.ts';
import { refusalBy } from '../../upstream/api-calls.ts';
import type { Records } from './records.ts';

/** Ports among what was done: that each was opened, by whom and whereto, and when it was closed. What went through it is nobody's record. */
export function portRecords(journal: Records): PortJournal {
  return {
    began: ({ cluster, identity, port: { target, port, local }, startedAt }) => {
      const id = randomUUID();
      const kubectl = forwardLine(target, cluster.info.name, { port, local });
      const told = { phase: 'seen', created: null, status: null, message: '' } as const;
      void journal.begin({
        id,
        identity,
        kind: openingAction('ports'),
        user: cluster.info.user,
        undoOf: null,
        undoes: null,
        startedAt,
        revision: 1,
        targets: [{ target, ...told, kubectl, canUndo: false, isUndone: false }],
      });
      return {
        ended: why =>
          void journal.update(id, 0, { change: { phase: 'settled', status: why === null ? null : refusalBy(why, 0) } }),
      };
    },
  };
}
