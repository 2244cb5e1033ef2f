import { describe, expect, test } from 'vitest';
import { TypeSchema } from './type-schema.ts';
import { typeAt, yamlContext } from './yaml-context.ts';

/** Where the cursor, written as `|`, stands. */
function context(text: string) {
  const position = text.indexOf('|');
  return yamlContext(text.slice(0, position) + text.slice(position + 1), position);
}
const pathOf = (text: string) => context(text).path.join('.');

describe('the map that a line belongs to', () => {
  test.each([
    ['an empty text', '|', ''],
    ['the first key', 'kin|d: Pod', ''],
    ['behind the first key', 'kind: |', ''],
    ['below a key', 'spec:\n  |', 'spec'],
    ['below a key, at its column', 'spec:\n|', ''],
    ['a key below a key', 'spec:\n  repl|icas: 3', 'spec'],
    ['two below', 'spec:\n  template:\n    spec:\n      |', 'spec.template.spec'],
    ['out again', 'spec:\n  template:\n    spec: {}\n  |', 'spec'],
    ['behind what stands beside it', 'metadata:\n  labels:\n    a: b\nspec:\n  |', 'spec'],
    ['an item of a list', 'containers:\n  - name: a|', 'containers.-'],
    ['a further key of the item', 'containers:\n  - name: a\n    |', 'containers.-'],
    ['a list at the column of its key', 'containers:\n- name: a\n  |', 'containers.-'],
    ['the first key of such an item', 'containers:\n- nam|e: a', 'containers.-'],
    ['the second item', 'containers:\n- name: a\n  image: b\n- name: c\n  |', 'containers.-'],
    ['below a key of an item', 'containers:\n- name: a\n  ports:\n  - |', 'containers.-.ports.-'],
    ['within the inner list', 'containers:\n- ports:\n  - containerPort: 80\n    |', 'containers.-.ports.-'],
    ['out of the inner list', 'containers:\n- ports:\n  - containerPort: 80\n  |', 'containers.-'],
    ['a list in a list', 'a:\n- - |', 'a.-.-'],
    ['a key in a list in a list', 'a:\n- - b: 1\n    |', 'a.-.-'],
    ['quoted keys', 'metadata:\n  annotations:\n    "example.com/a": "x"\n    |', 'metadata.annotations'],
    ['below a quoted key', "'a b':\n  |", 'a b'],
    ['blank lines and comments between', 'spec:\n\n  # why: so\n\n  |', 'spec'],
    ['a comment behind a key', 'spec: # here\n  |', 'spec'],
    ['a document of windows', 'spec:\r\n  |', 'spec'],
  ])('%s', (_title, text, path) => expect(pathOf(text)).toBe(path));
});

describe('the key of the line', () => {
  test.each([
    ['before its colon it is being written', 'spec:\n  repli|cas: 3', null],
    ['at its colon as well', 'replicas|: 3', null],
    ['behind it a value is', 'replicas:| 3', 'replicas'],
    ['at the end of the value', 'replicas: 3|', 'replicas'],
    ['of an item', '- name: |', 'name'],
    ['in quotes', '"a.b/c": |', 'a.b/c'],
    ['no colon', 'repli|', null],
    ['nothing', '|', null],
    ['a colon within an image is none', '- nginx:1.2|', null],
  ])('%s', (_title, text, key) => expect(context(text).key).toBe(key));
});

describe('what the map holds already', () => {
  test.each([
    ['nothing', '|', []],
    ['above and below', 'a: 1\n|\nb: 2', ['a', 'b']],
    ['not what is deeper', 'a:\n  x: 1\n|\nb:\n  y: 2', ['a', 'b']],
    ['not what is beside its own map', 'a:\n  x: 1\n  |\nb:\n  y: 2', ['x']],
    ['not the line itself', 'a: 1\nb|: 2\nc: 3', ['a', 'c']],
    ['of an item alone', '- a: 1\n  |\n- b: 2', ['a']],
    ['of the second item', '- a: 1\n- b: 2\n  |\n  c: 3\n- d: 4', ['b', 'c']],
    ['of an item from its first line', '- a|: 1\n  b: 2\n- c: 3', ['b']],
  ])('%s', (_title, text, siblings) => expect([...context(text).siblings].toSorted()).toEqual(siblings));
});

test('a path leads through a type as far as the type says something', () => {
  const type = new TypeSchema(
    {},
    { properties: { list: { type: 'array', items: { properties: { a: { type: 'integer' } } } } } },
  );
  expect(typeAt(type, [])).toBe(type);
  expect(typeAt(type, ['list', '-', 'a'])?.type).toBe('integer');
  expect(typeAt(type, ['list', 'a'])).toBeNull();
  expect(typeAt(type, ['nothing', 'a', '-'])).toBeNull();
  expect(typeAt(null, ['list'])).toBeNull();
});
