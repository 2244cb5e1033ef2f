import { expect, test } from 'vitest';
import { yamlLines } from './yaml-lines.ts';

const paths = (text: string) => Object.fromEntries([...yamlLines(text)].map(([line, path]) => [line, path.join('.')]));

test.each([
  ['nothing', '', {}],
  ['a field a line', 'a: 1\nb: 2\n', { 1: 'a', 2: 'b' }],
  ['fields below fields', 'a:\n  b:\n    c: 1\n', { 1: 'a', 2: 'a.b', 3: 'a.b.c' }],
  ['of several on one line the first', 'a: {b: 1, c: 2}\n', { 1: 'a' }],
  ['a flow over lines', 'a: {b: 1,\n  c: 2}\n', { 1: 'a', 2: 'a.c' }],
  ['items of a list', 'a:\n- x\n- y\n', { 1: 'a', 2: 'a.0', 3: 'a.1' }],
  ['fields of items', 'a:\n- b: 1\n  c: 2\n- b: 3\n', { 1: 'a', 2: 'a.0.b', 3: 'a.0.c', 4: 'a.1.b' }],
  ['no comment and no blank line', '# why\na: 1\n\n# so\nb: 2\n', { 2: 'a', 5: 'b' }],
  ['no inside of a block', 'a: |\n  b: 1\n  c: 2\nd: 3\n', { 1: 'a', 4: 'd' }],
  ['keys that are no texts', '1: a\ntrue: b\n', { 1: '1', 2: 'true' }],
  ['lists in lists', '- - a\n  - b\n- c\n', { 1: '0.0', 2: '0.1', 3: '1' }],
  ['what could be read of a text with mistakes', 'a: 1\nb: [\n', { 1: 'a', 2: 'b' }],
  ['no key that is a map', '? {a: 1}\n: 2\nb: 3\n', { 3: 'b' }],
])('%s', (_title, text, lines) => expect(paths(text)).toEqual(lines));
