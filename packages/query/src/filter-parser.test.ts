import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { askedBy, exactTerm, parseFilter, writtenTerms } from './filter-parser.ts';

const word = (text: string, position = 0, isNegated = false) => ({
  position,
  term: { type: 'word', text, isNegated },
});
const field = (
  name: string,
  operator: string,
  value: string,
  place: { position?: number; isNegated?: boolean } = {},
) => ({
  position: place.position ?? 0,
  term: { type: 'field', field: name, operator, value, isNegated: place.isNegated ?? false },
});

describe('[QY3] filters as they are read', () => {
  test.each([
    ['', []],
    [' \t\n', []],
    ['  Web\tdb ', [word('web', 2), word('db', 6)]],
    ['-web -', [word('web', 0, true), word('-', 5)]],
    ['"Two words"', [word('two words')]],
    ['"status:x" "-a"', [word('status:x'), word('-a', 11)]],
    ['a "" b', [word('a'), word('b', 5)]],
    ['status:Running', [field('status', ':', 'Running')]],
    ['a -Status2="Not Ready"x', [word('a'), field('Status2', '=', 'Not Readyx', { position: 2, isNegated: true })]],
    [
      'restarts>=3 a<=1 b<2 c>3',
      [
        field('restarts', '>=', '3'),
        field('a', '<=', '1', { position: 12 }),
        field('b', '<', '2', { position: 17 }),
        field('c', '>', '3', { position: 21 }),
      ],
    ],
    ['label:app=web', [field('label', ':', 'app=web')]],
    ['a:"1\n2"', [field('a', ':', '1\n2')]],
    ['a="-b"', [field('a', '=', '-b')]],
    ['1a:b a-b:c :d', [word('1a:b'), word('a-b:c', 5), word(':d', 11)]],
  ])('%j', (text, terms) => {
    expect(parseFilter(text)).toEqual({ ok: true, value: terms });
  });
});

test.each([
  ['a "b" c"d e', { code: 'unclosedQuote', detail: '', position: 7 }],
  ['x a"b"c"d e', { code: 'unclosedQuote', detail: '', position: 7 }],
  ['a -b= c', { code: 'missingValue', detail: 'b', position: 2 }],
])('[QY4] %j is refused with its place', (text, error) => {
  expect(parseFilter(text)).toEqual({ ok: false, error });
});

/** Mostly the characters that mean something to the language. */
const value = fc.string({
  unit: fc.oneof(
    fc.constantFrom('"', '\\', ' ', ':', '=', '-', '<', '\t', '\n', '\u00a0'),
    fc.string({ maxLength: 1 }),
  ),
});

test('a value written as a term is read as that value, beside any others', () => {
  fc.assert(
    fc.property(fc.array(value, { minLength: 1, maxLength: 4 }), values => {
      const terms = values.map(text => exactTerm('status', text));
      const text = terms.join(' ');
      expect(writtenTerms(text)).toEqual(terms);
      const parsed = parseFilter(text);
      expect(parsed.ok ? parsed.value.map(({ term }) => term) : parsed.error).toEqual(
        values.map(read => ({ type: 'field', field: 'status', operator: '=', value: read, isNegated: false })),
      );
      expect(terms.map(term => askedBy(term, 'status', '='))).toEqual(values);
    }),
  );
});

test('what is written is cut where it is read, and loses nothing, closed or not', () => {
  fc.assert(
    fc.property(value, text => {
      const terms = writtenTerms(text);
      expect(text.split(/\s+/).join('')).toBe(terms.join('').split(/\s+/).join(''));
      const parsed = parseFilter(text);
      // Pairs of quotes around nothing are written, and ask for nothing.
      if (parsed.ok) expect(parsed.value).toHaveLength(terms.filter(term => !/^(?:"")+$/.test(term)).length);
    }),
  );
});

test('a backslash is one, but for a quote or another in quotes', () => {
  const words = (text: string) => {
    const parsed = parseFilter(text);
    return parsed.ok
      ? parsed.value.map(({ term }) => (term.type === 'word' ? term.text : term.value))
      : parsed.error.code;
  };
  expect(words(String.raw`a\b "c\d" "e\"f" "g\\"`)).toEqual(['a\\b', 'c\\d', 'e"f', 'g\\']);
  expect(words(String.raw`"a\"`)).toBe('unclosedQuote');
  expect([words('status=""'), words('status=')]).toEqual([[''], 'missingValue']);
});

test('what needs no quotes is written without', () => {
  const values = ['Running', 'a b', '', 'a"b'];
  expect(values.map(text => exactTerm('status', text))).toEqual([
    'status=Running',
    'status="a b"',
    'status=""',
    String.raw`status="a\"b"`,
  ]);
});

test('what asks for a value otherwise does not ask for exactly it', () => {
  const asks = (text: string) => askedBy(text, 'status', '=') === 'Not Ready';
  expect(['status="Not ready"', 'ready', '', '"'].map(asks)).toEqual([false, false, false, false]);
  expect(['status="Not Ready"', 'status="Not"" Ready"'].map(asks)).toEqual([true, true]);
  expect(['status:"Not Ready"', '-status="Not Ready"', '"status=Not Ready"', 'reason="Not Ready"'].map(asks)).toEqual([
    false,
    false,
    false,
    false,
  ]);
});
