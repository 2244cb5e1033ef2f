import { expect, test } from 'vitest';
import { ALL, namespaceGroups, READABLE } from './namespace-groups.ts';

const NOTHING = { whole: [], chosen: [], pinned: [], recent: [], others: [] };
const WORLD = {
  names: [],
  chosen: [],
  pinned: [],
  recent: [],
  text: '',
  fallback: null,
  mayReadAll: true,
  isComplete: true,
};

type Given = Partial<Parameters<typeof namespaceGroups>[0]>;
type Expected = Partial<ReturnType<typeof namespaceGroups>>;

test.each<[string, Given, Expected]>([
  [
    'all come first, then those that are chosen',
    { names: ['a', 'c'], chosen: ['c'] },
    { whole: [ALL], chosen: ['c'], others: ['a'] },
  ],
  ['the very name comes before those that hold it', { names: ['a-b', 'b'], text: 'b' }, { others: ['b', 'a-b'] }],
  [
    'a chosen one stays within reach of a text that it does not hold',
    { names: ['ab'], chosen: ['z'], text: 'a' },
    { chosen: ['z'], others: ['ab'] },
  ],
  [
    'pinned ones stand apart, those that the text finds',
    { names: ['a', 'ab'], pinned: ['ab', 'z'], text: 'a' },
    { pinned: ['ab'], others: ['a'] },
  ],
  [
    'one that is chosen and pinned is there once',
    { names: ['a'], chosen: ['a'], pinned: ['a'] },
    { whole: [ALL], pinned: ['a'] },
  ],
  [
    'recent sets are found by any of their names; one alone is a namespace like others',
    { recent: [['a', 'b'], ['c'], ['b', 'd']], text: 'a' },
    { recent: ['a,b'] },
  ],
  [
    'a namespace that was looked at alone is found though nobody may list it',
    { recent: [['cc']], text: 'c' },
    { others: ['cc'] },
  ],
  [
    'who may not list them has their own, and never all',
    { fallback: 'shop', isComplete: false, mayReadAll: false },
    { whole: [READABLE], others: ['shop'] },
  ],
  [
    'who may not read all of them at once is offered those that they may',
    { names: ['a'], mayReadAll: false },
    { whole: [ALL, READABLE], others: ['a'] },
  ],
  ['where that is not known it is not offered', { mayReadAll: null }, { whole: [ALL] }],
  ['who may not list goes where they say', { fallback: 'shop', isComplete: false, text: 'data' }, { others: ['data'] }],
  ['but nowhere a namespace cannot be', { fallback: 'shop', isComplete: false, text: 'Not a name' }, {}],
  ['what is typed is no namespace where all are known', { names: [], text: 'nowhere' }, {}],
])('%s', (_title, given, expected) => {
  expect(namespaceGroups({ ...WORLD, ...given })).toEqual({ ...NOTHING, ...expected });
});
