import { useEffect, useRef, useState } from 'react';

/** Typing is sent on when it pauses for this long: short enough to feel immediate. */
const TYPING_MS = 80;

/** The text of a field that filters: sent on when typing pauses; what comes from elsewhere is shown unless somebody is in the field. */
export function useTypedText(value: string, onChange: (value: string) => void) {
  const [text, setText] = useState(value);
  const input = useRef<HTMLInputElement>(null);
  const latest = useRef(onChange);
  latest.current = onChange;
  useEffect(() => {
    if (document.activeElement !== input.current) setText(value);
  }, [value]);
  useEffect(() => {
    if (text === value) return undefined;
    const timeout = setTimeout(() => latest.current(text), TYPING_MS);
    return () => clearTimeout(timeout);
  }, [text, value]);
  return { text, setText, input };
}
