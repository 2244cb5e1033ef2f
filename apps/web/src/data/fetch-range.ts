import { MAX_TARGETS, MAX_WINDOW } from '@lanthorn/protocol/constants.ts';
import type { WireRow } from '@lanthorn/protocol/down-messages.ts';
import type { ListQuery } from '@lanthorn/protocol/up-messages.ts';
import type { Connection, SubscriptionHandle } from './connection.ts';
import type { Place, WantedRange } from './list-model.ts';
import { applyFrame, EMPTY_LIST } from './list-store.ts';

export type RangeAnswer =
  | { readonly rows: readonly WireRow[] }
  /** More than an operation may have targets, or the order has changed between the two ends. */
  | { readonly refusal: 'tooMany' | 'moved' };

/**
 * The rows of a range that reaches beyond the window, from the server, in the order of the list. Only whole: it begins and ends with the two
 * objects that were meant, or is refused. An end that was not seen yet, as the last row of all, is the row that stands there.
 */
export async function fetchRange(
  connection: Connection,
  query: Omit<ListQuery, 'kind' | 'offset' | 'limit' | 'hold' | 'anchor'>,
  { from, to }: WantedRange,
): Promise<RangeAnswer> {
  const count = to.index - from.index + 1;
  if (count > MAX_TARGETS) return { refusal: 'tooMany' };
  const rows: WireRow[] = [];
  for (let offset = from.index; offset <= to.index; offset += MAX_WINDOW)
    rows.push(
      ...(await fetchWindow(connection, { ...query, offset, limit: Math.min(MAX_WINDOW, to.index + 1 - offset) })),
    );
  const isEnd = (row: WireRow | undefined, { key }: Place) => key === null || row?.key === key;
  const isWhole = rows.length === count && isEnd(rows[0], from) && isEnd(rows.at(-1), to);
  return isWhole ? { rows } : { refusal: 'moved' };
}

function fetchWindow(connection: Connection, query: Omit<ListQuery, 'kind' | 'hold'>): Promise<readonly WireRow[]> {
  return new Promise(resolve => {
    let snapshot = EMPTY_LIST;
    let handle: SubscriptionHandle | null = null;
    const finish = (rows: readonly WireRow[]) => {
      handle?.close();
      resolve(rows);
    };
    handle = connection.subscribe({ kind: 'list', ...query, hold: false }, frame => {
      if (frame.type !== 'list') return;
      snapshot = applyFrame(snapshot, frame);
      const rows = snapshot.keys.flatMap(key => snapshot.rows.get(key) ?? []);
      const isThere =
        snapshot.matched !== null && rows.length === Math.min(query.limit, snapshot.matched - query.offset);
      if (snapshot.state.kind === 'stale' || snapshot.state.kind === 'forbidden') finish([]);
      else if (isThere) finish(rows);
    });
  });
}
