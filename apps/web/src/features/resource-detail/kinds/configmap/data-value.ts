import type { DataValue } from '@lanthorn/kube/objects/data-entries.ts';

/** A file's bytes as a value: text where they are text, without a byte changed in either case. */
export function dataValueOf(bytes: Uint8Array): DataValue {
  try {
    // A byte order mark is a part of the text.
    return { isBinary: false, value: new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes) };
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    let binary = '';
    for (const byte of bytes) binary += String.fromCharCode(byte);
    return { isBinary: true, value: btoa(binary) };
  }
}

/** How many bytes a value has. */
export function sizeOf({ isBinary, value }: DataValue): number {
  if (!isBinary) return new TextEncoder().encode(value).length;
  const padding = /=*$/.exec(value)?.[0].length ?? 0;
  return Math.max(0, (value.length / 4) * 3 - padding);
}
