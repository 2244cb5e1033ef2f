import { useEffect, useMemo, useState } from 'react';
import { useClient } from '../client/client.ts';

/** Of a frame's 16 ms what leaves room to draw it. */
const SLICE_MS = 8;

export interface PartResults<T> {
  /** In the order of the parts; undefined where it is not known yet. */
  readonly results: readonly (T | undefined)[];
  readonly isWhole: boolean;
}

/** What is made of each part of a log: once, a little at a time, and of the newest first. However many lines there are, the page stays free. */
export function usePartResults<P extends object, T>(parts: readonly P[], of: (part: P) => T): PartResults<T> {
  const { clock } = useClient();
  const [round, setRound] = useState(0);
  const known = useMemo(() => ({ of, results: new WeakMap<P, { readonly result: T }>() }), [of]);
  const found = useMemo(() => {
    const started = clock.elapsed();
    const unknown = parts.filter(part => !known.results.has(part));
    while (unknown.length > 0 && clock.elapsed() - started < SLICE_MS) {
      const part = unknown.pop();
      if (part !== undefined) known.results.set(part, { result: known.of(part) });
    }
    return { results: parts.map(part => known.results.get(part)?.result), isWhole: unknown.length === 0 };
    // oxlint-disable-next-line react/exhaustive-deps -- each round makes some more
  }, [parts, known, clock, round]);
  useEffect(
    () => (found.isWhole ? undefined : clock.schedule(0, () => setRound(before => before + 1))),
    [clock, found],
  );
  return found;
}
