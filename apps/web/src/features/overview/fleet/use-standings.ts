import { useEffect, useState } from 'react';
import { useClient } from '../../../data/client/client.ts';
import type { StandingAnswer } from '@lanthorn/protocol/http/standing-messages.ts';

/** What the lists of the page hold is added up by our server: soon, when they are whole, and then now and again. */
const SOON_MS = 3_000;
const EVERY_MS = 20_000;

const NOTHING: ReadonlyMap<string, StandingAnswer> = new Map();

/** What pods of each cluster asked for, and until when its certificates are good; of a cluster that is not here nobody knows. */
export function useStandings(
  clusters: readonly string[],
  namespaces: string | undefined,
): ReadonlyMap<string, StandingAnswer> {
  const { api } = useClient();
  const [told, setTold] = useState<{ readonly asked: string; readonly standings: typeof NOTHING } | null>(null);
  const asked = JSON.stringify([clusters, namespaces]);
  useEffect(() => {
    let isCurrent = true;
    let timer: number | undefined;
    const [names, ns] = JSON.parse(asked) as [readonly string[], string | null];
    const ask = async () => {
      // A tab nobody looks at asks nothing.
      if (!document.hidden) {
        const answers = await Promise.all(
          names.map(async name => [name, await api.standing(name, ns ?? undefined).catch(() => null)] as const),
        );
        if (!isCurrent) return;
        const known = answers.flatMap(([name, answer]) => (answer === null ? [] : [[name, answer] as const]));
        setTold({ asked, standings: new Map(known) });
        const isWhole = known.length === names.length && known.every(([, { requested }]) => requested !== null);
        timer = window.setTimeout(ask, isWhole ? EVERY_MS : SOON_MS);
      } else timer = window.setTimeout(ask, EVERY_MS);
    };
    void ask();
    return () => {
      isCurrent = false;
      window.clearTimeout(timer);
    };
  }, [api, asked]);
  return told?.asked === asked ? told.standings : NOTHING;
}
