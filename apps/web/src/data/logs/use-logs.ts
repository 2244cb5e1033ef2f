import { useEffect, useRef, useState } from 'react';
import { useClient } from '../client/client.ts';
import { LogFeed, type LogSource } from './log-feed.ts';
import { emptyLog, type LogModel } from './log-model.ts';

/** The logs of containers as one, in the order of their times. */
export function useLogs(sources: readonly LogSource[]): LogModel {
  const { connection, clock, random } = useClient();
  const [log, setLog] = useState(() => emptyLog(sources.length));
  const feed = useRef<LogFeed | null>(null);
  const key = JSON.stringify(sources.map(({ run: _run, ...query }) => query));
  const runs = JSON.stringify(sources.map(({ run }) => run));
  const latest = useRef(sources);
  latest.current = sources;
  useEffect(() => {
    setLog(emptyLog(latest.current.length));
    const current = new LogFeed(latest.current, { connection, clock, random }, setLog);
    feed.current = current;
    return () => current.close();
    // oxlint-disable-next-line react/exhaustive-deps -- the key is what the sources ask for
  }, [connection, clock, random, key]);
  useEffect(() => feed.current?.setRuns(JSON.parse(runs) as string[]), [runs]);
  return log;
}
