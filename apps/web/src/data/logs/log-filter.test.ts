import { expect, test } from 'vitest';
import { readLogFilter } from './log-filter.ts';

const read = (text: string) =>
  (readLogFilter({ text, around: 0 })?.terms ?? []).map(
    ({ text: of, isPattern, ignoresCase, isExcluded }) =>
      `${isExcluded ? 'not ' : ''}${isPattern ? (ignoresCase ? 'pattern in any case' : 'pattern') : 'text'}: ${of}`,
  );

test.each([
  ['', []],
  ['   ', []],
  ['error', ['text: error']],
  [' error  -healthz ', ['text: error', 'not text: healthz']],
  ['"not found" -"a \\"b\\" \\\\"', ['text: not found', 'not text: a "b" \\']],
  ['/time(d )?out/i -/^GET \\/healthz/', ['pattern in any case: time(d )?out', 'not pattern: ^GET /healthz']],
  ['/a\\d\\\\/', ['pattern: a\\d\\\\']],
  // What is not whole is a word.
  ['/orders/12', ['text: /orders/12']],
  ['/open "half', ['text: /open', 'text: "half']],
  ['- --x', ['text: -', 'not text: -x']],
  ['a-b', ['text: a-b']],
])('%j', (text, terms) => expect(read(text)).toEqual(terms));
