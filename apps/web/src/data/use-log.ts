import { useEffect, useState } from 'react';
import type { LogFrame } from '@lanthorn/protocol/down-messages.ts';
import type { LogQuery } from '@lanthorn/protocol/up-messages.ts';
import { useClient } from './client.ts';

/** Lines kept in the tab; the oldest go. */
const MAX_LINES = 50_000;

export interface LogLines {
  readonly lines: readonly string[];
  /** How many lines were dropped at the start. */
  readonly dropped: number;
  readonly end: LogFrame['end'] | null;
}

const EMPTY: LogLines = { lines: [], dropped: 0, end: null };

/** The lines after more text; the last line stays open until its newline. */
export function appendText(before: LogLines, text: string): LogLines {
  const parts = text.split('\n');
  const open = before.lines.at(-1) ?? '';
  const lines = [...before.lines.slice(0, -1), open + (parts[0] ?? ''), ...parts.slice(1)];
  const surplus = Math.max(0, lines.length - MAX_LINES);
  return { ...before, lines: surplus > 0 ? lines.slice(surplus) : lines, dropped: before.dropped + surplus };
}

/** A container's log as it comes; null asks for none. */
export function useLog(query: Omit<LogQuery, 'kind'> | null): LogLines {
  const { connection } = useClient();
  const [log, setLog] = useState(EMPTY);
  const key = query === null ? '' : JSON.stringify(query);

  useEffect(() => {
    setLog(EMPTY);
    if (key === '') return undefined;
    const subscription = connection.subscribe(
      { kind: 'logs', ...(JSON.parse(key) as Omit<LogQuery, 'kind'>) },
      frame => {
        if (frame.type !== 'log') return;
        const { text, end } = frame;
        if (text !== undefined) setLog(before => appendText(before, text));
        if (end !== undefined) setLog(before => ({ ...before, end }));
      },
    );
    return () => subscription.close();
  }, [connection, key]);

  return log;
}
