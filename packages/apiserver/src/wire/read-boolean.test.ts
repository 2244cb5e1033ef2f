import { expect, test } from 'vitest';
import { readBoolean } from './read-boolean.ts';

test.each([
  [undefined, false],
  ['0', false],
  ['false', false],
  ['False', false],
  ['FALSE', false],
  ['', true],
  ['1', true],
  ['true', true],
  ['True', true],
  ['no', true],
])('[AS1] a switch that says %o is %o, as apimachinery reads it', (value, isOn) => {
  expect(readBoolean(value)).toBe(isOn);
});
