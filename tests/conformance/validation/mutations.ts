import { isObject, type JsonObject } from '@lanthorn/base/json.ts';
import { resolveSchema, type Schema, schemaName } from '@lanthorn/apiserver/schema/schema.ts';

/** A field of an object, and what to make of it that may make the object invalid. */
export interface Mutations {
  /** `spec.containers[0].name` */
  readonly path: string;
  /** By its new value as JSON; `absent`, or `twice` of a list's first item. */
  readonly objects: Readonly<Record<string, JsonObject>>;
}

/** No name, label, path, address or member of an enumeration. */
export const NOT_VALID = 'Not Valid!';
const MAX_INT32 = 2_147_483_647;

/** Metadata has scenarios of its own, a status is written elsewhere, and a pod's spec is asked of pods. */
const LEFT_ALONE = new Set(['apiVersion', 'kind', 'metadata', 'status']);
const POD_TEMPLATE = 'PodTemplateSpec';

type Path = readonly (string | number)[];

/** Changes of every field that a schema has where the object is. */
export function* mutationsOf(schema: Schema, object: JsonObject): Generator<Mutations> {
  for (const { path, values } of ofFields(schema, object, [])) {
    const objects = values.map(value => [titleOf(value), replaced(object, path, value)]);
    if (objects.length > 0)
      yield { path: pathText(path), objects: Object.fromEntries(objects) as Mutations['objects'] };
  }
}

function titleOf(value: unknown): string {
  if (value === undefined) return 'absent';
  return Array.isArray(value) && value.length > 1 ? 'twice' : JSON.stringify(value);
}

interface Wrong {
  readonly path: Path;
  readonly values: readonly unknown[];
}

function* ofFields(schema: Schema, object: JsonObject, path: Path): Generator<Wrong> {
  for (const [name, field] of Object.entries(resolveSchema(schema).properties ?? {})) {
    if (LEFT_ALONE.has(name)) continue;
    if (schemaName(schema) === POD_TEMPLATE && name === 'spec') continue;
    const at = [...path, name];
    const value = object[name];
    yield { path: at, values: [...(value === undefined ? [] : [undefined]), ...wrongValues(field, value)] };
    yield* below(field, value, at);
  }
}

function* below(field: Schema, value: unknown, path: Path): Generator<Wrong> {
  const { items } = resolveSchema(field);
  if (isObject(value)) yield* ofFields(field, value, path);
  if (!Array.isArray(value) || items === undefined) return;
  for (const [i, item] of value.entries()) if (isObject(item)) yield* ofFields(items, item, [...path, i]);
}

function wrongValues(field: Schema, value: unknown): readonly unknown[] {
  const { type, format, items, properties, additionalProperties, oneOf } = resolveSchema(field);
  if (oneOf !== undefined) return format === 'int-or-string' ? [-1, 0, NOT_VALID, '150%'] : ['-1'];
  switch (type ?? 'any') {
    case 'string':
      return format === undefined ? [NOT_VALID] : [];
    case 'integer':
      return [-1, 0, MAX_INT32];
    case 'array': {
      const [first] = Array.isArray(value) ? value : [];
      const wrong = resolveSchema(items ?? {}).type === 'string' ? [NOT_VALID] : [{}];
      return [wrong, ...(first === undefined ? [] : [[first, first]])];
    }
    case 'object':
      if (properties !== undefined) return value === undefined ? [{}] : [];
      return resolveSchema(additionalProperties ?? {}).type === 'string'
        ? [{ [NOT_VALID]: 'x' }, { a: NOT_VALID }]
        : [{ [NOT_VALID]: '1' }, { cpu: '-1' }];
    default:
      return [];
  }
}

function pathText(path: Path): string {
  return path.map((step, i) => (typeof step === 'number' ? `[${step}]` : i === 0 ? step : `.${step}`)).join('');
}

function replaced(node: unknown, [step, ...rest]: Path, value: unknown): unknown {
  if (step === undefined) return value;
  if (Array.isArray(node)) return node.map((entry, i) => (i === step ? replaced(entry, rest, value) : entry));
  const object = isObject(node) ? node : {};
  const { [step]: _, ...others } = object;
  const changed = replaced(object[step], rest, value);
  return changed === undefined ? others : { ...object, [step]: changed };
}
