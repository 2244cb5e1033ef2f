import { asArray, asObject, asString, isObject, type JsonObject } from '@lanthorn/base/json.ts';
import {
  duplicateValue,
  type FieldError,
  forbiddenField,
  invalidValue,
  notSupported,
  required,
} from '../wire/api-error.ts';
import { CLUSTER_TYPE_RULES } from './cluster-type-rules.ts';
import { DEVICE_TYPE_RULES } from './rules/device-rules.ts';
import fieldRules from '../data/field-rules.json' with { type: 'json' };
import protobuf from '../data/protobuf.json' with { type: 'json' };
import { FIELD_FORMATS, type FieldFormat } from '../schema/field-formats.ts';
import { POD_TYPE_RULES } from './pod-type-rules.ts';
import { definitionName, resolveSchema, type Schema } from '../schema/schema.ts';
import { below, type TypeRule, type TypeRules } from './rules/type-rule.ts';
import { WORKLOAD_TYPE_RULES } from './workload-type-rules.ts';

/** What a field must be, as far as it can be said of the field alone. */
export interface FieldRule {
  /** It must not be empty; the text says why, where the server gives a reason. */
  readonly required?: string;
  /** An absent field is checked as the zero value of its type. */
  readonly isAbsentChecked?: true;
  /** In the order in which the server tells them; of a list's items it complains at the list, or at the item. */
  readonly enum?: readonly string[];
  readonly isToldAtItem?: true;
  readonly minimum?: Bound;
  readonly maximum?: Bound;
  readonly format?: FieldFormat;
  /** Of each text in a list. */
  readonly items?: FieldFormat;
  /** Of a map's keys, which complain at the map or at the key. */
  readonly keys?: FieldFormat;
  readonly values?: FieldFormat;
  readonly isToldAtKey?: true;
  /** No two items of a list are alike in this field, or as a whole (''). */
  readonly unique?: string;
}

interface Bound {
  readonly value: number;
  readonly message: string;
}

/** Fields of which a type may have only one, in the order in which they are looked at. */
export interface Union {
  readonly members: readonly string[];
  readonly message: string;
  /** Where one must be there. */
  readonly none?: string;
  /** What the server calls a member in its complaints, where that is not its name. */
  readonly toldAs?: Readonly<Record<string, string>>;
}

export interface FieldRules {
  /** By type and field. */
  readonly fields: Readonly<Record<string, Readonly<Record<string, FieldRule>>>>;
  /** By type. */
  readonly unions: Readonly<Record<string, Union>>;
}

const { fields: FIELDS, unions: UNIONS } = fieldRules as unknown as FieldRules;

const TYPE_RULES: TypeRules = {
  ...POD_TYPE_RULES,
  ...WORKLOAD_TYPE_RULES,
  ...CLUSTER_TYPE_RULES,
  ...DEVICE_TYPE_RULES,
};

/** A type's fields that have rules, or hold something that has. */
interface Plan {
  readonly rule: TypeRule | undefined;
  readonly fields: readonly PlannedField[];
  readonly union: Union | undefined;
}

interface PlannedField {
  readonly name: string;
  readonly rule: FieldRule | undefined;
  readonly inner: Plan | null;
  readonly isList: boolean;
  /** Go has it by value: absent, it is there and empty. */
  readonly isEmbedded: boolean;
}

/** Checks objects of a kind by what a real server was seen to refuse (`data/field-rules.json`); metadata and status are not its own. */
export class FieldRuleChecker {
  readonly #plan: Plan | null;

  constructor(schema: Schema, kind: string) {
    this.#plan = planOf(schema, kind);
  }

  check(object: JsonObject): FieldError[] {
    return this.#plan === null ? [] : checkFields(this.#plan, object, '');
  }
}

const NOT_ITS_OWN = new Set(['metadata', 'status']);
const PLANS = new Map<string, Plan | null>();

function planOf(schema: Schema, kind: string): Plan | null {
  const type = definitionName(schema) || kind;
  const known = PLANS.get(type);
  if (known !== undefined) return known;
  // A type that holds itself ends here.
  PLANS.set(type, null);
  const fields: PlannedField[] = [];
  for (const [name, field] of inGoOrder(type, resolveSchema(schema).properties ?? {})) {
    if (NOT_ITS_OWN.has(name)) continue;
    const rule = FIELDS[type]?.[name];
    const { items } = resolveSchema(field);
    const inner = planOf(items ?? field, '');
    if (rule === undefined && inner === null && UNIONS[type]?.members.includes(name) !== true) continue;
    const isEmbedded = isObject(field.default) && Object.keys(field.default).length === 0;
    fields.push({ name, rule, inner, isList: items !== undefined, isEmbedded });
  }
  const union = UNIONS[type];
  const rule = TYPE_RULES[type];
  const plan = fields.length === 0 && union === undefined && rule === undefined ? null : { rule, fields, union };
  PLANS.set(type, plan);
  return plan;
}

const MESSAGES = protobuf.messages as unknown as Readonly<Record<string, Readonly<Record<string, readonly [string]>>>>;

/** The server checks fields about as they are declared in Go, which is how they are numbered. */
function inGoOrder(type: string, properties: Readonly<Record<string, Schema>>): [string, Schema][] {
  const message = type.replace(/^io\.k8s\.(?:api|apimachinery\.pkg\.apis)\.(\w+)\.(\w+)\./, '$1/$2.');
  const names = Object.values(MESSAGES[message] ?? {}).map(([name]) => name);
  return Object.entries(properties).sort(([a], [b]) => names.indexOf(a) - names.indexOf(b));
}

function checkFields(plan: Plan, object: JsonObject, path: string): FieldError[] {
  const { rule, fields, union } = plan;
  const given = union?.members.filter(name => object[name] !== undefined) ?? [];
  const refused = given.slice(1);
  return [
    ...(rule?.(object, path) ?? []),
    ...(union?.none !== undefined && given.length === 0 ? [required(path, union.none)] : []),
    ...fields.flatMap(field => {
      const { name } = field;
      if (union !== undefined && refused.includes(name))
        return [forbiddenField(below(path, union.toldAs?.[name] ?? name), union.message)];
      return checkField(field, object[name], below(path, name));
    }),
  ];
}

function checkField({ rule, inner, isList, isEmbedded }: PlannedField, value: unknown, at: string): FieldError[] {
  const own = rule === undefined ? [] : ruleErrors(rule, value, at);
  if (inner === null) return own;
  if (isList)
    return [...own, ...asArray(value).flatMap((item, i) => checkFields(inner, asObject(item), `${at}[${i}]`))];
  const isThere = isObject(value) || (isEmbedded && value === undefined);
  return isThere ? [...own, ...checkFields(inner, asObject(value), at)] : own;
}

function isEmpty(value: unknown): boolean {
  return value === undefined || value === '' || value === 0 || (Array.isArray(value) && value.length === 0);
}

function ruleErrors(rule: FieldRule, value: unknown, at: string): FieldError[] {
  if (isEmpty(value)) {
    const missing = rule.required === undefined ? [] : [required(at, rule.required)];
    return rule.isAbsentChecked === true || (value === 0 && missing.length === 0)
      ? [...missing, ...zeroErrors(rule, at)]
      : missing;
  }
  if (Array.isArray(value))
    return [...value.flatMap((item, i) => itemErrors(rule, item, { at, i })), ...duplicates(rule.unique, value, at)];
  if (isObject(value)) return mapErrors(rule, value, at);
  return typeof value === 'number' || typeof value === 'bigint'
    ? numberErrors(rule, value, at)
    : textErrors(rule, asString(value), at);
}

/** Of the zero value of a field's type. */
function zeroErrors(rule: FieldRule, at: string): FieldError[] {
  return rule.minimum === undefined ? textErrors(rule, '', at) : numberErrors(rule, 0, at);
}

function numberErrors({ minimum, maximum }: FieldRule, value: number | bigint, at: string): FieldError[] {
  return [
    ...(minimum !== undefined && value < minimum.value ? [invalidValue(at, value, minimum.message)] : []),
    ...(maximum !== undefined && value > maximum.value ? [invalidValue(at, value, maximum.message)] : []),
  ];
}

function textErrors({ enum: supported, format }: FieldRule, value: string, at: string): FieldError[] {
  if (supported !== undefined && !supported.includes(value)) return [notSupported(at, value, supported)];
  return formatErrors(format, value, at);
}

function itemErrors(
  { enum: supported, isToldAtItem, items }: FieldRule,
  value: unknown,
  { at, i }: { at: string; i: number },
): FieldError[] {
  const text = asString(value);
  if (supported !== undefined && !supported.includes(text))
    return [notSupported(isToldAtItem === true ? `${at}[${i}]` : at, text, supported)];
  return formatErrors(items, text, `${at}[${i}]`);
}

function duplicates(unique: string | undefined, list: readonly unknown[], at: string): FieldError[] {
  if (unique === undefined) return [];
  const keys = list.map(item => (unique === '' ? item : asObject(item)[unique]));
  const place = unique === '' ? '' : `.${unique}`;
  return keys.flatMap((key, i) =>
    isEmpty(key) || keys.indexOf(key) === i ? [] : [duplicateValue(`${at}[${i}]${place}`, key)],
  );
}

function mapErrors({ keys, values, isToldAtKey }: FieldRule, value: JsonObject, at: string): FieldError[] {
  return Object.entries(value).flatMap(([key, entry]) => {
    const place = isToldAtKey === true ? `${at}[${key}]` : at;
    return [
      ...formatErrors(keys, key, place),
      ...(typeof entry === 'string' ? formatErrors(values, entry, place) : []),
    ];
  });
}

function formatErrors(format: FieldFormat | undefined, value: string, at: string): FieldError[] {
  if (format === undefined) return [];
  return FIELD_FORMATS[format](value).map(why => invalidValue(at, value, why));
}
