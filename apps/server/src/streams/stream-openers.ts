import type { StreamQuery } from '@lanthorn/protocol/streams.ts';
import { LogStream } from './log-stream.ts';
import type { OpenStream, Stream, StreamContext } from './stream.ts';

/** Every kind of stream, and what opens it. */
const OPENERS: { readonly [Kind in StreamQuery['kind']]: OpenStream<Extract<StreamQuery, { kind: Kind }>> } = {
  logs: (query, context) => new LogStream(query, context),
};

export function openStream(query: StreamQuery, context: StreamContext): Stream {
  return OPENERS[query.kind](query, context);
}
