/** Bidirectional overrides and isolates, and the line ends of other alphabets. */
const BIDI = /[\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]/g;
/** C0 and C1 controls: a terminal obeys both. */
// oxlint-disable-next-line no-control-regex -- control characters are exactly what is looked for
const CONTROLS = /[\u0000-\u001f\u007f-\u009f]/g;
/** Start of Unicode's pictures of control characters. */
const CONTROL_PICTURES = 0x2400;
/** What others wrote goes on in lines that no line of ours begins like. */
const CONTINUED = '\n  | ';

/** Text as a terminal may be given it: control characters become symbols, and only the first line begins at the left edge. */
export function terminalText(text: string): string {
  return text
    .trimEnd()
    .split(/\r?\n/)
    .map(line => line.replace(CONTROLS, pictureOf).replace(BIDI, codePointOf))
    .join(CONTINUED);
}

function pictureOf(character: string): string {
  const code = character.charCodeAt(0);
  if (code === 0x09) return '  ';
  return code < 0x20 ? String.fromCharCode(CONTROL_PICTURES + code) : code === 0x7f ? '␡' : codePointOf(character);
}

function codePointOf(character: string): string {
  return `⟨U+${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}⟩`;
}
