import { useCallback, useEffect, useRef, useState } from 'react';
import type { ChangeSet, ChangeSetAnswer } from '@lanthorn/protocol/http/change-set-messages.ts';
import { useChangeSetNews } from '../../data/change-set/change-set-store.ts';
import { useClient } from '../../data/client/client.ts';

export interface HeldSet {
  /** Null until it is known. */
  readonly set: ChangeSet | null;
  readonly problem: string | null;
  /** Shows at once what a request will come to, and then what it came to. */
  readonly change: (request: Promise<ChangeSetAnswer>, expected?: ChangeSet) => void;
}

/** The change set of a cluster, asked for anew whenever it is told to be another. */
export function useChangeSet(cluster: string): HeldSet {
  const { api } = useClient();
  const { told } = useChangeSetNews(cluster);
  const [set, setSet] = useState<ChangeSet | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  /** An answer that was overtaken is of no use. */
  const latest = useRef(0);
  const take = useCallback((request: Promise<ChangeSetAnswer>) => {
    const question = ++latest.current;
    const isLatest = () => question === latest.current;
    return request.then(
      answer => {
        if (!isLatest()) return;
        setSet(answer.set);
        setProblem(null);
      },
      (error: unknown) => {
        if (isLatest()) setProblem(error instanceof Error ? error.message : String(error));
        throw error;
      },
    );
  }, []);
  const ask = useCallback(() => void take(api.changeSet(cluster)).catch(() => undefined), [api, cluster, take]);
  useEffect(ask, [ask, told]);
  const change = (request: Promise<ChangeSetAnswer>, expected: ChangeSet | null = set) => {
    const before = set;
    setSet(expected);
    // What was not done is not shown.
    take(request).catch(() => setSet(before));
  };
  return { set, problem, change };
}
