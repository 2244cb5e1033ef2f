import { expect, test } from 'vitest';
import { ownValue, putOwn } from './own-value.ts';

const INHERITED = ['constructor', 'toString', '__proto__', 'hasOwnProperty'];

test.each(INHERITED)('%s is a word as others: nothing is there until it is put there, and then that alone', word => {
  const record: Record<string, number> = { a: 1 };
  expect(ownValue(record, word)).toBeUndefined();
  putOwn(record, word, 7);
  expect(ownValue(record, word)).toBe(7);
  expect(JSON.stringify(record)).toBe(`{"a":1,"${word}":7}`);
  putOwn(record, word, 8);
  expect(Object.entries(record)).toEqual([
    ['a', 1],
    [word, 8],
  ]);
  expect(Object.getPrototypeOf(record)).toBe(Object.prototype);
});

test('of a record that inherits other words they are not its own either; a function that is put there is', () => {
  class Odd {
    readonly a = 1;
    get b() {
      return 2;
    }
  }
  const odd = new Odd() as unknown as Record<string, unknown>;
  expect([ownValue(odd, 'a'), ownValue(odd, 'b'), ownValue(odd, 'constructor')]).toEqual([1, undefined, undefined]);
  const put = () => 7;
  expect(ownValue({ toString: put }, 'toString')).toBe(put);
  expect(ownValue({ a: Object.prototype }, 'a')).toBe(Object.prototype);
});

test('a value may be undefined', () => {
  expect(ownValue({ a: undefined, b: 2 }, 'a')).toBeUndefined();
  expect(ownValue({ a: undefined, b: 2 }, 'b')).toBe(2);
});

test('what somebody put into what every record inherits is not found in any, and does not hide what is there', () => {
  const value = { admin: true };
  Reflect.defineProperty(Object.prototype, 'requests', { value, configurable: true });
  try {
    expect([ownValue<unknown>({ a: 1 }, 'requests'), ownValue<unknown>({ requests: 7 }, 'requests')]).toEqual([
      undefined,
      7,
    ]);
    expect(ownValue({ requests: value }, 'requests')).toBe(value);
  } finally {
    Reflect.deleteProperty(Object.prototype, 'requests');
  }
});
