import { randomUUID } from 'node:crypto';
import { openingAction } from '@lanthorn/actions/action-records.ts';
import { terminalLine } from '@lanthorn/actions/pod/open-terminal.ts';
import type { Operation } from '@lanthorn/protocol/down-messages.ts';
import type { TerminalJournal, TerminalRecord } from '../../streams/terminal/terminal-keeper.ts';
import { refusalBy } from '../../upstream/api-calls.ts';
import type { Records } from './records.ts';

const PODS = { group: '', version: 'v1', resource: 'pods' };

/** Terminals among what was done: that each was opened, by whom and where, and how it ended. What was typed and written there is nobody's record. */
export function terminalRecords(journal: Records): TerminalJournal {
  return {
    began: record => {
      const operation = operationOf(record);
      void journal.begin(operation);
      return {
        ended: ({ problem }) =>
          void journal.update(operation.id, 0, {
            change: { phase: 'settled', status: problem === null ? null : refusalBy(problem, 0) },
          }),
      };
    },
  };
}

function operationOf({ cluster, identity, query, opened, startedAt }: TerminalRecord): Operation {
  const { namespace, pod: name, mode } = query;
  const { uid, ...what } = opened;
  const target = { cluster: cluster.info.name, resource: PODS, namespace, name, uid };
  return {
    id: randomUUID(),
    identity,
    kind: openingAction(mode),
    user: cluster.info.user,
    undoOf: null,
    undoes: null,
    startedAt,
    revision: 1,
    targets: [
      {
        target,
        phase: 'seen',
        created: null,
        status: null,
        message: '',
        kubectl: terminalLine(target, cluster.info.name, what),
        canUndo: false,
        isUndone: false,
      },
    ],
  };
}
