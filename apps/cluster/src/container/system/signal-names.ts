const SIGNALS = new Map([
  ['0', 'EXIT'],
  ['1', 'HUP'],
  ['2', 'INT'],
  ['3', 'QUIT'],
  ['9', 'KILL'],
  ['10', 'USR1'],
  ['12', 'USR2'],
  ['13', 'PIPE'],
  ['14', 'ALRM'],
  ['15', 'TERM'],
]);
const NUMBERS = new Map([...SIGNALS].map(([number, name]) => [name, Number(number)]));
/** How a program ends by a signal: this and its number. */
const SIGNALLED = 128;

/** By its number or its name, with `SIG` or without. */
export const signalName = (text: string): string => SIGNALS.get(text) ?? text.toUpperCase().replace(/^SIG/, '');

/** Why something was stopped, where a signal is what stopped it. */
export const isSignal = (reason: unknown): reason is string => typeof reason === 'string' && NUMBERS.has(reason);

export const signalStatus = (name: string): number => SIGNALLED + (NUMBERS.get(name) ?? 0);
