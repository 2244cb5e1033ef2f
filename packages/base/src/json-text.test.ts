import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseJson, writeJson } from './json-text.ts';

test.each([
  ['{"a":9007199254740993}', { a: 9_007_199_254_740_993n }],
  ['{"a":[1,-9223372036854775808]}', { a: [1, -9_223_372_036_854_775_808n] }],
  ['{"a":"text: 9007199254740993","b":1}', { a: 'text: 9007199254740993', b: 1 }],
  ['[ 18446744073709551615 ]', [18_446_744_073_709_551_615n]],
  ['{"a":1234567890123456,"b":0.1234567890123456}', { a: 1_234_567_890_123_456, b: 0.1234567890123456 }],
])('%s', (text, value) => {
  expect(parseJson(text)).toEqual(value);
  expect(parseJson(writeJson(value))).toEqual(value);
});

test('a key of every object is a key as any other', () => {
  const value = parseJson('{"__proto__":{"x":9007199254740993},"constructor":1}') as object;
  expect(Object.keys(value)).toEqual(['__proto__', 'constructor']);
  expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
});

test('what has no such number is what JSON says', () => {
  fc.assert(
    fc.property(
      fc.json().filter(text => !/\d{16}/.test(text)),
      text => {
        expect(parseJson(text)).toEqual(JSON.parse(text));
        expect(writeJson(JSON.parse(text))).toBe(JSON.stringify(JSON.parse(text)));
      },
    ),
  );
});

test('many digits within a text change nothing: as deep as JSON itself is read', () => {
  const text = `${'['.repeat(20_000)}"at: 1732786800000000"${']'.repeat(20_000)}`;
  let value = parseJson(text);
  while (Array.isArray(value)) [value] = value;
  expect(value).toBe('at: 1732786800000000');
});
