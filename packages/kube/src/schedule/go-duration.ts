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

/** int64 nanoseconds: Go refuses anything longer (about 292 years). */
const MAX_NANOSECONDS = 2 ** 63;

/** Go's time.ParseDuration: milliseconds, or the error text that Go gives. */
export function parseGoDuration(text: string): Result<number, string> {
  const invalid = `time: invalid duration ${quoteGo(text)}`;
  let rest = text;
  const isNegative = rest.startsWith('-');
  if (isNegative || rest.startsWith('+')) rest = rest.slice(1);
  if (rest === '0') return ok(0);
  if (rest === '') return err(invalid);
  let nanoseconds = 0;
  while (rest !== '') {
    const number = /^(\d*)(\.\d*)?/.exec(rest)?.[0] ?? '';
    if (!/\d/.test(number)) return err(invalid);
    rest = rest.slice(number.length);
    const unit = /^[^.\d]*/.exec(rest)?.[0] ?? '';
    if (unit === '') return err(`time: missing unit in duration ${quoteGo(text)}`);
    const scale = Object.hasOwn(UNITS, unit) ? UNITS[unit] : undefined;
    if (scale === undefined) return err(`time: unknown unit ${quoteGo(unit)} in duration ${quoteGo(text)}`);
    rest = rest.slice(unit.length);
    nanoseconds += Math.floor(Number(number.startsWith('.') ? `0${number}` : number) * scale);
    if (nanoseconds >= MAX_NANOSECONDS) return err(invalid);
  }
  return ok((isNegative ? -nanoseconds : nanoseconds) / 1e6);
}

/** Go's %q for the texts met here: quotes, backslashes and control characters escaped. */
export function quoteGo(text: string): string {
  return JSON.stringify(text).replace(/\\u00([0-1][0-9a-f])/g, '\\x$1');
}
