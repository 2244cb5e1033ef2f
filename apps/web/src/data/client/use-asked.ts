import { useEffect, useRef, useState } from 'react';

export type Asked<A> = { readonly answer: A } | { readonly problem: string };

/**
 * What is asked once for each other question, and again for one that comes back. Null until it is answered or cannot be, and where nothing is
 * asked. With other `news` the same is asked anew, and what was answered stays until then.
 */
export function useAsked<Q, A>(question: Q | null, ask: (question: Q) => Promise<A>, news = ''): Asked<A> | null {
  const key = JSON.stringify(question);
  const [told, setTold] = useState<{ readonly key: string; readonly asked: Asked<A> } | null>(null);
  const latest = useRef({ question, ask });
  latest.current = { question, ask };
  useEffect(() => {
    const { question: asking, ask: put } = latest.current;
    if (asking === null) return undefined;
    let isCurrent = true;
    const tell = (asked: Asked<A>) => {
      if (isCurrent) setTold({ key, asked });
    };
    put(asking).then(
      answer => tell({ answer }),
      (error: unknown) => tell({ problem: error instanceof Error ? error.message : String(error) }),
    );
    return () => {
      isCurrent = false;
    };
  }, [key, news]);
  return told?.key === key ? told.asked : null;
}

/** The answer alone, for who says nothing of why there is none. */
export function answerOf<A>(asked: Asked<A> | null): A | null {
  return asked !== null && 'answer' in asked ? asked.answer : null;
}

export function problemOf(asked: Asked<unknown> | null): string | null {
  return asked !== null && 'problem' in asked ? asked.problem : null;
}
