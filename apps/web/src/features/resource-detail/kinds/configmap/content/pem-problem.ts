/** Of a certificate's text: there is no block of that name, or one is cut off or no DER. */
type PemProblem = 'none' | 'broken';

const BEGIN = /-----BEGIN ([A-Z0-9 ]+)-----/g;
const SEQUENCE = 0x30;

/**
 * What is wrong with a text that is to hold blocks of PEM, of which one at least has a name like this; null where nothing is. Others hold what
 * they will: `openssl ecparam` puts its parameters before a key.
 */
export function pemProblem(text: string, name: RegExp): PemProblem | null {
  const begun = [...text.matchAll(BEGIN)].map(({ 0: head, 1: label = '', index }) => ({
    label,
    body: bodyOf(text.slice(index + head.length), label),
  }));
  if (!begun.some(({ label }) => name.test(label))) return 'none';
  const isWell = ({ label, body }: { readonly label: string; readonly body: string | null }) =>
    body !== null && (!name.test(label) || body.includes(':') || isDer(body));
  return begun.every(isWell) ? null : 'broken';
}

/** Null where it does not end. */
function bodyOf(text: string, label: string): string | null {
  const end = text.indexOf(`-----END ${label}-----`);
  return end < 0 ? null : text.slice(0, end);
}

/** It begins as a SEQUENCE whose length is all that there is. What has headers (a colon in each) is encrypted, and cannot be told from noise. */
function isDer(body: string): boolean {
  const bytes = decode(body.replaceAll(/\s+/g, ''));
  if (bytes === null || bytes.length < 2 || bytes[0] !== SEQUENCE) return false;
  const first = bytes[1] ?? 0;
  if (first < 0x80) return bytes.length === 2 + first;
  const size = first & 0x7f;
  const length = bytes.slice(2, 2 + size).reduce((sum, byte) => sum * 256 + byte, 0);
  return bytes.length === 2 + size + length;
}

function decode(base64: string): readonly number[] | null {
  if (base64 === '' || !/^[A-Za-z0-9+/]+={0,2}$/.test(base64) || base64.length % 4 !== 0) return null;
  return [...atob(base64)].map(sign => sign.charCodeAt(0));
}
