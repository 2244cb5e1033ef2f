import { describe, expect, test } from 'vitest';
import { MAX_PACK_BYTES, readPack } from './read-pack.ts';

const HEAD = `pack: example
kinds:
  - group: example.com
    resource: widgets
    kind: Widget
`;

test('a pack of its least', () => {
  expect(readPack(HEAD)).toEqual({
    pack: 'example',
    kinds: [{ group: 'example.com', resource: 'widgets', kind: 'Widget' }],
    problems: [],
  });
});

describe('what is wrong is told with its line and path', () => {
  test.each([
    ['', 1, ''],
    ['pack: [', 1, ''],
    ['pack: a\nkinds: []\n', 2, 'kinds'],
    [`${HEAD}    colums: []\n`, 6, 'kinds[0].colums'],
    [`${HEAD}    columns:\n      - title: A\n        path: status\n`, 8, 'kinds[0].columns[0].path'],
    [`${HEAD}    columns:\n      - title: A\n`, 7, 'kinds[0].columns[0]'],
    [`${HEAD}    columns:\n      - title: A\n        cel: object.spec +\n`, 8, 'kinds[0].columns[0].cel'],
    [
      `${HEAD}    status:\n      - when: object.a.matches("(a+)+")\n        word: A\n        health: ok\n`,
      7,
      'kinds[0].status[0].when',
    ],
    [`${HEAD}    status:\n      - word: A\n        health: fine\n`, 8, 'kinds[0].status[0].health'],
    [`${HEAD}    status:\n      - word: A\n`, 7, 'kinds[0].status[0]'],
    [
      `${HEAD}    actions:\n      - { name: a, title: A, effect: A., annotate: { a: b }, merge: { spec: {} } }\n`,
      7,
      'kinds[0].actions[0]',
    ],
    [
      `${HEAD}    actions:\n      - { name: a, title: A, effect: A., merge: { metadata: {} } }\n`,
      7,
      'kinds[0].actions[0]',
    ],
    [`${HEAD}  - group: example.com\n    resource: widgets\n    kind: Widget\n`, 7, 'kinds[1].resource'],
    [
      `${HEAD}    references:\n      - { meaning: likes, to: [secrets], at: .spec.a }\n`,
      7,
      'kinds[0].references[0].meaning',
    ],
  ])('%j', (text, line, path) => {
    const { kinds, problems } = readPack(text);
    expect(kinds).toEqual([]);
    expect(problems[0]).toMatchObject({ line, path });
    expect(problems[0]?.message).not.toMatch(/undefined|\[object/);
  });
});

test('what is too large is not read', () => {
  expect(readPack(`${HEAD}#${'x'.repeat(MAX_PACK_BYTES)}`).problems).toEqual([
    { line: 1, path: '', message: 'is larger than 256 KB' },
  ]);
});

test('aliases that multiply do not fill the memory', () => {
  const levels = Array.from(
    { length: 12 },
    (_, i) => `l${i}: &l${i} [${Array.from({ length: 9 }, () => (i === 0 ? 'x' : `*l${i - 1}`)).join()}]`,
  );
  expect(readPack(`${levels.join('\n')}\n${HEAD}`).problems).toEqual([
    { line: 1, path: '', message: expect.stringContaining('alias') },
  ]);
});

describe('each mistake is told where it stands, in words', () => {
  const action = (name: string, more = '') =>
    `      - { name: ${name}, title: A, effect: A., annotate: { a: b }${more} }\n`;

  test.each([
    ['a field that no pack has', `${HEAD}    colums: []\n`, [[6, 'kinds[0].colums', 'is no field of a pack']]],
    [
      'a kind twice',
      `${HEAD}  - group: example.com\n    resource: widgets\n    kind: Widget\n`,
      [[7, 'kinds[1].resource', 'widgets.example.com is there twice']],
    ],
    [
      'an action twice',
      `${HEAD}    actions:\n${action('a')}${action('b')}${action('a')}`,
      [[9, 'kinds[0].actions[2].name', 'a is there twice']],
    ],
    [
      'more than a list may have, where the list begins',
      `${HEAD}    columns:\n${'      - { title: A, path: .a }\n'.repeat(21)}`,
      [[6, 'kinds[0].columns', expect.any(String)]],
    ],
    [
      'a fact that cannot be read',
      `${HEAD}    facts:\n      - { title: A, path: .a }\n      - { title: B, cel: spec.a }\n`,
      [[8, 'kinds[0].facts[1].cel', expect.stringContaining('Unknown variable: spec')]],
    ],
    [
      'a condition of an action that cannot be read',
      `${HEAD}    actions:\n${action('a', ', when: spec.a')}`,
      [[7, 'kinds[0].actions[0].when', expect.stringContaining('Unknown variable: spec')]],
    ],
    [
      'several of a second kind',
      `${HEAD}  - group: example.com\n    resource: gadgets\n    kind: Gadget\n    columns:\n      - title: A\n        cel: a.b\n    status:\n      - when: c.d\n        word: W\n        health: ok\n`,
      [
        [11, 'kinds[1].columns[0].cel', expect.stringContaining('Unknown variable: a')],
        [13, 'kinds[1].status[0].when', expect.stringContaining('Unknown variable: c')],
      ],
    ],
    [
      'what is missing, by the line of what it is missing in',
      'pack: a\n\nkinds:\n  - group: g\n    resource: r\n',
      [[4, 'kinds[0].kind', expect.any(String)]],
    ],
  ])('%s', (_what, text, problems) => {
    const { pack, kinds, problems: found } = readPack(text);
    expect([pack, kinds]).toEqual(['', []]);
    expect(found.map(({ line, path, message }) => [line, path, message])).toEqual(problems);
  });

  test('text that is no YAML has one mistake, in one line', () => {
    const { problems } = readPack('pack: a\nkinds: [\n  {\n');
    expect(problems).toEqual([{ line: expect.any(Number), path: '', message: expect.stringMatching(/^[^\n]+$/) }]);
  });
});

test('a pack may be as large as the bound, and use what it wrote once', () => {
  const columns = '    columns: &all\n      - { title: A, path: .a }\n';
  const second = '  - group: example.com\n    resource: gadgets\n    kind: Gadget\n    columns: *all\n';
  const text = `${HEAD}${columns}${second}#`;
  const { kinds, problems } = readPack(text.padEnd(MAX_PACK_BYTES, 'x'));
  expect(problems).toEqual([]);
  expect(kinds[1]?.columns).toEqual([{ title: 'A', path: '.a' }]);
});
