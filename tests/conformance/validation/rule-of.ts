import { isObject } from '@lanthorn/base/json.ts';
import { FIELD_FORMATS, type FieldFormat } from '@lanthorn/apiserver/schema/field-formats.ts';
import type { FieldRule } from '@lanthorn/apiserver/kinds/field-rules.ts';
import { NOT_VALID } from './mutations.ts';

/** What a server said of one field of a type: complaints by what follows the field's path. */
export interface Observation {
  readonly change: string;
  readonly complaints: readonly string[];
}

const REQUIRED = /^: Required value(?:: (.*))?$/;
const UNSUPPORTED = /^(?:\[0\])?: Unsupported value: "[^"\\]*": supported values: (.*)$/;
const UNSUPPORTED_ITEM = /^\[0\]: Unsupported value: /;
const INVALID = /^(.*?): Invalid value: (?:"(?:[^"\\]|\\.)*"|-?\d+): (.*)$/;
const DUPLICATE = /^\[1\]\.?(\w*): Duplicate value: [^{]/;
/** Reasons that lie in other fields. */
const DEPENDENT =
  /`|^when |^must be specified when|^must set either|^one of|either |^at least one of |^must specify a positive/;
const MAX_INT32 = 2_147_483_647;

/** The rule that explains all that was said of a field, was said of it everywhere, and is true of every value that was taken. */
export function ruleOf(observations: readonly Observation[], taken: readonly unknown[]): FieldRule {
  const texts = taken.filter(value => typeof value === 'string');
  const numbers = taken.filter(value => typeof value === 'number');
  const items = taken
    .filter(Array.isArray)
    .flat()
    .filter(value => typeof value === 'string');
  const maps = taken.filter(isObject);
  const of = (...changes: string[]) => observations.filter(({ change }) => changes.includes(change));
  const text = JSON.stringify(NOT_VALID);
  const keys = formatOf(of(`{${text}:"x"}`, `{${text}:"1"}`), NOT_VALID, maps.flatMap(Object.keys));
  const entries = maps.flatMap(map => Object.values(map)).filter(value => typeof value === 'string');
  const supported = agreed(of(text, `[${text}]`), ({ complaints }) =>
    first(complaints, UNSUPPORTED, match => JSON.parse(`[${match[1] ?? ''}]`) as string[]),
  );
  const isEnum = [...texts, ...items].every(value => supported?.includes(value) === true);
  const within = (bound: FieldRule['minimum'], sign: number) =>
    bound !== undefined && numbers.every(value => value === 0 || (value - bound.value) * sign >= 0) ? bound : undefined;
  const rule = {
    required: agreed(of('absent'), ({ complaints }) => first(complaints, REQUIRED, match => match[1] ?? '')),
    enum: isEnum ? supported : undefined,
    isToldAtItem: !isEnum
      ? undefined
      : agreed(of(`[${text}]`), ({ complaints }) => first(complaints, UNSUPPORTED_ITEM, () => true as const)),
    minimum: within(
      agreed(of('-1'), ({ complaints }) => boundOf(complaints, of('0'))),
      1,
    ),
    maximum: within(
      agreed(of(String(MAX_INT32)), ({ complaints }) => boundOf(complaints, [], true)) ??
        agreed(of('-1'), ({ complaints }) => otherBoundOf(complaints)),
      -1,
    ),
    format:
      percentOf(of('"150%"')) ??
      formatOf(of(text), NOT_VALID, texts)?.format ??
      formatOf(of('"-1"'), '-1', texts)?.format,
    items: formatOf(of(`[${text}]`), NOT_VALID, items)?.format,
    keys: keys?.format,
    isToldAtKey: keys?.isAtKey === true ? (true as const) : undefined,
    values:
      formatOf(of(`{"a":${text}}`), NOT_VALID, entries)?.format ?? formatOf(of('{"cpu":"-1"}'), '-1', entries)?.format,
    unique: agreed(of('twice'), ({ complaints }) => first(complaints, DUPLICATE, match => match[1] ?? '')),
  };
  const isChecked =
    of('absent').length > 0 &&
    of('absent').every(({ complaints }) =>
      complaints.some(entry => /^: (Invalid|Unsupported) value: (""|0|null): /.test(entry) && !entry.includes('`')),
    );
  const hasCheck = rule.enum ?? rule.minimum ?? rule.maximum ?? rule.format;
  const fields = Object.entries({ ...rule, isAbsentChecked: isChecked && hasCheck !== undefined ? true : undefined });
  return Object.fromEntries(fields.filter(([, value]) => value !== undefined));
}

/** What all say; undefined where they differ, or one has nothing to say. */
function agreed<T>(
  observations: readonly Observation[],
  read: (observation: Observation) => T | undefined,
): T | undefined {
  const [value, ...others] = observations.map(read);
  return value !== undefined && others.every(other => JSON.stringify(other) === JSON.stringify(value))
    ? value
    : undefined;
}

function first<T>(complaints: readonly string[], pattern: RegExp, read: (match: RegExpExecArray) => T): T | undefined {
  for (const complaint of complaints) {
    const match = pattern.exec(complaint);
    if (match !== null && !DEPENDENT.test(match[1] ?? '')) return read(match);
  }
  return undefined;
}

const BOUNDS: readonly (readonly [RegExp, (match: RegExpExecArray) => readonly [number, number]])[] = [
  [/^must be between (\d+) and (\d+), inclusive$/, match => [Number(match[1]), Number(match[2])]],
  [/^must be in the range (\d+)-(\d+)$/, match => [Number(match[1]), Number(match[2])]],
  [
    /^must be a number between 0 and 0(\d+) \(octal\), both inclusive$/,
    match => [0, Number.parseInt(match[1] ?? '', 8)],
  ],
  [/^must be greater than or equal to (\d+|zero)( seconds)?$/, match => [Number(match[1]) || 0, MAX_INT32]],
  [/^must be greater than (0|zero)$/, () => [1, MAX_INT32]],
  [/^may not specify a duration less than (\d+) minutes$/, match => [Number(match[1]) * 60, MAX_INT32]],
  [/^must be less than or equal to (\d+)$/, match => [-MAX_INT32, Number(match[1])]],
];

/** A bound that a message names, unless zero, which should then be refused too, is not. */
function boundOf(complaints: readonly string[], zero: readonly Observation[], isMaximum = false): FieldRule['minimum'] {
  const messages = complaints.flatMap(complaint => INVALID.exec(complaint)?.slice(2) ?? []);
  for (const message of messages) {
    for (const [pattern, read] of BOUNDS) {
      const match = pattern.exec(message);
      if (match === null) continue;
      const value = read(match)[isMaximum ? 1 : 0];
      const isZeroRefused = zero.some(entry => entry.complaints.length > 0);
      // Zero is how Go says that a field is not set.
      if (!isMaximum && value > 0 && zero.length > 0 && !isZeroRefused) return { value: 0, message };
      return { value, message };
    }
  }
  return undefined;
}

/** What is too small is told of the other end, too, which may be larger than what was tried. */
function otherBoundOf(complaints: readonly string[]): FieldRule['maximum'] {
  const messages = complaints.flatMap(complaint => INVALID.exec(complaint)?.slice(2) ?? []);
  return first(messages, /^must be between \d+ and (\d+), inclusive$/, ([message, most]) => ({
    value: Number(most),
    message,
  }));
}

const FORMATS = Object.entries(FIELD_FORMATS) as [FieldFormat, (value: string) => string[]][];

/** The format that has just these complaints of a value, and none of those that were taken. */
function formatOf(
  observations: readonly Observation[],
  value: string,
  taken: readonly string[],
): { format: FieldFormat; isAtKey: boolean } | undefined {
  const possible = FORMATS.filter(([, check]) => taken.every(text => text === '' || check(text).length === 0));
  return agreed(observations, ({ complaints }) => {
    const told = complaints.map(complaint => INVALID.exec(complaint)).filter(match => match !== null);
    const messages = told
      .map(match => match[2] ?? '')
      .sort()
      .join('\n');
    const format = possible.find(([, check]) => check(value).length > 0 && check(value).sort().join('\n') === messages);
    return format === undefined ? undefined : { format: format[0], isAtKey: told[0]?.[1] !== '' };
  });
}

/** Numbers or texts: a percentage, or the name of a port. */
function percentOf(observations: readonly Observation[]): FieldFormat | undefined {
  if (observations.length === 0) return undefined;
  const texts = observations.flatMap(({ complaints }) => complaints);
  if (texts.some(entry => entry.includes('100%'))) return 'percentUpTo100';
  return texts.some(entry => entry.includes('letter')) ? 'portName' : 'percent';
}
