import { useEffect, useState } from 'react';
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
  /** More is on its way than what is shown. */
  readonly isAsking: boolean;
  readonly showOlder: () => void;
  /** Goes on after a problem. */
  readonly askAgain: () => void;
}

interface Told {
  readonly key: string;
  /** What was known of operations when it was asked. */
  readonly news: string;
  readonly answers: readonly LogAnswer[];
  /** What was told before the news: shown until as much is told anew. */
  readonly before: readonly LogAnswer[];
  readonly problem: string | null;
  /** So many entries are wanted. */
  readonly wanted: number;
}

/** What was done in a cluster and fits the filter, the newest first; asked anew when something was begun or came to its end. */
export function useOperationLog(cluster: string, filter: string): ShownLog {
  const { api, operations } = useClient();
  const news = operations(state => `${state.operations[0]?.id ?? ''} ${state.operations.filter(isRunning).length}`);
  const key = JSON.stringify([cluster, filter]);
  const none: Told = { key, news, answers: [], before: [], problem: null, wanted: ENOUGH };
  const [told, setTold] = useState(none);
  const ours = told.key === key ? told : none;
  const current = ours.news === news ? ours : { ...ours, news, answers: [], before: shownOf(ours), problem: null };
  const { answers, problem, wanted } = current;
  const lastTold = answers.at(-1) ?? null;
  const isAsking = problem === null && !isEnough(answers, wanted);
  useEffect(() => {
    if (!isAsking) return undefined;
    let isCurrent = true;
    const after = lastTold?.next;
    api.log({ cluster, filter, ...(after === null || after === undefined ? {} : { after }) }).then(
      answer => {
        if (!isCurrent) return;
        const next = [...answers, answer];
        setTold({ ...current, answers: next, before: isEnough(next, wanted) ? [] : current.before });
      },
      (error: unknown) =>
        isCurrent && setTold({ ...current, problem: error instanceof Error ? error.message : String(error) }),
    );
    return () => {
      isCurrent = false;
    };
    // `current` is another object at every drawing, and the same while these are.
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [api, key, news, wanted, isAsking, lastTold]);
  const shown = shownOf(current);
  return {
    entries: shown.flatMap(({ entries }) => entries),
    searched: shown.reduce((sum, { searched }) => sum + searched, 0),
    ...{ last: shown.at(-1) ?? null, problem, isAsking: isAsking && !isEnough(shown, wanted) },
    showOlder: () => setTold({ ...current, problem: null, wanted: countOf(shown) + ENOUGH }),
    askAgain: () => setTold({ ...current, problem: null }),
  };
}

const countOf = (answers: readonly LogAnswer[]) => answers.reduce((sum, { entries }) => sum + entries.length, 0);
const shownOf = ({ before, answers }: Told) => (before.length > 0 ? before : answers);

function isEnough(answers: readonly LogAnswer[], wanted: number): boolean {
  const last = answers.at(-1);
  return last !== undefined && (last.next === null || countOf(answers) >= wanted);
}
