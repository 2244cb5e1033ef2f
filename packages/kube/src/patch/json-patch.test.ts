import { describe, expect, test } from 'vitest';
import { applyJsonPatch, isJsonPatch, type JsonPatchOperation } from './json-patch.ts';

// Appendix A of RFC 6902: what it says of documents and of patches that fail.
test.each<[string, unknown, readonly JsonPatchOperation[], unknown]>([
  ['A.1 a member', { foo: 'bar' }, [{ op: 'add', path: '/baz', value: 'qux' }], { baz: 'qux', foo: 'bar' }],
  [
    'A.2 an element',
    { foo: ['bar', 'baz'] },
    [{ op: 'add', path: '/foo/1', value: 'qux' }],
    { foo: ['bar', 'qux', 'baz'] },
  ],
  ['A.3 a member goes', { baz: 'qux', foo: 'bar' }, [{ op: 'remove', path: '/baz' }], { foo: 'bar' }],
  ['A.4 an element goes', { foo: ['bar', 'qux', 'baz'] }, [{ op: 'remove', path: '/foo/1' }], { foo: ['bar', 'baz'] }],
  [
    'A.5 a value',
    { baz: 'qux', foo: 'bar' },
    [{ op: 'replace', path: '/baz', value: 'boo' }],
    { baz: 'boo', foo: 'bar' },
  ],
  [
    'A.6 a value moves',
    { foo: { bar: 'baz', waldo: 'fred' }, qux: { corge: 'grault' } },
    [{ op: 'move', from: '/foo/waldo', path: '/qux/thud' }],
    { foo: { bar: 'baz' }, qux: { corge: 'grault', thud: 'fred' } },
  ],
  [
    'A.7 an element moves',
    { foo: ['all', 'grass', 'cows', 'eat'] },
    [{ op: 'move', from: '/foo/1', path: '/foo/3' }],
    { foo: ['all', 'cows', 'eat', 'grass'] },
  ],
  [
    'A.8 a test that holds',
    { baz: 'qux', foo: ['a', 2, 'c'] },
    [
      { op: 'test', path: '/baz', value: 'qux' },
      { op: 'test', path: '/foo/1', value: 2 },
    ],
    { baz: 'qux', foo: ['a', 2, 'c'] },
  ],
  [
    'A.10 a nested member',
    { foo: 'bar' },
    [{ op: 'add', path: '/child', value: { grandchild: {} } }],
    { foo: 'bar', child: { grandchild: {} } },
  ],
  [
    'A.11 what is more is passed over',
    { foo: 'bar' },
    [{ op: 'add', path: '/baz', value: 'qux', xyz: 123 } as JsonPatchOperation],
    { foo: 'bar', baz: 'qux' },
  ],
  ['A.14 escaped names', { '/': 9, '~1': 10 }, [{ op: 'test', path: '/~01', value: 10 }], { '/': 9, '~1': 10 }],
  [
    'A.16 at the end',
    { foo: ['bar'] },
    [{ op: 'add', path: '/foo/-', value: ['abc', 'def'] }],
    { foo: ['bar', ['abc', 'def']] },
  ],
  ['a copy', { a: { b: 1 } }, [{ op: 'copy', from: '/a', path: '/c' }], { a: { b: 1 }, c: { b: 1 } }],
])('%s', (_title, target, operations, result) => {
  const before = structuredClone(target);
  expect(applyJsonPatch(target, operations)).toEqual({ ok: true, value: result });
  expect(target).toEqual(before);
});

describe('all or nothing', () => {
  test.each<[string, unknown, JsonPatchOperation]>([
    ['A.9 a test that fails', { baz: 'qux' }, { op: 'test', path: '/baz', value: 'bar' }],
    ['A.12 no such parent', { foo: 'bar' }, { op: 'add', path: '/baz/bat', value: 'qux' }],
    ['A.15 a number is no text', { '/': 9, '~1': 10 }, { op: 'test', path: '/~01', value: '10' }],
    ['no such member', { foo: 'bar' }, { op: 'remove', path: '/baz' }],
    ['no such value', { foo: 'bar' }, { op: 'replace', path: '/baz', value: 1 }],
    ['nothing to move', { foo: 'bar' }, { op: 'move', from: '/baz', path: '/a' }],
    ['nothing to copy', { foo: 'bar' }, { op: 'copy', from: '/baz', path: '/a' }],
    ['beyond the end', { foo: [] }, { op: 'add', path: '/foo/2', value: 1 }],
  ])('%s', (_title, target, operation) => {
    const before = structuredClone(target);
    const result = applyJsonPatch(target, [{ op: 'add', path: '/first', value: 1 }, operation]);
    expect(result).toEqual({ ok: false, error: expect.stringMatching(/./) as string });
    expect(target).toEqual(before);
  });

  test.each<[string, unknown, JsonPatchOperation]>([
    ['the end of a list has no value', { a: [1] }, { op: 'test', path: '/a/-', value: 1 }],
    ['the end of a list is not there', { a: [1] }, { op: 'remove', path: '/a/-' }],
    ['a place with a zero before it', { a: [1, 2] }, { op: 'remove', path: '/a/01' }],
    ['a place before the first', { a: [1] }, { op: 'add', path: '/a/-1', value: 1 }],
    ['what a list has besides', { a: [1] }, { op: 'test', path: '/a/length', value: 1 }],
    ['the inside of a text', { a: 'xy' }, { op: 'test', path: '/a/0', value: 'x' }],
    ['no pointer', { a: 1 }, { op: 'test', path: 'a', value: 1 }],
    ['no pointer to write to', { a: 1 }, { op: 'add', path: 'a', value: 1 }],
    ['a value into itself', { a: { b: 1 } }, { op: 'move', from: '/a', path: '/a/b' }],
  ])('%s', (_title, target, operation) => expect(applyJsonPatch(target, [operation]).ok).toBe(false));

  // Each of these would reach what all objects of the process share.
  test.each(['/__proto__/admin', '/constructor/prototype/admin', '/toString/call', '/a/push/call', '/a/__proto__/0'])(
    '%s leads to nothing',
    path => {
      const target = { a: [1] };
      expect(applyJsonPatch(target, [{ op: 'add', path, value: 'mine' }]).ok).toBe(false);
      for (const op of ['replace', 'test'] as const)
        expect(applyJsonPatch(target, [{ op, path: '/constructor', value: 1 }]).ok).toBe(false);
      expect(applyJsonPatch(target, [{ op: 'remove', path: '/toString' }]).ok).toBe(false);
      expect(({} as Record<string, unknown>)['admin']).toBeUndefined();
      expect(typeof Object.prototype.toString.call).toBe('function');
    },
  );
});

test('a key may be called as what every object inherits: it moves, and nothing beside it', () => {
  const data = { constructor: 'YQ==', other: 'Yg==' };
  expect(applyJsonPatch({ data }, [{ op: 'move', from: '/data/constructor', path: '/data/toString' }])).toEqual({
    ok: true,
    value: { data: { toString: 'YQ==', other: 'Yg==' } },
  });
  const added = applyJsonPatch({}, [{ op: 'add', path: '/__proto__', value: { admin: true } }]);
  expect(JSON.stringify(added)).toBe('{"ok":true,"value":{"__proto__":{"admin":true}}}');
});

test('the document as a whole is a place as others', () => {
  expect(applyJsonPatch<unknown>({ a: 1 }, [{ op: 'replace', path: '', value: [1] }])).toEqual({
    ok: true,
    value: [1],
  });
  expect(applyJsonPatch({ a: 1 }, [{ op: 'test', path: '', value: { a: 1 } }]).ok).toBe(true);
  expect(applyJsonPatch<unknown>({ a: { b: 1 } }, [{ op: 'copy', from: '/a', path: '' }])).toEqual({
    ok: true,
    value: { b: 1 },
  });
  expect(applyJsonPatch<unknown>({ '': 1 }, [{ op: 'remove', path: '/' }])).toEqual({ ok: true, value: {} });
});

test('what is put in is a copy: what is done to it later changes neither the patch nor what was copied', () => {
  const value = { n: [1] };
  const operations: readonly JsonPatchOperation[] = [
    { op: 'add', path: '/a', value },
    { op: 'copy', from: '/a', path: '/b' },
    { op: 'add', path: '/a/n/-', value: 2 },
  ];
  expect(applyJsonPatch({}, operations)).toEqual({ ok: true, value: { a: { n: [1, 2] }, b: { n: [1] } } });
  expect(value).toEqual({ n: [1] });
});

test.each([
  [[], true],
  [[{ op: 'remove', path: '/a' }], true],
  [[{ op: 'remove', path: '' }], true],
  [[{ op: 'remove' }], false],
  [[{ op: 'remove', path: 1 }], false],
  [[{ op: 'delete', path: '/a' }], false],
  [[{ op: 'constructor', path: '/a' }], false],
  [[{ op: 'remove', path: '/a' }, null], false],
  // A value may be null, and is never left out.
  [[{ op: 'add', path: '/a', value: null }], true],
  [[{ op: 'add', path: '/a' }], false],
  [[{ op: 'test', path: '/a' }], false],
  [[{ op: 'move', from: '/a', path: '/b' }], true],
  [[{ op: 'copy', path: '/b' }], false],
  [[{ op: 'move', from: 1, path: '/b' }], false],
  [[['remove', '/a']], false],
  [{ op: 'remove', path: '/a' }, false],
  ['x', false],
  [null, false],
])('%j is a patch: %j', (value, isSo) => expect(isJsonPatch(value)).toBe(isSo));
