import { useEffect, useRef, useState } from 'react';
import { isRunning } from '@lanthorn/protocol/operation-state.ts';
import type { LogAnswer, LogEntry } from '@lanthorn/protocol/http/history-messages.ts';
import { useClient } from '../../data/client/client.ts';

/** A screen of entries: until there are so many it is searched on by itself. */
const ENOUGH = 50;

export interface ShownLog {
  readonly entries: readonly LogEntry[];
  readonly searched: number;
  /** What was told last; null until something was. */
  readonly last: LogAnswer | null;
  readonly problem: string | null;
  readonly isAsking: boolean;
  readonly showOlder: () => void;
}

interface Told {
  readonly key: string;
  readonly answers: readonly LogAnswer[];
  readonly problem: string | null;
  /** So many entries are wanted. */
  readonly wanted: number;
}

/** What was done in a cluster and fits the filter, the newest first; asked anew when something was begun or came to its end. */
export function useOperationLog(cluster: string, filter: string): ShownLog {
  const { api, operations } = useClient();
  const news = operations(state => `${state.operations[0]?.id ?? ''} ${state.operations.filter(isRunning).length}`);
  const key = JSON.stringify([cluster, filter]);
  const [told, setTold] = useState<Told>({ key, answers: [], problem: null, wanted: ENOUGH });
  const shown = told.key === key ? told : { key, answers: [], problem: null, wanted: ENOUGH };
  const last = shown.answers.at(-1) ?? null;
  const count = shown.answers.reduce((sum, { entries }) => sum + entries.length, 0);
  const isAsking = shown.problem === null && (last === null || (last.next !== null && count < shown.wanted));
  const seen = useRef(news);
  // Those that are shown are told anew: one of them came to its end, or there is a newer one.
  useEffect(() => {
    if (seen.current === news) return;
    seen.current = news;
    setTold(before => ({ ...before, key: '' }));
  }, [news]);
  useEffect(() => {
    if (!isAsking) return undefined;
    let isCurrent = true;
    const after = last?.next;
    api.log({ cluster, filter, ...(after === null || after === undefined ? {} : { after }) }).then(
      answer => isCurrent && setTold({ ...shown, answers: [...shown.answers, answer] }),
      (error: unknown) =>
        isCurrent && setTold({ ...shown, problem: error instanceof Error ? error.message : String(error) }),
    );
    return () => {
      isCurrent = false;
    };
    // `shown` is another object at every drawing, and the same while these are.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [api, key, isAsking, last]);
  return {
    entries: shown.answers.flatMap(({ entries }) => entries),
    searched: shown.answers.reduce((sum, { searched }) => sum + searched, 0),
    ...{ last, problem: shown.problem, isAsking },
    showOlder: () => setTold({ ...shown, problem: null, wanted: count + ENOUGH }),
  };
}
