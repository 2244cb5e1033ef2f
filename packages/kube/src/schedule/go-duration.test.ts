import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseGoDuration, quoteGo } from './go-duration.ts';
import vectors from './go-duration.vectors.json' with { type: 'json' };

const MS = { ns: 1e-6, us: 1e-3, µs: 1e-3, μs: 1e-3, ms: 1, s: 1e3, m: 60e3, h: 3600e3 } as const;

/** 2^63 nanoseconds, or one less: a number tells neither from the other. */
const LONGEST = 2 ** 63 / 1e6;

// The cases of TestParseDuration in Go's own time package, in milliseconds.
test.each([
  ['0', 0],
  ['5s', 5 * MS.s],
  ['30s', 30 * MS.s],
  ['1478s', 1478 * MS.s],
  ['-5s', -5 * MS.s],
  ['+5s', 5 * MS.s],
  ['-0', -0],
  ['+0', 0],
  ['5.0s', 5 * MS.s],
  ['5.6s', 5600],
  ['5.s', 5 * MS.s],
  ['.5s', 500],
  ['1.0s', 1000],
  ['1.00s', 1000],
  ['1.004s', 1004],
  ['1.0040s', 1004],
  ['100.00100s', 100_001],
  ['10ns', 10 * MS.ns],
  ['11us', 11 * MS.us],
  ['12µs', 12 * MS.us],
  ['12μs', 12 * MS.us],
  ['13ms', 13],
  ['14s', 14 * MS.s],
  ['15m', 15 * MS.m],
  ['16h', 16 * MS.h],
  ['3h30m', 3.5 * MS.h],
  ['10.5s4m', 4 * MS.m + 10_500],
  ['-2m3.4s', -(2 * MS.m + 3400)],
  ['1h2m3s4ms5us6ns', MS.h + 2 * MS.m + 3 * MS.s + 4 + 0.005_006],
  ['39h9m14.425s', 39 * MS.h + 9 * MS.m + 14_425],
  ['52763797000ns', 52_763.797],
  ['0.3333333333333333333h', 20 * MS.m],
  ['9223372036854775807ns', LONGEST],
  ['9223372036854775.807us', LONGEST],
  ['9223372036s854ms775us807ns', LONGEST],
  ['-9223372036854775808ns', -LONGEST],
  ['-9223372036854775.808us', -LONGEST],
  ['-9223372036s854ms775us808ns', -LONGEST],
  ['-2562047h47m16.854775808s', -LONGEST],
  ['0.100000000000000000000h', 6 * MS.m],
  ['0.830103483285477580700h', 49 * MS.m + 48_372.539_827],
])('%s', (text, ms) => {
  const read = parseGoDuration(text);
  expect(read.ok && read.value).toBeCloseTo(ms, 6);
});

// And those of TestParseDurationErrors, with Go's words.
describe('refused', () => {
  const quoted = (text: string) => `time: invalid duration "${text}"`;
  test.each([
    ['', quoted('')],
    ['3', 'time: missing unit in duration "3"'],
    ['-', quoted('-')],
    ['s', quoted('s')],
    ['.', quoted('.')],
    ['-.', quoted('-.')],
    ['.s', quoted('.s')],
    ['+.s', quoted('+.s')],
    ['1d', 'time: unknown unit "d" in duration "1d"'],
    ['\u0085\u0085', String.raw`time: invalid duration "\xc2\x85\xc2\x85"`],
    ['\uffff', String.raw`time: invalid duration "\xef\xbf\xbf"`],
    ['hello \uffff world', String.raw`time: invalid duration "hello \xef\xbf\xbf world"`],
    ['\ufffd', String.raw`time: invalid duration "\xef\xbf\xbd"`],
    ['\n', String.raw`time: invalid duration "\x0a"`],
    ['"\\', String.raw`time: invalid duration "\"\\"`],
    ['9223372036854775810ns', quoted('9223372036854775810ns')],
    ['9223372036854775808ns', quoted('9223372036854775808ns')],
    ['-9223372036854775809ns', quoted('-9223372036854775809ns')],
    ['9223372036854776us', quoted('9223372036854776us')],
    ['3000000h', quoted('3000000h')],
    ['9223372036854775.808us', quoted('9223372036854775.808us')],
    ['9223372036854ms775us808ns', quoted('9223372036854ms775us808ns')],
    // Names that every object inherits are no units; nor are digits of other scripts digits.
    ['1constructor', 'time: unknown unit "constructor" in duration "1constructor"'],
    ['1秒', String.raw`time: unknown unit "\xe7\xa7\x92" in duration "1\xe7\xa7\x92"`],
    ['١s', String.raw`time: invalid duration "\xd9\xa1s"`],
    ['1 s', 'time: unknown unit " s" in duration "1 s"'],
    ['1s ', 'time: unknown unit "s " in duration "1s "'],
    ['1h-1m', 'time: unknown unit "h-" in duration "1h-1m"'],
    ['1e3s', 'time: unknown unit "e" in duration "1e3s"'],
    ['--1s', quoted('--1s')],
    ['00', 'time: missing unit in duration "00"'],
  ])('%j', (text, error) => expect(parseGoDuration(text)).toEqual({ ok: false, error }));

  test('digits without end, quickly', () => {
    expect(parseGoDuration(`${'9'.repeat(1_000)}s`).ok).toBe(false);
    expect(parseGoDuration(`0.${'9'.repeat(1_000)}s`)).toEqual({ ok: true, value: 1_000 });
  });
});

test('a fraction is cut to whole nanoseconds and never one too few: 0.57h is 34 minutes and 12 seconds', () => {
  expect(parseGoDuration('0.57h')).toEqual({ ok: true, value: 2_052_000 });
  expect(parseGoDuration('1.000000001s')).toEqual({ ok: true, value: 1_000.000_001 });
  expect(parseGoDuration('1.9ns')).toEqual({ ok: true, value: 1e-6 });
});

test('parts of any number and order add up', () => {
  const unit = fc.constantFrom(...(['ns', 'us', 'ms', 's', 'm', 'h'] as const));
  const part = fc.tuple(fc.nat(400), unit);
  fc.assert(
    fc.property(fc.array(part, { minLength: 1, maxLength: 5 }), fc.constantFrom('', '+', '-'), (parts, sign) => {
      const nanoseconds = parts.reduce((sum, [n, of]) => sum + n * Math.round(MS[of] * 1e6), 0);
      const read = parseGoDuration(sign + parts.map(([n, of]) => `${n}${of}`).join(''));
      // There is no zero below zero.
      expect(read).toEqual({ ok: true, value: (sign === '-' ? 0 - nanoseconds : nanoseconds) / 1e6 });
    }),
  );
});

test.each([
  ['a', '"a"'],
  ['', '""'],
  ['a"b\\', String.raw`"a\"b\\"`],
  ['a\tb\n', String.raw`"a\tb\n"`],
  ['\u0001', String.raw`"\x01"`],
  ['ä', '"ä"'],
])('Go quotes %j as %s', (text, quoted) => expect(quoteGo(text)).toBe(quoted));

// Written by time.ParseDuration of Go 1.26 itself (`tools/control-plane/kube-vectors`): chosen texts and chance ones.
interface Vector {
  readonly text: string;
  readonly nanoseconds?: string;
  readonly error?: string;
}
test.each((vectors as Vector[]).map(vector => [vector.text, vector] as const))('as Go has it: %j', (text, vector) => {
  const { nanoseconds, error } = vector;
  expect(parseGoDuration(text)).toEqual(
    nanoseconds === undefined ? { ok: false, error } : { ok: true, value: Number(BigInt(nanoseconds)) / 1e6 },
  );
});
