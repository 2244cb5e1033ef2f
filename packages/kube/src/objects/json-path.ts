import { isObject } from '@lanthorn/base/json.ts';

type Step =
  | { readonly kind: 'field'; readonly name: string }
  | { readonly kind: 'index'; readonly index: number }
  | { readonly kind: 'all' }
  | { readonly kind: 'filter'; readonly path: readonly string[]; readonly operator: string; readonly value: unknown };

const STEP =
  /\.([A-Za-z0-9_-]+(?:\\\.[A-Za-z0-9_/-]+)*)|\[(-?\d+)\]|\[\*\]|\.\*|\['([^']*)'\]|\["([^"]*)"\]|\[\?\(@((?:\.[A-Za-z0-9_-]+)+)\s*(==|!=)\s*("[^"]*"|'[^']*'|-?\d+(?:\.\d+)?|true|false)\)\]/y;

/**
 * A JSONPath as Kubernetes writes it in printer columns and scale paths (k8s.io/client-go/util/jsonpath): fields, indexes, `[*]`
 * and filters by equality. Null where the text is none.
 */
export function parseJsonPath(text: string): readonly Step[] | null {
  const steps: Step[] = [];
  STEP.lastIndex = 0;
  for (let at = 0; at < text.length; at = STEP.lastIndex) {
    STEP.lastIndex = at;
    const match = STEP.exec(text);
    if (match === null) return null;
    const [whole, field, index, single, double, path, operator = '', value = ''] = match;
    const name = field?.replaceAll('\\.', '.') ?? single ?? double;
    if (name !== undefined) steps.push({ kind: 'field', name });
    else if (index !== undefined) steps.push({ kind: 'index', index: Number(index) });
    else if (path !== undefined) {
      steps.push({ kind: 'filter', path: path.slice(1).split('.'), operator, value: literal(value) });
    } else if (whole.includes('*')) steps.push({ kind: 'all' });
  }
  return steps;
}

function literal(text: string): unknown {
  return text.startsWith("'") ? text.slice(1, -1) : (JSON.parse(text) as unknown);
}

/** The values at the path, in order; an empty list where a field is missing. */
export function findByJsonPath(value: unknown, steps: readonly Step[]): unknown[] {
  let found: unknown[] = [value];
  for (const step of steps) found = found.flatMap(entry => below(entry, step));
  return found;
}

function below(value: unknown, step: Step): readonly unknown[] {
  switch (step.kind) {
    case 'field':
      return isObject(value) && Object.hasOwn(value, step.name) ? [value[step.name]] : [];
    case 'index':
      return Array.isArray(value) && value.at(step.index) !== undefined ? [value.at(step.index)] : [];
    case 'all':
      return Array.isArray(value) ? value : isObject(value) ? Object.values(value) : [];
    case 'filter': {
      const steps = step.path.map(name => ({ kind: 'field' as const, name }));
      const holds = (item: unknown) =>
        findByJsonPath(item, steps).some(entry => (entry === step.value) === (step.operator === '=='));
      return Array.isArray(value) ? value.filter(holds) : [];
    }
  }
}
