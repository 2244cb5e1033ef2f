import { expect, test } from 'vitest';
import { Bug, assert, must, unreachable } from './assert.ts';
import { reasonBy } from './reason.ts';
import { err, ok } from './result.ts';

test('a reason is its code, its values, and the words with these in their places', () => {
  expect(reasonBy('tooMany', 'more than {most} {what}, {most}', { most: 3, what: 'tabs' })).toEqual({
    ...{ code: 'tooMany', params: { most: 3, what: 'tabs' }, message: 'more than 3 tabs, 3' },
  });
});

test('a reason within one stands there in its own words', () => {
  const why = reasonBy('inner', 'no {what}', { what: 'key' });
  const whole = reasonBy('outer', '{file}: {why}', { file: 'config', why });
  expect(whole).toEqual({ code: 'outer', params: { file: 'config', why }, message: 'config: no key' });
});

test('a value is put in once: braces and signs within it are text', () => {
  const { message } = reasonBy('a', '{x} and {y}', { x: '{y}', y: '$& $1' });
  expect(message).toBe('{y} and $& $1');
});

test('a broken promise is a bug with its words', () => {
  expect(() => assert(false, 'was true')).toThrow(new Bug('was true'));
  for (const value of [0, '', null, undefined, Number.NaN]) expect(() => assert(value, 'x')).toThrow(Bug);
  for (const value of [1, 'a', {}, []]) assert(value, 'x');
  for (const value of [null, undefined]) expect(() => must(value, 'is there')).toThrow(new Bug('is there'));
  for (const value of [0, '', false, Number.NaN]) expect(must(value, 'x')).toBe(value);
  expect(() => unreachable('b' as never)).toThrow('unreachable: b');
  expect(new Bug('x').name).toBe('Bug');
});

test('an outcome is one of two', () => {
  expect([ok(undefined), err('x')]).toEqual([
    { ok: true, value: undefined },
    { ok: false, error: 'x' },
  ]);
});
