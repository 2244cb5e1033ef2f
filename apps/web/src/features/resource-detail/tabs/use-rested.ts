import { useEffect, useRef, useState } from 'react';

const REST_MS = 1_000;

/** What changes often, at most once a second, for what costs more than it; `isAtOnce` where it is awaited. */
export function useRested<T>(value: T, { isAtOnce }: { readonly isAtOnce: boolean }): T {
  const [held, setHeld] = useState(value);
  const latest = useRef(value);
  const isOld = JSON.stringify(held) !== JSON.stringify(value);
  if (isAtOnce && isOld) setHeld(value);
  useEffect(() => {
    latest.current = value;
  });
  useEffect(() => {
    if (!isOld) return undefined;
    const timer = window.setTimeout(() => setHeld(latest.current), REST_MS);
    return () => window.clearTimeout(timer);
  }, [isOld]);
  return held;
}
