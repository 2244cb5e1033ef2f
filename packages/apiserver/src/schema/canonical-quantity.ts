import { err, ok, type Result } from '@lanthorn/base/result.ts';

// As k8s.io/apimachinery/pkg/api/resource reads a Quantity and writes it again (ParseQuantity, CanonicalizeBytes).

const FORMAT_WRONG = "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'";
const SUFFIX_WRONG = "unable to parse quantity's suffix";

type Format = 'decimal' | 'binary' | 'exponent';

const exponents = (suffixes: readonly string[], first: number, step: number): ReadonlyMap<string, number> =>
  new Map(suffixes.map((suffix, i) => [suffix, first + i * step]));
const DECIMAL = exponents(['n', 'u', 'm', '', 'k', 'M', 'G', 'T', 'P', 'E'], -9, 3);
const BINARY = exponents(['Ki', 'Mi', 'Gi', 'Ti', 'Pi', 'Ei'], 10, 10);

/** Amounts are whole numbers of the smallest part that a quantity has. */
const NANO = 9;
const ONE = 10n ** BigInt(NANO);
const MILLI = 3;
const THOUSANDTH = ONE / 1000n;
const MAX_INT64 = 2n ** 63n - 1n;
/** Digits that a whole number of 64 bits always holds; what is longer Go counts in another way. */
const MAX_DIGITS = 18;
const BINARY_DIGITS = 15;
/** Nobody asks for more; Go would count with numbers of as many digits. */
const MAX_EXPONENT = 1_000;

interface Parts {
  readonly text: string;
  readonly isNegative: boolean;
  /** The digits before and after the point, without zeros in front. */
  readonly whole: string;
  readonly fraction: string;
  readonly exponent: number;
  readonly format: Format;
}

/**
 * A quantity as an API server gives it back, or why it is none. Of a list of resources nothing finer than thousandths is kept
 * (SetDefaults_ResourceList).
 */
export function canonicalQuantity(given: string, isOfList: boolean): Result<string, string> {
  const text = given.trim();
  const parts = partsOf(text);
  if (typeof parts === 'string') return err(parts);
  const isTooFine = isOfList && scaleOf(parts) < -MILLI;
  if (Math.abs(parts.exponent) > MAX_EXPONENT || (keepsItsText(parts) && !isTooFine)) return ok(text);
  const exact = amountOf(parts);
  const amount = isTooFine ? dividedUp(exact, THOUSANDTH) * THOUSANDTH : exact;
  const isFraction = parts.format === 'binary' && amount > 0n && amount < ONE;
  return ok(written(parts.isNegative ? -amount : amount, isFraction ? 'decimal' : parts.format));
}

/** The power of ten that its last digit stands for. */
function scaleOf({ fraction, exponent, format }: Parts): number {
  return (format === 'binary' ? 0 : exponent) - fraction.length;
}

function partsOf(text: string): Parts | string {
  const match = /^([+-]?)(\d*)(?:\.(\d*))?([eEinumkKMGTP]*[-+]?\d*)$/.exec(text);
  if (text === '' || match === null) return FORMAT_WRONG;
  const [, sign = '', digits = '', fraction = '', suffix = ''] = match;
  const scale = suffixScale(suffix);
  if (scale === null) return SUFFIX_WRONG;
  return { text, isNegative: sign === '-', whole: digits.replace(/^0+/, '') || '0', fraction, ...scale };
}

function suffixScale(suffix: string): { readonly exponent: number; readonly format: Format } | null {
  const decimal = DECIMAL.get(suffix);
  if (decimal !== undefined) return { exponent: decimal, format: 'decimal' };
  const binary = BINARY.get(suffix);
  if (binary !== undefined) return { exponent: binary, format: 'binary' };
  return /^[eE][-+]?\d+$/.test(suffix) ? { exponent: Number(suffix.slice(1)), format: 'exponent' } : null;
}

/** What is canonical at a glance keeps the very text that it was given in, also where it is not canonical to the letter. */
function keepsItsText(parts: Parts): boolean {
  const { whole, fraction, exponent, format } = parts;
  const digits = whole + fraction;
  if (format === 'binary') {
    const room = BINARY_DIGITS - whole.length - Math.trunc((exponent * 3) / 10) - 1;
    const value = BigInt(digits);
    return fraction === '' && room >= 0 && value << BigInt(exponent) <= MAX_INT64 && (value & 7n) !== 0n;
  }
  const scale = scaleOf(parts);
  const isShort = digits.length <= MAX_DIGITS && scale >= -NANO;
  return isShort && scale % 3 === 0 && !digits.endsWith('000') && !digits.startsWith('0');
}

/** Without its sign, rounded up. */
function amountOf(parts: Parts): bigint {
  const { whole, fraction, exponent, format } = parts;
  const digits = BigInt(whole + fraction);
  const value = format === 'binary' ? digits << BigInt(exponent) : digits;
  const shift = NANO + scaleOf(parts);
  if (shift < 0) return dividedUp(value, 10n ** BigInt(-shift));
  const amount = value * 10n ** BigInt(shift);
  return format === 'binary' && amount > MAX_INT64 * ONE ? MAX_INT64 * ONE : amount;
}

function dividedUp(value: bigint, divisor: bigint): bigint {
  return (value + divisor - 1n) / divisor;
}

function written(amount: bigint, format: Format): string {
  if (amount === 0n) return '0';
  const isSmall = amount > -1024n * ONE && amount < 1024n * ONE;
  if (format !== 'binary' || isSmall || amount % ONE !== 0n) return writtenByTens(amount, format);
  const [number, times] = withoutFactors(amount / ONE, 1024n);
  return `${number}${suffixOf(BINARY, times * 10)}`;
}

function writtenByTens(amount: bigint, format: Format): string {
  const [number, times] = withoutFactors(amount, 10n);
  const over = (((times - NANO) % 3) + 3) % 3;
  const exponent = times - NANO - over;
  const suffix = format === 'exponent' ? (exponent === 0 ? '' : `e${exponent}`) : suffixOf(DECIMAL, exponent);
  return `${number * 10n ** BigInt(over)}${suffix}`;
}

/** The number without the factor, and how often it had it. */
function withoutFactors(number: bigint, factor: bigint): [bigint, number] {
  let rest = number;
  let times = 0;
  while (rest % factor === 0n) {
    rest /= factor;
    times++;
  }
  return [rest, times];
}

/** There is none beyond the largest: Go writes none then. */
function suffixOf(suffixes: ReadonlyMap<string, number>, exponent: number): string {
  for (const [suffix, of] of suffixes) if (of === exponent) return suffix;
  return '';
}
