import type { Process } from '../system/process.ts';

type Compare = (a: string, b: string) => number;

/** Lines that are sorted, or merged, between two turns of others. */
const TURN_LINES = 5_000;

/** In their order; none where it is told to stop. */
export async function sorted(lines: readonly string[], compare: Compare, process: Process): Promise<string[]> {
  let runs: string[][] = [];
  for (let at = 0; at < lines.length && !process.signal.aborted; at += TURN_LINES) {
    runs.push(lines.slice(at, at + TURN_LINES).toSorted(compare));
    await process.clock.nextTurn();
  }
  while (runs.length > 1) {
    const longer: string[][] = [];
    for (let i = 0; i < runs.length; i += 2)
      longer.push(await merged(runs[i] ?? [], runs[i + 1] ?? [], { compare, process }));
    runs = longer;
  }
  return runs[0] ?? [];
}

async function merged(
  left: readonly string[],
  right: readonly string[],
  { compare, process }: { readonly compare: Compare; readonly process: Process },
): Promise<string[]> {
  const all: string[] = [];
  let [i, j] = [0, 0];
  while (i < left.length || j < right.length) {
    const [a, b] = [left[i], right[j]];
    if (b === undefined || (a !== undefined && compare(a, b) <= 0)) {
      all.push(a ?? '');
      i++;
    } else {
      all.push(b);
      j++;
    }
    if (all.length % TURN_LINES !== 0) continue;
    await process.clock.nextTurn();
    if (process.signal.aborted) return [];
  }
  return all;
}
