import { deepEqual, isObject, type JsonObject } from '@lanthorn/base/json.ts';
import { type FieldError, invalidValue, notSupported, required } from '../wire/api-error.ts';
import { writeJson } from '@lanthorn/base/json-text.ts';
import type { StructuralSchema } from './structural-schema.ts';
import { fitsInteger } from './whole-numbers.ts';

// Texts: k8s.io/kube-openapi/pkg/validation, and apiextensions-apiserver/pkg/apiserver/validation for lists.

/** With one of these among the errors the rules in CEL are not run. */
const BLOCKING: ReadonlySet<FieldError['reason']> = new Set([
  'FieldValueRequired',
  'FieldValueNotSupported',
  'FieldValueTooLong',
  'FieldValueTooMany',
  'FieldValueTypeInvalid',
] as const);

export function isBlocking({ reason }: FieldError): boolean {
  return BLOCKING.has(reason);
}

/** What is wrong with a value; `base` is the path before it, which messages do not say. */
export function validateSchema(value: unknown, schema: StructuralSchema, { base = '', path = '' } = {}): FieldError[] {
  return new SchemaValidator(base).validate(value, schema, path);
}

class SchemaValidator {
  readonly #base: string;

  constructor(base: string) {
    this.#base = base;
  }

  validate(value: unknown, schema: StructuralSchema, path: string): FieldError[] {
    if (value === null && schema.nullable === true) return [];
    const types = schema['x-kubernetes-int-or-string'] === true ? ['integer', 'string'] : [schema.type ?? ''];
    if (types[0] !== '' && !types.some(type => isOfType(value, type))) return this.#wrongType(value, types, path);
    return [
      ...this.#combined(value, schema, path),
      ...(typeof value === 'string' ? this.#string(value, schema, path) : []),
      ...(typeof value === 'number' || typeof value === 'bigint' ? this.#number(value, schema, path) : []),
      ...(Array.isArray(value) ? this.#array(value, schema, path) : []),
      ...(schema.enum !== undefined && !schema.enum.some(entry => deepEqual(entry, value))
        ? [notSupported(this.#field(path), value, schema.enum.map(String))]
        : []),
      ...(isObject(value) ? this.#object(value, schema, path) : []),
    ];
  }

  #field(path: string): string {
    return this.#base === '' || path === '' ? `${this.#base}${path}` : `${this.#base}.${path}`;
  }

  #wrong(path: string, value: unknown, why: string): FieldError {
    return invalidValue(this.#field(path), value, `${path} in body ${why}`);
  }

  #wrongType(value: unknown, types: readonly string[], path: string): FieldError[] {
    const found = typeName(value);
    const error = this.#wrong(path, found, `must be of type ${types.join(',')}: ${JSON.stringify(found)}`);
    const typed: FieldError = { ...error, reason: 'FieldValueTypeInvalid' };
    if (found !== 'number' || types[0] !== 'integer') return [typed];
    // A number that is no integer is refused twice.
    const why = `Checked value must be of type integer (default format) in ${path}`;
    return [typed, invalidValue('<nil>', '', why)];
  }

  #string(value: string, schema: StructuralSchema, path: string): FieldError[] {
    const { minLength, maxLength, pattern, format } = schema;
    const length = [...value].length;
    if (maxLength !== undefined && length > maxLength) {
      const message = `Too long: may not be more than ${maxLength} bytes`;
      return [{ field: this.#field(path), reason: 'FieldValueTooLong', message }];
    }
    if (minLength !== undefined && length < minLength)
      return [this.#wrong(path, value, `should be at least ${minLength} chars long`)];
    if (pattern !== undefined && !new RegExp(pattern, 'u').test(value))
      return [this.#wrong(path, value, `should match '${pattern}'`)];
    if (format === undefined || FORMATS[format]?.test(value) !== false) return [];
    const error = this.#wrong(path, value, `must be of type ${format}: ${JSON.stringify(value)}`);
    return [{ ...error, reason: 'FieldValueTypeInvalid' }];
  }

  #number(value: number | bigint, schema: StructuralSchema, path: string): FieldError[] {
    const { minimum, maximum, exclusiveMinimum, exclusiveMaximum, multipleOf, format } = schema;
    const isBelow = minimum !== undefined && (exclusiveMinimum === true ? value <= minimum : value < minimum);
    const isAbove = maximum !== undefined && (exclusiveMaximum === true ? value >= maximum : value > maximum);
    const orEqual = (isExclusive: boolean | undefined) => (isExclusive === true ? '' : ' or equal to');
    const isTooWide = format === 'int32' && Number.isInteger(Number(value)) && !fitsInteger(value, format);
    const ofFormat = `Checked value must be of type integer with format int32 in ${path}`;
    return [
      ...(isTooWide ? [invalidValue('<nil>', '', ofFormat)] : []),
      ...(isAbove ? [this.#wrong(path, value, `should be less than${orEqual(exclusiveMaximum)} ${maximum}`)] : []),
      ...(isBelow ? [this.#wrong(path, value, `should be greater than${orEqual(exclusiveMinimum)} ${minimum}`)] : []),
      ...(multipleOf !== undefined && !Number.isInteger(Number(value) / multipleOf)
        ? [this.#wrong(path, value, `should be a multiple of ${multipleOf}`)]
        : []),
    ];
  }

  #array(value: readonly unknown[], schema: StructuralSchema, path: string): FieldError[] {
    const { items, minItems, maxItems } = schema;
    if (maxItems !== undefined && value.length > maxItems) return [tooMany(this.#field(path), value.length, maxItems)];
    if (minItems !== undefined && value.length < minItems)
      return [this.#wrong(path, value.length, `should have at least ${minItems} items`)];
    return [
      ...(items === undefined ? [] : value.flatMap((item, i) => this.validate(item, items, `${path}[${i}]`))),
      ...this.#duplicates(value, schema, path),
    ];
  }

  #duplicates(value: readonly unknown[], schema: StructuralSchema, path: string): FieldError[] {
    const listType = schema['x-kubernetes-list-type'];
    if (listType !== 'map' && listType !== 'set' && schema.uniqueItems !== true) return [];
    const keys = schema['x-kubernetes-list-map-keys'] ?? [];
    const seen = new Set<string>();
    return value.flatMap((item, i) => {
      const key =
        listType === 'map' && isObject(item) ? Object.fromEntries(keys.map(name => [name, item[name]])) : item;
      const text = writeJson(key);
      if (!seen.has(text)) {
        seen.add(text);
        return [];
      }
      const message = `Duplicate value: ${text}`;
      return [{ field: this.#field(`${path}[${i}]`), reason: 'FieldValueDuplicate' as const, message }];
    });
  }

  #object(value: JsonObject, schema: StructuralSchema, path: string): FieldError[] {
    const { properties = {}, additionalProperties, minProperties, maxProperties } = schema;
    const names = Object.keys(value);
    if (maxProperties !== undefined && names.length > maxProperties)
      return [tooMany(this.#field(path), names.length, maxProperties)];
    if (minProperties !== undefined && names.length < minProperties)
      return [this.#wrong(path, names.length, `should have at least ${minProperties} properties`)];
    const at = (name: string) => (path === '' ? name : `${path}.${name}`);
    const missing = (schema.required ?? []).filter(name => !Object.hasOwn(value, name));
    return [
      ...names.flatMap(name => {
        const field = Object.hasOwn(properties, name) ? properties[name] : additionalProperties;
        return isObject(field) ? this.validate(value[name], field, at(name)) : [];
      }),
      ...missing.map(name => required(this.#field(at(name)))),
    ];
  }

  #combined(value: unknown, schema: StructuralSchema, path: string): FieldError[] {
    const { allOf = [], anyOf, oneOf, not } = schema;
    const holds = (entry: StructuralSchema) => this.validate(value, entry, path).length === 0;
    const matching = (oneOf ?? []).filter(holds).length;
    const one = matching === 0 ? 'Found none valid' : `Found ${matching} valid alternatives`;
    return [
      ...allOf.flatMap(entry => this.validate(value, entry, path)),
      ...(anyOf !== undefined && !anyOf.some(holds)
        ? [invalidValue(this.#field(path), '', `${quoted(path)} must validate at least one schema (anyOf)`)]
        : []),
      ...(oneOf !== undefined && matching !== 1
        ? [invalidValue(this.#field(path), '', `${quoted(path)} must validate one and only one schema (oneOf). ${one}`)]
        : []),
      ...(not !== undefined && holds(not)
        ? [invalidValue(this.#field(path), '', `${quoted(path)} must not validate the schema (not)`)]
        : []),
    ];
  }
}

const quoted = (path: string) => JSON.stringify(path);

function tooMany(field: string, count: number, most: number): FieldError {
  return { field, reason: 'FieldValueTooMany', message: `Too many: ${count}: must have at most ${most} items` };
}

function isOfType(value: unknown, type: string): boolean {
  const found = typeName(value);
  return found === type || (type === 'number' && found === 'integer');
}

function typeName(value: unknown): string {
  if (Array.isArray(value)) return 'array';
  if (value === null) return 'null';
  if (typeof value === 'bigint') return 'integer';
  // A float that large is no integer to the server, whatever it is to JavaScript.
  if (typeof value === 'number') return Number.isSafeInteger(value) ? 'integer' : 'number';
  return typeof value;
}

/** Of the formats that the server checks, those that people write (apiextensions/v1, JSONSchemaProps). */
const FORMATS: Readonly<Record<string, RegExp>> = {
  'date-time': /^\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)$/,
  date: /^\d{4}-\d\d-\d\d$/,
  duration: /^-?(\d+(\.\d+)?(ns|us|µs|ms|s|m|h))+$|^0$/,
  email: /^[^@\s]+@[^@\s]+$/,
  ipv4: /^(\d{1,3}\.){3}\d{1,3}$/,
  uuid: /^[0-9a-fA-F]{8}-?([0-9a-fA-F]{4}-?){3}[0-9a-fA-F]{12}$/,
  byte: /^([A-Za-z0-9+/]{4})*([A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/,
  uri: /^[a-zA-Z][a-zA-Z0-9+.-]*:/,
};
