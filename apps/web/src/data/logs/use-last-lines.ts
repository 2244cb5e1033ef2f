import { useEffect, useState } from 'react';
import type { LogQuery } from '@lanthorn/protocol/stream-queries.ts';
import { useClient } from '../client/client.ts';

/** What a container said last, to stand in a sentence. */
const LINES = 3;
/** A line may be a megabyte; its beginning is enough to recognise it. */
const MAX_BYTES = 2_000;

/** The last lines that a container wrote in one run, read once; empty until they are there, and where they cannot be read. */
export function useLastLines(
  container: Pick<LogQuery, 'cluster' | 'namespace' | 'pod' | 'container' | 'previous'> | null,
): readonly string[] {
  const { connection } = useClient();
  const [lines, setLines] = useState<readonly string[]>([]);
  const key = JSON.stringify(container);
  useEffect(() => {
    setLines([]);
    const asked = JSON.parse(key) as typeof container;
    if (asked === null) return undefined;
    const decoder = new TextDecoder();
    let text = '';
    const query: LogQuery = { kind: 'logs', ...asked, follow: false, timestamps: false, tailLines: LINES };
    const stream = connection.openStream(query, {
      onBytes: ({ bytes }) => {
        text = (text + decoder.decode(bytes, { stream: true })).slice(-MAX_BYTES);
      },
      onEnd: ({ reason }) => setLines(reason === 'finished' ? text.split('\n').filter(line => line.trim() !== '') : []),
    });
    return () => stream.close();
  }, [connection, key]);
  return lines;
}
