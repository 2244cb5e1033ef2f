/** A word of a command: text, or bytes where it names a file. */
export type Word = string | Uint8Array;

const OCTAL = 8;

/**
 * The words of a command as an API server takes them. Between it and the container they are text in UTF-8: a name that is none is written by
 * a shell in the container, out of escapes.
 */
export function commandWords(words: readonly Word[]): readonly string[] {
  const texts = words.map(word => (typeof word === 'string' ? word : textOf(word)));
  return texts.every(text => text !== null) ? texts : ['sh', '-c', script(words)];
}

/** Reads so many bytes into a file and is done: where there is no tar, or the server cannot say that the input is over. */
export function countedWrite(path: Uint8Array, bytes: number): readonly Word[] {
  return ['sh', '-c', 'head -c "$2" > "$1"', 'sh', path, String(bytes)];
}

/** Null where it is no UTF-8. */
export function textOf(bytes: Uint8Array): string | null {
  const text = Buffer.from(bytes).toString('utf8');
  return Buffer.from(text, 'utf8').equals(bytes) ? text : null;
}

/** All bytes are escaped, so nothing in them means anything to the shell; what follows the last keeps the new lines at its end. */
function script(words: readonly Word[]): string {
  const lines = words.map((word, i) => {
    const escapes = Array.from(Buffer.from(word as Uint8Array), byte => `\\${byte.toString(OCTAL).padStart(3, '0')}`);
    return `w${i}=$(printf '${escapes.join('')}.'); w${i}=\${w${i}%.}`;
  });
  return [...lines, `exec ${words.map((_word, i) => `"$w${i}"`).join(' ')}`].join('\n');
}
