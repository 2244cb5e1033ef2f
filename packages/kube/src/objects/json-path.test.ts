import { expect, test } from 'vitest';
import { findByJsonPath, parseJsonPath } from './json-path.ts';

const OBJECT = {
  spec: { image: 'i', list: [{ name: 'a' }, { name: 'b' }], 'a.b/c': 1 },
  status: {
    conditions: [
      { type: 'Ready', status: 'True' },
      { type: 'Other', status: 'False' },
    ],
  },
};

const find = (path: string) => findByJsonPath(OBJECT, parseJsonPath(path) ?? []);

test.each([
  ['.spec.image', ['i']],
  ['.spec.list[0].name', ['a']],
  ['.spec.list[-1].name', ['b']],
  ['.spec.list[*].name', ['a', 'b']],
  ['.spec.list[5].name', []],
  ['.spec.nothing.here', []],
  [".spec['a.b/c']", [1]],
  ['.spec.a\\.b/c', [1]],
  ['.status.conditions[?(@.type=="Ready")].status', ['True']],
  [".status.conditions[?(@.type == 'Ready')].status", ['True']],
  ['.status.conditions[?(@.type!="Ready")].status', ['False']],
])('%s', (path, expected) => {
  expect(find(path)).toEqual(expected);
});

test.each(['spec', '.spec[', '.spec[?(x)]', '..spec'])('%s is no path', path => {
  expect(parseJsonPath(path)).toBeNull();
});
