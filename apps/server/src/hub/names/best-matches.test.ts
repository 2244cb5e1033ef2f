import fc from 'fast-check';
import { expect, test } from 'vitest';
import { bestMatches, uidMatches } from './best-matches.ts';

const PODS = { group: '', version: 'v1', resource: 'pods', kind: 'Pod' };
const NODES = { ...PODS, resource: 'nodes', kind: 'Node' };
const CONFIG_MAPS = { ...PODS, resource: 'configmaps', kind: 'ConfigMap' };
const page = (kind: typeof PODS, ...lines: string[]) => ({
  kind,
  text: `\n${lines.join('\n')}\n`,
  uids: `\n${lines.map((_line, i) => uid(i)).join('\n')}\n`,
});
const uid = (i: number) => `0b${i.toString(16).padStart(6, '0')}-1111-4222-8333-444444444444`;
const names = (query: string, ...lines: string[]) =>
  bestMatches([page(PODS, ...lines)], query, 10).map(({ namespace, name }) => `${namespace}/${name}`);

test('the whole name first, then its beginning, the beginning of a word in it, anything', () => {
  const lines = ['a/my-web', 'a/cobweb', 'a/web-1', 'a/web', 'a/db'];
  expect(names('web', ...lines)).toEqual(['a/web', 'a/web-1', 'a/my-web', 'a/cobweb']);
});

test('words may stand in any order, and in the namespace', () => {
  expect(names('web shop', 'shop/web-1', 'data/web-1', 'shop/db')).toEqual(['shop/web-1']);
  expect(names('1 web', 'shop/web-1')).toEqual(['shop/web-1']);
});

test('what has no namespace is found, and nothing for nothing', () => {
  expect(bestMatches([page(NODES, '/node-1')], 'NODE', 10)).toEqual([
    { resource: 'nodes', kind: 'Node', namespace: '', name: 'node-1' },
  ]);
  expect(names('  ', 'a/b')).toEqual([]);
  expect(bestMatches([page(PODS)], 'x', 10)).toEqual([]);
});

test('a kind without a list of its own is addressed by its group', () => {
  expect(bestMatches([page(CONFIG_MAPS, 'shop/prices')], 'prices', 10)).toEqual([
    { resource: 'configmaps', kind: 'ConfigMap', namespace: 'shop', name: 'prices' },
  ]);
});

test('finds what looking at every name finds', () => {
  const word = fc.stringMatching(/^[ab-]{1,3}$/);
  const line = fc.stringMatching(/^[ab]{0,2}\/[ab-]{1,6}$/);
  fc.assert(
    fc.property(
      fc.uniqueArray(line, { maxLength: 30 }),
      fc.array(word, { minLength: 1, maxLength: 3 }),
      (lines, words) => {
        const found = bestMatches([page(PODS, ...lines)], words.join(' '), 100).map(
          ({ namespace, name }) => `${namespace}/${name}`,
        );
        expect(new Set(found)).toEqual(new Set(lines.filter(entry => words.every(part => entry.includes(part)))));
      },
    ),
  );
});

test.each([
  ['whole', uid(1), ['web']],
  ['in capitals', ` ${uid(1).toUpperCase()} `, ['web']],
  ['by its beginning', uid(1).slice(0, 8), ['web']],
  ['by less of it, which may be a word', uid(1).slice(0, 7), []],
  ['from within', '1111-4222-8333', []],
  ['of none', uid(7), []],
])('by uid: %s', (_how, query, found) => {
  const pages = [page(NODES), page(PODS, 'shop/db', 'shop/web', 'shop/zoo')];
  expect(uidMatches(pages, query, 10).map(({ name }) => name)).toEqual(found);
});

test('by uid: no more than are asked for', () => {
  expect(uidMatches([page(PODS, 'a/a', 'a/b'), page(NODES, '/c')], uid(0).slice(0, 8), 1)).toHaveLength(1);
});
