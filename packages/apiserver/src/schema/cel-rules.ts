import { deepEqual, isObject, type JsonObject } from '@lanthorn/base/json.ts';
import { type FieldError, forbiddenField, invalidValue, required } from '../wire/api-error.ts';
import { writeJson } from '@lanthorn/base/json-text.ts';
import { type CelProgram, compileCel, toCel } from './cel.ts';
import type { StructuralSchema, ValidationRule } from './structural-schema.ts';

const VARIABLES = ['self', 'oldSelf'];

/** Compiled once: definitions are few and objects many. */
const programs = new Map<string, CelProgram | null>();

function programOf(expression: string): CelProgram | null {
  let program = programs.get(expression);
  if (program === undefined) {
    const compiled = compileCel(expression, VARIABLES);
    program = compiled.ok ? compiled.program : null;
    programs.set(expression, program);
  }
  return program;
}

export function hasRules(schema: StructuralSchema): boolean {
  if ((schema['x-kubernetes-validations'] ?? []).length > 0) return true;
  const { properties = {}, additionalProperties, items } = schema;
  const below = [
    ...Object.values(properties),
    items,
    isObject(additionalProperties) ? additionalProperties : undefined,
  ];
  return below.some(entry => entry !== undefined && hasRules(entry));
}

/** The errors that a schema's rules find in a value; rules that compare with the old value (`oldSelf`) run only where there is one. */
export function checkRules(
  { value, old }: { value: unknown; old: unknown },
  schema: StructuralSchema,
  path = '',
): FieldError[] {
  const own = (schema['x-kubernetes-validations'] ?? []).flatMap(rule =>
    checkRule(rule, { value, old }, { schema, path }),
  );
  const at = (name: string) => (path === '' ? name : `${path}.${name}`);
  if (isObject(value)) {
    const before: JsonObject = isObject(old) ? old : {};
    const { properties = {}, additionalProperties } = schema;
    const below = Object.entries(value).flatMap(([name, entry]) => {
      const field = Object.hasOwn(properties, name) ? properties[name] : additionalProperties;
      return isObject(field) ? checkRules({ value: entry, old: before[name] }, field, at(name)) : [];
    });
    return [...own, ...below];
  }
  const { items } = schema;
  if (!Array.isArray(value) || items === undefined) return own;
  const oldOf = correlated(old, schema);
  return [...own, ...value.flatMap((item, i) => checkRules({ value: item, old: oldOf(item) }, items, `${path}[${i}]`))];
}

/** The old value of a list's item is known only where keys tell which item is which. */
function correlated(old: unknown, schema: StructuralSchema): (item: unknown) => unknown {
  const keys = schema['x-kubernetes-list-map-keys'];
  if (!Array.isArray(old) || schema['x-kubernetes-list-type'] !== 'map' || keys === undefined) return () => undefined;
  const keyOf = (item: unknown) => keys.map(name => (isObject(item) ? item[name] : undefined));
  return item => old.find(other => deepEqual(keyOf(other), keyOf(item)));
}

function checkRule(
  rule: ValidationRule,
  { value, old }: { value: unknown; old: unknown },
  { schema, path }: { schema: StructuralSchema; path: string },
): FieldError[] {
  if (/\boldSelf\b/.test(rule.rule) && old === undefined) return [];
  const variables = { self: toCel(value, schema), oldSelf: toCel(old, schema) };
  const result = programOf(rule.rule)?.evaluate(variables);
  if (result?.ok === true && result.value === true) return [];
  const said =
    result?.ok === false ? `${result.error} evaluating rule: ${rule.message ?? rule.rule}` : messageOf(rule, variables);
  return [ruleError(rule, said, { value, path })];
}

function messageOf(rule: ValidationRule, variables: Readonly<Record<string, unknown>>): string {
  const said =
    rule.messageExpression === undefined ? undefined : programOf(rule.messageExpression)?.evaluate(variables);
  if (said?.ok === true && typeof said.value === 'string' && said.value.trim() !== '') return said.value;
  return rule.message ?? `failed rule: ${rule.rule}`;
}

function ruleError(
  { reason, fieldPath = '' }: ValidationRule,
  message: string,
  { value, path }: { value: unknown; path: string },
): FieldError {
  const below = path === '' && fieldPath.startsWith('.') ? fieldPath.slice(1) : fieldPath;
  const field = `${path}${below}`;
  if (reason === 'FieldValueForbidden') return forbiddenField(field, message);
  if (reason === 'FieldValueRequired') return required(field, message);
  if (reason === 'FieldValueDuplicate') return { field, reason, message: `Duplicate value: ${writeJson(value)}` };
  // The server's error leaves out a value that is an object or a list.
  if (typeof value === 'object') return { field, reason: 'FieldValueInvalid', message: `Invalid value: ${message}` };
  return invalidValue(field, value, message);
}
