/** A pause so many times as long as usual is one in which nobody looked. */
const GAP = 3;

interface Points {
  readonly times: readonly number[];
  readonly values: readonly (number | null)[];
}

/** The same with an empty point in each pause, so that no line is drawn over what nobody saw. */
export function withGaps(times: readonly number[], values: readonly (number | null)[]): Points {
  const steps = times.slice(1).map((at, i) => at - (times[i] ?? at));
  const usual = steps.toSorted((a, b) => a - b)[Math.floor(steps.length / 2)] ?? 0;
  const filled: { readonly at: number; readonly value: number | null }[] = [];
  for (const [i, at] of times.entries()) {
    const before = times[i - 1];
    if (before !== undefined && usual > 0 && at - before > GAP * usual)
      filled.push({ at: before + usual, value: null });
    filled.push({ at, value: values[i] ?? null });
  }
  return { times: filled.map(point => point.at), values: filled.map(point => point.value) };
}
