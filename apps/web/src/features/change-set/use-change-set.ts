import { useCallback, useEffect, useRef, useState } from 'react';
import type { ChangeSet, ChangeSetAnswer } from '@lanthorn/protocol/http/change-set-messages.ts';
import { useChangeSetNews } from '../../data/change-set/change-set-store.ts';
import { useClient } from '../../data/client/client.ts';

export interface HeldSet {
  /** Null until it is known. */
  readonly set: ChangeSet | null;
  /** Why the last request came to nothing. */
  readonly problem: string | null;
  /** Shows at once what a request will come to, and then what it came to. */
  readonly change: (request: Promise<ChangeSetAnswer>, expected?: ChangeSet) => void;
  /** Says why it came to nothing. */
  readonly attempt: (request: Promise<unknown>) => void;
}

/** The change set of a cluster, asked for anew whenever it is told to be another. */
export function useChangeSet(cluster: string): HeldSet {
  const { api } = useClient();
  const { told } = useChangeSetNews(cluster);
  const [set, setSet] = useState<ChangeSet | null>(null);
  const [unknown, setUnknown] = useState<string | null>(null);
  const [refused, setRefused] = useState<string | null>(null);
  /** An answer that was overtaken is of no use. */
  const latest = useRef(0);
  const ask = useCallback(() => {
    const question = ++latest.current;
    api.changeSet(cluster).then(
      answer => {
        if (question !== latest.current) return;
        setSet(answer.set);
        setUnknown(null);
      },
      (error: unknown) => {
        if (question === latest.current) setUnknown(reasonOf(error));
      },
    );
  }, [api, cluster]);
  useEffect(ask, [ask, told]);
  const attempt = (request: Promise<unknown>, onRefused: () => void = () => {}) =>
    void request.then(
      () => setRefused(null),
      (error: unknown) => {
        setRefused(reasonOf(error));
        onRefused();
      },
    );
  const change = (request: Promise<ChangeSetAnswer>, expected: ChangeSet | null = set) => {
    const question = ++latest.current;
    setSet(expected);
    const shown = request.then(answer => {
      if (question === latest.current) setSet(answer.set);
    });
    // What was not done is not shown.
    attempt(shown, () => {
      if (question === latest.current) ask();
    });
  };
  return { set, problem: refused ?? unknown, change, attempt: request => attempt(request) };
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
