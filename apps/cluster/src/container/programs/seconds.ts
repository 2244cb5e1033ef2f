const UNITS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3_600, d: 86_400 };

/** `5m` and the like. */
export const secondsOf = (text: string): number => Number.parseFloat(text) * (UNITS[text.slice(-1)] ?? 1);
