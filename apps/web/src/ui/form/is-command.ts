/** Letters and digits: with Alt they are keys of the browser, or write something else. */
const LETTER = /^[a-z\d]$/i;

/**
 * Whether a key is pressed as a command of the browser. AltGr, told as Ctrl and Alt together, and a Mac's Option, told as Alt, are no such where
 * they write a sign: on many keyboards there is no other way to `\\`, `[` or `]`.
 */
export function isCommand(
  event: Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'metaKey' | 'altKey' | 'getModifierState'>,
): boolean {
  if (event.metaKey) return true;
  if (event.getModifierState('AltGraph')) return false;
  return event.ctrlKey || (event.altKey && (event.key.length > 1 || LETTER.test(event.key)));
}
