import { asObject, deepClone, isObject, type JsonObject } from '@lanthorn/base/json.ts';

/** A schema of a CustomResourceDefinition (KEP-20180415, structural schemas): no references, every field has its type. */
export interface StructuralSchema {
  readonly type?: string;
  readonly format?: string;
  readonly nullable?: boolean;
  readonly default?: unknown;
  readonly enum?: readonly unknown[];
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, StructuralSchema>>;
  readonly additionalProperties?: StructuralSchema | boolean;
  readonly items?: StructuralSchema;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly exclusiveMinimum?: boolean;
  readonly exclusiveMaximum?: boolean;
  readonly multipleOf?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly pattern?: string;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly uniqueItems?: boolean;
  readonly minProperties?: number;
  readonly maxProperties?: number;
  readonly allOf?: readonly StructuralSchema[];
  readonly anyOf?: readonly StructuralSchema[];
  readonly oneOf?: readonly StructuralSchema[];
  readonly not?: StructuralSchema;
  readonly 'x-kubernetes-int-or-string'?: boolean;
  readonly 'x-kubernetes-preserve-unknown-fields'?: boolean;
  readonly 'x-kubernetes-embedded-resource'?: boolean;
  readonly 'x-kubernetes-list-type'?: string;
  readonly 'x-kubernetes-list-map-keys'?: readonly string[];
  readonly 'x-kubernetes-map-type'?: string;
  readonly 'x-kubernetes-validations'?: readonly ValidationRule[];
}

/** A rule in CEL at a place of a schema (KEP-2876). */
export interface ValidationRule {
  readonly rule: string;
  readonly message?: string;
  readonly messageExpression?: string;
  readonly reason?: string;
  readonly fieldPath?: string;
  readonly optionalOldSelf?: boolean;
}

/** Fields of a whole object that every schema has. */
const OBJECT_FIELDS = ['apiVersion', 'kind', 'metadata'];

/** The value without fields the schema does not know; their paths are added to `unknown`. */
export function pruneUnknown(value: JsonObject, schema: StructuralSchema, unknown: string[]): JsonObject {
  return prune(value, { ...schema, 'x-kubernetes-embedded-resource': true }, { path: '', unknown }) as JsonObject;
}

function prune(
  value: unknown,
  schema: StructuralSchema | undefined,
  place: { readonly path: string; readonly unknown: string[] },
): unknown {
  const keepsAll = schema === undefined || schema['x-kubernetes-preserve-unknown-fields'] === true;
  const at = (step: string) => ({ ...place, path: `${place.path}${step}` });
  if (Array.isArray(value))
    return schema?.items === undefined ? value : value.map((item, i) => prune(item, schema.items, at(`[${i}]`)));
  if (!isObject(value)) return value;
  const result: JsonObject = {};
  for (const [name, entry] of Object.entries(value)) {
    const step = place.path === '' ? name : `.${name}`;
    const field = fieldOf(schema, name);
    const isMeta = schema?.['x-kubernetes-embedded-resource'] === true && OBJECT_FIELDS.includes(name);
    if (field !== undefined && !isMeta) result[name] = prune(entry, field, at(step));
    else if (isMeta || keepsAll || hasAnyFields(schema)) result[name] = entry;
    else place.unknown.push(`${place.path}${step}`);
  }
  return result;
}

function fieldOf(schema: StructuralSchema | undefined, name: string): StructuralSchema | undefined {
  const { properties, additionalProperties } = schema ?? {};
  if (properties !== undefined && Object.hasOwn(properties, name)) return properties[name];
  return isObject(additionalProperties) ? additionalProperties : undefined;
}

const hasAnyFields = (schema: StructuralSchema) => schema.additionalProperties === true;

/** The value with defaults for fields that are missing, or that are null and not nullable. */
export function withDefaults(value: JsonObject, schema: StructuralSchema): JsonObject {
  return fill(value, schema) as JsonObject;
}

function fill(value: unknown, schema: StructuralSchema): unknown {
  if (Array.isArray(value)) {
    const { items } = schema;
    return items === undefined ? value : value.map(item => fill(item, items));
  }
  if (!isObject(value)) return value;
  const result: JsonObject = { ...value };
  for (const [name, field] of Object.entries(schema.properties ?? {})) {
    const isMissing = !Object.hasOwn(result, name) || (result[name] === null && field.nullable !== true);
    if (isMissing && field.default !== undefined) result[name] = deepClone(field.default);
  }
  for (const [name, entry] of Object.entries(result)) {
    const field = fieldOf(schema, name);
    if (field !== undefined) result[name] = fill(entry, field);
  }
  return result;
}

/** The schema that a version of a definition has for whole objects. */
export function schemaOfVersion(version: unknown): StructuralSchema {
  return asObject(asObject(asObject(version)['schema'])['openAPIV3Schema']);
}
