import { expect, test } from 'vitest';
// @ts-expect-error -- a plain module without types
import { crowdedFolders, longFiles } from './check-files.mjs';

const files = (count: number, ending = '.ts') => Array.from({ length: count }, (_, i) => `a/b/f${i}${ending}`);

test('a folder of twenty files is no crowd, one more is, and it is named', () => {
  expect(crowdedFolders(files(20))).toEqual([]);
  expect(crowdedFolders(files(21))).toEqual([expect.stringContaining('a/b holds 21 files')]);
});

test('a test and the types of a plain module are one with their file; a test alone is one file', () => {
  expect(crowdedFolders([...files(20), ...files(20, '.test.ts'), ...files(20, '.d.mts')])).toEqual([]);
  expect(crowdedFolders([...files(20), 'a/b/alone.test.ts'])).toHaveLength(1);
});

test('files of folders inside are not counted, and styles beside a component are files of their own', () => {
  expect(crowdedFolders([...files(20), 'a/b/c/more.ts'])).toEqual([]);
  expect(crowdedFolders([...files(20), 'a/b/f1.css'])).toHaveLength(1);
});

test('a file of 600 lines is no long one', () => {
  expect(longFiles({ 'a.ts': 600 })).toEqual([]);
  expect(longFiles({ 'a.ts': 600, 'b.ts': 601 })).toEqual(['b.ts has 601 lines (at most 600)']);
});
