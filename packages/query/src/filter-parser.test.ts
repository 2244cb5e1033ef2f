import { describe, expect, test } from 'vitest';
import { parseFilter } from './filter-parser.ts';

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
  ['a -b="" c', { code: 'missingValue', detail: 'b', position: 2 }],
])('[QY4] %j is refused with its place', (text, error) => {
  expect(parseFilter(text)).toEqual({ ok: false, error });
});
