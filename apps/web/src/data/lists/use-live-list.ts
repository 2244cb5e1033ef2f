import { useCallback, useEffect, useRef, useState } from 'react';
import type { ListQuery, NamedRow } from '@lanthorn/protocol/up-messages.ts';
import { useClient } from '../client/client.ts';
import type { Frame, RangeAnswer, SubscriptionHandle } from '../connection/connection.ts';
import { applyFrame, EMPTY_LIST, lineCount, type ListSnapshot } from './list-store.ts';
import { useFreshState } from '../client/use-fresh-state.ts';

export type ListSubject = Pick<ListQuery, 'cluster' | 'others' | 'resource' | 'ownerUid' | 'related'>;
export type ListView = Pick<ListQuery, 'namespaces' | 'filter' | 'sort' | 'group' | 'folds' | 'tellsUsage'>;
export type ListWindow = Pick<ListQuery, 'offset' | 'limit' | 'anchor' | 'hold'>;

/** The window a list is opened with. */
export type FirstWindow = Pick<ListQuery, 'offset' | 'limit' | 'anchor'>;

type GoneListener = (uids: readonly string[]) => void;
type SelectedRows = () => readonly NamedRow[];

export interface LiveList extends ListSnapshot {
  /** The rows of what is asked now have not come: these are those of a question before. */
  readonly isAwaited: boolean;
  readonly setWindow: (window: ListWindow) => void;
  /** Asks for what the page will want once it is drawn anew: a key or a press need not wait for that. */
  readonly foresee: (view: ListView) => void;
  readonly retry: () => void;
  /**
   * Tells, until it is ended, which objects are no more: their uids. Asked while something is selected; what that is is asked of
   * `selected` after a time in which nothing could be told.
   */
  readonly followGone: (listener: GoneListener, selected: SelectedRows) => () => void;
  /** The rows between two, these included, in the order that is shown. */
  readonly askRange: (from: string, to: string) => Promise<RangeAnswer>;
}

/** What has been told, and of which subject. */
interface Told {
  readonly subjectKey: string;
  readonly snapshot: ListSnapshot;
  readonly epoch: number;
  /** The question that the rows answer. */
  readonly answered: number | null;
}

const UNTOLD = { snapshot: EMPTY_LIST, epoch: 0, answered: null };

/** Subscribes to a list; the subject opens a new subscription, view and window only change it. */
export function useLiveList(subject: ListSubject, view: ListView, first: FirstWindow): LiveList {
  const { connection } = useClient();
  const [told, setTold] = useState<Told | null>(null);
  const handle = useRef<SubscriptionHandle | null>(null);
  const subjectKey = JSON.stringify(subject);
  const viewKey = JSON.stringify(view);
  const following = useRef<{ readonly tell: GoneListener; readonly selected: SelectedRows } | null>(null);
  const latestView = useRef(view);
  latestView.current = view;
  const firstKey = JSON.stringify(first);
  const askedView = useRef('');
  // What was told of another list is nothing told of this one.
  const { snapshot, epoch, answered } = told?.subjectKey === subjectKey ? told : UNTOLD;
  /** Counts the questions; what the server tells names the one that it answers. */
  const asked = useRef(0);

  useEffect(() => {
    setTold(null);
    askedView.current = JSON.stringify(latestView.current);
    const query: ListQuery = {
      kind: 'list',
      ...(JSON.parse(subjectKey) as ListSubject),
      ...latestView.current,
      ...(JSON.parse(firstKey) as FirstWindow),
      hold: false,
      selects: following.current !== null,
      asked: ++asked.current,
    };
    const onFrame = (frame: Frame) => {
      if (frame.type !== 'list') return;
      if (frame.gone !== undefined) following.current?.tell(frame.gone);
      setTold(before => ({
        subjectKey,
        snapshot: applyFrame(before?.snapshot ?? EMPTY_LIST, frame),
        epoch: connection.epoch,
        answered: frame.asked ?? before?.answered ?? null,
      }));
    };
    const subscription = connection.subscribe(query, onFrame, () => following.current?.selected() ?? []);
    handle.current = subscription;
    return () => subscription.close();
  }, [connection, subjectKey, firstKey]);

  const foresee = useCallback((next: ListView) => {
    const key = JSON.stringify(next);
    if (askedView.current === key) return;
    askedView.current = key;
    handle.current?.update({ ...next, asked: ++asked.current });
  }, []);
  useEffect(() => foresee(JSON.parse(viewKey) as ListView), [viewKey, foresee]);

  const setWindow = useCallback((window: ListWindow) => handle.current?.update(window), []);
  const retry = useCallback(() => handle.current?.retry(), []);
  const followGone = useCallback((tell: GoneListener, selected: SelectedRows) => {
    following.current = { tell, selected };
    handle.current?.update({ selects: true });
    return () => {
      following.current = null;
      handle.current?.update({ selects: false });
    };
  }, []);
  const askRange = useCallback(
    async (from: string, to: string): Promise<RangeAnswer> =>
      (await handle.current?.askRange(from, to)) ?? { refusal: 'lost' },
    [],
  );
  const state = useFreshState(snapshot.state, { isEmpty: lineCount(snapshot) === null, epoch });
  const isAwaited = viewKey !== askedView.current || answered !== asked.current;
  return { ...snapshot, state, isAwaited, setWindow, foresee, retry, followGone, askRange };
}
