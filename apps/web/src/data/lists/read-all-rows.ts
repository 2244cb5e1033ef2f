import type { Clock } from '@lanthorn/base/clock.ts';
import { MAX_WINDOW } from '@lanthorn/protocol/constants.ts';
import type { WireRow } from '@lanthorn/protocol/down-messages.ts';
import type { ListQuery } from '@lanthorn/protocol/up-messages.ts';
import type { Connection } from '../connection/connection.ts';
import { applyFrame, EMPTY_LIST, type ListSnapshot } from './list-store.ts';

/** A server that says nothing for this long about a window will not. */
const SILENCE_MS = 20_000;
/** Read again where the row that a window was to begin with is gone: more than go while one window is read. */
const OVERLAP = 100;

export interface AllRows {
  readonly rows: readonly WireRow[];
  /** How many match; more than there are rows where the bound was reached. */
  readonly matched: number;
}

interface Reading {
  readonly clock: Clock;
  readonly most: number;
  readonly signal: AbortSignal;
  readonly onProgress: (read: number, matched: number) => void;
}

/**
 * All rows that match, in their order, window by window: each begins with the last row of the one before, so that none is left out when
 * others come or go meanwhile. Rejects where the list is not live, or nothing is heard of it.
 */
export async function readAllRows(
  connection: Pick<Connection, 'subscribe'>,
  query: Omit<ListQuery, 'kind' | 'offset' | 'limit' | 'anchor' | 'hold'>,
  { clock, most, signal, onProgress }: Reading,
): Promise<AllRows> {
  const found = new Map<string, WireRow>();
  let snapshot: ListSnapshot = EMPTY_LIST;
  let onChange = () => {};
  const handle = connection.subscribe({ ...query, kind: 'list', offset: 0, limit: MAX_WINDOW, hold: true }, frame => {
    if (frame.type !== 'list') return;
    snapshot = applyFrame(snapshot, frame);
    onChange();
  });
  const untilThere = (isThere: () => boolean) =>
    new Promise<void>((resolve, reject) => {
      const end = (then: () => void) => {
        cancel();
        onChange = () => {};
        signal.removeEventListener('abort', onAbort);
        then();
      };
      const onAbort = () => end(() => reject(new Error('stopped')));
      const cancel = clock.schedule(SILENCE_MS, () => end(() => reject(new Error(snapshot.state.kind))));
      onChange = () => {
        if (snapshot.state.kind === 'forbidden' || (snapshot.state.kind === 'stale' && snapshot.state.isEmpty))
          end(() => reject(new Error(snapshot.state.kind)));
        else if (isThere()) end(resolve);
      };
      signal.addEventListener('abort', onAbort);
      onChange();
    });
  try {
    await untilThere(() => snapshot.matched !== null && snapshot.state.kind !== 'loading');
    for (;;) {
      const before = found.size;
      for (const key of snapshot.keys) {
        const row = snapshot.rows.get(key);
        if (row !== undefined && found.size < most) found.set(key, row);
      }
      const length = snapshot.length ?? snapshot.matched ?? 0;
      onProgress(found.size, snapshot.matched ?? 0);
      const next = snapshot.offset + snapshot.keys.length - 1;
      if (next + 1 >= length || found.size >= most || found.size === before) break;
      const from = snapshot.offset;
      const anchor = snapshot.keys.at(-1);
      handle.update({ offset: next, limit: MAX_WINDOW, hold: true, ...(anchor === undefined ? {} : { anchor }) });
      // oxlint-disable-next-line no-await-in-loop -- one window after the other
      await untilThere(() => snapshot.offset !== from && snapshot.keys.length > 0);
      if (snapshot.anchor === anchor) continue;
      const again = Math.max(0, next - OVERLAP);
      handle.update({ offset: again, limit: MAX_WINDOW, hold: true });
      // oxlint-disable-next-line no-await-in-loop -- see above
      await untilThere(() => snapshot.offset <= again);
    }
    return { rows: [...found.values()], matched: snapshot.matched ?? found.size };
  } finally {
    handle.close();
  }
}
