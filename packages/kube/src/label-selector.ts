import { asArray, asObject, asString, asStringMap } from '@lanthorn/base/json.ts';
import { err, ok, type Result } from '@lanthorn/base/result.ts';

export interface LabelRequirement {
  readonly key: string;
  readonly operator: 'In' | 'NotIn' | 'Exists' | 'DoesNotExist';
  readonly values: readonly string[];
}

export type Labels = Readonly<Record<string, string>>;

/** Every requirement must hold; an empty selector matches everything. */
export function matchesLabels(requirements: readonly LabelRequirement[], labels: Labels): boolean {
  return requirements.every(({ key, operator, values }) => {
    const value = Object.hasOwn(labels, key) ? labels[key] : undefined;
    switch (operator) {
      case 'In':
        return value !== undefined && values.includes(value);
      case 'NotIn':
        return value === undefined || !values.includes(value);
      case 'Exists':
        return value !== undefined;
      case 'DoesNotExist':
        return value === undefined;
    }
  });
}

/** The requirements of a metav1.LabelSelector. */
export function readLabelSelector(selector: unknown): LabelRequirement[] {
  const { matchLabels, matchExpressions } = asObject(selector);
  const requirements: LabelRequirement[] = Object.entries(asStringMap(matchLabels)).map(([key, value]) => ({
    key,
    operator: 'In',
    values: [value],
  }));
  for (const entry of asArray(matchExpressions)) {
    const { key, operator, values } = asObject(entry);
    requirements.push({
      key: asString(key),
      operator: operator as LabelRequirement['operator'],
      values: asArray(values).map(asString),
    });
  }
  return requirements;
}

const TOKEN = /\s*(!=|==|=|!|\(|\)|,|>|<|[^\s=!(),<>]+)/y;

/** The text form (`a=b,c in (d,e),!f`), with the server's error text. */
export function parseLabelSelector(text: string): Result<LabelRequirement[], string> {
  const tokens: string[] = [];
  TOKEN.lastIndex = 0;
  for (let match = TOKEN.exec(text); match !== null; match = TOKEN.exec(text)) tokens.push(match[1] ?? '');
  const requirements: LabelRequirement[] = [];
  let position = 0;
  const take = () => tokens[position++] ?? '';
  while (position < tokens.length) {
    const parsed = parseRequirement(take, () => tokens[position] ?? '');
    if (!parsed.ok) return parsed;
    requirements.push(parsed.value);
    const separator = take();
    if (separator !== '' && separator !== ',') {
      return err(`found '${separator}', expected: ',' or 'end of string'`);
    }
  }
  return ok(requirements);
}

function parseRequirement(take: () => string, peek: () => string): Result<LabelRequirement, string> {
  const first = take();
  if (first === '!') return ok({ key: take(), operator: 'DoesNotExist', values: [] });
  if (!/^[A-Za-z0-9]/.test(first)) return err(`found '${first}', expected: !, identifier, or 'end of string'`);
  const next = peek();
  if (next === '' || next === ',') return ok({ key: first, operator: 'Exists', values: [] });
  const operator = take();
  if (operator === '=' || operator === '==') return ok({ key: first, operator: 'In', values: [takeValue(take, peek)] });
  if (operator === '!=') return ok({ key: first, operator: 'NotIn', values: [takeValue(take, peek)] });
  if (operator === 'in' || operator === 'notin') {
    const values = parseValues(take);
    return values.ok ? ok({ key: first, operator: operator === 'in' ? 'In' : 'NotIn', values: values.value }) : values;
  }
  return err(`unable to parse requirement: found '${operator}', expected: in, notin, =, ==, !=, gt, lt`);
}

function takeValue(take: () => string, peek: () => string): string {
  return peek() === '' || peek() === ',' ? '' : take();
}

function parseValues(take: () => string): Result<string[], string> {
  const open = take();
  if (open !== '(') return err(`unable to parse requirement: found '${open}' expected: '('`);
  const values: string[] = [];
  for (let token = take(); token !== ')'; token = take()) {
    if (token === '') return err("unable to parse requirement: found '', expected: ',', ')' or identifier");
    if (token !== ',') values.push(token);
  }
  return ok(values);
}
