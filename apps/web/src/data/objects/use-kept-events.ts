import { useEffect, useState } from 'react';
import type { KeptEventsAnswer } from '@lanthorn/protocol/http/history-messages.ts';
import { MAX_EVENT_OBJECTS } from '@lanthorn/protocol/constants.ts';
import { useClient } from '../client/client.ts';

/** While somebody looks: as long as it takes an API server to forget some more. */
const EVERY_MS = 60_000;

export interface KeptEvents extends KeptEventsAnswer {
  /** Why they could not be asked for; '' where they could. */
  readonly trouble: string;
}

const NONE: KeptEvents = { events: [], hasMore: false, trouble: '' };

/** What was said of objects, by uid, and is kept: asked for again now and then. */
export function useKeptEvents(cluster: string, uids: readonly string[]): KeptEvents {
  const { api } = useClient();
  const asked = uids.filter(uid => uid !== '').slice(0, MAX_EVENT_OBJECTS);
  const key = JSON.stringify({ cluster, uids: asked });
  const [held, setHeld] = useState<{ readonly key: string; readonly kept: KeptEvents } | null>(null);
  useEffect(() => {
    let isCurrent = true;
    const hold = (next: (before: KeptEvents) => KeptEvents) => {
      if (isCurrent) setHeld(before => ({ key, kept: next(before?.key === key ? before.kept : NONE) }));
    };
    const ask = () => {
      api.keptEvents(JSON.parse(key) as { cluster: string; uids: string[] }).then(
        answer => hold(() => ({ ...answer, trouble: '' })),
        (error: unknown) =>
          hold(before => ({ ...before, trouble: error instanceof Error ? error.message : String(error) })),
      );
    };
    ask();
    const timer = window.setInterval(ask, EVERY_MS);
    return () => {
      isCurrent = false;
      window.clearInterval(timer);
    };
  }, [api, key]);
  return held?.key === key ? held.kept : NONE;
}
