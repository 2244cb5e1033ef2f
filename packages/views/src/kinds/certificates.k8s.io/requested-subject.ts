import { bytesOfBase64 } from '@lanthorn/base/base64.ts';
import { asString, getPath } from '@lanthorn/base/json.ts';

/** Whom a certificate would name: to the API server the user and the groups of whoever holds its key. */
export interface RequestedSubject {
  readonly commonName: string;
  readonly organizations: readonly string[];
}

const SEQUENCE = 0x30;
const SET = 0x31;
/** 2.5.4.3 and 2.5.4.10, as their bytes in hexadecimal digits. */
const COMMON_NAME = '550403';
const ORGANIZATION = '55040a';
/** UTF8String, PrintableString, T61String and IA5String: the first byte for byte, the others a part of it in practice. */
const TEXTS = new Set([0x0c, 0x13, 0x14, 0x16]);

interface Element {
  readonly tag: number;
  readonly content: Uint8Array;
}

/** The elements of DER that stand one after the other; what is cut off or longer than it says ends them. */
function elementsOf(bytes: Uint8Array): readonly Element[] {
  const elements: Element[] = [];
  let at = 0;
  while (at + 1 < bytes.length) {
    const [tag = 0, first = 0] = bytes.subarray(at, at + 2);
    const more = first < 0x80 ? 0 : first & 0x7f;
    const start = at + 2 + more;
    let length = more === 0 ? first : 0;
    for (const byte of bytes.subarray(at + 2, start)) length = length * 256 + byte;
    if (more > 4 || start + length > bytes.length) break;
    elements.push({ tag, content: bytes.subarray(start, start + length) });
    at = start + length;
  }
  return elements;
}

const inside = (element: Element | undefined, tag: number): readonly Element[] =>
  element?.tag === tag ? elementsOf(element.content) : [];

/** UTF-8, without a decoder of the platform. */
function textOf({ tag, content }: Element): string {
  if (!TEXTS.has(tag)) return '';
  const escaped = Array.from(content, byte => `%${byte.toString(16).padStart(2, '0')}`).join('');
  try {
    return decodeURIComponent(escaped);
  } catch (error) {
    if (error instanceof URIError) return '';
    throw error;
  }
}

/** The subject of a PKCS #10 request (RFC 2986) as a CertificateSigningRequest holds it; null where it cannot be read. */
export function requestedSubject(request: unknown): RequestedSubject | null {
  const pem = String.fromCharCode(...bytesOfBase64(asString(getPath(request, 'spec', 'request'))));
  const body = /-----BEGIN (?:NEW )?CERTIFICATE REQUEST-----([^-]*)-----END/.exec(pem)?.[1];
  const [outer] = body === undefined ? [] : elementsOf(bytesOfBase64(body));
  const [info] = inside(outer, SEQUENCE);
  // Its version, then the subject.
  const [version, subject] = inside(info, SEQUENCE);
  if (version === undefined || subject?.tag !== SEQUENCE) return null;
  const named = elementsOf(subject.content)
    .flatMap(part => inside(part, SET))
    .map(attribute => {
      const [type, value] = inside(attribute, SEQUENCE);
      const id = Array.from(type?.content ?? [], byte => byte.toString(16).padStart(2, '0')).join('');
      return { id, text: value === undefined ? '' : textOf(value) };
    });
  const texts = (wanted: string) => named.filter(({ id }) => id === wanted).map(({ text }) => text);
  return { commonName: texts(COMMON_NAME).at(-1) ?? '', organizations: texts(ORGANIZATION) };
}
