import type { JsonObject } from '@lanthorn/base/json.ts';
import { isObject } from '@lanthorn/base/json.ts';
import { writeJson } from '@lanthorn/base/json-text.ts';
import type { PatchSchema } from '@lanthorn/kube/patch/strategic-merge-patch.ts';
import { type OpenApiSchemas, TypeSchema } from '@lanthorn/kube/edit/type-schema.ts';
import schemas from '../data/schemas.json' with { type: 'json' };
import { canonicalQuantity } from './canonical-quantity.ts';
import { fitsInteger } from './whole-numbers.ts';

/** The parts of an OpenAPI v3 schema that Kubernetes uses. */
export interface Schema {
  readonly $ref?: string;
  readonly allOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly type?: string;
  readonly format?: string;
  readonly default?: unknown;
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: Schema;
  readonly items?: Schema;
  readonly 'x-kubernetes-patch-merge-key'?: string;
  readonly 'x-kubernetes-patch-strategy'?: string;
  readonly 'x-kubernetes-group-version-kind'?: readonly {
    readonly group: string;
    readonly version: string;
    readonly kind: string;
  }[];
}

export const SCHEMAS = schemas as unknown as Readonly<Record<string, Schema>>;

const PREFIX = '#/components/schemas/';

/** By whole reference: one is followed for each field of each object that is read. */
const BY_REFERENCE = new Map(Object.entries(SCHEMAS).map(([name, schema]) => [PREFIX + name, schema]));

/** Follows `$ref` and the single `allOf` that carries a default beside a reference. */
export function resolveSchema(schema: Schema): Schema {
  const target = schema.$ref ?? schema.allOf?.[0]?.$ref;
  if (target === undefined) return schema;
  return BY_REFERENCE.get(target) ?? {};
}

/** The definition that a schema refers to: `io.k8s.api.batch.v1.CronJobSpec`, or nothing. */
export function definitionName(schema: Schema): string {
  return (schema.$ref ?? schema.allOf?.[0]?.$ref ?? '').slice(PREFIX.length);
}

/** Its last part: `CronJobSpec`. */
export function schemaName(schema: Schema): string {
  const target = definitionName(schema);
  return target.slice(target.lastIndexOf('.') + 1);
}

/** Amounts of resources, in texts such as `500m`. */
const QUANTITY = 'io.k8s.apimachinery.pkg.api.resource.Quantity';

const BY_KIND = new Map<string, Schema>();
for (const schema of Object.values(SCHEMAS)) {
  for (const { group, version, kind } of schema['x-kubernetes-group-version-kind'] ?? [])
    BY_KIND.set(`${group}/${version}/${kind}`, schema);
}

export function schemaOfKind(group: string, version: string, kind: string): Schema | undefined {
  return BY_KIND.get(`${group}/${version}/${kind}`);
}

const TYPES = new Map<string, TypeSchema | null>();

/** The same as a type to walk; null for a kind without a schema. */
export function typeOfKind(group: string, version: string, kind: string): TypeSchema | null {
  const key = `${group}/${version}/${kind}`;
  const known = TYPES.get(key);
  if (known !== undefined) return known;
  const schema = BY_KIND.get(key);
  const type = schema === undefined ? null : new TypeSchema(schemas as unknown as OpenApiSchemas, schema);
  TYPES.set(key, type);
  return type;
}

/** What strategic merge asks of a schema. */
export function patchSchema(schema: Schema): PatchSchema {
  const resolved = resolveSchema(schema);
  return {
    field(name) {
      const field = resolved.properties?.[name] ?? resolved.additionalProperties;
      return field === undefined ? null : patchSchema(field);
    },
    get items() {
      return resolved.items === undefined ? null : patchSchema(resolved.items);
    },
    mergeKey: schema['x-kubernetes-patch-merge-key'] ?? null,
    strategies: (schema['x-kubernetes-patch-strategy'] ?? '').split(','),
  };
}

/** Times of conditions, which Go has not as pointers: unset they are null, not absent. */
const TIMES = ['lastHeartbeatTime', 'lastProbeTime', 'lastTransitionTime', 'lastUpdateTime'];
const NO_TIMES: readonly string[] = [];
const TIMES_OF = new Map<Schema, readonly string[]>(
  Object.entries(SCHEMAS)
    .filter(([name]) => name.endsWith('Condition'))
    .map(([, schema]) => [schema, TIMES.filter(time => schema.properties?.[time] !== undefined)]),
);

/** Go's `omitempty` leaves out maps and lists without entries, but not structs without fields. */
function isOmitted(value: unknown, field: Schema | undefined, isRequired: boolean): boolean {
  if (field === undefined || isRequired) return false;
  const { type, properties, additionalProperties } = resolveSchema(field);
  if (Array.isArray(value)) return type === 'array' && value.length === 0;
  const isMap = properties === undefined && additionalProperties !== undefined;
  return isMap && isObject(value) && Object.keys(value).length === 0;
}

/** Of a number that does not fit into a whole one Go says which. */
function typeName(value: unknown, goType: string): string {
  if (typeof value !== 'number' && typeof value !== 'bigint') return typeof value;
  return goType.startsWith('int') ? `number ${value}` : 'number';
}

/** How Go names the type of a map; a struct goes by its own name. */
function goTypeOf({ additionalProperties }: Schema): string {
  return additionalProperties?.type === 'string' ? 'map[string]string' : 'object';
}

export interface DecodeResult {
  readonly value: JsonObject;
  /** Paths of fields the kind does not have; they are dropped, as a typed server drops them. */
  readonly unknownFields: readonly string[];
  /** The text of Go's decoder for the first value of a wrong type. */
  readonly typeError: string | null;
}

/** Reads an object as its kind: values of wrong types are an error, unknown fields are dropped and named, nulls are absent. */
export function decodeObject(kind: string, schema: Schema, value: JsonObject): DecodeResult {
  const walker = new Walker(kind);
  const decoded = walker.object(schema, value, null);
  return { value: decoded, unknownFields: walker.unknownFields, typeError: walker.typeError };
}

/** A value by the way to it from the root, which is null. It is put into words only where something is wrong. */
interface Place {
  readonly above: Place | null;
  /** What holds it, and by which key or index. */
  readonly schema: Schema;
  readonly key: string | number;
}

function pathOf({ above, key }: Place): string {
  if (typeof key === 'number') return `${above === null ? '' : pathOf(above)}[${key}]`;
  return above === null ? key : `${pathOf(above)}.${key}`;
}

/** Items of lists and keys of maps have no name in Go. */
function isField({ schema, key }: Place): boolean {
  return resolveSchema(schema).properties?.[key] !== undefined;
}

/** The field's path from the root, as Go's decoder names it. */
function goFieldOf(place: Place | null): string {
  if (place === null) return '';
  const above = goFieldOf(place.above);
  if (!isField(place)) return above;
  return above === '' ? String(place.key) : `${above}.${place.key}`;
}

class Walker {
  readonly unknownFields: string[] = [];
  typeError: string | null = null;
  readonly #kind: string;

  constructor(kind: string) {
    this.#kind = kind;
  }

  object(schema: Schema, value: JsonObject, above: Place | null): JsonObject {
    const resolved = resolveSchema(schema);
    const { properties, additionalProperties, required = [] } = resolved;
    const result: JsonObject = {};
    for (const [key, entry] of Object.entries(value)) {
      const field = properties?.[key] ?? additionalProperties;
      const place = { above, schema, key };
      if (field === undefined && properties !== undefined) this.unknownFields.push(pathOf(place));
      else if (entry !== null && !isOmitted(entry, field, required.includes(key)))
        result[key] = this.#value(field ?? {}, entry, place);
    }
    for (const time of TIMES_OF.get(resolved) ?? NO_TIMES) result[time] ??= null;
    return result;
  }

  /** The struct that holds the nearest field. */
  #goStructOf(place: Place | null): string {
    if (place === null) return this.#kind;
    return isField(place) ? schemaName(place.schema) || this.#kind : this.#goStructOf(place.above);
  }

  #value(schema: Schema, value: unknown, place: Place): unknown {
    if (definitionName(schema) === QUANTITY) return this.#quantity(value, place);
    const resolved = resolveSchema(schema);
    switch (resolved.type ?? 'any') {
      case 'object':
        return isObject(value) ? this.object(schema, value, place) : this.#wrong(value, place, goTypeOf(resolved));
      case 'array':
        if (!Array.isArray(value)) return this.#wrong(value, place, 'array');
        return value.map((item, i) =>
          this.#value(resolved.items ?? {}, item, { above: place, schema: resolved, key: i }),
        );
      case 'string':
        if (resolved.format === 'byte' && typeof value === 'string') this.#base64(value);
        return typeof value === 'string' ? value : this.#wrong(value, place, 'string');
      case 'integer':
        return fitsInteger(value, resolved.format) ? value : this.#wrong(value, place, resolved.format ?? 'int64');
      case 'number':
        if (typeof value === 'bigint') return Number(value);
        return typeof value === 'number' ? value : this.#wrong(value, place, 'float64');
      case 'boolean':
        return typeof value === 'boolean' ? value : this.#wrong(value, place, 'bool');
      default:
        return value;
    }
  }

  /** Whatever it is, Go reads it as text, and writes it anew. */
  #quantity(value: unknown, place: Place): unknown {
    const isOfList = resolveSchema(place.schema).additionalProperties !== undefined;
    const read = canonicalQuantity(typeof value === 'string' ? value : writeJson(value), isOfList);
    if (!read.ok) this.typeError ??= read.error;
    return read.ok ? read.value : value;
  }

  /** Of bytes Go's decoder says where they end. */
  #base64(value: string): void {
    const good = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?/.exec(value)?.[0].length ?? 0;
    if (good === value.length) return;
    const foreign = value.search(/[^A-Za-z0-9+/]/);
    this.typeError ??= `illegal base64 data at input byte ${foreign === -1 ? good : foreign}`;
  }

  #wrong(value: unknown, place: Place, goType: string): undefined {
    const jsonType = Array.isArray(value) ? 'array' : typeof value === 'boolean' ? 'bool' : typeName(value, goType);
    this.typeError ??= `json: cannot unmarshal ${jsonType} into Go struct field ${this.#goStructOf(place)}.${goFieldOf(place)} of type ${goType}`;
    return undefined;
  }
}
