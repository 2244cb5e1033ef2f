import { asArray, asObject, asString, asStringMap } from '@lanthorn/base/json.ts';
import { readInteger } from './label-format.ts';

export interface LabelRequirement {
  readonly key: string;
  readonly operator: 'In' | 'NotIn' | 'Exists' | 'DoesNotExist' | 'Gt' | 'Lt';
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
      case 'Gt':
      case 'Lt':
        return compares(value, operator, values);
    }
  });
}

function compares(value: string | undefined, operator: 'Gt' | 'Lt', values: readonly string[]): boolean {
  const left = value === undefined ? null : readInteger(value);
  const right = values.length === 1 ? readInteger(values[0] ?? '') : null;
  if (left === null || right === null) return false;
  return operator === 'Gt' ? left > right : left < right;
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

/** As the API server takes it in a request for a list; null where no request can say it. */
export function labelSelectorQuery(requirements: readonly LabelRequirement[]): string | null {
  const terms = requirements.map(({ key, operator, values }) => {
    if (operator === 'Exists') return key;
    if (operator === 'DoesNotExist') return `!${key}`;
    const text = TEXT_OPERATORS[operator];
    return text === undefined || values.length === 0 ? null : `${key} ${text} (${values.join(',')})`;
  });
  return terms.includes(null) ? null : terms.join(',');
}

const TEXT_OPERATORS: Readonly<Record<string, string>> = { In: 'in', NotIn: 'notin' };

/** A metav1.LabelSelector as one text, as `kubectl get -o wide` shows it: FormatLabelSelector of apimachinery. */
export function formatLabelSelector(selector: unknown): string {
  const { matchLabels, matchExpressions } = asObject(selector);
  const terms = Object.entries(asStringMap(matchLabels)).map(([key, value]) => ({ key, text: `${key}=${value}` }));
  for (const { key, operator, values } of readLabelSelector({ matchExpressions })) {
    const list = values.toSorted((a, b) => (a < b ? -1 : 1)).join(',');
    if (operator === 'Exists') terms.push({ key, text: key });
    else if (operator === 'DoesNotExist') terms.push({ key, text: `!${key}` });
    else if (TEXT_OPERATORS[operator] === undefined || values.length === 0) return '<error>';
    else terms.push({ key, text: `${key} ${TEXT_OPERATORS[operator]} (${list})` });
  }
  const inOrder = terms.toSorted((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0));
  return inOrder.map(({ text }) => text).join(',') || '<none>';
}
