import { useEffect, useState } from 'react';
import type { KeptSkip, RecordedRun } from '@lanthorn/protocol/recorded-run.ts';
import type { RunCell } from '@lanthorn/views/cells/cell.ts';
import { useClient } from '../../../../data/client/client.ts';

/** Keeping a run takes its pods and logs to be read; then it is there. */
const SETTLE_MS = 1_500;

export interface RecordedAnswer {
  /** Newest first; null until the first answer. */
  readonly runs: readonly RecordedRun[] | null;
  /** Why times were skipped. */
  readonly skips: readonly KeptSkip[];
  /** Why the last question failed; '' where it did not. */
  readonly trouble: string;
}

const UNASKED: RecordedAnswer = { runs: null, skips: [], trouble: '' };

/** Finished runs that Lanthorn kept; asked again when the live ones change. */
export function useRecordedRuns(cluster: string, cronJobUid: string, live: readonly RunCell[]): RecordedAnswer {
  const { api } = useClient();
  const [held, setHeld] = useState({ cronJobUid: '', answer: UNASKED });
  const news = live.map(({ uid, result }) => `${uid}${result}`).join();
  useEffect(() => {
    let isCurrent = true;
    const hold = (next: (before: RecordedAnswer) => RecordedAnswer) => {
      if (!isCurrent) return;
      setHeld(before => ({
        cronJobUid,
        answer: next(before.cronJobUid === cronJobUid ? before.answer : UNASKED),
      }));
    };
    // Without them the page still shows what the cluster has, and says that they are missing.
    const load = () =>
      api.runs({ cluster, cronJobUid }).then(
        ({ runs, skips }) => hold(() => ({ runs, skips, trouble: '' })),
        error =>
          hold(({ runs, skips }) => ({ runs, skips, trouble: error instanceof Error ? error.message : String(error) })),
      );
    void load();
    const timer = setTimeout(() => void load(), SETTLE_MS);
    return () => {
      isCurrent = false;
      clearTimeout(timer);
    };
  }, [api, cluster, cronJobUid, news]);
  return held.cronJobUid === cronJobUid ? held.answer : UNASKED;
}
