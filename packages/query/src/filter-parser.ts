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
 * A value in quotes is taken literally.
 */
export function parseFilter(text: string): Result<ParsedTerm[], FilterError> {
  const terms: ParsedTerm[] = [];
  const tokens = tokenise(text);
  if (!tokens.ok) return tokens;
  for (const { token, position, isQuoted } of tokens.value) {
    const isNegated = token.length > 1 && token.startsWith('-') && !isQuoted;
    const body = isNegated ? token.slice(1) : token;
    const match = isQuoted ? null : FIELD.exec(body);
    if (match === null) {
      terms.push({ position, term: { type: 'word', text: body.toLowerCase(), isNegated } });
      continue;
    }
    const [, field = '', operator = ':', value = ''] = match;
    if (value === '') return err({ code: 'missingValue', detail: field, position });
    terms.push({ position, term: { type: 'field', field, operator: operator as FilterOperator, value, isNegated } });
  }
  return ok(terms);
}

interface Token {
  readonly token: string;
  readonly position: number;
  /** It began with a quote: a word, whatever it looks like. */
  readonly isQuoted: boolean;
}

/** What no space parts; between quotes a space does not. */
const TOKEN = /(?:[^\s"]|"[^"]*")+/g;

function tokenise(text: string): Result<Token[], FilterError> {
  const quotes = text.split('"').length - 1;
  if (quotes % 2 === 1) return err({ code: 'unclosedQuote', detail: '', position: text.lastIndexOf('"') });
  const tokens = Array.from(text.matchAll(TOKEN), ({ 0: token, index }) => ({
    token: token.replaceAll('"', ''),
    position: index,
    isQuoted: token.startsWith('"'),
  }));
  return ok(tokens.filter(({ token }) => token !== ''));
}
