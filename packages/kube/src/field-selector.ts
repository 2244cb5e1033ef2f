import { err, ok, type Result } from '@lanthorn/base/result.ts';

export interface FieldRequirement {
  readonly field: string;
  readonly operator: '=' | '!=';
  readonly value: string;
}

/** `metadata.name=x,status.phase!=Running`; commas, equal signs and backslashes in values are escaped with a backslash. */
export function parseFieldSelector(text: string): Result<FieldRequirement[], string> {
  const requirements: FieldRequirement[] = [];
  for (const term of text.split(/(?<!\\),/)) {
    if (term === '') continue;
    const match = /^(.*?[^\\!=])?(!=|==|=)(.*)$/.exec(term);
    if (match === null) return err(`invalid selector: '${text}'; can't understand '${term}'`);
    const [, field = '', operator = '=', value = ''] = match;
    requirements.push({ field, operator: operator === '!=' ? '!=' : '=', value: value.replace(/\\(.)/g, '$1') });
  }
  return ok(requirements);
}

export function escapeFieldValue(value: string): string {
  return value.replace(/[\\,=]/g, character => `\\${character}`);
}

export function matchesFields(requirements: readonly FieldRequirement[], read: (field: string) => string): boolean {
  return requirements.every(({ field, operator, value }) => (read(field) === value) === (operator === '='));
}
