import type { ReactNode } from 'react';
import { readMeta } from '@lanthorn/kube/objects/kube-object.ts';
import { type Cell, isStatus, type StatusCell } from '@lanthorn/views/cells/cell.ts';
import { kindAddress } from '@lanthorn/views/kind-index.ts';
import type { JoinView, ObjectView } from '@lanthorn/views/cells/kind-view.ts';
import { listAnswer } from '../../../data/lists/list-answer.ts';
import { useNow } from '../../../ui/time/clock.ts';
import { useOwned } from './owned-list.tsx';
import type { DetailSubject } from './detail-subject.ts';

/** The newest are enough to sum up; a strip of runs shows half of them. */
const MAX_JOINED = 20;

interface CellsProps {
  readonly subject: DetailSubject;
  readonly object: unknown;
  /** Gets a cell for each column; undefined while what it sums up is still coming. */
  readonly children: (cells: readonly (Cell | undefined)[]) => ReactNode;
}

/** The cells that a list has of this object, so that page and list never disagree: what it owns is summed up in them, too. */
export function ObjectCells({ subject, object, children }: CellsProps) {
  const now = useNow();
  const { view } = subject;
  const { uid } = readMeta(object);
  const own = view.columns.map(column => safeRead(() => column.read(object, { now })));
  if (view.join === undefined || uid === '') return children(own);
  return (
    <JoinedCells subject={subject} join={view.join} uid={uid} own={own}>
      {children}
    </JoinedCells>
  );
}

function JoinedCells({
  subject,
  join,
  uid,
  own,
  children,
}: Pick<CellsProps, 'subject' | 'children'> & {
  readonly join: JoinView;
  readonly uid: string;
  readonly own: readonly Cell[];
}) {
  const list = useOwned(subject, kindAddress(join.resource), { uid, limit: MAX_JOINED });
  const indexes = join.columns.map(id => subject.view.columns.findIndex(column => column.id === id));
  const answer = listAnswer(list).kind;
  // Who may not list what it owns is shown what the object itself says, as in the list.
  if (answer === 'unknown') return children(own);
  const isKnown = answer === 'told';
  const owned = [...list.rows.values()].map(row => ({ ...row, cells: row.cells as Cell[] }));
  const joined = isKnown
    ? join.summarise(
        owned,
        indexes.map(index => own[index] ?? null),
      )
    : [];
  return children(own.map((cell, i) => (indexes.includes(i) ? joined[indexes.indexOf(i)] : cell)));
}

/** How the object is: the first column that says so. Null where nothing does, or not yet. */
export function statusOf(view: ObjectView, cells: readonly (Cell | undefined)[]): StatusCell | null {
  const cell = cells[view.columns.findIndex(column => column.type === 'status')];
  return typeof cell === 'object' && cell !== null && isStatus(cell) ? cell : null;
}

function safeRead(read: () => Cell): Cell {
  try {
    return read();
  } catch (error) {
    return { broken: error instanceof Error ? error.message : String(error) };
  }
}
