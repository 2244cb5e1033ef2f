import { describe, expect, test } from 'vitest';
import { compileCel, compilePath, MAX_LOOKS } from './pack-expression.ts';

const OBJECT = {
  metadata: { name: 'a', annotations: { constructor: 'x', __proto__: 'y' } },
  spec: { replicas: 3, ratio: 0.5, suspend: true, names: ['a', 'b'], limits: ['only'] },
  status: {
    conditions: [
      { type: 'Ready', status: 'False', reason: 'NoDisk' },
      { type: 'Synced', status: 'True' },
    ],
  },
};

function found(expression: string, object: unknown = OBJECT): unknown {
  const compiled = expression.startsWith('.') ? compilePath(expression) : compileCel(expression);
  if ('error' in compiled) throw new Error(`refused: ${compiled.error}`);
  return compiled.find(object);
}

describe('an expression finds what it says', () => {
  test.each([
    ['.spec.replicas', 3],
    ['.spec.names[*]', ['a', 'b']],
    ['.spec.names[0]', 'a'],
    ['.spec.limits[*]', 'only'],
    ['.status.conditions[?(@.status=="True")].type', 'Synced'],
    ['.status.conditions[?(@.type!="x")].type', ['Ready', 'Synced']],
    ['object.spec.replicas / 2', 1],
    ['object.spec.names[0] + object.spec.names[1]', 'ab'],
    ['[object.spec.replicas, 4]', [3, 4]],
    ['.status.conditions[?(@.type=="Ready")].reason', 'NoDisk'],
    ['object.spec.replicas == 3', true],
    ['object.spec.replicas > 2.5', true],
    ['object.spec.ratio < 1.0', true],
    ['size(object.spec.names)', 2],
    ['string(object.spec.replicas) + "/" + string(size(object.spec.names))', '3/2'],
    ['object.spec.names.map(n, n + "!")', ['a!', 'b!']],
    ['object.spec.names', ['a', 'b']],
    ['object.status.conditions.exists(c, c.type == "Ready" && c.status == "False")', true],
    ['has(object.spec.paused) && object.spec.paused', false],
    ['timestamp("2026-01-01T00:00:00Z")', '2026-01-01T00:00:00.000Z'],
  ])('%s', (expression, value) => {
    expect(found(expression)).toEqual(value);
  });
});

test.each([
  '.spec.nothing',
  '.status.conditions[9].type',
  'object.spec.nothing.more',
  'object.spec.names[9]',
  'object.spec.paused',
])('a field that is not there is nothing: %s', expression => {
  expect(found(expression)).toBeUndefined();
});

test.each([
  ['object.spec.replicas + "a"', /no such overload/],
  ['object.spec.names.all(n, n > 3)', /no such overload/],
  ['timestamp(object.metadata.name)', /timestamp/],
  ['object.metadata.annotations["constructor"]', /Unsupported type/],
])('what cannot be worked out says why: %s', (expression, message) => {
  expect(() => found(expression)).toThrow(message);
});

describe('what is written is refused before any object comes', () => {
  test.each([
    ['object.spec.', /refused/],
    ['spec.replicas', /Unknown variable: spec/],
    ['"a".matches("(a+)+$")', /matches is not offered/],
    ['cel.bind(x, "aa", x + x)', /bind is not offered/],
    ['[1].all(a, [1].all(b, [1].all(c, true)))', /nested more than/],
    [`[${Array.from({ length: 40 }, () => '1').join()}].all(a, true)`, /refused/],
    [Array.from({ length: 300 }, () => 'true').join(' && '), /refused/],
    ['.a[', /cannot read the path/],
    ['object.spec.names + 1 + (', /refused/],
  ])('%s', (expression, message) => {
    expect(() => found(expression)).toThrow(message);
  });
});

describe('an object of any size costs no more than the budget', () => {
  const many = { spec: { items: Array.from({ length: 200_000 }, (_, i) => i) } };

  test('of a long list', () => {
    expect(() => found('object.spec.items.all(i, i >= 0)', many)).toThrow(`looks at more than ${MAX_LOOKS} fields`);
  });

  test('of a list against itself', () => {
    expect(() => found('object.spec.items.all(i, object.spec.items.all(j, i >= 0))', many)).toThrow(
      'looks at more than',
    );
  });

  test('of a map with many keys', () => {
    const map = { spec: { items: Object.fromEntries(many.spec.items.map(i => [`k${i}`, i])) } };
    expect(() => found('object.spec.items.all(k, k != "")', map)).toThrow('looks at more than');
    expect(() => found('size(object.spec.items) > 3', map)).toThrow('looks at more than');
  });

  test('of a long text: it is cut', () => {
    expect(found('size(object.spec.text)', { spec: { text: 'x'.repeat(1_000_000) } })).toBe(4_096);
  });

  test('two objects that are as large are not compared to the end', () => {
    const start = performance.now();
    expect(() => found('object.spec.items == object.spec.items', many)).toThrow('looks at more than');
    expect(performance.now() - start).toBeLessThan(500);
  });
});

test('what is no path is refused, and a path in a filter is no expression', () => {
  for (const path of ['', 'spec.a', '{.spec.a}', '$.spec.a'])
    expect(compilePath(path)).toEqual({ error: `cannot read the path ${path}` });
});

test('why it failed is one line, and what failed is kept as its cause', () => {
  const compiled = compileCel('object.spec.replicas + "a"');
  if ('error' in compiled) throw new Error(compiled.error);
  const failure = (() => {
    try {
      return compiled.find(OBJECT);
    } catch (error) {
      return error;
    }
  })();
  expect(failure).toMatchObject({ message: expect.not.stringContaining('\n'), cause: expect.any(Error) });
});

test('as many looks as the budget has; what leads to a list is looked at as well', () => {
  const of = (length: number) =>
    found('object.spec.items.all(i, i >= 0)', { spec: { items: Array.from({ length }, () => 1) } });
  expect(of(MAX_LOOKS - 10)).toBe(true);
  expect(() => of(MAX_LOOKS)).toThrow('looks at more than');
});
