/**
 * A list of values as the lines of a field. What no line can hold as it is (line breaks and other control characters, nothing at all) is
 * written as a JSON string, and so is what begins as one does.
 */
export function writeLines(items: readonly string[]): string {
  return items.map(item => (item === '' ? '""' : writeValue(item))).join('\n');
}

/** The values, and the first line that is none; lines with nothing in them are none either, and no fault. */
export function readLines(text: string): { readonly items: readonly string[]; readonly bad: string | null } {
  const lines = linesOf(text);
  const items = lines.map(readValue);
  const at = items.indexOf(null);
  return { items: items.filter(item => item !== null), bad: at < 0 ? null : (lines[at] ?? null) };
}

/** `NAME=value`, one a line. */
export function writePairs(pairs: Readonly<Record<string, string>>): string {
  return Object.entries(pairs)
    .map(([name, value]) => `${name}=${writeValue(value)}`)
    .join('\n');
}

export interface BadPair {
  readonly line: string;
  readonly why: 'pair' | 'quotes' | 'spaces' | 'twice';
}

/** The pairs, and the first line that is none, or whose name is another's: nothing of it is put right or left out unsaid. */
export function readPairs(text: string): { readonly pairs: Record<string, string>; readonly bad: BadPair | null } {
  const pairs: [string, string][] = [];
  let bad: BadPair | null = null;
  for (const line of linesOf(text)) {
    const sign = line.indexOf('=');
    const name = line.slice(0, sign);
    const value = readValue(line.slice(sign + 1));
    if (sign < 1) bad ??= { line, why: 'pair' };
    else if (value === null) bad ??= { line, why: 'quotes' };
    else if (name !== name.trim()) bad ??= { line, why: 'spaces' };
    else if (pairs.some(([other]) => other === name)) bad ??= { line, why: 'twice' };
    else pairs.push([name, value]);
  }
  return { pairs: Object.fromEntries(pairs), bad };
}

/** Some value of the text is written as a JSON string. */
export function hasQuotes(text: string): boolean {
  return /(^|\n|=)"/.test(text);
}

function linesOf(text: string): readonly string[] {
  return text.split('\n').filter(line => line !== '');
}

function writeValue(value: string): string {
  return /^"|\p{Cc}/u.test(value) ? JSON.stringify(value) : value;
}

/** Null for what begins as a JSON string and is none. */
function readValue(text: string): string | null {
  if (!text.startsWith('"')) return text;
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'string' ? value : null;
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return null;
  }
}
