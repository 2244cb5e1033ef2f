import { useEffect, useRef, useState } from 'react';

export type Asked<A> = { readonly answer: A } | { readonly problem: string };

/** What is asked once for each other question, and again for one that comes back. Null until it is answered or cannot be. */
export function useAsked<Q, A>(question: Q, ask: (question: Q) => Promise<A>): Asked<A> | null {
  const key = JSON.stringify(question);
  const [told, setTold] = useState<{ readonly key: string; readonly asked: Asked<A> } | null>(null);
  const latest = useRef({ question, ask });
  latest.current = { question, ask };
  useEffect(() => {
    let isCurrent = true;
    const tell = (asked: Asked<A>) => {
      if (isCurrent) setTold({ key, asked });
    };
    latest.current.ask(latest.current.question).then(
      answer => tell({ answer }),
      (error: unknown) => tell({ problem: error instanceof Error ? error.message : String(error) }),
    );
    return () => {
      isCurrent = false;
    };
  }, [key]);
  return told?.key === key ? told.asked : null;
}
