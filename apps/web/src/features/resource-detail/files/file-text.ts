import { base64, bytesOfBase64 } from '@lanthorn/base/base64.ts';

/** A text that may be edited, and how its lines end: a field of a browser knows one way alone. */
export interface FileText {
  readonly text: string;
  readonly lineEnd: '\n' | '\r\n';
  /** Its lines end in several ways, which a field would make one. */
  readonly isMixed: boolean;
}

/** Null where it is no text in UTF-8. */
export function readText(bytes: Uint8Array): FileText | null {
  if (bytes.includes(0)) return null;
  try {
    const text = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
    const returns = text.split('\r').length - 1;
    const pairs = text.split('\r\n').length - 1;
    const ends = text.split('\n').length - 1;
    const isWindows = returns > 0 && returns === pairs && pairs === ends;
    return { text, lineEnd: isWindows ? '\r\n' : '\n', isMixed: returns > 0 && !isWindows };
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    return null;
  }
}

/** As a field has it. */
export function fieldText({ text }: FileText): string {
  return text.replaceAll('\r\n', '\n');
}

/** What a field holds, as the bytes of a file whose lines end so. */
export function savedBase64(field: string, lineEnd: FileText['lineEnd']): string {
  return base64(new TextEncoder().encode(field.replaceAll('\n', lineEnd)));
}

export function bytesOf(text: string): Uint8Array {
  return bytesOfBase64(text);
}

const ROW = 16;
const HEX = 16;

/** As `hexdump -C` writes it: where, the bytes, and what of them is a letter. */
export function hexRows(
  bytes: Uint8Array,
  { from, count }: { readonly from: number; readonly count: number },
): string[] {
  return Array.from({ length: Math.min(count, Math.ceil(bytes.length / ROW) - from) }, (_, i) => {
    const at = (from + i) * ROW;
    const row = Array.from(bytes.subarray(at, at + ROW));
    const digits = row.map(byte => byte.toString(HEX).padStart(2, '0')).join(' ');
    const letters = row.map(byte => (byte >= 0x20 && byte < 0x7f ? String.fromCharCode(byte) : '.')).join('');
    return `${at.toString(HEX).padStart(8, '0')}  ${digits.padEnd(3 * ROW - 1)}  ${letters}`;
  });
}
