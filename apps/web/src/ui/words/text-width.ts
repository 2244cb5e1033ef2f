/** How wide letters of the interface's font are at the size of a table's texts, in pixels; a little more rather than less. */
const NARROW = 4.8;
const MEDIUM = 7.8;
const CAPITAL = 9.2;
const WIDE = 11.5;
const IDEOGRAPH = 13;

/** About as wide as this text is in a table: enough to lay out columns, where measuring thousands of texts would hold the page up. */
export function textWidth(text: string): number {
  let width = 0;
  for (const letter of text) width += letterWidth(letter);
  return Math.ceil(width);
}

/** Every letter of the font of code, at the size it has within a text. */
const CODE = 7.2;

export function codeWidth(code: string): number {
  return Math.ceil(code.length * CODE);
}

const LETTERS: readonly number[] = Array.from({ length: 128 }, (_, code) => {
  const letter = String.fromCharCode(code);
  if (/[fijlrtI.,:;'|!()[\]/ ]/.test(letter)) return NARROW;
  if (/[mwMW@%]/.test(letter)) return WIDE;
  return /[A-Z]/.test(letter) ? CAPITAL : MEDIUM;
});

function letterWidth(letter: string): number {
  if (letter >= '\u2e80') return IDEOGRAPH;
  return LETTERS[letter.charCodeAt(0)] ?? MEDIUM;
}
