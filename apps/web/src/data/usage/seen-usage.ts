import { useEffect, useReducer } from 'react';
import { getPath } from '@lanthorn/base/json.ts';
import { parseTime } from '@lanthorn/kube/objects/kube-object.ts';
import { usageOf } from '@lanthorn/views/kinds/metrics.k8s.io/usage.ts';

/** One measurement, in the cluster's time. */
export interface SeenUsage {
  readonly at: number;
  readonly cpu: number | null;
  readonly memory: number | null;
}

/** An hour at the interval of metrics-server. */
const MAX_POINTS = 240;
/** Objects that were looked at last: a person compares a few. */
const MAX_OBJECTS = 50;

/** What this tab saw of what objects used: kept while the tab is open, so that who comes back finds it. */
export class UsageMemory {
  readonly #seen = new Map<string, readonly SeenUsage[]>();

  of(key: string): readonly SeenUsage[] {
    return this.#seen.get(key) ?? NOTHING;
  }

  /** Takes a measurement in; one that is no newer than the last is none. */
  add(key: string, point: SeenUsage): boolean {
    const before = this.of(key);
    if (point.at <= (before.at(-1)?.at ?? Number.NEGATIVE_INFINITY)) return false;
    // The one that was looked at last stands last.
    this.#seen.delete(key);
    this.#seen.set(key, [...before, point].slice(-MAX_POINTS));
    for (const oldest of this.#seen.keys()) {
      if (this.#seen.size <= MAX_OBJECTS) break;
      this.#seen.delete(oldest);
    }
    return true;
  }
}

const NOTHING: readonly SeenUsage[] = [];
const MEMORY = new UsageMemory();

/** What was measured of an object while somebody looked, the oldest first. `key` names the object so that it can be no other. */
export function useSeenUsage(key: string, metrics: unknown): readonly SeenUsage[] {
  const [, redraw] = useReducer((count: number) => count + 1, 0);
  useEffect(() => {
    const at = parseTime(getPath(metrics, 'timestamp'));
    const usage = usageOf(metrics);
    if (at === null || usage === null) return;
    if (MEMORY.add(key, { at, ...usage })) redraw();
  }, [key, metrics]);
  return MEMORY.of(key);
}
