import { asNumber, asString } from '@lanthorn/base/json.ts';
import { cellText, type Cell } from '../cells/cell.ts';
import type { NamingRow, ObjectReference } from '../cells/kind-view.ts';
import { EVENT_VIEW } from '../kinds/core/events.ts';

/** What was said again and again of one object, as one line. */
export interface JoinedEvents {
  readonly key: string;
  /** `Pod/web-1`. */
  readonly object: string;
  /** The same as other objects name it; null where nobody says more than that. */
  readonly about: ObjectReference | null;
  readonly type: Cell;
  readonly reason: string;
  /** The last that was said. */
  readonly message: string;
  readonly count: number;
  readonly firstSeen: number | null;
  readonly lastSeen: number | null;
  /** All of it is kept: the API server has forgotten it. */
  readonly isKept: boolean;
}

interface EventRow {
  readonly namespace: string;
  readonly owner?: NamingRow['owner'];
  readonly cells: readonly unknown[];
  readonly isKept?: boolean;
}

const AT = Object.fromEntries(
  ['lastSeen', 'type', 'reason', 'object', 'message', 'count', 'firstSeen'].map(id => [
    id,
    EVENT_VIEW.columns.findIndex(column => column.id === id),
  ]),
);

/** By object, reason and type, the newest first. Each is told by the message that was the last. */
export function joinEvents(rows: readonly EventRow[]): readonly JoinedEvents[] {
  const joined = new Map<string, JoinedEvents>();
  for (const { namespace, owner = null, cells, isKept = false } of rows) {
    const cell = (id: string) => cells[AT[id] ?? -1];
    const one = {
      object: asString(cell('object')),
      about: owner === null ? null : { ...owner, namespace },
      type: (cell('type') ?? null) as Cell,
      reason: asString(cell('reason')),
      message: asString(cell('message')),
      count: asNumber(cell('count')) ?? 1,
      firstSeen: asNumber(cell('firstSeen')) ?? null,
      lastSeen: asNumber(cell('lastSeen')) ?? null,
      isKept,
    };
    const key = JSON.stringify([namespace, one.object, one.reason, cellText(one.type)]);
    const before = joined.get(key);
    joined.set(key, before === undefined ? { key, ...one } : merge(before, { key, ...one }));
  }
  return [...joined.values()].toSorted((a, b) => (b.lastSeen ?? 0) - (a.lastSeen ?? 0) || (a.key < b.key ? -1 : 1));
}

function merge(before: JoinedEvents, next: JoinedEvents): JoinedEvents {
  const latest = (next.lastSeen ?? 0) > (before.lastSeen ?? 0) ? next : before;
  const starts = [before.firstSeen, next.firstSeen].filter(at => at !== null);
  return {
    ...latest,
    about: before.about ?? next.about,
    count: before.count + next.count,
    isKept: before.isKept && next.isKept,
    firstSeen: starts.length === 0 ? null : Math.min(...starts),
  };
}
