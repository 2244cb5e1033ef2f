import { useEffect, useState } from 'react';
import { useClient } from '../client/client.ts';
import type { StandingAnswer } from '@lanthorn/protocol/http/standing-messages.ts';

/**
 * What the lists of the page hold is added up by our server: soon, when they are whole, and then now and again. A cluster that cannot tell yet
 * is asked ever less soon.
 */
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
    const [names, ns] = JSON.parse(asked) as [readonly string[], string | null];
    const take = (name: string, answer: StandingAnswer | null) =>
      setTold(before => {
        const standings = new Map(before?.asked === asked ? before.standings : NOTHING);
        if (answer === null) standings.delete(name);
        else standings.set(name, answer);
        return { asked, standings };
      });
    const ends = names.map(name =>
      keepAsking(
        () => api.standing(name, ns ?? undefined).catch(() => null),
        answer => take(name, answer),
      ),
    );
    return () => {
      for (const end of ends) end();
    };
  }, [api, asked]);
  return told?.asked === asked ? told.standings : NOTHING;
}

/** Each cluster is asked by itself: none waits for another. Returns how to end it. */
function keepAsking(
  ask: () => Promise<StandingAnswer | null>,
  onAnswer: (answer: StandingAnswer | null) => void,
): () => void {
  let isCurrent = true;
  let timer: number | undefined;
  let pauseMs = SOON_MS;
  const next = async () => {
    // A tab nobody looks at asks nothing.
    if (document.hidden) {
      timer = window.setTimeout(next, EVERY_MS);
      return;
    }
    const answer = await ask();
    if (!isCurrent) return;
    onAnswer(answer);
    const isWhole = answer !== null && answer.requested !== null;
    timer = window.setTimeout(next, isWhole ? EVERY_MS : pauseMs);
    pauseMs = isWhole ? SOON_MS : Math.min(EVERY_MS, pauseMs * 2);
  };
  void next();
  return () => {
    isCurrent = false;
    window.clearTimeout(timer);
  };
}
