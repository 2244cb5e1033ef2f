import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  annotationKeyProblems,
  labelKeyProblems,
  labelValueProblems,
  readInteger,
  SUBDOMAIN_LENGTH,
  subdomainProblems,
} from './label-format.ts';

// kubernetes.io/docs/concepts/overview/working-with-objects/labels: syntax and character set.
const LONG = 'a'.repeat(63);
const VALUES = ['', 'a', '9', 'A', 'a-b', 'a_b', 'a.b', '1.2.3', 'MyValue', 'a--b', LONG];
const NO_VALUES = ['-', '_a', 'a.', ' ', 'a b', 'a/b', 'ä', 'a\n', '日本', `${LONG}a`, 'a:b', '\ud800'];

test('values of labels', () => {
  expect([...VALUES, ...NO_VALUES].filter(value => labelValueProblems(value).length === 0)).toEqual(VALUES);
});

const KEYS = [
  'a',
  'A',
  '9',
  'a.b_c-d',
  LONG,
  'example.com/a',
  `${'a'.repeat(SUBDOMAIN_LENGTH)}/b`,
  `a/${LONG}`,
  'a-b.c/D',
];
const NO_KEYS = [
  ...['', '/', 'a/', '/a', 'a/b/c', '-a', 'a-', 'ä', `${LONG}a`, 'A/b', 'a..b/c', '-a/b', 'a_b/c', 'a b'],
  ...[`${'a'.repeat(SUBDOMAIN_LENGTH + 1)}/b`, `a/${LONG}a`, 'a.b./c', 'a//b'],
];

test('keys of labels', () => {
  expect([...KEYS, ...NO_KEYS].filter(key => labelKeyProblems(key).length === 0)).toEqual(KEYS);
});

test('keys of annotations are the same in letters of any size', () => {
  expect(annotationKeyProblems('Example.COM/A')).toEqual([]);
  expect(labelKeyProblems('Example.COM/A')).not.toEqual([]);
  for (const key of NO_KEYS.filter(text => text === text.toLowerCase()))
    expect(annotationKeyProblems(key)).not.toEqual([]);
});

test('names of DNS', () => {
  const good = ['a', '1', 'a-b', 'a.b', 'example.com', 'a'.repeat(SUBDOMAIN_LENGTH)];
  const bad = ['', 'A', '-', 'a-', '.a', 'a.', 'a..b', 'a_b', 'a b', 'a/b', 'ä', 'a'.repeat(SUBDOMAIN_LENGTH + 1)];
  expect([...good, ...bad].filter(name => subdomainProblems(name).length === 0)).toEqual(good);
});

describe('the words are the server’s', () => {
  const NAME =
    "must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')";
  const DNS =
    "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')";

  test.each([
    ['', ['name part must be non-empty', `name part ${NAME}`]],
    ['-', [`name part ${NAME}`]],
    ['/a', ['prefix part must be non-empty']],
    ['a/', ['name part must be non-empty', `name part ${NAME}`]],
    ['A/b', [`prefix part ${DNS}`]],
    [`${LONG}a`, ['name part must be no more than 63 bytes']],
    // Bytes of UTF-8, not characters.
    ['ä'.repeat(32), ['name part must be no more than 63 bytes', `name part ${NAME}`]],
    ['😀'.repeat(16), ['name part must be no more than 63 bytes', `name part ${NAME}`]],
    ['日'.repeat(21), [`name part ${NAME}`]],
    [`${'a'.repeat(254)}/b`, ['prefix part must be no more than 253 bytes']],
    ['a/b/c', [`a valid label key ${NAME} with an optional DNS subdomain prefix and '/' (e.g. 'example.com/MyName')`]],
  ])('of the key %j', (key, problems) => expect(labelKeyProblems(key)).toEqual(problems));

  test('of a value', () => {
    expect(labelValueProblems('a b')).toEqual([
      "a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')",
    ]);
    expect(labelValueProblems(`${LONG}a`)).toEqual(['must be no more than 63 bytes']);
  });
});

test('a long text is refused in no time', () => {
  const started = performance.now();
  for (const text of ['a'.repeat(1e5), 'a-'.repeat(5e4), 'a.'.repeat(5e4), '/'.repeat(1e5)])
    for (const problems of [labelKeyProblems, labelValueProblems, subdomainProblems])
      expect(problems(text)).not.toEqual([]);
  expect(performance.now() - started).toBeLessThan(5_000);
});

/** strconv.ParseInt(text, 10, 64) */
test.each([
  ['0', 0n],
  ['-0', 0n],
  ['+7', 7n],
  ['007', 7n],
  ['9223372036854775807', 2n ** 63n - 1n],
  ['9223372036854775808', null],
  ['-9223372036854775808', -(2n ** 63n)],
  ['-9223372036854775809', null],
  ['', null],
  ['+', null],
  ['-', null],
  ['1.0', null],
  ['1e3', null],
  ['0x10', null],
  ['1_000', null],
  [' 1', null],
  ['1\n', null],
  ['١', null],
])('%j is the number %s', (text, number) => expect(readInteger(text)).toBe(number));

test('every number of 64 bits is read as it is', () => {
  fc.assert(fc.property(fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }), n => readInteger(String(n)) === n));
});
