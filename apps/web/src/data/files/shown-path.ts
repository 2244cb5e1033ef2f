import { pathBytes, pathOfLink, pathText } from '@lanthorn/protocol/files/container-path.ts';
import { visibleText } from '../../ui/words/text.ts';

const HEX = 16;

/** A path or a name as it is read: what is no UTF-8 as its bytes, what cannot be seen as symbols. */
export function shownPath(text: string): string {
  return visibleText(plainPath(text)).replaceAll('\n', '␊').replaceAll('\t', '␉');
}

/** The same as text, for a command line or the name of a file here. */
export function plainPath(text: string): string {
  const bytes = pathBytes(text);
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    return Array.from(bytes, byte => (byte < 0x80 ? String.fromCharCode(byte) : `\\x${byte.toString(HEX)}`)).join('');
  }
}

/** What somebody typed, as a path from the uppermost folder. */
export function typedPath(text: string): string {
  return pathOfLink('/', pathText(new TextEncoder().encode(text)));
}

/** Permissions as `ls` writes them: `rwxr-x---`, with the bits above them where they are set. */
export function modeText(mode: number): string {
  const letters = Array.from('rwxrwxrwx', (letter, i) => ((mode >> (8 - i)) & 1 ? letter : '-'));
  for (const [i, [bit, sign]] of (
    [
      [0o4000, 's'],
      [0o2000, 's'],
      [0o1000, 't'],
    ] as const
  ).entries()) {
    const at = 2 + 3 * i;
    if ((mode & bit) !== 0) letters[at] = letters[at] === 'x' ? sign : sign.toUpperCase();
  }
  return letters.join('');
}
