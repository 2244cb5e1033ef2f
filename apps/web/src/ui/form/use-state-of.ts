import { useState } from 'react';

/** State that begins anew where what it is made of becomes another: fields follow the address, and keep the focus that a `key` would lose. */
export function useStateOf<T>(source: string, begin: () => T): readonly [T, (value: T) => void] {
  const [held, setHeld] = useState(() => ({ source, value: begin() }));
  const current = held.source === source ? held : { source, value: begin() };
  if (current !== held) setHeld(current);
  return [current.value, value => setHeld({ source, value })];
}
