import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { TypeSchema } from './type-schema.ts';
import { applyEdits, editYaml, yamlText } from './yaml-edit.ts';

const RUNS = Number(process.env['PROPERTY_RUNS'] ?? 300);
const SPEC = new TypeSchema(
  {},
  {
    properties: {
      containers: {
        type: 'array',
        'x-kubernetes-list-type': 'map',
        'x-kubernetes-list-map-keys': ['name'],
        items: { type: 'object' },
      },
    },
  },
);

const TEXT = `# mine
schedule: '0 3 * * *'   # nightly
suspend: false

containers:
  # the work
  - name: app
    image: "app:1" # pinned
    args: [a, b]
  - name: log
    image: log:1
labels: {}
script: |
  one
  two
`;

interface Example {
  schedule: string;
  suspend?: boolean;
  timeZone?: string;
  containers: { name: string; image?: string; tty?: boolean; args?: string[] }[];
  labels: Record<string, string>;
  script: string;
}

const edited = (
  change: (value: Example & { containers: [Example['containers'][0], Example['containers'][0]] }) => void,
) => {
  const value = parse(TEXT);
  change(value);
  const text = applyEdits(TEXT, editYaml(TEXT, value, SPEC));
  expect(parse(text)).toEqual(value);
  return text;
};

describe('edits of a text', () => {
  test('nothing to say, nothing changed', () => {
    expect(editYaml(TEXT, parse(TEXT), SPEC)).toEqual([]);
  });

  test('a scalar changes its own bytes only', () => {
    expect(edited(value => (value.suspend = true))).toBe(TEXT.replace('suspend: false', 'suspend: true'));
    expect(edited(value => (value.containers[0].image = 'app:2'))).toBe(TEXT.replace('"app:1"', 'app:2'));
    expect(edited(value => (value.schedule = '@hourly'))).toBe(TEXT.replace("'0 3 * * *'", '"@hourly"'));
  });

  test('fields come and go by lines', () => {
    expect(edited(value => (value.timeZone = 'UTC'))).toBe(`${TEXT}timeZone: UTC\n`);
    expect(edited(value => delete value.suspend)).toBe(TEXT.replace('suspend: false\n', ''));
    expect(edited(value => (value.containers[1].tty = true))).toBe(
      TEXT.replace('image: log:1', 'image: log:1\n    tty: true'),
    );
    expect(edited(value => delete value.containers[0].args)).toBe(TEXT.replace('    args: [a, b]\n', ''));
  });

  test('items of keyed lists come and go by themselves', () => {
    expect(edited(value => value.containers.push({ name: 'x', image: 'i' }))).toBe(
      TEXT.replace('image: log:1', 'image: log:1\n  - name: x\n    image: i'),
    );
    expect(edited(value => value.containers.unshift({ name: 'x' }))).toBe(
      TEXT.replace('  - name: app', '  - name: x\n  - name: app'),
    );
    expect(edited(value => value.containers.pop())).toBe(TEXT.replace('  - name: log\n    image: log:1\n', ''));
  });

  test('other shapes: an empty map that fills, a list that empties, a text of several lines', () => {
    expect(edited(value => (value.labels = { a: 'b' }))).toBe(TEXT.replace('labels: {}', 'labels:\n  a: b'));
    expect(edited(value => value.containers.splice(0))).toContain('containers: []\nlabels');
    expect(edited(value => (value.script = 'one\nthree\n'))).toBe(TEXT.replace('  two', '  three'));
    expect(edited(value => (value.containers[0].args = ['c']))).toContain('# pinned');
  });

  test('a word that older tools read as true or false is written in quotes', () => {
    expect(edited(value => (value.labels = { a: 'yes' }))).toContain('a: "yes"');
  });

  test('a text without a last line break, and one with anchors', () => {
    expect(applyEdits('a: 1', editYaml('a: 1', { a: 1, b: 2 }, null))).toBe('a: 1\nb: 2');
    const anchored = 'a: &x {k: 1}\nb: *x\n';
    expect(parse(applyEdits(anchored, editYaml(anchored, { a: { k: 1 }, b: { k: 2 } }, null)))).toEqual({
      a: { k: 1 },
      b: { k: 2 },
    });
  });
});

const name = fc.constantFrom('a', 'b', 'c', 'name', 'on', '1');
const leaf = fc.oneof(
  fc.nat(9),
  fc.boolean(),
  fc.constantFrom('x', 'yes', '', 'two\nlines\n', '# no comment', '- dash', 'k: v'),
);
const { value: anyValue } = fc.letrec(tie => ({
  value: fc.oneof(
    { depthSize: 'small' },
    leaf,
    fc.dictionary(name, tie('value'), { maxKeys: 3 }),
    fc.array(tie('value'), { maxLength: 3 }),
  ),
}));
const anyMap = fc.dictionary(name, anyValue, { minKeys: 1, maxKeys: 4 }).map(map => ({ ...map }));

describe('any text and any value', () => {
  test('the edited text says the value, and a comment of what stays is still there', () => {
    fc.assert(
      fc.property(anyMap, anyMap, fc.nat(3), (from, to, at) => {
        const lines = yamlText(from).split('\n');
        const plain = lines.findIndex((line, i) => i >= at && /^[a-z]+: \d$/.test(line));
        if (plain >= 0) lines[plain] += ' # kept';
        const text = lines.join('\n');
        const result = applyEdits(text, editYaml(text, to, null));
        expect(parse(result)).toEqual(to);
        const key = plain < 0 ? '' : (lines[plain]?.split(':')[0] ?? '');
        if (plain >= 0 && JSON.stringify(from[key]) === JSON.stringify(to[key])) expect(result).toContain(lines[plain]);
      }),
      { numRuns: RUNS },
    );
  });
});
