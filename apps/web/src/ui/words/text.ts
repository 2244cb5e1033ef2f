/** Bidirectional overrides and isolates: they can make a name look like another. */
const BIDI = /[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/g;
/** C0 and C1 controls except tab and newline. */
// oxlint-disable-next-line no-control-regex -- control characters are exactly what is looked for
const CONTROLS = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f]/g;
/** Start of Unicode's pictures of control characters. */
const CONTROL_PICTURES = 0x2400;

/** Cluster content as it may be shown: control characters become symbols, nothing changes the direction of the text. */
export function visibleText(text: string): string {
  return text
    .replace(CONTROLS, character => {
      const code = character.charCodeAt(0);
      return code < 0x20 ? String.fromCharCode(CONTROL_PICTURES + code) : code === 0x7f ? '␡' : '�';
    })
    .replace(BIDI, character => `⟨U+${character.charCodeAt(0).toString(16).toUpperCase().padStart(4, '0')}⟩`);
}
