import fc from 'fast-check';
import { expect, test } from 'vitest';
import { applyRunParameters, runParametersOf } from '@lanthorn/actions/machinery/run-parameters.ts';
import { readLines, readPairs, writeLines, writePairs } from './lines-text.ts';

/** Of what has ever been lost: line breaks, nothing, signs and quotation marks. */
const value = fc.oneof(
  fc.constantFrom('', '"', '""', '"a"', '=', 'a=b', '\n', 'set -e\n./backup.sh\n', '\r\n', ' ', '\t', '\u2028x', '\\n'),
  fc.string({ unit: 'binary' }),
);
const name = fc.stringMatching(/^[A-Za-z_][\w.-]{0,8}$/).filter(text => text !== '__proto__');

test('every list of values is read back from its lines as it was', () => {
  fc.assert(
    fc.property(fc.array(value), items => {
      expect(readLines(writeLines(items))).toEqual({ items, bad: null });
    }),
  );
});

test('so is every variable', () => {
  fc.assert(
    fc.property(fc.dictionary(name, value, { noNullPrototype: true }), pairs => {
      expect(readPairs(writePairs(pairs))).toEqual({ pairs, bad: null });
    }),
  );
});

test('a template that went through the fields of its form is the same', () => {
  const variable = fc.oneof(fc.record({ name, value }), fc.record({ name }));
  const container = fc.record({
    name: fc.constant('app'),
    args: fc.array(value, { minLength: 1 }),
    env: fc.uniqueArray(variable, { minLength: 1, selector: each => each.name }),
  });
  fc.assert(
    fc.property(container, each => {
      const template = { template: { spec: { containers: [each] } } };
      const form = runParametersOf(template);
      const containers = form.containers.map(shown => ({
        ...shown,
        args: readLines(writeLines(shown.args)).items,
        env: readPairs(writePairs(shown.env)).pairs,
      }));
      expect(applyRunParameters(template, { ...form, containers })).toEqual(template);
    }),
  );
});

test('what can be a line is one', () => {
  expect(writeLines(['-c', 'echo "a"', ''])).toBe('-c\necho "a"\n""');
  expect(writePairs({ A: '', B: 'c=d' })).toBe('A=\nB=c=d');
  expect(writeLines(['set -e\n./backup.sh\n'])).toBe(String.raw`"set -e\n./backup.sh\n"`);
});

test.each([
  ['"a', '"a'],
  ['a\n"b" c', '"b" c'],
  ['a\nb', null],
])('of the lines %j this one is no value: %j', (text, bad) => {
  expect(readLines(text).bad).toBe(bad);
});

test.each([
  ['broken', { line: 'broken', why: 'pair' }],
  ['=a', { line: '=a', why: 'pair' }],
  ['A=b\nC="d', { line: 'C="d', why: 'quotes' }],
  ['A=b\n\nC="d"', null],
  [' A=b', { line: ' A=b', why: 'spaces' }],
  ['A =b', { line: 'A =b', why: 'spaces' }],
  ['A= b ', null],
  ['A=b\nB=c\nA=d', { line: 'A=d', why: 'twice' }],
  ['A=b\nA=b', { line: 'A=b', why: 'twice' }],
])('of the lines %j this one is no pair: %j', (text, bad) => {
  expect(readPairs(text).bad).toEqual(bad);
});
