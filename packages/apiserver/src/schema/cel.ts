import { Environment, type TypeCheckResult } from '@marcbachmann/cel-js';
import { parseQuantity } from '@lanthorn/kube/objects/quantity.ts';
import { isObject } from '@lanthorn/base/json.ts';
import { resolveSchema, type Schema } from './schema.ts';
import { ESCAPE_KEY, escapedKey } from './cel-mutation.ts';
import type { StructuralSchema } from './structural-schema.ts';

/** A compiled expression: `evaluate` gives its value, or why there is none. */
export interface CelProgram {
  readonly evaluate: (variables: Readonly<Record<string, unknown>>) => CelResult;
}

export type CelResult = { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly error: string };

export type CelCompilation =
  | { readonly ok: true; readonly program: CelProgram; readonly type: string }
  /** In the words of a compiler. */
  | { readonly ok: false; readonly error: string };

class Quantity {
  readonly value: number;

  constructor(text: string) {
    const value = parseQuantity(text);
    if (value === null) throw new Error(`${text} is no quantity`);
    this.value = value;
  }
}

/** The CEL of Kubernetes: the language, and the functions of its libraries that rules use most (k8s.io/apiserver/pkg/cel/library). */
const KUBERNETES = new Environment({
  unlistedVariablesAreDyn: false,
  enableOptionalTypes: true,
  homogeneousAggregateLiterals: false,
})
  .registerType('kubernetes.Quantity', Quantity)
  .registerFunction('quantity(string): kubernetes.Quantity', (text: string) => new Quantity(text))
  .registerFunction('isQuantity(string): bool', (text: string) => parseQuantity(text) !== null)
  .registerFunction(
    'kubernetes.Quantity.isGreaterThan(kubernetes.Quantity): bool',
    (a: Quantity, b: Quantity) => a.value > b.value,
  )
  .registerFunction(
    'kubernetes.Quantity.isLessThan(kubernetes.Quantity): bool',
    (a: Quantity, b: Quantity) => a.value < b.value,
  )
  .registerFunction('kubernetes.Quantity.compareTo(kubernetes.Quantity): int', (a: Quantity, b: Quantity) =>
    BigInt(Math.sign(a.value - b.value)),
  )
  .registerFunction('kubernetes.Quantity.asInteger(): int', (a: Quantity) => BigInt(a.value))
  .registerFunction('kubernetes.Quantity.asApproximateFloat(): double', (a: Quantity) => a.value)
  .registerFunction(
    'string.find(string): string',
    (text: string, pattern: string) => new RegExp(pattern, 'u').exec(text)?.[0] ?? '',
  )
  .registerFunction('string.findAll(string): list', (text: string, pattern: string) =>
    [...text.matchAll(new RegExp(pattern, 'gu'))].map(([found]) => found),
  )
  .registerFunction(`${ESCAPE_KEY}(string): string`, escapedKey)
  .registerFunction('isURL(string): bool', (text: string) => /^[a-z][a-z0-9+.-]*:\/\/\S+$/i.test(text))
  .registerFunction('list.indexOf(dyn): int', (list: unknown[], item: unknown) => BigInt(list.indexOf(item)))
  .registerFunction('list.isSorted(): bool', (list: (bigint | number | string)[]) =>
    list.every((item, i) => i === 0 || (list[i - 1] as typeof item) <= item),
  )
  .registerFunction('list.sum(): dyn', (list: (bigint | number)[]) =>
    list.reduce(
      (sum: bigint | number, item) => (typeof item === 'bigint' ? BigInt(sum) + item : Number(sum) + item),
      0n,
    ),
  )
  .registerFunction('list.max(): dyn', (list: (bigint | number | string)[]) => list.reduce((a, b) => (b > a ? b : a)))
  .registerFunction('list.min(): dyn', (list: (bigint | number | string)[]) => list.reduce((a, b) => (b < a ? b : a)));

/** Compilers by the names their expressions may use. */
const environments = new Map<string, Environment>();

function environmentOf(variables: readonly string[]): Environment {
  const key = variables.join(' ');
  let environment = environments.get(key);
  if (environment === undefined) {
    environment = KUBERNETES.clone();
    for (const name of variables) environment.registerVariable(name, 'dyn');
    environments.set(key, environment);
  }
  return environment;
}

/** Compiles an expression that may use these variables. */
export function compileCel(expression: string, variables: readonly string[]): CelCompilation {
  try {
    const parsed = environmentOf(variables).parse(expression);
    const checked: TypeCheckResult = parsed.check();
    if (!checked.valid) return { ok: false, error: complaint(expression, checked.error?.message ?? '') };
    const evaluate = (values: Readonly<Record<string, unknown>>): CelResult => {
      try {
        return { ok: true, value: parsed({ ...values }) };
      } catch (error) {
        if (!(error instanceof Error)) throw error;
        return { ok: false, error: firstLine(error.message).replace(/^No such key/, 'no such key') };
      }
    };
    return { ok: true, program: { evaluate }, type: checked.type ?? 'dyn' };
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    return { ok: false, error: complaint(expression, error.message) };
  }
}

const firstLine = (text: string) => text.split('\n')[0] ?? '';

/** As cel-go shows it: where, what, and the line with a caret below. */
function complaint(expression: string, message: string): string {
  const caret = message.split('\n').find(line => /^\s*\^\s*$/.test(line)) ?? '';
  const column = Math.max(0, caret.indexOf('^') - '>    1 | '.length);
  const unknown = /^Unknown variable: (\w+)/.exec(message)?.[1];
  const what =
    unknown === undefined
      ? `Syntax error: ${firstLine(message)}`
      : `undeclared reference to '${unknown}' (in container '')`;
  return `compilation failed: ERROR: <input>:1:${column + 1}: ${what}\n | ${expression}\n | ${'.'.repeat(column)}^`;
}

/** A value of JSON as CEL takes it: integers are 64 bits wide, moments are timestamps where the schema says so. */
export function toCel(value: unknown, schema: Schema | StructuralSchema = {}): unknown {
  const { type, format, properties, additionalProperties, items } = resolveSchema(schema as Schema);
  if (typeof value === 'bigint') return type === 'number' ? Number(value) : value;
  if (typeof value === 'number') return Number.isInteger(value) && type !== 'number' ? BigInt(value) : value;
  if (typeof value === 'string' && format === 'date-time') return new Date(value);
  if (Array.isArray(value)) return value.map(item => toCel(item, items));
  if (!isObject(value)) return value;
  const below = (name: string) => properties?.[name] ?? (isObject(additionalProperties) ? additionalProperties : {});
  return Object.fromEntries(Object.entries(value).map(([name, entry]) => [name, toCel(entry, below(name))]));
}
