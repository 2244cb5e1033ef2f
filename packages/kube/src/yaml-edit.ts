import {
  isAlias,
  isMap,
  isPair,
  isScalar,
  isSeq,
  type Node,
  type Pair,
  parseDocument,
  stringify,
  type YAMLMap,
  type YAMLSeq,
} from 'yaml';
import { deepEqual, isObject } from '@lanthorn/base/json.ts';
import type { TypeSchema } from './type-schema.ts';

/** One replacement in a text; positions are of the text before any of them. */
export interface TextEdit {
  readonly from: number;
  readonly to: number;
  readonly insert: string;
}

/**
 * The smallest edits that make a YAML text say `value`: comments, quotes and order of everything that stays are kept byte for
 * byte. Edits do not overlap and are in order. `text` must be a valid document with a map at its root.
 */
export function editYaml(text: string, value: unknown, schema: TypeSchema | null): TextEdit[] {
  const document = parseDocument(text, { keepSourceTokens: true });
  const edits = new YamlEditor(text).edit(document.contents, value, schema).sort((a, b) => a.from - b.from);
  const result = parseDocument(applyEdits(text, edits));
  if (result.errors.length === 0 && deepEqual(result.toJS(), value)) return edits;
  // Rare shapes (anchors, collections inside flow ones) are written anew: right first, beautiful second.
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

/** YAML as this console writes it: what YAML 1.1 (kubectl, Go) would read otherwise, such as `yes`, stands in quotes. */
export function yamlText(value: unknown): string {
  return stringify(value, { lineWidth: 0, aliasDuplicateObjects: false, compat: 'yaml-1.1' });
}

class YamlEditor {
  readonly #text: string;

  constructor(text: string) {
    this.#text = text;
  }

  edit(node: unknown, value: unknown, schema: TypeSchema | null): TextEdit[] {
    if (isMap(node) && isObject(value) && !isFlow(node)) {
      const edits = this.#map(node, value, schema);
      if (edits !== null) return edits;
    }
    if (isSeq(node) && Array.isArray(value) && !isFlow(node) && value.length > 0) {
      const edits = this.#seq(node, value, schema);
      if (edits !== null) return edits;
    }
    const range = rangeOf(node);
    return range === null ? [] : [{ ...range, insert: this.#block(value, range.from) }];
  }

  /** Null when the map has to be written anew as a whole. */
  #map(node: YAMLMap, value: Record<string, unknown>, schema: TypeSchema | null): TextEdit[] | null {
    const edits: TextEdit[] = [];
    const kept: Pair[] = [];
    for (const pair of node.items) {
      const name = keyOf(pair);
      const key = rangeOf(pair.key);
      if (name === null || key === null || isAlias(pair.value)) return null;
      if (!Object.hasOwn(value, name) || value[name] === undefined) {
        const lines = this.#lines(key.from, this.#endOf(pair));
        if (lines === null) return null;
        edits.push({ ...lines, insert: '' });
        continue;
      }
      kept.push(pair);
      if (!deepEqual(jsOf(pair.value), value[name]))
        edits.push(...this.#pair(pair, name, { value: value[name], schema: schema?.field(name) ?? null }));
    }
    const last = kept.at(-1);
    const known = new Set(node.items.map(keyOf));
    const added = Object.entries(value).filter(([name, entry]) => !known.has(name) && entry !== undefined);
    if (last === undefined) return null;
    if (added.length === 0) return edits;
    const from = this.#lineEnd(this.#endOf(last));
    const indent = ' '.repeat(this.#column(rangeOf(last.key)?.from ?? 0));
    const insert = added.map(([name, entry]) => `\n${indentLines(yamlText({ [name]: entry }), indent)}`).join('');
    return [...edits, { from, to: from, insert }];
  }

  #pair(pair: Pair, name: string, next: { value: unknown; schema: TypeSchema | null }): TextEdit[] {
    const { value, schema } = next;
    const written = yamlText(value).trimEnd();
    const range = rangeOf(pair.value);
    const isNested = (isMap(pair.value) && isObject(value)) || (isSeq(pair.value) && Array.isArray(value));
    if (isNested && !isEmpty(value) && !isFlow(pair.value)) return this.edit(pair.value, value, schema);
    if (
      isScalar(pair.value) &&
      range !== null &&
      range.to > range.from &&
      !written.includes('\n') &&
      !isCollection(value)
    )
      return [{ ...range, insert: written }];
    const from = rangeOf(pair.key)?.from ?? 0;
    const indent = ' '.repeat(this.#column(from));
    return [{ from, to: this.#endOf(pair), insert: indentLines(yamlText({ [name]: value }), indent).trimStart() }];
  }

  /** Null when the list has to be written anew as a whole. */
  #seq(node: YAMLSeq, value: readonly unknown[], schema: TypeSchema | null): TextEdit[] | null {
    const items = node.items.flatMap(item => {
      const range = rangeOf(item);
      return range === null ? [] : [{ node: item, js: jsOf(item), ...range }];
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
    const indent = ' '.repeat(this.#column(this.#dash(items[0]?.from ?? 0)));
    let end: number | null = null;
    for (const [i, place] of places.entries()) {
      const item = place === null ? undefined : items[place];
      if (item === undefined) edits.push(newItem(value[i], indent, end ?? first));
      else {
        if (!deepEqual(item.js, value[i])) edits.push(...this.edit(item.node, value[i], schema?.items ?? null));
        end = this.#lineEnd(item.to);
      }
    }
    return edits;
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

  /** End of the line that `at` is in; a position right behind a line break belongs to the line before. */
  #lineEnd(at: number): number {
    const from = at > 0 && this.#text[at - 1] === '\n' ? at - 1 : at;
    const end = this.#text.indexOf('\n', from);
    return end < 0 ? this.#text.length : end;
  }

  #column(at: number): number {
    return at - (this.#text.lastIndexOf('\n', at - 1) + 1);
  }

  #dash(itemStart: number): number {
    return this.#text.lastIndexOf('-', itemStart - 1);
  }

  /** A block of text ends behind its line break; the break stays. */
  #endOf(pair: Pair): number {
    const key = rangeOf(pair.key);
    const value = rangeOf(pair.value);
    if (value === null || value.to === value.from) return this.#text.indexOf(':', key?.to ?? 0) + 1;
    return this.#text[value.to - 1] === '\n' ? value.to - 1 : value.to;
  }

  /** A value written where a node begins: its further lines are indented to that column. */
  #block(value: unknown, from: number): string {
    return indentLines(yamlText(value), ' '.repeat(this.#column(from))).trimStart();
  }
}

/** Behind the item whose line ends at `place`, or before the first item's lines. */
function newItem(value: unknown, indent: string, place: number | { readonly from: number }): TextEdit {
  const text = `${indent}- ${indentLines(yamlText(value), `${indent}  `).trimStart()}`;
  return typeof place === 'number'
    ? { from: place, to: place, insert: `\n${text}` }
    : { from: place.from, to: place.from, insert: `${text}\n` };
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
    JSON.stringify(list.type === 'map' && isObject(item) ? list.keys.map(key => item[key] ?? null) : item);
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

function keyOf(pair: unknown): string | null {
  if (!isPair(pair) || !isScalar(pair.key)) return null;
  return String(pair.key.value);
}

function jsOf(node: unknown): unknown {
  return node === null || node === undefined ? null : JSON.parse(JSON.stringify(node));
}

function isFlow(node: unknown): boolean {
  return (isMap(node) || isSeq(node)) && node.flow === true;
}

function isCollection(value: unknown): boolean {
  return typeof value === 'object' && value !== null;
}

function isEmpty(value: unknown): boolean {
  return isCollection(value) && Object.keys(value as object).length === 0;
}

function indentLines(text: string, indent: string): string {
  return text
    .trimEnd()
    .split('\n')
    .map(line => (line === '' ? '' : indent + line))
    .join('\n');
}
