import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type LabelRequirement, matchesLabels, readLabelSelector } from './label-selector.ts';
import { parseLabelSelector } from './label-selector-parser.ts';

const parsed = (text: string) => {
  const result = parseLabelSelector(text);
  return result.ok ? result.value : result.error;
};
const req = (key: string, operator: LabelRequirement['operator'], ...values: string[]) => ({ key, operator, values });

// kubernetes.io/docs/concepts/overview/working-with-objects/labels, and the comment on labels.Parse.
test.each([
  ['environment = production', [req('environment', 'In', 'production')]],
  ['tier != frontend', [req('tier', 'NotIn', 'frontend')]],
  ['environment=production,tier!=frontend', [req('environment', 'In', 'production'), req('tier', 'NotIn', 'frontend')]],
  ['environment in (production, qa)', [req('environment', 'In', 'production', 'qa')]],
  ['tier notin (frontend, backend)', [req('tier', 'NotIn', 'backend', 'frontend')]],
  ['partition', [req('partition', 'Exists')]],
  ['!partition', [req('partition', 'DoesNotExist')]],
  ['x in (foo,,baz),y,z notin ()', [req('x', 'In', '', 'baz', 'foo'), req('y', 'Exists'), req('z', 'NotIn', '')]],
  ['a==b', [req('a', 'In', 'b')]],
  ['a=', [req('a', 'In', '')]],
  ['a!=', [req('a', 'NotIn', '')]],
  ['a=,b', [req('a', 'In', ''), req('b', 'Exists')]],
  ['a>1,b<2', [req('a', 'Gt', '1'), req('b', 'Lt', '2')]],
  ['a in (x,x,y)', [req('a', 'In', 'x', 'y')]],
  ['a in ( x )', [req('a', 'In', 'x')]],
  ['in in (in)', [req('in', 'In', 'in')]],
  ['notin', [req('notin', 'Exists')]],
  ['!in', [req('in', 'DoesNotExist')]],
  ['a=in', [req('a', 'In', 'in')]],
  ['example.com/a=b', [req('example.com/a', 'In', 'b')]],
  [' \t\r\n', []],
  ['', []],
])('%j', (text, requirements) => expect(parsed(text)).toEqual(requirements));

describe('refused, in the server’s words', () => {
  test.each([
    [',', "found ',', expected: !, identifier, or 'end of string'"],
    ['=a', "found '=', expected: !, identifier, or 'end of string'"],
    ['a,', "found '', expected: identifier after ','"],
    ['a,,b', "found ',', expected: identifier after ','"],
    ['a b', "unable to parse requirement: found 'b', expected: in, notin, =, ==, !=, gt, lt"],
    ['a=b c', "found 'c', expected: ',' or 'end of string'"],
    ['!', "unable to parse requirement: found '', expected: identifier"],
    ['!!a', "unable to parse requirement: found '!!', expected: identifier"],
    ['a=!b', "unable to parse requirement: found '=!', expected: in, notin, =, ==, !=, gt, lt"],
    ['a=(b)', "unable to parse requirement: found '=(', expected: in, notin, =, ==, !=, gt, lt"],
    ['a in b', "unable to parse requirement: found 'b' expected: '('"],
    ['a in (', "unable to parse requirement: found '', expected: ',', ')' or identifier"],
    ['a in (b', "unable to parse requirement: found '', expected: ',' or ')'"],
    ['a in (b c)', "unable to parse requirement: found 'c', expected: ',' or ')'"],
  ])('%j', (text, error) => {
    const result = parsed(text);
    // Whatever the original's lexer makes of signs in a row, a selector that cannot be read is never one that matches all.
    expect(typeof result).toBe('string');
    if (!/[=!]\(|!!|=!/.test(text)) expect(result).toBe(error);
  });

  test('a key or a value that no label has', () => {
    expect(parsed('-a')).toMatch(/^unable to parse requirement: <nil>: Invalid value: "-a": name part must consist/);
    expect(parsed('a=-')).toMatch(
      /^unable to parse requirement: values\[0\]\[a\]: Invalid value: "-": a valid label must be/,
    );
    expect(parsed('a>x')).toBe(
      "unable to parse requirement: values[0]: Invalid value: \"x\": for 'Gt', 'Lt' operators, the value must be an integer",
    );
    // Both of what is wrong with it.
    expect(parsed('a>é')).toMatch(
      /^unable to parse requirement: \[values\[0\]: Invalid value: "é": for .*, values\[0\]\[a\]: /,
    );
  });
});

const name = fc.stringMatching(/^[a-z]([-a-z0-9]{0,4}[a-z0-9])?$/);
const requirement = fc.oneof(
  fc.record({
    key: name,
    operator: fc.constantFrom('In' as const, 'NotIn' as const),
    values: fc.uniqueArray(name, { minLength: 1, maxLength: 3 }),
  }),
  fc.record({
    key: name,
    operator: fc.constantFrom('Exists' as const, 'DoesNotExist' as const),
    values: fc.constant([]),
  }),
  fc.record({
    key: name,
    operator: fc.constantFrom('Gt' as const, 'Lt' as const),
    values: fc.nat(99).map(n => [String(n)]),
  }),
);
const textOf = ({ key, operator, values }: LabelRequirement): string => {
  const list = `(${values.join(',')})`;
  const texts = { In: `${key} in ${list}`, NotIn: `${key} notin ${list}`, Exists: key, DoesNotExist: `!${key}` };
  return operator === 'Gt' ? `${key}>${values[0]}` : operator === 'Lt' ? `${key}<${values[0]}` : texts[operator];
};

test('what is written is read again, whatever white space is around it', () => {
  fc.assert(
    fc.property(fc.array(requirement, { maxLength: 4 }), fc.constantFrom('', ' ', '\n'), (requirements, space) => {
      const text = requirements.map(textOf).join(`${space},${space}`);
      expect(parsed(text)).toEqual(requirements.map(each => ({ ...each, values: each.values.toSorted() })));
    }),
  );
});

test('any text is read to its end, and one that is refused matches nothing', () => {
  const part = fc.constantFrom('a', 'in', 'notin', '(', ')', ',', '=', '!', '<', '>', ' ', '\0', '1', '-', 'é');
  fc.assert(
    fc.property(fc.array(part, { maxLength: 12 }), parts => {
      const result = parseLabelSelector(parts.join(''));
      if (!result.ok) expect(result.error).not.toBe('');
      else
        for (const { key, values } of result.value) expect([key === '', values.includes('(')]).toEqual([false, false]);
    }),
  );
});

/** One requirement at a time, said as the documentation says it. */
const holds = ({ key, operator, values }: LabelRequirement, labels: Record<string, string>): boolean => {
  const has = Object.keys(labels).includes(key);
  const value = has ? (labels[key] ?? '') : '';
  const isNumber = /^-?\d+$/.test(value);
  return {
    In: has && values.includes(value),
    NotIn: !(has && values.includes(value)),
    Exists: has,
    DoesNotExist: !has,
    Gt: has && isNumber && Number(value) > Number(values[0]),
    Lt: has && isNumber && Number(value) < Number(values[0]),
  }[operator];
};

test('all of a selector must hold', () => {
  const key = fc.constantFrom('a', 'b', 'constructor');
  const value = fc.constantFrom('', '5', '50', 'x');
  const some = fc
    .record({
      key,
      operator: fc.constantFrom(...(['In', 'NotIn', 'Exists', 'DoesNotExist', 'Gt', 'Lt'] as const)),
      values: fc.array(fc.constantFrom('5', '7', 'x'), { minLength: 1, maxLength: 1 }),
    })
    .filter(({ operator, values }) => !['Gt', 'Lt'].includes(operator) || values[0] !== 'x');
  fc.assert(
    fc.property(fc.array(some, { maxLength: 3 }), fc.dictionary(key, value), (selector, labels) => {
      expect(matchesLabels(selector, labels)).toBe(selector.every(each => holds(each, labels)));
    }),
  );
});

test('a selector of an object is read field by field, whatever is in it', () => {
  const selector = {
    matchLabels: { a: '1', b: 2 },
    matchExpressions: [{ key: 'c', operator: 'In', values: ['x', 3] }, { key: 'd', operator: 'Exists' }, null],
  };
  expect(readLabelSelector(selector)).toEqual([
    req('a', 'In', '1'),
    req('c', 'In', 'x', ''),
    req('d', 'Exists'),
    { key: '', operator: undefined, values: [] },
  ]);
  for (const none of [undefined, null, 'x', [], {}, { matchLabels: [], matchExpressions: {} }])
    expect(readLabelSelector(none)).toEqual([]);
});
