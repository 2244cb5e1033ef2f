import { asNumber, asString } from '@lanthorn/base/json.ts';
import { cellText, type Cell } from '../cells/cell.ts';
import { EVENT_VIEW } from '../kinds/core/events.ts';

/** An event as it is kept: what its row says. */
export interface KeptEvent {
  /** Of the event. */
  readonly uid: string;
  /** uid of the object that it is about. */
  readonly about: string;
  readonly namespace: string;
  readonly object: string;
  readonly type: string;
  readonly reason: string;
  readonly message: string;
  readonly count: number;
  readonly firstSeen: number | null;
  readonly lastSeen: number;
}

/** A message may be as long as its writer likes; this is a screenful. */
const MAX_MESSAGE = 4_096;

/** What of a row of events is kept; null of one that is about no object that can be found again, or says no time. */
export function keptEventOf({
  uid,
  ownerUid,
  namespace,
  cells,
}: {
  readonly uid: string;
  readonly ownerUid: string;
  readonly namespace: string;
  readonly cells: readonly unknown[];
}): KeptEvent | null {
  const cell = (id: string) => (cells[EVENT_VIEW.columns.findIndex(column => column.id === id)] ?? null) as Cell;
  const lastSeen = asNumber(cell('lastSeen'));
  if (uid === '' || ownerUid === '' || lastSeen === undefined) return null;
  return {
    uid,
    about: ownerUid,
    namespace,
    object: asString(cell('object')),
    type: cellText(cell('type')),
    reason: asString(cell('reason')),
    message: asString(cell('message')).slice(0, MAX_MESSAGE),
    count: asNumber(cell('count')) ?? 1,
    firstSeen: asNumber(cell('firstSeen')) ?? null,
    lastSeen,
  };
}

/** The row that a kept event was, as far as it is joined with others. */
export function rowOfKept(kept: KeptEvent): { readonly namespace: string; readonly cells: readonly Cell[] } {
  const cells: Readonly<Record<string, Cell>> = {
    ...{ lastSeen: kept.lastSeen, firstSeen: kept.firstSeen, reason: kept.reason, object: kept.object },
    ...{ message: kept.message, count: kept.count, namespace: kept.namespace },
    type: { status: kept.type, tone: kept.type === 'Normal' ? 'muted' : 'warning' },
  };
  return { namespace: kept.namespace, cells: EVENT_VIEW.columns.map(({ id }) => cells[id] ?? null) };
}
