import { useEffect, useState } from 'react';
import type { CountsAnswer } from '@lanthorn/protocol/http-messages.ts';
import { useClient } from '../data/client/client.ts';

/** As often as the server asks anew. */
const EVERY_MS = 30_000;

/** How many objects of each kind there are; nothing while that is not known, or our server is away. */
export function useCounts(cluster: string, namespaces: string | undefined): CountsAnswer['counts'] {
  const { api } = useClient();
  const [counts, setCounts] = useState<CountsAnswer['counts']>({});
  useEffect(() => {
    setCounts({});
    if (cluster === '') return undefined;
    let isCurrent = true;
    let timer: number | undefined;
    const ask = () => {
      const next = (answer: CountsAnswer['counts']) => {
        if (!isCurrent) return;
        setCounts(answer);
        timer = window.setTimeout(ask, EVERY_MS);
      };
      // A tab nobody looks at asks nothing.
      if (document.hidden) timer = window.setTimeout(ask, EVERY_MS);
      else
        api.counts(cluster, namespaces).then(
          ({ counts: answer }) => next(answer),
          () => next({}),
        );
    };
    ask();
    return () => {
      isCurrent = false;
      window.clearTimeout(timer);
    };
  }, [api, cluster, namespaces]);
  return counts;
}
