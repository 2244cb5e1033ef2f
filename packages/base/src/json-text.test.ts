import fc from 'fast-check';
import { parse } from 'lossless-json';
import { expect, test } from 'vitest';
import { parseJson, writeJson } from './json-text.ts';

test.each([
  ['{"a":9007199254740993}', { a: 9_007_199_254_740_993n }],
  ['{"a":[1,-9223372036854775808]}', { a: [1, -9_223_372_036_854_775_808n] }],
  ['{"a":"text: 9007199254740993","b":1}', { a: 'text: 9007199254740993', b: 1 }],
  ['[ 18446744073709551615 ]', [18_446_744_073_709_551_615n]],
  ['9007199254740993', 9_007_199_254_740_993n],
  [
    '{"a\\\\":"\\\\\\"9007199254740993","b":9007199254740993}',
    { 'a\\': '\\"9007199254740993', b: 9_007_199_254_740_993n },
  ],
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

test('among texts and numbers of every form: what a parser reads that is told of every number', () => {
  const number = fc
    .tuple(
      fc.constantFrom('', '-'),
      fc.bigInt(0n, 10n ** 24n),
      fc.constantFrom('', '.5', '.12345678901234567', 'e2', 'E-17'),
    )
    .map(parts => parts.join(''));
  const text = fc.string({ unit: fc.constantFrom('"', '\\', '1234567890123456789', ':', ',', '[', 'a') });
  const { value } = fc.letrec(tie => ({
    value: fc.oneof(
      { maxDepth: 4 },
      number,
      text.map(words => JSON.stringify(words)),
      tie('list'),
      tie('map'),
    ),
    list: fc.array(tie('value')).map(items => `[ ${items.join(' , ')}]`),
    map: fc
      .array(fc.tuple(text, tie('value')))
      .map(entries => `{${entries.map(([key, entry]) => `${JSON.stringify(key)}:${String(entry)}`).join(',')}}`),
  }));
  const readNumber = (digits: string) =>
    /^-?\d+$/.test(digits) && !Number.isSafeInteger(Number(digits)) ? BigInt(digits) : Number(digits);
  fc.assert(
    fc.property(value.map(String), json => {
      expect(parseJson(json)).toEqual(
        parse(json, undefined, { parseNumber: readNumber, onDuplicateKey: last => last.newValue }),
      );
    }),
  );
});

test('one large number beside megabytes of escapes takes no stack', () => {
  const escapes = JSON.stringify('\\"'.repeat(1_000_000));
  expect(parseJson(`{"text":${escapes},"a":9007199254740993}`)).toMatchObject({ a: 9_007_199_254_740_993n });
});
