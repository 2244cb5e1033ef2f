import { ownValue } from '@lanthorn/base/own-value.ts';
import { err, ok, type Result } from '@lanthorn/base/result.ts';

/** Nanoseconds per unit as Go's time.ParseDuration knows them (µ as U+00B5 and U+03BC). */
const UNITS: Readonly<Record<string, number>> = {
  ns: 1,
  us: 1e3,
  µs: 1e3,
  μs: 1e3,
  ms: 1e6,
  s: 1e9,
  m: 60e9,
  h: 3600e9,
};

/** int64 nanoseconds (about 292 years): Go refuses anything longer, and has one more before zero than after it. */
const MAX_NANOSECONDS = 2n ** 63n;

/** Go's time.ParseDuration: milliseconds, or the error text that Go gives. */
export function parseGoDuration(text: string): Result<number, string> {
  const of = ` duration ${quoteDuration(text)}`;
  const invalid = `time: invalid${of}`;
  const isNegative = text.startsWith('-');
  let rest = isNegative || text.startsWith('+') ? text.slice(1) : text;
  if (rest === '0') return ok(0);
  if (rest === '') return err(invalid);
  let nanoseconds = 0n;
  while (rest !== '') {
    const { number, whole, fraction, unit } = firstPart(rest);
    if (whole === '' && fraction === '') return err(invalid);
    // Digits that no 64 bits hold are refused before their unit is looked at.
    if (BigInt(whole) > MAX_NANOSECONDS) return err(invalid);
    if (unit === '') return err(`time: missing unit in${of}`);
    const scale = ownValue(UNITS, unit);
    if (scale === undefined) return err(`time: unknown unit ${quoteDuration(unit)} in${of}`);
    rest = rest.slice(number.length + unit.length);
    nanoseconds += BigInt(whole) * BigInt(scale) + partOf(fraction, scale);
    if (nanoseconds > MAX_NANOSECONDS) return err(invalid);
  }
  if (!isNegative && nanoseconds === MAX_NANOSECONDS) return err(invalid);
  return ok(Number(isNegative ? -nanoseconds : nanoseconds) / 1e6);
}

/** A number with its digits before and behind the point, and all that stands between it and the next. */
function firstPart(text: string) {
  const [number = '', whole = '', fraction = ''] = /^(\d*)(?:\.(\d*))?/.exec(text) ?? [];
  const [unit = ''] = /^[^.\d]*/.exec(text.slice(number.length)) ?? [];
  return { number, whole, fraction, unit };
}

/** Nanoseconds of the digits behind a point, of which those beyond 63 bits are left out, by the same steps as Go, and so with the same rounding. */
function partOf(digits: string, scale: number): bigint {
  let kept = digits;
  while (BigInt(kept) > MAX_NANOSECONDS) kept = kept.slice(0, -1);
  return BigInt(Math.floor(Number(kept) * (scale / 10 ** kept.length)));
}

/** Go's own quotes around a duration: bytes of what is no plain ASCII in hexadecimal digits. */
function quoteDuration(text: string): string {
  const characters = Array.from(text.replaceAll(/\p{Cs}/gu, '\ufffd'), character =>
    /[ -\u007f]/u.test(character)
      ? character.replace(/["\\]/, String.raw`\$&`)
      : encodeURIComponent(character).toLowerCase().replaceAll('%', String.raw`\x`),
  );
  return `"${characters.join('')}"`;
}

/** Go's %q for the texts met here: quotes, backslashes and control characters escaped. */
export function quoteGo(text: string): string {
  return JSON.stringify(text).replace(/\\u00([0-1][0-9a-f])/g, '\\x$1');
}
