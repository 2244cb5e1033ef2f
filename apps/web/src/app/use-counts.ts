import { useEffect, useState } from 'react';
import { ownValue } from '@lanthorn/base/own-value.ts';
import type { CountsAnswer } from '@lanthorn/protocol/http/name-messages.ts';
import { useClient } from '../data/client/client.ts';

/** As often as the server asks anew. */
const EVERY_MS = 30_000;
/** What a screen watches is known a little after it was opened. */
const SOON_MS = 4_000;
/** Of a screen's lists one is whole shortly after another: they are asked about together. */
const TOGETHER_MS = 250;

type Counts = Pick<CountsAnswer, 'counts' | 'bad'>;
const NOTHING: Counts = { counts: {}, bad: {} };

/**
 * How many objects of these kinds there are in all these clusters, and of those that are watched how many are in a bad state; nothing while that
 * is not known, or our server is away. Another `screen` is another thing that is watched: it is asked soon again, and when a list of it is whole.
 */
export function useCounts(
  clusters: readonly string[],
  namespaces: string | undefined,
  { kinds, screen }: { readonly kinds: readonly string[]; readonly screen: string },
): Counts {
  const { api, connection } = useClient();
  const [told, setTold] = useState<{ readonly scope: string; readonly counts: Counts } | null>(null);
  const wanted = kinds.join(',');
  const scope = JSON.stringify([clusters, namespaces]);
  useEffect(() => {
    const [names] = JSON.parse(scope) as [readonly string[]];
    if (names.includes('') || wanted === '') return undefined;
    let isCurrent = true;
    let timer: number | undefined;
    let pause = SOON_MS;
    /** What is whole since it was asked is in no answer. */
    let isBehind = false;
    const ask = () => {
      isBehind = false;
      timer = undefined;
      const next = (answer: Counts) => {
        if (!isCurrent) return;
        setTold({ scope, counts: answer });
        timer = window.setTimeout(ask, isBehind ? TOGETHER_MS : pause);
        pause = EVERY_MS;
      };
      // A tab nobody looks at asks nothing.
      if (document.hidden) timer = window.setTimeout(ask, EVERY_MS);
      else
        Promise.all(names.map(name => api.counts(name, namespaces, wanted.split(',')))).then(
          answers => next(sumOf(answers)),
          () => next(NOTHING),
        );
    };
    ask();
    const stop = connection.onWhole(() => {
      isBehind = true;
      // It is asked just now.
      if (timer === undefined) return;
      window.clearTimeout(timer);
      timer = window.setTimeout(ask, TOGETHER_MS);
    });
    return () => {
      stop();
      isCurrent = false;
      window.clearTimeout(timer);
    };
  }, [api, connection, namespaces, wanted, screen, scope]);
  // Numbers of other namespaces are none of these.
  return told?.scope === scope ? told.counts : NOTHING;
}

/** Of several clusters together: what one of them does not tell is not known of all. */
function sumOf(answers: readonly Counts[]): Counts {
  const [first = NOTHING, ...others] = answers;
  return others.length === 0
    ? first
    : {
        counts: summed(answers.map(({ counts }) => counts)),
        bad: summed(answers.map(({ bad }) => bad)),
      };
}

function summed(parts: readonly Readonly<Record<string, number | null>>[]): Record<string, number> {
  const [first = {}] = parts;
  return Object.fromEntries(
    Object.keys(first).flatMap(kind => {
      const counts = parts.flatMap(part => ownValue(part, kind) ?? []);
      return counts.length < parts.length ? [] : [[kind, counts.reduce((sum, count) => sum + count, 0)]];
    }),
  );
}
