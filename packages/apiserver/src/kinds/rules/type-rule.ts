import { asString, type JsonObject } from '@lanthorn/base/json.ts';
import { type FieldError, invalidValue } from '../../wire/api-error.ts';

/** What must hold between the fields of one type; `at` is the path of the value that is checked. */
export type TypeRule = (object: JsonObject, at: string) => FieldError[];

/** By definition: `io.k8s.api.core.v1.Toleration`. */
export type TypeRules = Readonly<Record<string, TypeRule>>;

export const isGiven = (value: unknown) =>
  value !== undefined && value !== '' && !(Array.isArray(value) && value.length === 0);

export const below = (at: string, name: string) => (at === '' ? name : `${at}.${name}`);

/** Complaints of one field while something holds. */
export function fails(isWrong: boolean, error: () => FieldError): FieldError[] {
  return isWrong ? [error()] : [];
}

/** Exactly one of several fields must be set. */
export function oneOf(members: readonly string[], { object, at }: { object: JsonObject; at: string }): FieldError[] {
  const given = members.filter(name => object[name] !== undefined).length;
  if (given === 1) return [];
  const names = members.map(name => `\`${name}\``);
  const list = `${names.slice(0, -1).join(', ')} or ${names.at(-1) ?? ''}`;
  const why = given === 0 ? `must specify one of: ${list}` : 'may not have more than one field specified at a time';
  return [invalidValue(at, '', why)];
}

/** `10`, or the number in `10%`. */
export function intOrPercent(value: unknown): number {
  return typeof value === 'number' ? value : Number.parseInt(asString(value), 10) || 0;
}
