/** What `stat` of the GNU tools writes for a character that a shell would take for something else. */
const ESCAPED: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', a: '\x07', b: '\b', f: '\f', v: '\v' };
const OCTAL = 8;
const ARROW = ' -> ';

/**
 * Where a link leads, as `stat -c %N` says it: `'name' -> 'target'`, in the GNU tools quoted as for a shell, in busybox as it is. Text is
 * one character for each byte. Null where there is no arrow.
 */
export function linkedName(said: string, name: string): string | null {
  const first = readQuoted(said, 0);
  if (first !== null && first.value === name && said.startsWith(ARROW, first.end)) {
    const second = readQuoted(said, first.end + ARROW.length);
    if (second !== null && second.end === said.length) return second.value;
  }
  const plain = `'${name}'${ARROW}'`;
  return said.startsWith(plain) && said.endsWith("'") ? said.slice(plain.length, -1) : null;
}

/** Quoted pieces that follow one another: '…', "…" and $'…'. */
function readQuoted(text: string, from: number): { readonly value: string; readonly end: number } | null {
  let value = '';
  let end = from;
  for (;;) {
    const rest = text.slice(end);
    const piece = /^(?:'([^']*)'|"((?:[^"\\$`]|\\.)*)"|\$'((?:[^'\\]|\\.)*)'|\\('))/s.exec(rest);
    if (piece === null) break;
    const [whole, plain, doubled, escaped, apostrophe] = piece;
    value += plain ?? apostrophe ?? doubled?.replace(/\\(.)/gs, '$1') ?? unescaped(escaped ?? '');
    end += whole.length;
  }
  return end === from ? null : { value, end };
}

function unescaped(text: string): string {
  return text.replace(/\\([0-7]{1,3}|.)/gs, (_whole, code: string) =>
    /^[0-7]/.test(code) ? String.fromCharCode(Number.parseInt(code, OCTAL)) : (ESCAPED[code] ?? code),
  );
}
