import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { isDeepStrictEqual } from 'node:util';
import { must } from '@lanthorn/base/assert.ts';
import { isObject } from '@lanthorn/base/json.ts';
import { TypeSchema } from './type-schema.ts';
import { yamlText } from './kubernetes-yaml.ts';
import { applyEdits, editYaml } from './yaml-edit.ts';
import { setAtPath } from './edit-session.ts';
import { parseKubernetesYaml } from './kubernetes-yaml.ts';
import { type LinePath, yamlLines } from './yaml-lines.ts';

const parse = (text: string) => parseKubernetesYaml(text).toJS();

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

/** A text with a comment behind each line that can carry one, and the place each of them belongs to. */
function commented(value: Record<string, unknown>): { text: string; comments: { comment: string; path: LinePath }[] } {
  const lines = yamlText(value).split('\n');
  const comments: { comment: string; path: LinePath }[] = [];
  for (const [line, path] of yamlLines(lines.join('\n'))) {
    const comment = ` # note ${line}`;
    const text = lines.with(line - 1, `${lines[line - 1]}${comment}`);
    const document = parseKubernetesYaml(text.join('\n'));
    if (document.errors.length > 0 || !isDeepStrictEqual(document.toJS(), value)) continue;
    lines[line - 1] += comment;
    comments.push({ comment, path });
  }
  return { text: lines.join('\n'), comments };
}

/** Paths to all fields that stand in maps alone. */
function fieldPaths(value: unknown): string[][] {
  if (!isObject(value)) return [];
  return Object.entries(value).flatMap(([key, child]) => [[key], ...fieldPaths(child).map(path => [key, ...path])]);
}

describe('any text and any value', () => {
  test('the edited text says the value', () => {
    fc.assert(
      fc.property(anyMap, anyMap, (from, to) => {
        const { text } = commented(from);
        expect(parse(applyEdits(text, editYaml(text, to, null)))).toEqual(to);
      }),
      { numRuns: RUNS },
    );
  });

  test('a change at one place leaves the comments of all others', () => {
    fc.assert(
      fc.property(anyMap, fc.nat(), fc.option(anyValue, { nil: undefined }), (from, pick, next) => {
        const paths = fieldPaths(from);
        const path = must(paths[pick % paths.length], 'a map has fields');
        const to = setAtPath(from, path, next);
        const { text, comments } = commented(from);
        const result = applyEdits(text, editYaml(text, to, null));
        expect(parse(result)).toEqual(to);
        // A map that loses its last field is written anew with it.
        const rewritten = path.findIndex((_step, i) => i > 0 && isEmptyAt(to, path.slice(0, i)));
        const touched = rewritten < 0 ? path : path.slice(0, rewritten);
        const others = comments.filter(comment => !touched.every((step, i) => comment.path[i] === step));
        for (const { comment } of others) expect(`${result}\n`).toContain(`${comment}\n`);
      }),
      { numRuns: RUNS },
    );
  });

  test.each([
    [
      'text that ends in empty lines',
      'a: 1 # one\nb: 2 # two\nc: 3 # three\n',
      { a: 1, b: 'x\n\n\n', c: 3 },
      ['one', 'three'],
    ],
    [
      'beside text that ends in empty lines',
      'a: |+\n  x\n\n\nb: 2\nc: 3 # three\n',
      { a: 'x\n\n\n', b: 4, c: 3, d: 5 },
      ['three'],
    ],
    [
      'an alias that stays',
      's: &x {k: 1} # one\nt: *x # two\nm: 1 # three\n',
      { s: { k: 1 }, t: { k: 1 }, m: 2 },
      ['one', 'two', 'three'],
    ],
    [
      'a merge key',
      's: &x {k: 1} # one\nt:\n  <<: *x # two\n  l: 2\nm: 1 # three\n',
      { s: { k: 1 }, t: { k: 1, l: 3 }, m: 1 },
      ['one', 'three'],
    ],
    ['a map that is emptied', 's:\n  a: 1\nt: 2 # two\n', { s: {}, t: 2 }, ['two']],
    [
      'a number that other readers round',
      'm: 9007199254740993 # one\nt: 1\n',
      { m: 9_007_199_254_740_993n, t: 2 },
      ['one'],
    ],
  ])('%s', (_what, text, value, kept) => {
    const result = applyEdits(text, editYaml(text, value, null));
    expect(parse(result)).toEqual(value);
    for (const word of kept) expect(result).toContain(`# ${word}`);
  });
});

function isEmptyAt(value: unknown, path: readonly string[]): boolean {
  const found = path.reduce<unknown>((node, step) => (isObject(node) ? node[step] : undefined), value);
  return isObject(found) && Object.keys(found).length === 0;
}
