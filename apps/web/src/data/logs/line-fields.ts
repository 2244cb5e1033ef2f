/** A line of more is read no further: what nobody would choose from. */
const MAX_FIELDS = 60;
/** A field in a field in a field; deeper ones are one text. */
const MAX_DEPTH = 3;
const MAX_READ = 20_000;

export type LineFields = ReadonlyMap<string, string>;

/** `key=value` or `key="a value"`, one after another. */
const PAIR = /\s*([A-Za-z_@][\w.@/-]{0,80})=(?:"((?:\\[^]|[^"\\])*)"|([^\s"]*))(?=\s|$)/y;

/** The fields of a line of JSON, those in others by their path, or of logfmt; null where it is neither. */
export function lineFields(line: string): LineFields | null {
  return jsonFields(line) ?? logfmtFields(line);
}

function jsonFields(line: string): LineFields | null {
  const text = line.trimStart();
  if (!text.startsWith('{') || text.length > MAX_READ) return null;
  try {
    const fields = new Map<string, string>();
    addFields(fields, { at: '', value: JSON.parse(text) as unknown, depth: 0 });
    return fields.size === 0 ? null : fields;
  } catch (error) {
    // Deeper than anything is written again.
    if (error instanceof SyntaxError || error instanceof RangeError) return null;
    throw error;
  }
}

function addFields(
  fields: Map<string, string>,
  { at, value, depth }: { readonly at: string; readonly value: unknown; readonly depth: number },
): void {
  if (fields.size >= MAX_FIELDS) return;
  if (typeof value !== 'object' || value === null || Array.isArray(value) || depth === MAX_DEPTH) {
    fields.set(at, typeof value === 'string' ? value : JSON.stringify(value));
    return;
  }
  for (const [name, of] of Object.entries(value))
    addFields(fields, { at: at === '' ? name : `${at}.${name}`, value: of as unknown, depth: depth + 1 });
}

/** Two pairs at the least, and nothing else: one equals sign makes no logfmt. */
function logfmtFields(line: string): LineFields | null {
  if (!line.includes('=') || line.length > MAX_READ) return null;
  const fields = new Map<string, string>();
  let end = 0;
  for (const found of line.matchAll(new RegExp(PAIR, 'gy'))) {
    const [whole, name = '', quoted, bare = ''] = found;
    end = found.index + whole.length;
    if (fields.size < MAX_FIELDS) fields.set(name, quoted === undefined ? bare : quoted.replaceAll(/\\(["\\])/g, '$1'));
  }
  return fields.size >= 2 && line.slice(end).trim() === '' ? fields : null;
}

/** What loggers call what is read first. */
const USUAL = [
  'time',
  'ts',
  'timestamp',
  '@timestamp',
  'level',
  'lvl',
  'severity',
  'logger',
  'caller',
  'msg',
  'message',
  'error',
  'err',
];
const MAX_USUAL = 4;

/** Which fields these lines have, the usual ones first in their order, then by how many have them. */
export function knownFields(lines: readonly (LineFields | null)[]): readonly string[] {
  const counts = new Map<string, number>();
  for (const fields of lines) for (const name of fields?.keys() ?? []) counts.set(name, (counts.get(name) ?? 0) + 1);
  const rank = (name: string) => (USUAL.includes(name) ? USUAL.indexOf(name) : USUAL.length);
  return [...counts.keys()].toSorted(
    (a, b) => rank(a) - rank(b) || (counts.get(b) ?? 0) - (counts.get(a) ?? 0) || (a < b ? -1 : 1),
  );
}

/** Those that are shown: what was chosen, as far as it is there, else the usual ones; where those say next to nothing, others beside them. */
export function shownFields(known: readonly string[], chosen: readonly string[]): readonly string[] {
  const there = chosen.filter(name => known.includes(name));
  if (there.length > 0) return there;
  const usual = known.filter(name => USUAL.includes(name));
  return (usual.length > 1 ? usual : known).slice(0, MAX_USUAL);
}
