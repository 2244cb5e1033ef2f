/** What an event tells of how often something happened: its count grows while the same is said again. */
export interface RepeatedEvent {
  readonly first: number;
  readonly last: number;
  readonly count: number;
}

const MINUTE_MS = 60_000;

/**
 * About how often in each of the last minutes, the oldest first; the last one is the minute that runs. An event keeps its first and its last time
 * and how often in all: the times between are taken as evenly apart.
 */
export function ratePerMinute(events: readonly RepeatedEvent[], now: number, minutes: number): readonly number[] {
  const from = (Math.floor(now / MINUTE_MS) + 1 - minutes) * MINUTE_MS;
  const rates = Array.from({ length: minutes }, () => 0);
  const add = (at: number, amount: number) => {
    const i = Math.floor((at - from) / MINUTE_MS);
    if (i >= 0) rates[Math.min(minutes - 1, i)] = (rates[Math.min(minutes - 1, i)] ?? 0) + amount;
  };
  for (const { first, last, count } of events) {
    // Its last time is known to have been; the others are spread over what came before.
    add(last, Math.min(1, count));
    const others = count - 1;
    const span = last - first;
    if (others <= 0) continue;
    if (span < MINUTE_MS) add(last, others);
    else
      for (let at = Math.max(from, Math.floor(first / MINUTE_MS) * MINUTE_MS); at < last; at += MINUTE_MS)
        add(at, (others * (Math.min(last, at + MINUTE_MS) - Math.max(first, at))) / span);
  }
  return rates;
}
