import { err, ok, type Result } from '@lanthorn/base/result.ts';

export interface FieldRequirement {
  readonly field: string;
  readonly operator: '=' | '!=';
  readonly value: string;
}

/**
 * `metadata.name=x,status.phase!=Running`, with the server's error text. Commas, equal signs and backslashes in values are escaped with
 * a backslash; names hold none.
 */
export function parseFieldSelector(text: string): Result<FieldRequirement[], string> {
  const requirements: FieldRequirement[] = [];
  // In order, as the original: the first wrong one is what it names.
  for (const term of splitTerms(text).toSorted()) {
    const match = /^(.*?)(!=|==|=)(.*)$/su.exec(term);
    if (match === null) return err(`invalid selector: '${text}'; can't understand '${term}'`);
    const [, field = '', operator = '=', escaped = ''] = match;
    const value = unescapeValue(escaped);
    if (!value.ok) return value;
    if (field === '' && value.value === '') continue;
    requirements.push({ field, operator: operator === '!=' ? '!=' : '=', value: value.value });
  }
  return ok(requirements);
}

/** At commas that no backslash makes part of a value. */
function splitTerms(text: string): string[] {
  return text.match(/(?:\\.|[^\\,]|\\$)+/gsu) ?? [];
}

function unescapeValue(text: string): Result<string, string> {
  let value = '';
  let isEscaped = false;
  for (const character of text) {
    const isSpecial = character === '\\' || character === ',' || character === '=';
    if (isEscaped && !isSpecial) return err(`invalid field selector: invalid escape sequence: \\${character}`);
    if (!isEscaped && isSpecial && character !== '\\')
      return err(`invalid field selector: unescaped character in value: ${character.charCodeAt(0)}`);
    const begins: boolean = !isEscaped && character === '\\';
    if (!begins) value += character;
    isEscaped = begins;
  }
  return isEscaped ? err('invalid field selector: invalid escape sequence: \\') : ok(value);
}

export function escapeFieldValue(value: string): string {
  return value.replace(/[\\,=]/g, character => `\\${character}`);
}

export function matchesFields(requirements: readonly FieldRequirement[], read: (field: string) => string): boolean {
  return requirements.every(({ field, operator, value }) => (read(field) === value) === (operator === '='));
}
