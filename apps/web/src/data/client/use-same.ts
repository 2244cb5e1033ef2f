import { useRef } from 'react';
import { deepEqual } from '@lanthorn/base/json.ts';

/** The value that was there before where this one is equal: what is made of it is made anew only for what differs. */
export function useSame<T>(value: T): T {
  const held = useRef(value);
  if (!deepEqual(held.current, value)) held.current = value;
  return held.current;
}
