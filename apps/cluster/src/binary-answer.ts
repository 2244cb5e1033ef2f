import type { IncomingMessage } from 'node:http';
import { asksForBinarySwagger, BINARY_SWAGGER, encodeOpenApi } from '@lanthorn/apiserver/wire/encode-openapi.ts';
import { PROTOBUF } from '@lanthorn/apiserver/wire/protobuf-fields.ts';
import { encodeProtobuf, frameOfLine } from '@lanthorn/apiserver/wire/encode-protobuf.ts';
import { acceptedTypes } from '@lanthorn/apiserver/wire/media-types.ts';
import { parseJson } from '@lanthorn/base/json-text.ts';
import { asObject } from '@lanthorn/base/json.ts';

interface BinaryAnswer {
  readonly type: string;
  readonly body: Buffer;
}

/** An answer in the binary encoding, where the client asks for that first and there is one of it; null where it stays as it is. */
export function binaryAnswer(text: string, { headers, url }: IncomingMessage): BinaryAnswer | null {
  if (!text.startsWith('{')) return null;
  if (url?.startsWith('/openapi/v2') === true && asksForBinarySwagger(headers.accept ?? ''))
    return { type: BINARY_SWAGGER, body: bufferOf(encodeOpenApi(asObject(parseJson(text)))) };
  if (acceptedTypes(headers.accept)[0]?.encoding !== 'protobuf') return null;
  const bytes = encodeProtobuf(asObject(parseJson(text)));
  return bytes === null ? null : { type: PROTOBUF, body: bufferOf(bytes) };
}

function bufferOf({ buffer, byteOffset, byteLength }: Uint8Array): Buffer {
  return Buffer.from(buffer, byteOffset, byteLength);
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
