/* oxlint-disable no-control-regex -- all of this is about control characters */
/** Codes that colour what follows (SGR); a terminal keeps them on until they are taken back, also over line ends. */
const COLOUR = /\u001b\[[\d;:]*m/g;
/**
 * Everything else a terminal does not show: other control sequences (CSI), operating system commands such as titles and links (OSC, to BEL
 * or ST), choices of alphabets, and two-character escapes.
 */
const UNSEEN =
  /\u001b\[[0-?]*[ -/]*[@-ln-~]|\u001b\][^\u0007\u001b]*(?:\u0007|\u001b\\|$)|\u001b[ -/]+[0-~]|\u001b[0-Z\\^-~]/g;
/** Bounds what a line of nothing but colours costs. */
const MAX_PEN = 256;

/** The colours that are on behind a text, as codes. */
export function penAfter(pen: string, text: string): string {
  if (!text.includes('\u001b')) return pen;
  let next = pen;
  for (const [code] of text.matchAll(COLOUR)) next = /^\u001b\[0*m$/.test(code) ? '' : next + code;
  return next.length > MAX_PEN ? '' : next;
}

/** A line as a terminal leaves it: overwritten from its start where it returns there, without what only steers the terminal; colours stay. */
export function terminalText(line: string): string {
  const text = line.includes('\u001b') ? line.replace(UNSEEN, '') : line;
  if (!text.includes('\r') && !text.includes('\b')) return text;
  return overwritten(text.replace(/\r+$/, ''));
}

/** A line's characters alone: what is looked for. */
export function plainText(line: string): string {
  const text = terminalText(line);
  return text.includes('\u001b') ? text.replace(COLOUR, '') : text;
}

/** Plays carriage returns and backspaces, cell by cell. A colour belongs to the cell that it stands before. */
function overwritten(text: string): string {
  const cells: string[] = [];
  let at = 0;
  let pen = '';
  for (const [token] of text.matchAll(/\u001b\[[\d;:]*m|[^]/gu)) {
    if (token === '\r') at = 0;
    else if (token === '\b') at = Math.max(0, at - 1);
    else if (token.length > 2 && token.startsWith('\u001b[')) pen = penAfter(pen, token);
    else {
      cells[at] = pen === '' ? token : `${pen}${token}\u001b[0m`;
      at++;
    }
  }
  return cells.join('');
}
