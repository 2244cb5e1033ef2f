/** Each is a shell that goes on, and a screen; more than a person has beside each other. */
export const MAX_TERMINALS = 8;

/**
 * The flows of a terminal, as Kubernetes numbers them. Up: what is typed, its new size (`terminalSize` in JSON), and that the input is over. Down: what
 * is written, and once what there is (`TerminalState` in JSON), before the first of it.
 */
export const TERMINAL_CHANNEL = { input: 0, output: 1, state: 3, size: 4, endInput: 255 } as const;
