import { useEffect, useState } from 'react';
import type { NamesAnswer } from '@lanthorn/protocol/http/name-messages.ts';
import { useClient } from '../../data/client/client.ts';

/** While names are still being read the same question is asked again this often. */
const AGAIN_MS = 400;

/** Objects by name from the whole cluster; null while nothing is typed or known. An answer to an older question is not shown for a newer one. */
export function useNames(
  cluster: string,
  query: string,
  namespaces: string | undefined,
): { answer: NamesAnswer | null; problem: string | null } {
  const { api } = useClient();
  const [known, setKnown] = useState<{ query: string; answer: NamesAnswer } | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const wanted = query.trim();
  useEffect(() => {
    if (wanted === '' || cluster === '') return undefined;
    let isCurrent = true;
    let timer: number | undefined;
    const ask = () => {
      api.names(cluster, wanted, namespaces).then(
        answer => {
          if (!isCurrent) return;
          setKnown({ query: wanted, answer });
          setProblem(null);
          if (!answer.isComplete) timer = window.setTimeout(ask, AGAIN_MS);
        },
        (error: unknown) => isCurrent && setProblem(error instanceof Error ? error.message : String(error)),
      );
    };
    ask();
    return () => {
      isCurrent = false;
      window.clearTimeout(timer);
    };
  }, [api, cluster, wanted, namespaces]);
  return { answer: wanted !== '' && known?.query === wanted ? known.answer : null, problem };
}
