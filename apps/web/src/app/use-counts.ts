import { useEffect, useState } from 'react';
import type { CountsAnswer } from '@lanthorn/protocol/http/name-messages.ts';
import { useClient } from '../data/client/client.ts';

/** As often as the server asks anew. */
const EVERY_MS = 30_000;
/** What a screen watches is known a little after it was opened. */
const SOON_MS = 4_000;

type Counts = Pick<CountsAnswer, 'counts' | 'bad'>;
const NOTHING: Counts = { counts: {}, bad: {} };

/**
 * How many objects of these kinds there are, and of those that are watched how many are in a bad state; nothing while that is not known, or our
 * server is away. Another `screen` is another thing that is watched: it is asked soon again.
 */
export function useCounts(
  cluster: string,
  namespaces: string | undefined,
  { kinds, screen }: { readonly kinds: readonly string[]; readonly screen: string },
): Counts {
  const { api } = useClient();
  const [told, setTold] = useState<{ readonly scope: string; readonly counts: Counts } | null>(null);
  const wanted = kinds.join(',');
  const scope = JSON.stringify([cluster, namespaces]);
  useEffect(() => {
    if (cluster === '' || wanted === '') return undefined;
    let isCurrent = true;
    let timer: number | undefined;
    let pause = SOON_MS;
    const ask = () => {
      const next = (answer: Counts) => {
        if (!isCurrent) return;
        setTold({ scope, counts: answer });
        timer = window.setTimeout(ask, pause);
        pause = EVERY_MS;
      };
      // A tab nobody looks at asks nothing.
      if (document.hidden) timer = window.setTimeout(ask, EVERY_MS);
      else api.counts(cluster, namespaces, wanted.split(',')).then(next, () => next(NOTHING));
    };
    ask();
    return () => {
      isCurrent = false;
      window.clearTimeout(timer);
    };
  }, [api, cluster, namespaces, wanted, screen, scope]);
  // Numbers of other namespaces are none of these.
  return told?.scope === scope ? told.counts : NOTHING;
}
