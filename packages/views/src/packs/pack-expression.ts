import { Environment, type EvaluationError } from '@marcbachmann/cel-js';
import { findByJsonPath, parseJsonPath } from '@lanthorn/kube/objects/json-path.ts';

/** Finds something in an object; undefined where a field on the way is not there. Throws an Error that says why it cannot. */
export type Finder = (object: unknown) => unknown;

/** Either finds, or says what is wrong with what was written. */
export type Compiled = { readonly find: Finder } | { readonly error: string };

/** Fields and items that one evaluation may look at: a list of hundreds of conditions, and well below a millisecond. */
export const MAX_LOOKS = 1_000;
/** Nested `all`, `exists`, `map` and `filter`: of what is written out in the expression itself nobody counts the looks. */
const MAX_NESTED = 2;
/** Characters of one text of an object that an expression is given: conversions and searches take time by its length. */
const MAX_TEXT = 4_096;

/** What an expression may be made of: a condition with some clauses, no program. */
const LIMITS = { maxAstNodes: 200, maxDepth: 24, maxListElements: 32, maxMapEntries: 32, maxCallArguments: 8 };

const ENVIRONMENT = new Environment({
  unlistedVariablesAreDyn: false,
  enableOptionalTypes: true,
  homogeneousAggregateLiterals: false,
  limits: LIMITS,
}).registerVariable('object', 'dyn');

/** Regular expressions can take for ever on a hostile text, and `cel.bind` doubles a text as often as it is nested. */
const REFUSED: ReadonlySet<string> = new Set(['matches', 'bind']);
const LOOPS: ReadonlySet<string> = new Set(['all', 'exists', 'exists_one', 'map', 'filter']);

/** A JSONPath as Kubernetes writes it in printer columns. What it finds more than once is a list. */
export function compilePath(path: string): Compiled {
  const steps = path.startsWith('.') ? parseJsonPath(path) : null;
  if (steps === null) return { error: `cannot read the path ${path}` };
  const isMany = steps.some(({ kind }) => kind === 'all' || kind === 'filter');
  return {
    find: object => {
      const found = findByJsonPath(object, steps);
      return isMany && found.length > 1 ? found : found[0];
    },
  };
}

/** An expression in CEL. A field that is not there makes it nothing, as a path. */
export function compileCel(expression: string): Compiled {
  try {
    const program = ENVIRONMENT.parse(expression);
    const checked = program.check();
    if (!checked.valid) return { error: firstLine(checked.error?.message ?? 'cannot be read') };
    const refusal = refusalOf(program.ast, 0);
    if (refusal !== null) return { error: refusal };
    return {
      find: object => {
        try {
          return plain(program({ object: counted(object, { looks: 0 }) }));
        } catch (error) {
          if (isMissing(error)) return undefined;
          throw new Error(error instanceof Error ? firstLine(error.message) : String(error), { cause: error });
        }
      },
    };
  } catch (error) {
    return { error: firstLine(error instanceof Error ? error.message : String(error)) };
  }
}

const MISSING: ReadonlySet<unknown> = new Set(['no_such_key', 'index_out_of_bounds']);

function isMissing(error: unknown): boolean {
  return error instanceof Error && MISSING.has((error as EvaluationError).code);
}

const firstLine = (text: string) => text.split('\n')[0] ?? '';

/** What bounds of size cannot keep short. */
function refusalOf(node: unknown, nested: number): string | null {
  if (Array.isArray(node)) {
    for (const part of node) {
      const refusal = refusalOf(part, nested);
      if (refusal !== null) return refusal;
    }
    return null;
  }
  if (typeof node !== 'object' || node === null || !('op' in node) || !('args' in node)) return null;
  const name = (node.op === 'call' || node.op === 'rcall') && Array.isArray(node.args) ? String(node.args[0]) : '';
  if (REFUSED.has(name)) return `${name} is not offered here`;
  const depth = nested + (LOOPS.has(name) ? 1 : 0);
  if (depth > MAX_NESTED) return `${name} is nested more than ${MAX_NESTED} deep`;
  return refusalOf(node.args, depth);
}

/** JSON as CEL takes it, made as far as it is looked at: whole numbers are integers. Each look counts. */
function counted(value: unknown, budget: { looks: number }): unknown {
  if (typeof value === 'number' && Number.isSafeInteger(value)) return BigInt(value);
  if (typeof value === 'string' && value.length > MAX_TEXT) return value.slice(0, MAX_TEXT);
  if (typeof value !== 'object' || value === null) return value;
  return new Proxy(value, {
    get: (target, key) => {
      if (key === 'constructor') return Array.isArray(target) ? Array : Object;
      if (typeof key === 'symbol' || (key === 'length' && Array.isArray(target)))
        return Reflect.get(target, key) as unknown;
      if (++budget.looks > MAX_LOOKS) throw new Error(`looks at more than ${MAX_LOOKS} fields`);
      return counted(Reflect.get(target, key), budget);
    },
    ownKeys: target => {
      const keys = Reflect.ownKeys(target);
      budget.looks += keys.length;
      if (budget.looks > MAX_LOOKS) throw new Error(`looks at more than ${MAX_LOOKS} fields`);
      return keys;
    },
  });
}

/** What CEL gives, as JSON has it. */
function plain(value: unknown): unknown {
  if (typeof value === 'bigint') return Number(value);
  if (value instanceof Date) return value.toISOString();
  if (Array.isArray(value)) return value.map(plain);
  return value;
}
