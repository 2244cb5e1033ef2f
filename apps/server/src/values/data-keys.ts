import { Buffer } from 'node:buffer';
import { asObject, asString, getPath } from '@lanthorn/base/json.ts';
import type { DataKey } from '@lanthorn/protocol/http/data-messages.ts';
import { readCertificates } from './read-certificates.ts';

/** Where a ConfigMap or a Secret holds values, and whether they are in base64 there. */
const FIELDS = {
  configmaps: [
    ['data', false],
    ['binaryData', true],
  ],
  secrets: [['data', true]],
} as const;

/** What an object holds under each key, without the values: how long each is, and what certificates say of themselves. Total. */
export function dataKeys(kind: keyof typeof FIELDS, object: unknown): readonly DataKey[] {
  return FIELDS[kind].flatMap(([field, isEncoded]) =>
    Object.entries(asObject(getPath(object, field))).map(([key, value]) => {
      const bytes = valueBytes(value, isEncoded);
      const text = textOf(bytes);
      return { key, bytes: bytes.length, isText: text !== null, certificates: readCertificates(text ?? '') };
    }),
  );
}

/** One value of a Secret; null where there is no such key. */
export function secretValue(
  secret: unknown,
  key: string,
): { readonly text: string | null; readonly base64: string } | null {
  const data = asObject(getPath(secret, 'data'));
  if (!Object.hasOwn(data, key)) return null;
  const bytes = valueBytes(data[key], true);
  return { text: textOf(bytes), base64: bytes.toString('base64') };
}

function valueBytes(value: unknown, isEncoded: boolean): Buffer {
  return Buffer.from(asString(value), isEncoded ? 'base64' : 'utf8');
}

/** Null where the bytes are no text: as such they would be shown wrong. */
function textOf(bytes: Buffer): string | null {
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    return text.includes('\0') ? null : text;
  } catch (error) {
    if (error instanceof TypeError) return null;
    throw error;
  }
}
