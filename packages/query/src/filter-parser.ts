import { err, ok, type Result } from '@lanthorn/base/result.ts';

export type FilterOperator = ':' | '=' | '<' | '>' | '<=' | '>=';

/** One term; all terms must hold. */
export type FilterTerm =
  | { readonly type: 'word'; readonly text: string; readonly isNegated: boolean }
  | {
      readonly type: 'field';
      readonly field: string;
      readonly operator: FilterOperator;
      readonly value: string;
      readonly isNegated: boolean;
    };

export interface FilterError {
  /** `unclosedQuote`, `missingValue`, `unknownField`, `notANumber`, `notADuration`, `notAQuantity`, `notOrdered`, `unknownHealth`: a key of the catalogue. */
  readonly code:
    | 'unclosedQuote'
    | 'missingValue'
    | 'unknownField'
    | 'notANumber'
    | 'notADuration'
    | 'notAQuantity'
    | 'notOrdered'
    | 'unknownHealth';
  readonly detail: string;
  /** Where in the text, counted in UTF-16 units. */
  readonly position: number;
}

export interface ParsedTerm {
  readonly term: FilterTerm;
  readonly position: number;
}

const FIELD = /^([A-Za-z][A-Za-z0-9]*)(:|<=|>=|<|>|=)(.*)/s;

/**
 * The filter language: words, `field:value`, `restarts>3`, `age<1h`, `label:app=web`, `-ns:kube-system`, "two words".
 * A value in quotes is taken literally; a quote in it is written `\"`, and a backslash `\\`.
 */
export function parseFilter(text: string): Result<ParsedTerm[], FilterError> {
  const terms: ParsedTerm[] = [];
  const tokens = tokenise(text);
  if (!tokens.ok) return tokens;
  for (const { token, position, isQuoted, isEndQuoted } of tokens.value) {
    const isNegated = token.length > 1 && token.startsWith('-') && !isQuoted;
    const body = isNegated ? token.slice(1) : token;
    const match = isQuoted ? null : FIELD.exec(body);
    if (match === null) {
      terms.push({ position, term: { type: 'word', text: body.toLowerCase(), isNegated } });
      continue;
    }
    const [, field = '', operator = ':', value = ''] = match;
    if (value === '' && !isEndQuoted) return err({ code: 'missingValue', detail: field, position });
    terms.push({ position, term: { type: 'field', field, operator: operator as FilterOperator, value, isNegated } });
  }
  return ok(terms);
}

interface Token {
  readonly token: string;
  readonly position: number;
  /** It began with a quote: a word, whatever it looks like. */
  readonly isQuoted: boolean;
  /** It ends with a quote: nothing between quotes is a value, too. */
  readonly isEndQuoted: boolean;
}

/** What stands between two quotes; a backslash is one only before a quote or another. */
const QUOTED = /"((?:\\[^]|[^"\\])*)"/g;
const ESCAPED = /\\(["\\])/g;
/** A term as it is written: white space in quotes is part of it, and a quote that is not closed runs to the end. */
const WRITTEN_TERM = /(?:[^\s"]|"(?:\\[^]|[^"\\])*(?:"|\\?$))+/g;

/** The terms of a filter as they are written, also of one that cannot be read. */
export function writtenTerms(text: string): string[] {
  return text.match(WRITTEN_TERM) ?? [];
}

/** A term of a field, whatever characters its value has. */
export function writtenTerm(field: string, operator: FilterOperator, value: string): string {
  const isPlain = value !== '' && !/[\s"]/.test(value);
  return `${field}${operator}${isPlain ? value : `"${value.replaceAll(/["\\]/g, String.raw`\$&`)}"`}`;
}

/** A term that asks for exactly this value. */
export function exactTerm(field: string, value: string): string {
  return writtenTerm(field, '=', value);
}

/** The value that a written term asks for by this field and operator, in quotes or not; null where it asks for something else. */
export function askedBy(written: string, field: string, operator: FilterOperator): string | null {
  const parsed = parseFilter(written);
  const term = parsed.ok ? parsed.value[0]?.term : undefined;
  return term?.type === 'field' && term.field === field && term.operator === operator && !term.isNegated
    ? term.value
    : null;
}

/** A term that leaves out exactly this value. */
export function exceptTerm(field: string, value: string): string {
  return `-${exactTerm(field, value)}`;
}

/** The value that a written term leaves out of this field; null where it is about something else. */
export function leftOutBy(written: string, field: string): string | null {
  return written.startsWith('-') ? askedBy(written.slice(1), field, '=') : null;
}

/** The fields that a filter asks by; none where it cannot be read. */
export function filterFields(text: string): readonly string[] {
  const parsed = parseFilter(text);
  return parsed.ok ? parsed.value.flatMap(({ term }) => (term.type === 'field' ? [term.field] : [])) : [];
}

function tokenise(text: string): Result<Token[], FilterError> {
  const tokens: Token[] = [];
  for (const { 0: written, index } of text.matchAll(WRITTEN_TERM)) {
    const unclosed = written.replaceAll(QUOTED, ({ length }) => ' '.repeat(length)).indexOf('"');
    if (unclosed >= 0) return err({ code: 'unclosedQuote', detail: '', position: index + unclosed });
    const token = written.replaceAll(QUOTED, (_, inner: string) => inner.replaceAll(ESCAPED, '$1'));
    if (token !== '')
      tokens.push({ token, position: index, isQuoted: written.startsWith('"'), isEndQuoted: written.endsWith('"') });
  }
  return ok(tokens);
}
