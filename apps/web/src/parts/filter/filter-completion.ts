import { ownValue } from '@lanthorn/base/own-value.ts';
import { type FilterError, type FilterOperator, writtenTerm, writtenTerms } from '@lanthorn/query/filter-parser.ts';
import type { Facets } from '@lanthorn/query/live-query.ts';
import type { KindView } from '@lanthorn/views/cells/kind-view.ts';

/** More are not read while typing. */
const MAX_OPTIONS = 8;
/** Fields that every kind has. */
const FIELDS = ['name', 'namespace', 'label', 'owner', 'health'] as const;
const HEALTH = ['bad', 'warning', 'active', 'ok', 'muted'] as const;
const BEGUN = /^([A-Za-z][A-Za-z0-9]*)(:|<=|>=|<|>|=)"?(.*)$/s;

export interface Completion {
  /** The term that is typed, in the text. */
  readonly from: number;
  readonly to: number;
  /** What may stand in its place. */
  readonly options: readonly string[];
}

interface Part {
  readonly text: string;
  readonly kind: 'space' | 'term' | 'wrong';
  readonly from: number;
}

/** The terms of a filter as they stand in it, what is between them, and which of them cannot be read. */
export function filterParts(text: string, error: FilterError | null): readonly Part[] {
  const parts: Part[] = [];
  let at = 0;
  for (const term of writtenTerms(text)) {
    const from = text.indexOf(term, at);
    if (from > at) parts.push({ text: text.slice(at, from), kind: 'space', from: at });
    at = from + term.length;
    const isWrong = error !== null && error.position >= from && error.position < at;
    parts.push({ text: term, kind: isWrong ? 'wrong' : 'term', from });
  }
  if (at < text.length) parts.push({ text: text.slice(at), kind: 'space', from: at });
  return parts;
}

/** How the term that ends at the caret may go on: as a field, or as a value that is there now; null where nothing is begun. */
export function completionAt(
  text: string,
  caret: number,
  { view, facets }: { readonly view: Pick<KindView, 'columns'>; readonly facets: Facets },
): Completion | null {
  const term = filterParts(text, null).find(part => part.kind === 'term' && part.from + part.text.length === caret);
  if (term === undefined) return null;
  const sign = term.text.startsWith('-') ? '-' : '';
  const written = term.text.slice(sign.length);
  const begun = BEGUN.exec(written);
  const found = begun === null ? fieldsFor(written, view) : valuesFor(begun, { view, facets });
  const options = found.map(option => sign + option).filter(option => option !== term.text);
  return options.length === 0 ? null : { from: term.from, to: caret, options: options.slice(0, MAX_OPTIONS) };
}

function fieldsFor(begun: string, view: Pick<KindView, 'columns'>): readonly string[] {
  const fields = new Set([...view.columns.map(({ id }) => id), ...FIELDS]);
  const word = begun.toLowerCase();
  if (word === '' || word.startsWith('"')) return [];
  return [...fields].filter(field => field.toLowerCase().startsWith(word)).map(field => `${field}:`);
}

function valuesFor(
  [, field = '', operator = ':', typed = '']: RegExpExecArray,
  { view, facets }: { readonly view: Pick<KindView, 'columns'>; readonly facets: Facets },
): readonly string[] {
  const isState = field === 'health' && view.columns.every(({ id }) => id !== field);
  const known = isState ? HEALTH : (ownValue(facets, field)?.values ?? []).map(({ value }) => value);
  const part = typed.toLowerCase();
  return known
    .filter(value => value !== '' && value.toLowerCase().includes(part))
    .map(value => writtenTerm(field, operator as FilterOperator, value));
}
