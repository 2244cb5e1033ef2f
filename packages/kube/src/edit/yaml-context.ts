import type { TypeSchema } from './type-schema.ts';

/** Where in an object's text a cursor stands. */
export interface YamlContext {
  /** The map the line belongs to, from the root; `-` is the item of a list. */
  readonly path: readonly string[];
  /** The key of this line when the cursor is behind its colon, else null. */
  readonly key: string | null;
  /** Keys the map holds already. */
  readonly siblings: readonly string[];
}

interface Line {
  /** Column of the key, behind any dashes. */
  readonly indent: number;
  /** Columns of the dashes before it. */
  readonly dashes: readonly number[];
  readonly key: string | null;
}

/** Reads the lines above (and, for siblings, below) by their indentation, as people write objects; flow collections are not entered. */
export function yamlContext(text: string, position: number): YamlContext {
  const lines = text.split('\n');
  const row = text.slice(0, position).split('\n').length - 1;
  const column = position - (text.lastIndexOf('\n', position - 1) + 1);
  const current = lines[row] ?? '';
  const colon = current.indexOf(':');
  const own = readLine(current);
  const key = colon >= 0 && column > colon ? own.key : null;
  const isBlank = current.trim() === '';
  const indent = isBlank ? column : own.indent;
  const path = pathTo(lines.slice(0, row), { indent, dashes: isBlank ? [] : own.dashes });
  return { path, key, siblings: siblings(lines, row, indent) };
}

/** The keys and dashes that lead to a line, from the lines above it. */
function pathTo(above: readonly string[], { indent, dashes }: { indent: number; dashes: readonly number[] }): string[] {
  const path: string[] = [];
  let column = indent;
  let isItem = false;
  const enter = (outer: readonly number[]) => {
    for (const dash of outer.toReversed()) {
      path.unshift('-');
      column = dash;
      isItem = true;
    }
  };
  enter(dashes);
  for (const text of above.toReversed()) {
    if (column === 0 && !isItem) break;
    const line = readLine(text);
    // The first line of the item that this map is.
    if (line.dashes.length > 0 && line.indent === column && !isItem) enter(line.dashes);
    // A list may stand at the column of its key.
    else if (line.key !== null && (line.indent < column || (isItem && line.indent === column))) {
      path.unshift(line.key);
      column = line.indent;
      isItem = false;
      enter(line.dashes);
    }
  }
  return path;
}

/** The type at a path of `yamlContext`; null where the type says nothing. */
export function typeAt(type: TypeSchema | null, path: readonly string[]): TypeSchema | null {
  return path.reduce<TypeSchema | null>(
    (current, step) => (current === null ? null : step === '-' ? current.items : current.field(step)),
    type,
  );
}

function readLine(line: string): Line {
  const text = line.replace(/(^|\s)#.*$/, '');
  const dashes: number[] = [];
  let indent = text.length - text.trimStart().length;
  while (text[indent] === '-' && (text[indent + 1] === ' ' || text[indent + 1] === undefined)) {
    dashes.push(indent);
    indent += 1;
    while (text[indent] === ' ') indent += 1;
  }
  const key = /^("[^"]*"|'[^']*'|[^\s:#"'[\]{},][^:#]*?)\s*:(\s|$)/.exec(text.slice(indent))?.[1] ?? null;
  return { indent, dashes, key: key === null ? null : key.replace(/^["']|["']$/g, '') };
}

/** Keys of the same map: lines of the same indent, up to one with less. */
function siblings(lines: readonly string[], row: number, indent: number): string[] {
  const keys: string[] = [];
  // A line that begins an item has nothing of its map above it.
  const isFirst = readLine(lines[row] ?? '').dashes.length > 0;
  for (const step of isFirst ? [1] : [-1, 1]) {
    for (let i = row + step; i >= 0 && i < lines.length; i += step) {
      const { key, indent: column, dashes } = readLine(lines[i] ?? '');
      if (key === null) continue;
      if (column < indent || (step === 1 && dashes.length > 0 && column === indent)) break;
      if (column === indent) keys.push(key);
      if (column === indent && dashes.length > 0) break;
    }
  }
  return keys;
}
