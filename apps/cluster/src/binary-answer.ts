import type { IncomingMessage } from 'node:http';
import { encodeProtobuf, frameOfLine } from '@lanthorn/apiserver/wire/encode-protobuf.ts';
import { acceptedTypes } from '@lanthorn/apiserver/wire/media-types.ts';
import { parseJson } from '@lanthorn/base/json-text.ts';
import { isObject } from '@lanthorn/base/json.ts';

/** An answer in the binary encoding, where the client asks for that first and the kind has one; null where it stays as it is. */
export function binaryAnswer(text: string, { headers }: IncomingMessage): Buffer | null {
  if (acceptedTypes(headers.accept)[0]?.encoding !== 'protobuf' || !text.startsWith('{')) return null;
  const object: unknown = parseJson(text);
  const bytes = isObject(object) ? encodeProtobuf(object) : null;
  return bytes === null ? null : Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** The lines of a watch as frames. */
export async function* binaryFrames(body: AsyncIterable<string>): AsyncIterable<Uint8Array> {
  let open = '';
  for await (const chunk of body) {
    const lines = (open + chunk).split('\n');
    open = lines.pop() ?? '';
    const frames = lines.flatMap(line => frameOfLine(parseJson(line)) ?? []);
    if (frames.length > 0) yield Buffer.concat(frames);
  }
}
