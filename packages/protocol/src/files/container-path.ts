/**
 * A path in a container as text. Names there are bytes of whichever encoding, and text of JSON or of a URL holds no such bytes: what is no
 * unreserved character of a URL (RFC 3986) stands as `%XX`. One path is written in one way.
 */

/** No kernel takes a longer one (PATH_MAX). */
const MAX_PATH_BYTES = 4096;
/** No file system has a longer name (NAME_MAX). */
const MAX_NAME_BYTES = 255;
/** Each byte as three characters. */
export const MAX_PATH_TEXT = 3 * MAX_PATH_BYTES;
export const MAX_NAME_TEXT = 3 * MAX_NAME_BYTES;

const UNRESERVED = /[A-Za-z0-9._~-]/;
/** One name: no slash, no NUL, neither `.` nor `..`, and nothing escaped that need not be. */
const NAME =
  /(?!\.{1,2}(?:\/|$))(?:[A-Za-z0-9._~-]|%(?!00|2F|2D|2E|5F|7E|3\d|4[1-9A-F]|5[0-9A]|6[1-9A-F]|7[0-9A])[0-9A-F]{2})+/;
export const NAME_TEXT = new RegExp(`^${NAME.source}$`);
/** Absolute, and without a way back. */
export const PATH_TEXT = new RegExp(`^(?:/|(?:/${NAME.source})+)$`);

const HEX = 16;
const SLASH = 0x2f;

export function pathText(bytes: Iterable<number>): string {
  return Array.from(bytes, byte => {
    const character = String.fromCharCode(byte);
    return byte === SLASH || UNRESERVED.test(character)
      ? character
      : `%${byte.toString(HEX).toUpperCase().padStart(2, '0')}`;
  }).join('');
}

export function pathBytes(text: string): Uint8Array {
  const bytes: number[] = [];
  for (let at = 0; at < text.length; at++) {
    if (text.charAt(at) === '%') {
      bytes.push(Number.parseInt(text.slice(at + 1, at + 3), HEX));
      at += 2;
    } else bytes.push(text.charCodeAt(at));
  }
  return Uint8Array.from(bytes);
}

export function pathIn(folder: string, name: string): string {
  return folder === '/' ? `/${name}` : `${folder}/${name}`;
}

/** The folder that it is in; of the uppermost that one itself. */
export function folderOf(path: string): string {
  return path.slice(0, Math.max(1, path.lastIndexOf('/')));
}

/** '' of the uppermost. */
export function nameOf(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1);
}

/** Where a link leads that stands in this folder; what leads above the uppermost stays there, as in a kernel. */
export function pathOfLink(folder: string, target: string): string {
  const names: string[] = [];
  for (const name of (target.startsWith('/') ? target : `${folder}/${target}`).split('/')) {
    if (name === '..') names.pop();
    else if (name !== '' && name !== '.') names.push(name);
  }
  return `/${names.join('/')}`;
}
