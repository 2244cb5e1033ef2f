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
  expect(readPack(`${levels.join('\n')}\n${HEAD}`).problems).toHaveLength(1);
});
