import { useEffect, useRef, useState } from 'react';

/**
 * The text of a field that filters: sent on with every letter, since the server drops what it has begun for the one before; while an input
 * method makes a word of letters, with the word. What comes from elsewhere is shown unless somebody is in the field.
 */
export function useTypedText(value: string, onChange: (value: string) => void) {
  const [text, setShown] = useState(value);
  const input = useRef<HTMLInputElement>(null);
  const isComposing = useRef(false);
  const latest = useRef(onChange);
  latest.current = onChange;
  useEffect(() => {
    if (document.activeElement !== input.current) setShown(value);
  }, [value]);
  useEffect(() => {
    const field = input.current;
    const begin = () => (isComposing.current = true);
    const end = () => {
      isComposing.current = false;
      latest.current(field?.value ?? '');
    };
    field?.addEventListener('compositionstart', begin);
    field?.addEventListener('compositionend', end);
    return () => {
      field?.removeEventListener('compositionstart', begin);
      field?.removeEventListener('compositionend', end);
    };
  }, []);
  const setText = (typed: string) => {
    setShown(typed);
    if (!isComposing.current) onChange(typed);
  };
  return { text, setText, input };
}
