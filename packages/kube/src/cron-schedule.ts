import { err, ok, type Result } from '@lanthorn/base/result.ts';
import { parseGoDuration, quoteGo } from './go-duration.ts';

/**
 * A schedule as Kubernetes reads it: github.com/robfig/cron/v3 v3.0.1 `ParseStandard`, which the CronJob controller and
 * the API server's validation both call. Fields are bit sets; `star` remembers whether a day field was unrestricted.
 */
export type CronSchedule =
  | { readonly kind: 'every'; readonly delayMs: number }
  | {
      readonly kind: 'fields';
      readonly minute: CronField;
      readonly hour: CronField;
      readonly dayOfMonth: CronField;
      readonly month: CronField;
      readonly dayOfWeek: CronField;
    };

export interface CronField {
  readonly values: ReadonlySet<number>;
  readonly star: boolean;
}

interface Bounds {
  readonly min: number;
  readonly max: number;
  readonly names?: Readonly<Record<string, number>>;
}

const names = (list: string, first: number) => Object.fromEntries(list.split(' ').map((name, i) => [name, first + i]));

const MINUTE: Bounds = { min: 0, max: 59 };
const HOUR: Bounds = { min: 0, max: 23 };
const DAY_OF_MONTH: Bounds = { min: 1, max: 31 };
const MONTH: Bounds = { min: 1, max: 12, names: names('jan feb mar apr may jun jul aug sep oct nov dec', 1) };
const DAY_OF_WEEK: Bounds = { min: 0, max: 6, names: names('sun mon tue wed thu fri sat', 0) };

const DESCRIPTORS: Readonly<Record<string, string>> = {
  '@yearly': '0 0 1 1 *',
  '@annually': '0 0 1 1 *',
  '@monthly': '0 0 1 * *',
  '@weekly': '0 0 * * 0',
  '@daily': '0 0 * * *',
  '@midnight': '0 0 * * *',
  '@hourly': '0 * * * *',
};

/** unicode.IsSpace, which strings.Fields splits at. */
const GO_SPACE = /[\t\n\v\f\r \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+/;

/** The schedule, or the parser's own words about what is wrong. */
export function parseCronSchedule(spec: string): Result<CronSchedule, string> {
  if (spec === '') return err('empty spec string');
  if (spec.includes('TZ')) return err('cannot use TZ or CRON_TZ in schedule, use timeZone field instead');
  if (spec.startsWith('@')) return parseDescriptor(spec);
  const fields = spec.split(GO_SPACE).filter(field => field !== '');
  if (fields.length !== 5) return err(`expected exactly 5 fields, found ${fields.length}: [${fields.join(' ')}]`);
  const parsed: CronField[] = [];
  const bounds = [MINUTE, HOUR, DAY_OF_MONTH, MONTH, DAY_OF_WEEK];
  for (const [i, field] of fields.entries()) {
    const result = parseField(field, bounds[i] as Bounds);
    if (!result.ok) return result;
    parsed.push(result.value);
  }
  const [minute, hour, dayOfMonth, month, dayOfWeek] = parsed as [
    CronField,
    CronField,
    CronField,
    CronField,
    CronField,
  ];
  return ok({ kind: 'fields', minute, hour, dayOfMonth, month, dayOfWeek });
}

function parseDescriptor(spec: string): Result<CronSchedule, string> {
  const plain = Object.hasOwn(DESCRIPTORS, spec) ? DESCRIPTORS[spec] : undefined;
  if (plain !== undefined) return parseCronSchedule(plain);
  if (!spec.startsWith('@every ')) return err(`unrecognized descriptor: ${spec}`);
  const duration = parseGoDuration(spec.slice('@every '.length));
  if (!duration.ok) return err(`failed to parse duration ${spec}: ${duration.error}`);
  // cron.Every: at least a second, fractions cut off.
  return ok({ kind: 'every', delayMs: Math.max(1000, Math.floor(duration.value / 1000) * 1000) });
}

function parseField(field: string, bounds: Bounds): Result<CronField, string> {
  const values = new Set<number>();
  let star = false;
  for (const expression of field.split(',').filter(part => part !== '')) {
    const range = parseRange(expression, bounds);
    if (!range.ok) return range;
    for (let value = range.value.start; value <= range.value.end; value += range.value.step) values.add(value);
    star ||= range.value.star;
  }
  return ok({ values, star });
}

interface Range {
  start: number;
  end: number;
  step: number;
  star: boolean;
}

function parseRange(expression: string, bounds: Bounds): Result<Range, string> {
  const rangeAndStep = expression.split('/');
  const lowAndHigh = (rangeAndStep[0] as string).split('-');
  const ends = parseEnds(lowAndHigh, bounds, expression);
  if (!ends.ok) return ends;
  const range = ends.value;
  if (rangeAndStep.length > 2) return err(`too many slashes: ${expression}`);
  const stepText = rangeAndStep[1];
  if (stepText !== undefined) {
    const step = parseNumber(stepText);
    if (!step.ok) return step;
    range.step = step.value;
    if (lowAndHigh.length === 1) range.end = bounds.max;
    if (range.step > 1) range.star = false;
  }
  return checkRange(range, bounds, expression);
}

function parseEnds(lowAndHigh: readonly string[], bounds: Bounds, expression: string): Result<Range, string> {
  const low = lowAndHigh[0] as string;
  if (low === '*' || low === '?') return ok({ start: bounds.min, end: bounds.max, step: 1, star: true });
  const start = parseNumberOrName(low, bounds);
  if (!start.ok) return start;
  if (lowAndHigh.length > 2) return err(`too many hyphens: ${expression}`);
  const high = lowAndHigh[1];
  if (high === undefined) return ok({ start: start.value, end: start.value, step: 1, star: false });
  const end = parseNumberOrName(high, bounds);
  return end.ok ? ok({ start: start.value, end: end.value, step: 1, star: false }) : end;
}

function checkRange(range: Range, { min, max }: Bounds, expression: string): Result<Range, string> {
  const { start, end, step } = range;
  if (start < min) return err(`beginning of range (${start}) below minimum (${min}): ${expression}`);
  if (end > max) return err(`end of range (${end}) above maximum (${max}): ${expression}`);
  if (start > end) return err(`beginning of range (${start}) beyond end of range (${end}): ${expression}`);
  if (step === 0) return err(`step of range should be a positive number: ${expression}`);
  return ok(range);
}

function parseNumberOrName(text: string, bounds: Bounds): Result<number, string> {
  const lower = text.toLowerCase();
  const named = bounds.names !== undefined && Object.hasOwn(bounds.names, lower) ? bounds.names[lower] : undefined;
  return named === undefined ? parseNumber(text) : ok(named);
}

/** strconv.Atoi on 64 bits. */
function parseNumber(text: string): Result<number, string> {
  const failed = (why: string) =>
    err(`failed to parse int from ${text}: strconv.Atoi: parsing ${quoteGo(text)}: ${why}`);
  if (!/^[+-]?\d+$/.test(text)) return failed('invalid syntax');
  const value = Number(text);
  if (Math.abs(value) >= 2 ** 63) return failed('value out of range');
  return value < 0 ? err(`negative number (${value}) not allowed: ${text}`) : ok(value);
}
