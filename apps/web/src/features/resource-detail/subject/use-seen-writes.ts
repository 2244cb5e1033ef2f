import { useState } from 'react';
import { asArray, asObject, asString, getPath } from '@lanthorn/base/json.ts';
import { useTimeReader } from '../../../ui/time/clock.ts';

/** How often each field manager wrote to an object while it was on the screen. */
export interface SeenWrites {
  /** Milliseconds. */
  readonly since: number;
  readonly count: (writer: {
    readonly manager: string;
    readonly operation: string;
    readonly subresource: string;
  }) => number;
}

interface Seen {
  readonly uid: string;
  readonly since: number;
  /** By manager: when it wrote last, and how often that was another time. */
  readonly writers: ReadonlyMap<string, { readonly time: string; readonly count: number }>;
}

/** By the times that `managedFields` tell: of writes within one second one is counted. */
export function useSeenWrites(object: unknown): SeenWrites {
  const readTime = useTimeReader();
  const [seen, setSeen] = useState<Seen>(() => begin(object, readTime()));
  const next = seen.uid === uidOf(object) ? after(seen, object) : begin(object, readTime());
  // Told by what is drawn, as long as something is new.
  if (next !== seen) setSeen(next);
  const count: SeenWrites['count'] = ({ manager, operation, subresource }) =>
    next.writers.get(JSON.stringify([manager, operation, subresource]))?.count ?? 0;
  return { since: next.since, count };
}

const uidOf = (object: unknown) => asString(getPath(object, 'metadata', 'uid'));

/** The latest of each: who wrote in several versions of the kind has an entry for each. */
function timesOf(object: unknown): ReadonlyMap<string, string> {
  const times = new Map<string, string>();
  for (const entry of asArray(getPath(object, 'metadata', 'managedFields')).map(asObject)) {
    const key = JSON.stringify([entry['manager'], entry['operation'], entry['subresource']].map(asString));
    const time = asString(entry['time']);
    if (time >= (times.get(key) ?? '')) times.set(key, time);
  }
  return times;
}

function begin(object: unknown, since: number): Seen {
  return {
    uid: uidOf(object),
    since,
    writers: new Map([...timesOf(object)].map(([key, time]) => [key, { time, count: 0 }])),
  };
}

/** The very same where nobody wrote. */
function after(seen: Seen, object: unknown): Seen {
  const wrote = [...timesOf(object)].filter(([key, time]) => seen.writers.get(key)?.time !== time);
  if (wrote.length === 0) return seen;
  const writers = new Map(seen.writers);
  for (const [key, time] of wrote) writers.set(key, { time, count: (writers.get(key)?.count ?? 0) + 1 });
  return { ...seen, writers };
}
