import { expect, test } from 'vitest';
import { knownFields, lineFields, shownFields } from './line-fields.ts';

const read = (line: string) => {
  const fields = lineFields(line);
  return fields === null ? null : Object.fromEntries(fields);
};

test.each<[string, Record<string, string> | null]>([
  [
    '{"level":"info","http":{"status":200,"ok":true},"tags":["a","b"],"none":null}',
    { level: 'info', 'http.status': '200', 'http.ok': 'true', tags: '["a","b"]', none: 'null' },
  ],
  ['{"a":{"b":{"c":{"d":1}}}}', { 'a.b.c': '{"d":1}' }],
  ['  {"msg":"a \\"b\\""}', { msg: 'a "b"' }],
  ['{"broken":', null],
  ['{}', null],
  ['[1]', null],
  [
    'time=2026 level=warn msg="two words, \\"said\\"" empty= path=/a/b?c',
    { time: '2026', level: 'warn', msg: 'two words, "said"', empty: '', path: '/a/b?c' },
  ],
  ['one=pair', null],
  ['text with a=1 b=2', null],
  ['a=1 b=2 and more', null],
  ['plain text', null],
  ['', null],
])('%j', (line, fields) => expect(read(line)).toEqual(fields));

test('a line of very many fields, or of very many characters, costs no more than others', () => {
  const many = JSON.stringify(Object.fromEntries(Array.from({ length: 500 }, (_, i) => [`f${i}`, i])));
  expect(lineFields(many)?.size).toBe(60);
  expect(lineFields(`{"a":"${'x'.repeat(30_000)}"}`)).toBeNull();
  const started = performance.now();
  lineFields(`a="${'\\'.repeat(19_000)}`);
  lineFields('a='.repeat(9_000));
  expect(performance.now() - started).toBeLessThan(250);
});

test('the usual fields stand first, then those that most lines have; what was chosen is shown where it is there', () => {
  const known = knownFields([
    lineFields('rare=1 msg=a level=info'),
    lineFields('often=1 msg=a level=info'),
    lineFields('often=1 msg=a level=info'),
    null,
  ]);
  expect(known).toEqual(['level', 'msg', 'often', 'rare']);
  expect(shownFields(known, [])).toEqual(['level', 'msg']);
  expect(shownFields(known, ['often', 'gone', 'msg'])).toEqual(['often', 'msg']);
  expect(shownFields(known, ['gone'])).toEqual(['level', 'msg']);
  expect(shownFields(['x', 'y'], [])).toEqual(['x', 'y']);
  expect(shownFields(['level', 'x', 'y'], [])).toEqual(['level', 'x', 'y']);
});
