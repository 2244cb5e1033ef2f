import { ownValue } from '@lanthorn/base/own-value.ts';
import { err, ok, type Result } from '@lanthorn/base/result.ts';
import { parseGoDuration } from '@lanthorn/kube/schedule/go-duration.ts';
import { parseQuantity } from '@lanthorn/kube/objects/quantity.ts';
import { cellAt } from '@lanthorn/views/cluster-column.ts';
import { cellText, type Tone } from '@lanthorn/views/cells/cell.ts';
import type { KindView } from '@lanthorn/views/cells/kind-view.ts';
import { columnIndex } from '@lanthorn/views/kind-index.ts';
import type { Row } from '@lanthorn/views/row.ts';
import {
  type FilterError,
  type FilterOperator,
  type FilterTerm,
  type ParsedTerm,
  parseFilter,
} from './filter-parser.ts';
import { HEALTH, HEALTH_FIELD, healthAt } from './row-health.ts';

/** By its columns rows are filtered. */
type FilteredView = Pick<KindView, 'columns'>;

export type RowPredicate = (row: Row, now: number) => boolean;

export interface RowFilter {
  readonly matches: RowPredicate;
  /** Matching depends on the time (`age<1h`): it must be asked again now and then. */
  readonly isTimed: boolean;
}

/** Other names people type for a field. */
const ALIASES: Readonly<Record<string, string>> = {
  ns: 'namespace',
  tz: 'timeZone',
  suspended: 'suspend',
  // As the log of operations heads its columns.
  who: 'user',
  what: 'action',
};

/**
 * The field whose exact value a term asks for: several such terms of one field are alternatives, since no cell has two values. Null for all
 * other terms, which all have to hold.
 */
export function choiceOf(term: FilterTerm): string | null {
  // An object has many labels.
  if (term.type !== 'field' || term.operator !== '=' || term.isNegated || term.field === 'label') return null;
  return ownValue(ALIASES, term.field) ?? term.field;
}

/** The filter text for rows of a view, or the first thing wrong with it. */
export function compileFilter(text: string, view: FilteredView): Result<RowFilter, FilterError> {
  const parsed = parseFilter(text);
  if (!parsed.ok) return parsed;
  const predicates: RowPredicate[] = [];
  const choices = new Map<string, RowPredicate[]>();
  let isTimed = false;
  for (const entry of parsed.value) {
    const compiled = compileTerm(entry, view);
    if (!compiled.ok) return compiled;
    const { isNegated } = entry.term;
    const { matches } = compiled.value;
    const choice = choiceOf(entry.term);
    if (choice !== null) choices.set(choice, [...(choices.get(choice) ?? []), matches]);
    else predicates.push(isNegated ? (row, now) => !matches(row, now) : matches);
    isTimed ||= compiled.value.isTimed;
  }
  for (const [first, ...others] of choices.values()) {
    if (first === undefined) continue;
    predicates.push(
      others.length === 0 ? first : (row, now) => first(row, now) || others.some(other => other(row, now)),
    );
  }
  return ok({ matches: (row, now) => predicates.every(predicate => predicate(row, now)), isTimed });
}

function compileTerm({ term, position }: ParsedTerm, view: FilteredView): Result<RowFilter, FilterError> {
  if (term.type === 'word') return ok({ matches: row => matchesWord(row, term.text), isTimed: false });
  const field = ownValue(ALIASES, term.field) ?? term.field;
  const index = columnIndex(view, field);
  if (field === HEALTH_FIELD && (index < 0 || isAskedInOrder(term)))
    return healthPredicate(healthAt(view), term, position);
  if (field === 'label') return ordered(term, position) ?? ok({ matches: labelPredicate(term.value), isTimed: false });
  if (field === 'owner') return textPredicate(ownerText, term, position);
  if (field === 'name' || field === 'namespace') return textPredicate(row => row[field], term, position);
  const column = view.columns[index];
  if (column === undefined) return err({ code: 'unknownField', detail: term.field, position });
  if (column.type === 'time') return timePredicate({ index, isSince: column.isSince === true }, term, position);
  const readLimit = ownValue(LIMITS, column.type);
  if (readLimit !== undefined) return numberPredicate(index, term, { position, ...readLimit });
  const cellOf = cellAt(view, index);
  return textPredicate(row => cellText(cellOf(row)), term, position);
}

function matchesWord(row: Row, word: string): boolean {
  if (row.name.toLowerCase().includes(word) || row.namespace.toLowerCase().includes(word)) return true;
  if (row.cells.some(cell => typeof cell !== 'number' && cellText(cell).toLowerCase().includes(word))) return true;
  for (const key of Object.keys(row.labels)) {
    if (key.toLowerCase().includes(word) || (row.labels[key] ?? '').toLowerCase().includes(word)) return true;
  }
  return false;
}

/** A kind may have a column of its own that is called as its health is: what only a state can be asked is asked of that all the same. */
function isAskedInOrder({ operator, value }: Extract<FilterTerm, { type: 'field' }>): boolean {
  return operator !== ':' && operator !== '=' && HEALTH.includes(value.toLowerCase() as Tone);
}

/** `health:bad`, `health>=warning`: how the state of a row is judged, as its colour and shape say. Rows without a state are neither. */
function healthPredicate(
  healthOf: (row: Row) => number | null,
  { operator, value }: Extract<FilterTerm, { type: 'field' }>,
  position: number,
): Result<RowFilter, FilterError> {
  const limit = HEALTH.indexOf(value.toLowerCase() as Tone);
  if (limit < 0) return err({ code: 'unknownHealth', detail: value, position });
  const matches: RowPredicate = row => {
    const health = healthOf(row);
    return health !== null && compare(operator, health, limit);
  };
  return ok({ matches, isTimed: false });
}

/** `:` contains, `=` is exactly; both without regard to case. Text has no more and no less. */
function textPredicate(
  read: (row: Row) => string,
  term: Extract<FilterTerm, { type: 'field' }>,
  position: number,
): Result<RowFilter, FilterError> {
  const wanted = term.value.toLowerCase();
  const matches: RowPredicate =
    term.operator === '=' ? row => read(row).toLowerCase() === wanted : row => read(row).toLowerCase().includes(wanted);
  return ordered(term, position) ?? ok({ matches, isTimed: false });
}

/** The complaint about what was asked to be more or less than a text; null where it was not. */
function ordered(
  { field, operator }: Extract<FilterTerm, { type: 'field' }>,
  position: number,
): Result<never, FilterError> | null {
  return operator === ':' || operator === '=' ? null : err({ code: 'notOrdered', detail: field, position });
}

function ownerText(row: Row): string {
  return row.owner === null ? '' : `${row.owner.kind}/${row.owner.name}`;
}

/** `label:app` has the label, `label:app=web` with that value. */
function labelPredicate(value: string): RowPredicate {
  const equals = value.indexOf('=');
  if (equals === -1) return row => Object.hasOwn(row.labels, value);
  const key = value.slice(0, equals);
  const wanted = value.slice(equals + 1);
  return row => Object.hasOwn(row.labels, key) && row.labels[key] === wanted;
}

function compare(operator: FilterOperator, value: number, limit: number): boolean {
  switch (operator) {
    case '<':
      return value < limit;
    case '<=':
      return value <= limit;
    case '>':
      return value > limit;
    case '>=':
      return value >= limit;
    case ':':
    case '=':
      return value === limit;
  }
}

const DAY_MS = 86_400_000;

/** Days are what people think in; Go's durations end at hours. */
export function parseHumanDuration(text: string): number | null {
  const [, days = '', rest = ''] = /^(?:(\d+)d)?(.*)/s.exec(text) ?? [];
  if (days !== '' && rest === '') return Number(days) * DAY_MS;
  const restMs = parseGoDuration(rest);
  return restMs.ok ? Number(days) * DAY_MS + restMs.value : null;
}

/** Times are filtered by distance from now, past or future: `age<1h`, `nextRun<10m`; what is so since a time, once that has come. */
function timePredicate(
  { index, isSince }: { readonly index: number; readonly isSince: boolean },
  { operator, value }: Extract<FilterTerm, { type: 'field' }>,
  position: number,
): Result<RowFilter, FilterError> {
  const limit = parseHumanDuration(value);
  if (limit === null) return err({ code: 'notADuration', detail: value, position });
  const matches: RowPredicate = (row, now) => {
    const at = row.cells[index];
    if (typeof at !== 'number' || (isSince && at > now)) return false;
    return compare(operator, Math.abs(now - at), limit);
  };
  return ok({ matches, isTimed: true });
}

interface Limit {
  readonly read: (text: string) => number | null;
  readonly complaint: FilterError['code'];
}

/** What cells that are numbers are compared with, by the type of their column. */
const LIMITS: Readonly<Record<string, Limit>> = {
  number: {
    read: text => (text.trim() === '' || Number.isNaN(Number(text)) ? null : Number(text)),
    complaint: 'notANumber',
  },
  duration: { read: parseHumanDuration, complaint: 'notADuration' },
  quantity: { read: parseQuantity, complaint: 'notAQuantity' },
};

function numberPredicate(
  index: number,
  { operator, value }: Extract<FilterTerm, { type: 'field' }>,
  { position, read, complaint }: Limit & { readonly position: number },
): Result<RowFilter, FilterError> {
  const limit = read(value);
  if (limit === null) return err({ code: complaint, detail: value, position });
  const matches: RowPredicate = row => {
    const cell = row.cells[index];
    return typeof cell === 'number' && compare(operator, cell, limit);
  };
  return ok({ matches, isTimed: false });
}
