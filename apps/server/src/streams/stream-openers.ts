import type { StreamQuery } from '@lanthorn/protocol/stream-queries.ts';
import { LogStream } from './log-stream.ts';
import { PortsStream } from './ports-stream.ts';
import { ReleasesStream } from './releases-stream.ts';
import type { Stream, StreamContext } from './stream.ts';

/** Every kind of stream, and what opens it. */
export function openStream(query: StreamQuery, context: StreamContext): Stream {
  switch (query.kind) {
    case 'logs':
      return new LogStream(query, context);
    case 'terminal':
      return context.terminals.open(query, context);
    case 'ports':
      return new PortsStream(context);
    case 'releases':
      return new ReleasesStream(query, context);
  }
}
