import { useEffect, useState } from 'react';
import type { LogQuery } from '@lanthorn/protocol/up-messages.ts';
import { useClient } from './client.ts';
import { emptyLog, type MergedLog, mergeText } from './merged-log.ts';

/** Several containers' logs as one, in the order of their times. */
export function useMergedLog(queries: readonly Omit<LogQuery, 'kind' | 'timestamps'>[]): MergedLog {
  const { connection } = useClient();
  const [log, setLog] = useState(() => emptyLog(queries.length));
  const key = JSON.stringify(queries);
  useEffect(() => {
    const asked = JSON.parse(key) as Omit<LogQuery, 'kind' | 'timestamps'>[];
    setLog(emptyLog(asked.length));
    const subscriptions = asked.map((query, stream) => {
      const subscription = connection.subscribe({ kind: 'logs', ...query, timestamps: true }, frame => {
        if (frame.type !== 'log') return;
        const { text, end } = frame;
        if (text !== undefined) setLog(before => mergeText(before, stream, text));
        if (end !== undefined) setLog(before => ({ ...before, ends: before.ends.with(stream, end) }));
      });
      return subscription;
    });
    return () => {
      for (const subscription of subscriptions) subscription.close();
    };
  }, [connection, key]);
  return log;
}
