import { expect, test } from 'vitest';
import { rememberLast } from './remember-last.ts';

test('it is worked out once for a value asked for in a row, and anew for another or the first again', () => {
  const asked: object[] = [];
  const [a, b] = [{}, {}];
  const read = rememberLast((value: object) => asked.push(value));
  expect([read(a), read(a), read(b), read(a)]).toEqual([1, 1, 2, 3]);
  expect(asked).toEqual([a, b, a]);
});

test('nothing is an answer too', () => {
  let asked = 0;
  const read = rememberLast<unknown, undefined>(() => {
    asked += 1;
    return undefined;
  });
  expect([read(undefined), read(undefined), asked]).toEqual([undefined, undefined, 1]);
});

test('what failed is asked again', () => {
  let isBroken = true;
  const read = rememberLast((value: string) => {
    if (isBroken) throw new Error('broken');
    return value;
  });
  expect(() => read('a')).toThrow('broken');
  isBroken = false;
  expect(read('a')).toBe('a');
});
