import { isMap, isScalar, isSeq, type Node, type Pair } from 'yaml';
import { parseKubernetesYaml } from './kubernetes-yaml.ts';
import type { TypeSchema } from './type-schema.ts';

/** Something about a place of a text; `code` names a sentence of the catalogue. */
export interface YamlProblem {
  readonly from: number;
  readonly to: number;
  readonly severity: 'error' | 'warning' | 'info';
  readonly code: 'syntax' | 'unknownField' | 'wrongType' | 'notInEnum' | 'required' | 'yaml11Boolean' | 'octal';
  readonly values: Readonly<Record<string, string>>;
}

/** Kubernetes reads such a word as a boolean, which few people know. */
const UNUSUAL_BOOLEAN = /^(y|yes|n|no|on|off)$/i;
/** A number in base eight, as file modes are written. */
const OCTAL = /^[-+]?0o?[0-7_]*[1-7][0-7_]*$/;

/** What is wrong with a text as an object of a type: its syntax, doubled keys, unknown fields, wrong types. */
export function lintYaml(text: string, type: TypeSchema | null): YamlProblem[] {
  const document = parseKubernetesYaml(text);
  const problems: YamlProblem[] = document.errors.map(({ pos: [from, to], message }) => ({
    from,
    to: Math.max(to, from + 1),
    severity: 'error',
    code: 'syntax',
    values: { message: message.split(' at line')[0] ?? message },
  }));
  if (problems.length === 0 && type !== null) new Linter(problems).node(document.contents, type);
  return problems;
}

/** Where in the text a field is that the server names (`spec.template.spec.containers[0].image`), or its nearest parent that is there. */
export function rangeOfField(text: string, field: string): { from: number; to: number } {
  const path = [...field.matchAll(/([^.[\]]+)|\[(\d+)\]/g)].map(([, name, index]) => name ?? Number(index));
  const document = parseKubernetesYaml(text);
  let found = { from: 0, to: 0 };
  let node: unknown = document.contents;
  for (const step of path) {
    if (isMap(node)) {
      const pair: Pair | undefined = node.items.find(({ key }) => isScalar(key) && String(key.value) === String(step));
      if (pair === undefined) break;
      found = rangeOf(pair.key) ?? found;
      node = pair.value;
    } else if (isSeq(node) && typeof step === 'number') {
      node = node.items[step];
      found = rangeOf(node) ?? found;
    } else break;
  }
  return found;
}

class Linter {
  readonly #problems: YamlProblem[];

  constructor(problems: YamlProblem[]) {
    this.#problems = problems;
  }

  node(node: unknown, type: TypeSchema): void {
    if (isMap(node)) this.#map(node.items, node, type);
    else if (isSeq(node)) {
      if (!fits('array', type)) this.#wrong(node, type, 'array');
      else if (type.items !== null) for (const item of node.items) this.node(item, type.items);
    } else if (isScalar(node)) this.#scalar(node, node.value, type);
  }

  #map(pairs: readonly Pair[], map: unknown, type: TypeSchema): void {
    if (!fits('object', type)) return this.#wrong(map, type, 'object');
    const names = new Set<string>();
    for (const { key, value } of pairs) {
      if (!isScalar(key)) continue;
      const name = String(key.value);
      names.add(name);
      if (typeof key.value === 'boolean' && UNUSUAL_BOOLEAN.test(key.source ?? ''))
        this.#add(key, 'yaml11Boolean', { value: key.source ?? '', means: name });
      const field = type.field(name);
      if (field !== null) this.node(value, field);
      else if (!type.isOpen) this.#add(key, 'unknownField', { field: name });
    }
    for (const field of type.required) if (!names.has(field)) this.#add(pairs[0]?.key ?? map, 'required', { field });
    return undefined;
  }

  #scalar(node: Node & { readonly source?: string; readonly type?: string }, value: unknown, type: TypeSchema): void {
    if (value === null) return;
    const is = typeName(value);
    const plain = node.type === 'PLAIN' ? (node.source ?? '') : '';
    const isUnusual = typeof value === 'boolean' && UNUSUAL_BOOLEAN.test(plain);
    if (isUnusual && (type.type === '' || !fits(is, type)))
      this.#add(node, 'yaml11Boolean', { value: plain, means: String(value) });
    else if (!fits(is, type)) this.#wrong(node, type, is);
    else if (type.enum.length > 0 && !type.enum.includes(value))
      this.#add(node, 'notInEnum', { value: JSON.stringify(value), allowed: type.enum.map(String).join(', ') });
    else if (is === 'integer' && plain.length > 1 && OCTAL.test(plain))
      this.#add(node, 'octal', { value: plain, means: `${value as number}` });
  }

  #wrong(node: unknown, type: TypeSchema, found: string): void {
    this.#add(node, 'wrongType', { expected: type.type, found });
  }

  #add(node: unknown, code: YamlProblem['code'], values: Record<string, string>): void {
    const range = rangeOf(node);
    const severity = SEVERITY[code] ?? 'error';
    if (range !== null) this.#problems.push({ ...range, severity, code, values });
  }
}

const SEVERITY: Partial<Record<YamlProblem['code'], YamlProblem['severity']>> = {
  yaml11Boolean: 'warning',
  octal: 'info',
};

/** A value's type as schemas name it. */
function typeName(value: unknown): string {
  if (typeof value === 'bigint') return 'integer';
  if (typeof value === 'number') return Number.isInteger(value) ? 'integer' : 'number';
  return typeof value;
}

function fits(found: string, { type }: TypeSchema): boolean {
  if (type === '' || type === found) return true;
  if (type === 'number') return found === 'integer';
  return type === 'int-or-string' && ['integer', 'number', 'string'].includes(found);
}

function rangeOf(node: unknown): { from: number; to: number } | null {
  const range = (node as Node | null | undefined)?.range;
  return range === null || range === undefined ? null : { from: range[0], to: range[1] };
}
