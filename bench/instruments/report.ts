/** A table that grows as it is measured: what, how much, its floor from the same run, and their ratio. */
export function report(what: string, value: string, floor = '–', ratio = ''): void {
  console.log(`| ${what} | ${value} | ${floor} | ${ratio} |`);
}

export const ms = (value: number): string => `${value.toFixed(value < 10 ? 1 : 0)} ms`;
export const mb = (bytes: number): string => `${(bytes / 1e6).toFixed(1)} MB`;
export const kb = (bytes: number): string => `${(bytes / 1e3).toFixed(1)} KB`;

export function percentile(values: readonly number[], p: number): number {
  return values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * p))] ?? Number.NaN;
}

export const sleep = (delayMs: number): Promise<void> => new Promise(resolve => setTimeout(resolve, delayMs));
