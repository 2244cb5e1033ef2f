import { useEffect, useRef, useState } from 'react';
import { useClient } from '../client/client.ts';
import { LogFeed, type LogSource } from './log-feed.ts';
import { emptyLog, type LogModel } from './log-model.ts';

interface ReadLogs {
  readonly log: LogModel;
  /** The containers that were read, by the number of their stream: also those that are gone. */
  readonly sources: readonly LogSource[];
}

/** A log that is quiet for so long is drawn once more: until then React keeps what was there before, which may be most of it made anew. */
const QUIET_MS = 1_000;

/** The logs of containers as one, in the order of their times. Containers come and go; asked for in another way, or with others chosen, all is read anew. */
export function useLogs(sources: readonly LogSource[], choice = ''): ReadLogs {
  const { connection, clock, random } = useClient();
  const [read, setRead] = useState<ReadLogs>(() => ({ log: emptyLog(sources.length), sources }));
  const feed = useRef<LogFeed | null>(null);
  const [first] = sources;
  const question = useRef('');
  if (first !== undefined) question.current = `${choice} ${questionOf(first)}`;
  const latest = useRef(sources);
  latest.current = sources;
  useEffect(() => {
    const show = (log: LogModel, all: readonly LogSource[]) => setRead({ log, sources: all });
    const current = new LogFeed(latest.current, { connection, clock, random }, show);
    show(current.log, current.sources);
    feed.current = current;
    return () => current.close();
    // oxlint-disable-next-line react/exhaustive-deps -- the question is what the sources have in common
  }, [connection, clock, random, question.current]);
  const there = JSON.stringify(sources);
  useEffect(() => feed.current?.setSources(JSON.parse(there) as LogSource[]), [there]);
  const [, drawAgain] = useState<ReadLogs>();
  useEffect(() => clock.schedule(QUIET_MS, () => drawAgain(read)), [clock, read]);
  return read;
}

/** What is asked of every container alike. */
function questionOf(source: LogSource): string {
  const { cluster: _cluster, namespace: _namespace, pod: _pod, container: _container, run: _run, ...rest } = source;
  return JSON.stringify(rest);
}
