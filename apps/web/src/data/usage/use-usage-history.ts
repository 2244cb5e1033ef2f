import { useEffect, useState } from 'react';
import type { UsageHistoryAnswer, UsageHistoryRequest } from '@lanthorn/protocol/http/standing-messages.ts';
import { useClient } from '../client/client.ts';

/** A point is two minutes; more often nothing is new. */
const EVERY_MS = 120_000;

export type AskedHistory =
  | UsageHistoryAnswer
  | { readonly kind: 'asking' }
  /** Our own server did not say; in its words. */
  | { readonly kind: 'failed'; readonly message: string };

const ASKING: AskedHistory = { kind: 'asking' };

/** What a Prometheus of the cluster has of an object: asked while somebody wants to see it, and no longer. Null while nobody does. */
export function useUsageHistory(request: UsageHistoryRequest | null): AskedHistory | null {
  const { api } = useClient();
  const [told, setTold] = useState<{ readonly about: string; readonly answer: AskedHistory } | null>(null);
  const about = JSON.stringify(request);
  useEffect(() => {
    const wanted = JSON.parse(about) as UsageHistoryRequest | null;
    if (wanted === null) return undefined;
    let isCurrent = true;
    let timer: number | undefined;
    const ask = () => {
      const tell = (answer: AskedHistory) => {
        if (!isCurrent) return;
        setTold({ about, answer });
        timer = window.setTimeout(ask, EVERY_MS);
      };
      // A tab nobody looks at asks nothing.
      if (document.hidden) timer = window.setTimeout(ask, EVERY_MS);
      else
        api
          .usageHistory(wanted)
          .then(tell, (error: unknown) =>
            tell({ kind: 'failed', message: error instanceof Error ? error.message : String(error) }),
          );
    };
    ask();
    return () => {
      isCurrent = false;
      window.clearTimeout(timer);
    };
  }, [api, about]);
  if (request === null) return null;
  return told?.about === about ? told.answer : ASKING;
}
