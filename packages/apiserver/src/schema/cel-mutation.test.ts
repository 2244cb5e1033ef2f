import { expect, test } from 'vitest';
import { compileMutation } from '../kinds/admission-policy-strategies.ts';
import { fromCel, withoutTypes } from './cel-mutation.ts';

test.each([
  ['Object{}', {}],
  ['Object{spec: Object.spec{replicas: object.n + 1}}', { spec: { replicas: 4 } }],
  ['Object.metadata { labels : {"a": "b", "Object{c: 1}": "d"} }', { labels: { a: 'b', 'Object{c: 1}': 'd' } }],
  [
    '[JSONPatch{op: "add", path: "/a/" + jsonpatch.escapeKey("b/c~d"), value: [1, 2]}]',
    [{ op: 'add', path: '/a/b~1c~0d', value: [1, 2] }],
  ],
  ['Object{a: true ? Object.a{b: "x"} : Object.a{c: [object.n, 1]}}', { a: { b: 'x' } }],
  ["// Object{a: 1}\nObject{a: r\"\\d\", b: 'it\\'s {c: 1}'}", { a: '\\d', b: "it's {c: 1}" }],
  ['object.n > 2 ? [JSONPatch{op: "remove", path: "/a"}] : []', [{ op: 'remove', path: '/a' }]],
  ['{"plain": object.n}', { plain: 3 }],
])('an expression names objects by their types: %s', (expression, expected) => {
  const compiled = compileMutation(expression);
  const result = compiled.ok ? compiled.program.evaluate({ object: { n: 3n } }) : compiled;
  expect(result).toMatchObject({ ok: true });
  expect(result.ok && fromCel(result.value)).toEqual(expected);
});

test('what names no object stays as it is written', () => {
  const expression = 'object.Object.filter(x, x.a in {"JSONPatch": 1}) /* {a: 1} */';
  expect(withoutTypes(expression)).toBe(expression);
});
