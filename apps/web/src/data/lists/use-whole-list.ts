import { useEffect, useRef, useState } from 'react';
import { MAX_WINDOW } from '@lanthorn/protocol/constants.ts';
import type { ListQuery } from '@lanthorn/protocol/up-messages.ts';
import { useClient } from '../client/client.ts';
import type { Connection, SubscriptionHandle } from '../connection/connection.ts';
import { applyFrame, EMPTY_LIST, type ListSnapshot } from './list-store.ts';
import { useFreshState } from '../client/use-fresh-state.ts';
import type { ListSubject, ListView } from './use-live-list.ts';

/** Ten windows: beyond it the page would be slow to compute and nobody could read it; how many more there are is said. */
export const MAX_WHOLE = 5_000;

/** A list that is read on behind its first window. Rows beyond the limit are counted in `matched`, and are not there. */
export interface WholeList extends Pick<ListSnapshot, 'rows' | 'matched' | 'state'> {
  readonly retry: () => void;
}

/** All rows of a list up to a limit, live: as many windows as it takes, side by side. Of none nothing is asked. */
export function useWholeList(subject: ListSubject, view: ListView, limit = MAX_WHOLE): WholeList {
  const { connection } = useClient();
  const [told, setTold] = useState<{ readonly key: string; readonly held: Held } | null>(null);
  const windows = useRef<Windows | null>(null);
  const key = JSON.stringify({ kind: 'list', ...subject, ...view });
  useEffect(() => {
    setTold(null);
    if (limit === 0) return undefined;
    const query = JSON.parse(key) as Omit<ListQuery, 'offset' | 'limit' | 'hold'>;
    const opened = new Windows(connection, { query, limit, onChange: held => setTold({ key, held }) });
    windows.current = opened;
    return () => opened.close();
  }, [connection, key, limit]);
  // What was told of another list is nothing told of this one.
  const held = told?.key === key ? told.held : NOTHING;
  const { rows, matched, epoch } = held;
  const state = useFreshState(held.state, { isEmpty: matched === null, epoch });
  return { rows, matched, state, retry: () => windows.current?.retry() };
}

type Held = Pick<ListSnapshot, 'rows' | 'matched' | 'state'> & { readonly epoch: number };

const NOTHING: Held = { ...EMPTY_LIST, epoch: 0 };

interface OpenWindow {
  snapshot: ListSnapshot;
  epoch: number;
  /** Null until it is subscribed, which may tell something at once. */
  handle: SubscriptionHandle | null;
}

interface WindowsOptions {
  readonly query: Omit<ListQuery, 'offset' | 'limit' | 'hold'>;
  readonly limit: number;
  readonly onChange: (held: Held) => void;
}

/** As many windows side by side as a list is long. */
class Windows {
  readonly #connection: Connection;
  readonly #options: WindowsOptions;
  readonly #open: OpenWindow[] = [];
  #wasWhole = false;

  constructor(connection: Connection, options: WindowsOptions) {
    this.#connection = connection;
    this.#options = options;
    this.#add();
  }

  retry(): void {
    for (const { handle } of this.#open) handle?.retry();
  }

  close(): void {
    for (const { handle } of this.#open.splice(0)) handle?.close();
  }

  #add(): void {
    const { query, limit: most } = this.#options;
    const offset = this.#open.length * MAX_WINDOW;
    const limit = Math.min(MAX_WINDOW, most - offset);
    const window: OpenWindow = { snapshot: EMPTY_LIST, epoch: 0, handle: null };
    this.#open.push(window);
    window.handle = this.#connection.subscribe({ ...query, offset, limit, hold: false }, frame => {
      if (frame.type !== 'list') return;
      window.snapshot = applyFrame(window.snapshot, frame);
      window.epoch = this.#connection.epoch;
      this.#fit();
      this.#tell();
    });
  }

  /** The first window knows how long the list is. */
  #fit(): void {
    const matched = Math.min(this.#options.limit, this.#open[0]?.snapshot.matched ?? 0);
    const wanted = Math.max(1, Math.ceil(matched / MAX_WINDOW));
    while (this.#open.length < wanted) this.#add();
    for (const { handle } of this.#open.splice(wanted)) handle?.close();
  }

  /** A list that was whole and grows into another window stays as it was until that has answered. */
  #tell(): void {
    const held = this.#together();
    if (held.state.kind === 'loading' && this.#wasWhole) return;
    this.#wasWhole ||= held.state.kind === 'live';
    this.#options.onChange(held);
  }

  /** Nothing is called told before every window has answered. */
  #together(): Held {
    const rows = new Map(this.#open.flatMap(({ snapshot }) => [...snapshot.rows]));
    const matched = this.#open[0]?.snapshot.matched ?? null;
    const states = this.#open.map(({ snapshot }) => snapshot.state);
    const state = states.find(({ kind }) => kind !== 'live' && kind !== 'loading') ?? states.find(isLoading);
    return {
      rows,
      matched,
      state: state?.kind === 'loading' ? { ...state, loaded: rows.size, total: matched } : (state ?? { kind: 'live' }),
      epoch: Math.min(...this.#open.map(({ epoch }) => epoch)),
    };
  }
}

function isLoading({ kind }: ListSnapshot['state']): boolean {
  return kind === 'loading';
}
