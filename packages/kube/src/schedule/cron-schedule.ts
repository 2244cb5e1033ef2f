import { err, ok, type Result } from '@lanthorn/base/result.ts';
import { parseGoDuration, quoteGo } from './go-duration.ts';
import { TimeZone } from './time-zone.ts';

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
      /** The zone that stands in the schedule itself (`TZ=…`), which old CronJobs may have; it counts before any other. */
      readonly zone?: TimeZone;
    };

export interface CronField {
  readonly values: ReadonlySet<number>;
  readonly star: boolean;
}

interface Bounds {
  readonly min: bigint;
  readonly max: bigint;
  readonly names?: Readonly<Record<string, number>>;
}

const names = (list: string, first: number) => Object.fromEntries(list.split(' ').map((name, i) => [name, first + i]));

const MINUTE: Bounds = { min: 0n, max: 59n };
const HOUR: Bounds = { min: 0n, max: 23n };
const DAY_OF_MONTH: Bounds = { min: 1n, max: 31n };
const MONTH: Bounds = { min: 1n, max: 12n, names: names('jan feb mar apr may jun jul aug sep oct nov dec', 1) };
const DAY_OF_WEEK: Bounds = { min: 0n, max: 6n, names: names('sun mon tue wed thu fri sat', 0) };

const DESCRIPTORS: Readonly<Record<string, string>> = {
  '@yearly': '0 0 1 1 *',
  '@annually': '0 0 1 1 *',
  '@monthly': '0 0 1 * *',
  '@weekly': '0 0 * * 0',
  '@daily': '0 0 * * *',
  '@midnight': '0 0 * * *',
  '@hourly': '0 * * * *',
};

/** unicode.IsSpace, which strings.Fields splits at and strings.TrimSpace cuts off. */
const GO_SPACE = /[\t\n\v\f\r \u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000]+/;
const GO_MARGIN = new RegExp(`^${GO_SPACE.source}|${GO_SPACE.source}$`, 'g');

/** The schedule, or the parser's own words about what is wrong. */
export function parseCronSchedule(spec: string): Result<CronSchedule, string> {
  if (spec === '') return err('empty spec string');
  if (!/^(CRON_)?TZ=/.test(spec)) return parseWithoutZone(spec);
  const space = spec.indexOf(' ');
  // Go slices up to there and panics; Kubernetes gives the panic's words.
  if (space < 0) return err('invalid schedule format: runtime error: slice bounds out of range [:-1]');
  const name = spec.slice(spec.indexOf('=') + 1, space);
  const schedule = (zone: TimeZone | null) => {
    const parsed = parseWithoutZone(spec.slice(space).replace(GO_MARGIN, ''));
    return parsed.ok && parsed.value.kind === 'fields' && zone !== null ? ok({ ...parsed.value, zone }) : parsed;
  };
  // Go's name for the zone of the controller itself, which is used anyway where no zone is named.
  if (name === 'Local') return schedule(null);
  const zone = TimeZone.load(name);
  return zone.ok ? schedule(zone.value) : err(`provided bad location ${name}: ${zone.error}`);
}

function parseWithoutZone(spec: string): Result<CronSchedule, string> {
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
    for (let value = range.value.start; value <= range.value.end; value += range.value.step) values.add(Number(value));
    star ||= range.value.star;
  }
  return ok({ values, star });
}

interface Range {
  start: bigint;
  end: bigint;
  step: bigint;
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
    if (range.step > 1n) range.star = false;
  }
  return checkRange(range, bounds, expression);
}

function parseEnds(lowAndHigh: readonly string[], bounds: Bounds, expression: string): Result<Range, string> {
  const low = lowAndHigh[0] as string;
  if (low === '*' || low === '?') return ok({ start: bounds.min, end: bounds.max, step: 1n, star: true });
  const start = parseNumberOrName(low, bounds);
  if (!start.ok) return start;
  if (lowAndHigh.length > 2) return err(`too many hyphens: ${expression}`);
  const high = lowAndHigh[1];
  if (high === undefined) return ok({ start: start.value, end: start.value, step: 1n, star: false });
  const end = parseNumberOrName(high, bounds);
  return end.ok ? ok({ start: start.value, end: end.value, step: 1n, star: false }) : end;
}

function checkRange(range: Range, { min, max }: Bounds, expression: string): Result<Range, string> {
  const { start, end, step } = range;
  if (start < min) return err(`beginning of range (${start}) below minimum (${min}): ${expression}`);
  if (end > max) return err(`end of range (${end}) above maximum (${max}): ${expression}`);
  if (start > end) return err(`beginning of range (${start}) beyond end of range (${end}): ${expression}`);
  if (step === 0n) return err(`step of range should be a positive number: ${expression}`);
  return ok(range);
}

function parseNumberOrName(text: string, bounds: Bounds): Result<bigint, string> {
  const lower = text.toLowerCase();
  const named = bounds.names !== undefined && Object.hasOwn(bounds.names, lower) ? bounds.names[lower] : undefined;
  return named === undefined ? parseNumber(text) : ok(BigInt(named));
}

/** strconv.Atoi on 64 bits. */
function parseNumber(text: string): Result<bigint, string> {
  const failed = (why: string) =>
    err(`failed to parse int from ${text}: strconv.Atoi: parsing ${quoteGo(text)}: ${why}`);
  if (!/^[+-]?\d+$/.test(text)) return failed('invalid syntax');
  const value = BigInt(text.replace(/^\+/, ''));
  if (BigInt.asIntN(64, value) !== value) return failed('value out of range');
  return value < 0n ? err(`negative number (${value}) not allowed: ${text}`) : ok(value);
}
