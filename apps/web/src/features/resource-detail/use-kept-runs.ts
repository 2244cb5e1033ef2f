import { useEffect, useState } from 'react';
import type { RecordedRun } from '@lanthorn/protocol/recorded-run.ts';
import type { RunCell } from '@lanthorn/views/cells/cell.ts';
import { useClient } from '../../data/client.ts';

/** Keeping a run takes its pods and logs to be read; then it is there. */
const SETTLE_MS = 1_500;
const NONE: readonly RecordedRun[] = [];

/** Finished runs that Lanthorn kept, newest first; asked again when the live ones change. */
export function useKeptRuns(cluster: string, cronJobUid: string, live: readonly RunCell[]): readonly RecordedRun[] {
  const { api } = useClient();
  const [runs, setRuns] = useState(NONE);
  const news = live.map(({ uid, result }) => `${uid}${result}`).join();
  useEffect(() => {
    let isCurrent = true;
    // Without them the page still shows what the cluster has.
    const load = () =>
      api.runs({ cluster, cronJobUid }).then(
        answer => isCurrent && setRuns(answer.runs),
        () => undefined,
      );
    void load();
    const timer = setTimeout(() => void load(), SETTLE_MS);
    return () => {
      isCurrent = false;
      clearTimeout(timer);
    };
  }, [api, cluster, cronJobUid, news]);
  return runs;
}
