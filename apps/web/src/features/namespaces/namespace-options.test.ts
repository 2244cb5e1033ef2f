import { expect, test } from 'vitest';
import { namespaceOptions } from './namespace-options.ts';

const options = (change: Partial<Parameters<typeof namespaceOptions>[0]>) =>
  namespaceOptions({ names: [], chosen: [], text: '', fallback: null, isComplete: true, ...change });

test.each([
  ['all come first, then those that are chosen', { names: ['a', 'b', 'c'], chosen: ['c'] }, ['', 'c', 'a', 'b']],
  ['the very name comes before those that hold it', { names: ['a-b', 'b'], text: 'b' }, ['b', 'a-b']],
  [
    'a chosen one stays within reach of a text that it does not hold',
    { names: ['ab'], chosen: ['z'], text: 'a' },
    ['ab', 'z'],
  ],
  ['who may not list them has their own, and never all', { fallback: 'shop', isComplete: false }, ['shop']],
  ['and goes where they say', { fallback: 'shop', isComplete: false, text: 'data' }, ['data']],
  ['but nowhere a namespace cannot be', { fallback: 'shop', isComplete: false, text: 'Not a name' }, []],
  ['what is typed is no namespace where all are known', { names: [], text: 'nowhere' }, []],
])('%s', (_title, given, expected) => expect(options(given)).toEqual(expected));
