import { useEffect, useState } from 'react';
import type { CountsAnswer } from '@lanthorn/protocol/http-messages.ts';
import { useClient } from '../data/client/client.ts';

/** As often as the server asks anew. */
const EVERY_MS = 30_000;

/** How many objects of these kinds there are; nothing while that is not known, or our server is away. */
export function useCounts(
  cluster: string,
  namespaces: string | undefined,
  kinds: readonly string[],
): CountsAnswer['counts'] {
  const { api } = useClient();
  const [counts, setCounts] = useState<CountsAnswer['counts']>({});
  const wanted = kinds.join(',');
  useEffect(() => setCounts({}), [cluster, namespaces]);
  useEffect(() => {
    if (cluster === '' || wanted === '') return undefined;
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
        api.counts(cluster, namespaces, wanted.split(',')).then(
          ({ counts: answer }) => next(answer),
          () => next({}),
        );
    };
    ask();
    return () => {
      isCurrent = false;
      window.clearTimeout(timer);
    };
  }, [api, cluster, namespaces, wanted]);
  return counts;
}
