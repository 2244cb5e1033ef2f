import { expect, test } from 'vitest';
import { MAX_JSON_DEPTH } from '@lanthorn/base/json-depth.ts';
import { jsonMembers, TooDeep } from './json-members.ts';

test.each([
  '{}',
  ' { "a" : 1 , "b":[1,{"c":"}"}] , "d":"x\\"y\\\\", "e":{"f":null}, "g":true } ',
  '{"\\u0061b":"ü","__proto__":{"x":1},"n":-1.5e3}',
  '{"a":1,"a":2}',
])('members are those that a parser finds: %s', json => {
  const found = Object.fromEntries([...jsonMembers(json)].map(([key, text]) => [key, JSON.parse(text) as unknown]));
  expect(found).toEqual(JSON.parse(json));
});

test.each([
  '',
  '[]',
  'null',
  '{',
  '{"a"',
  '{"a":',
  '{"a":1',
  '{"a":"x',
  '{"a":{"b":1}',
  '{"a" 1}',
  '{"a":1 "b":2}',
  '{1:2}',
  '{"a":"\\"',
])('what is no object is refused: %s', json => {
  expect(() => jsonMembers(json)).toThrow(SyntaxError);
});

test('what nests too deep is refused, and costs no stack', () => {
  const deep = (levels: number) => `{"a":${'['.repeat(levels)}${']'.repeat(levels)}}`;
  expect(jsonMembers(deep(MAX_JSON_DEPTH)).size).toBe(1);
  expect(() => jsonMembers(deep(1_000_000))).toThrow(TooDeep);
});
