import {
  type Document,
  isMap,
  isPair,
  isScalar,
  isSeq,
  type Node,
  type Pair,
  Scalar,
  type YAMLMap,
  type YAMLSeq,
} from 'yaml';
import { deepEqual, isObject } from '@lanthorn/base/json.ts';
import { parseKubernetesYaml, yamlText } from './kubernetes-yaml.ts';
import type { TypeSchema } from './type-schema.ts';

/** One replacement in a text; positions are of the text before any of them. */
export interface TextEdit {
  readonly from: number;
  readonly to: number;
  readonly insert: string;
}

/** How deep edits go: as deep as the change; where that would say something else, whole fields nearer and nearer to the root. */
const DEPTHS = [Infinity, 3, 2, 1];

/**
 * The smallest edits that make a YAML text say `value`: comments, quotes and order of everything that stays are kept byte for
 * byte. Edits do not overlap and are in order. `text` must be a valid document with a map at its root.
 */
export function editYaml(text: string, value: unknown, schema: TypeSchema | null): TextEdit[] {
  const document = parseKubernetesYaml(text, { keepSourceTokens: true });
  for (const depth of DEPTHS) {
    const editor = new YamlEditor(text, document, depth);
    const edits = editor.edit(document.contents, value, { schema, depth: 0 }).sort((a, b) => a.from - b.from);
    const result = parseKubernetesYaml(applyEdits(text, edits));
    if (result.errors.length === 0 && deepEqual(result.toJS(), value)) return edits;
  }
  // An anchor that went with what it stood at, and the like: right first, beautiful second.
  return [{ from: 0, to: text.length, insert: yamlText(value) }];
}

export function applyEdits(text: string, edits: readonly TextEdit[]): string {
  let result = '';
  let at = 0;
  for (const { from, to, insert } of edits) {
    result += text.slice(at, from) + insert;
    at = to;
  }
  return result + text.slice(at);
}

interface Place {
  readonly schema: TypeSchema | null;
  /** Steps from the root. */
  readonly depth: number;
}

class YamlEditor {
  readonly #text: string;
  readonly #document: Document.Parsed;
  readonly #depth: number;

  constructor(text: string, document: Document.Parsed, depth: number) {
    this.#text = text;
    this.#document = document;
    this.#depth = depth;
  }

  edit(node: unknown, value: unknown, place: Place): TextEdit[] {
    const edits = this.#inside(node, value, place);
    if (edits !== null) return edits;
    const range = rangeOf(node);
    if (range === null) return [];
    const to = this.#endOf(node);
    return [{ from: range.from, to, insert: indentRest(this.#write(value, to), this.#column(range.from)) }];
  }

  /** Null when the node has to be written anew as a whole. */
  #inside(node: unknown, value: unknown, place: Place): TextEdit[] | null {
    if (place.depth >= this.#depth || isEmpty(value)) return null;
    if (isMap(node) && isObject(value) && node.flow !== true) return this.#map(node, value, place);
    if (isSeq(node) && Array.isArray(value) && node.flow !== true) return this.#seq(node, value, place);
    return null;
  }

  #map(node: YAMLMap, value: Record<string, unknown>, { schema, depth }: Place): TextEdit[] | null {
    const edits: TextEdit[] = [];
    const kept: Pair[] = [];
    for (const pair of node.items) {
      const name = keyOf(pair);
      const key = rangeOf(pair.key);
      if (name === null || key === null) return null;
      if (!Object.hasOwn(value, name) || value[name] === undefined) {
        const lines = this.#lines(key.from, this.#endOf(pair));
        if (lines === null) return null;
        edits.push({ ...lines, insert: '' });
        continue;
      }
      kept.push(pair);
      if (deepEqual(this.#read(pair.value), value[name])) continue;
      const inside = this.#inside(pair.value, value[name], { schema: schema?.field(name) ?? null, depth: depth + 1 });
      edits.push(...(inside ?? this.#pair(pair, name, value[name])));
    }
    const last = kept.at(-1);
    const known = new Set(node.items.map(keyOf));
    const added = Object.entries(value).filter(([name, entry]) => !known.has(name) && entry !== undefined);
    if (last === undefined) return null;
    if (added.length === 0) return edits;
    const from = this.#lineEnd(this.#endOf(last));
    const column = this.#column(rangeOf(last.key)?.from ?? 0);
    const lines = added.map(([name, entry]) => `\n${indentAll(this.#write({ [name]: entry }, from), column)}`);
    return [...edits, { from, to: from, insert: lines.join('') }];
  }

  /** A field with another value, as a whole; where both fit on one line, the comment behind it stays. */
  #pair(pair: Pair, name: string, value: unknown): TextEdit[] {
    const range = rangeOf(pair.value);
    if (
      isScalar(pair.value) &&
      !isBlock(pair.value) &&
      range !== null &&
      range.to > range.from &&
      !isCollection(value)
    ) {
      const insert = this.#write(value, range.to);
      if (!insert.includes('\n')) return [{ ...range, insert }];
    }
    const from = rangeOf(pair.key)?.from ?? 0;
    const end = this.#endOf(pair);
    const to = isMap(pair.value) || isSeq(pair.value) ? this.#lineEnd(end) : end;
    return [{ from, to, insert: indentRest(this.#write({ [name]: value }, to), this.#column(from)) }];
  }

  #seq(node: YAMLSeq, value: readonly unknown[], { schema, depth }: Place): TextEdit[] | null {
    const items = node.items.flatMap(item => {
      const range = rangeOf(item);
      return range === null ? [] : [{ node: item, js: this.#read(item), from: range.from, to: this.#endOf(item) }];
    });
    const places = alignItems(
      items.map(({ js }) => js),
      value,
      schema,
    );
    if (places === null || items.length < node.items.length) return null;
    const removed = items.filter((_item, i) => !places.includes(i)).map(item => this.#itemLines(item));
    const first = items[0] === undefined ? null : this.#itemLines(items[0]);
    if (first === null || removed.includes(null)) return null;
    const edits: TextEdit[] = removed.flatMap(lines => (lines === null ? [] : [{ ...lines, insert: '' }]));
    const column = this.#column(this.#dash(items[0]?.from ?? 0));
    let end: number | null = null;
    for (const [i, place] of places.entries()) {
      const item = place === null ? undefined : items[place];
      if (item === undefined) edits.push(this.#newItem(value[i], column, end ?? first));
      else {
        if (!deepEqual(item.js, value[i]))
          edits.push(...this.edit(item.node, value[i], { schema: schema?.items ?? null, depth: depth + 1 }));
        end = this.#lineEnd(item.to);
      }
    }
    return edits;
  }

  /** Behind the item whose line ends at `place`, or before the first item's lines. */
  #newItem(value: unknown, column: number, place: number | { readonly from: number }): TextEdit {
    const at = typeof place === 'number' ? place : place.from;
    const text = `${' '.repeat(column)}- ${indentRest(this.#write(value, at), column + 2)}`;
    return { from: at, to: at, insert: typeof place === 'number' ? `\n${text}` : `${text}\n` };
  }

  #itemLines({ from, to }: { from: number; to: number }): { from: number; to: number } | null {
    return this.#lines(this.#dash(from), to);
  }

  /** Whole lines from the one of `from` to the one of `to`; null when something else stands before `from` in its line. */
  #lines(from: number, to: number): { from: number; to: number } | null {
    const start = this.#text.lastIndexOf('\n', from - 1) + 1;
    if (this.#text.slice(start, from).trim() !== '') return null;
    return { from: start, to: Math.min(this.#text.length, this.#lineEnd(to) + 1) };
  }

  #lineEnd(at: number): number {
    const end = this.#text.indexOf('\n', at);
    return end < 0 ? this.#text.length : end;
  }

  #column(at: number): number {
    return at - (this.#text.lastIndexOf('\n', at - 1) + 1);
  }

  #dash(itemStart: number): number {
    return this.#text.lastIndexOf('-', itemStart - 1);
  }

  /** Where what is written last in it ends: before the comment behind it, and before the last line break of a block of lines. */
  #endOf(node: unknown): number {
    if (isPair(node)) {
      const value = rangeOf(node.value);
      if (value !== null && value.to > value.from) return this.#endOf(node.value);
      return this.#text.indexOf(':', rangeOf(node.key)?.to ?? 0) + 1;
    }
    if ((isMap(node) || isSeq(node)) && node.flow !== true && node.items.length > 0)
      return this.#endOf(node.items.at(-1));
    const to = rangeOf(node)?.to ?? 0;
    return isBlock(node) && this.#text[to - 1] === '\n' ? to - 1 : to;
  }

  #read(node: unknown): unknown {
    return node === null || node === undefined ? null : (node as Node).toJS(this.#document);
  }

  /**
   * A value as it is written before `to`, without its last line break. A block of lines would take a comment that follows on its line, or
   * empty lines below it, for its own: there its text stands in quotes.
   */
  #write(value: unknown, to: number): string {
    const rest = this.#text.slice(to, this.#lineEnd(to));
    const below = this.#text.slice(this.#lineEnd(to) + 1, this.#lineEnd(this.#lineEnd(to) + 1));
    const isLastLine = this.#lineEnd(to) === this.#text.length;
    const hasBlocks = rest.trim() === '' && !isLastLine && (below.trim() !== '' || !endsInBlankLine(value));
    return yamlText(value, { hasBlocks }).replace(/\n$/, '');
  }
}

/** The last text in a value ends in an empty line. */
function endsInBlankLine(value: unknown): boolean {
  if (typeof value === 'string') return /(^|\n)\n$/.test(value);
  return isCollection(value) && endsInBlankLine(Object.values(value as object).at(-1));
}

/**
 * For each new item the old one it is, or null when it is new; null when kept items changed their order or cannot be told apart.
 * Items are told apart by their keys, else by their value.
 */
function alignItems(
  before: readonly unknown[],
  after: readonly unknown[],
  schema: TypeSchema | null,
): (number | null)[] | null {
  const list = schema?.list ?? { type: 'atomic' };
  const identity = (item: unknown) =>
    yamlText(list.type === 'map' && isObject(item) ? list.keys.map(key => item[key] ?? null) : item);
  const known = before.map(identity);
  if (new Set(known).size < known.length) return null;
  const places = after.map(item => {
    const at = known.indexOf(identity(item));
    return at < 0 ? null : at;
  });
  const kept = places.filter(place => place !== null);
  return kept.every((place, i) => i === 0 || place > (kept[i - 1] ?? 0)) && kept.length > 0 ? places : null;
}

/** Start of the node and end of its value; comments behind it are not part of it. */
function rangeOf(node: unknown): { from: number; to: number } | null {
  const range = (node as Node | null)?.range;
  return range === null || range === undefined ? null : { from: range[0], to: range[1] };
}

/** Null for a merge key, whose fields stand elsewhere. */
function keyOf({ key }: Pair): string | null {
  return isScalar(key) && typeof key.value !== 'symbol' ? String(key.value) : null;
}

function isBlock(node: unknown): boolean {
  return isScalar(node) && (node.type === Scalar.BLOCK_LITERAL || node.type === Scalar.BLOCK_FOLDED);
}

function isCollection(value: unknown): boolean {
  return typeof value === 'object' && value !== null;
}

function isEmpty(value: unknown): boolean {
  return isCollection(value) && Object.keys(value as object).length === 0;
}

/** All lines but the first, which stands behind something; empty lines stay empty. */
function indentRest(text: string, column: number): string {
  return text.replace(/\n(?!\n|$)/g, `\n${' '.repeat(column)}`);
}

function indentAll(text: string, column: number): string {
  return ' '.repeat(column) + indentRest(text, column);
}
