/** Whether a key is pressed as a command of the browser. AltGr is no such: on many keyboards it writes `\\`, `[` or `]`, and is told as Ctrl and Alt together. */
export function isCommand(event: Pick<KeyboardEvent, 'ctrlKey' | 'metaKey' | 'altKey' | 'getModifierState'>): boolean {
  return event.metaKey || ((event.ctrlKey || event.altKey) && !event.getModifierState('AltGraph'));
}
