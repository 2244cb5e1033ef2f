import { useMemo, useState } from 'react';

/** Tabs that tell how much is in them. */
export type CountedTab = 'events' | 'related' | 'history';

/** Told by what shows or counts a tab; undefined where that cannot be known. Nothing is told while it waits for an answer: the number before stands. */
export type OnCount = (count: number | undefined) => void;

interface TabCounts {
  readonly counts: Readonly<Partial<Record<string, number>>>;
  readonly on: Readonly<Record<CountedTab, OnCount>>;
}

interface Told {
  readonly of: string;
  readonly counts: Readonly<Partial<Record<CountedTab, number | undefined>>>;
}

/** How much is in the tabs of the object that `of` names, as was seen last. Of another object nothing is known. */
export function useTabCounts(of: string): TabCounts {
  const [told, setTold] = useState<Told>({ of, counts: {} });
  const on = useMemo(() => {
    const teller =
      (tab: CountedTab): OnCount =>
      count =>
        setTold(before => ({ of, counts: { ...(before.of === of ? before.counts : {}), [tab]: count } }));
    return { events: teller('events'), related: teller('related'), history: teller('history') };
  }, [of]);
  return { counts: told.of === of ? told.counts : {}, on };
}
