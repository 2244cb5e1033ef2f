import { expect, test } from 'vitest';
import { folderOf, NAME_TEXT, nameOf, PATH_TEXT, pathBytes, pathIn, pathOfLink, pathText } from './container-path.ts';

test('every byte but NUL comes back, and what a URL takes stands as it is', () => {
  const all = Uint8Array.from({ length: 255 }, (_, i) => i + 1);
  expect(pathBytes(pathText(all))).toEqual(all);
  expect(pathText([...'/var/log/-a b\n.log'].map(each => each.charCodeAt(0)))).toBe('/var/log/-a%20b%0A.log');
  expect(pathText([0xff, 0x27])).toBe('%FF%27');
});

test.each(['/', '/etc', '/etc/%C3%A4', '/-rf', '/a%20b/%FF', '/...', '/.hidden', '/%5C%25'])('%s is a path', path => {
  expect(PATH_TEXT.test(path)).toBe(true);
  expect(pathText(pathBytes(path))).toBe(path);
});

test.each([
  ['not absolute', 'etc'],
  ['empty', ''],
  ['a way back', '/a/../b'],
  ['a way back at the end', '/a/..'],
  ['a way back that is hidden', '/a/%2E%2E'],
  ['half hidden', '/.%2E/a'],
  ['a slash that is hidden', '/a%2F..%2Fb'],
  ['NUL', '/a%00b'],
  ['two slashes', '/a//b'],
  ['ends with a slash', '/a/'],
  ['the folder itself', '/a/.'],
  ['small digits', '/%ff'],
  ['a character that has to be escaped', '/a b'],
  ['half an escape', '/a%2'],
  ['escaped without need', '/%41'],
  ['a new line', '/a\n'],
])('%s is none', (_title, path) => {
  expect(PATH_TEXT.test(path)).toBe(false);
});

test('a name is one step', () => {
  expect(['a', '...', '-', '%0A'].map(name => NAME_TEXT.test(name))).toEqual([true, true, true, true]);
  expect(['', '.', '..', 'a/b', '/', '%2F', 'a\n'].map(name => NAME_TEXT.test(name))).toEqual(
    Array.from({ length: 7 }, () => false),
  );
});

test('paths are joined and taken apart', () => {
  expect([pathIn('/', 'a'), pathIn('/a', 'b'), folderOf('/a/b'), folderOf('/a'), folderOf('/')]).toEqual([
    ...['/a', '/a/b', '/a', '/', '/'],
  ]);
  expect([nameOf('/a/b'), nameOf('/')]).toEqual(['b', '']);
  expect([pathOfLink('/a', 'b'), pathOfLink('/a', '../../../c'), pathOfLink('/a', '/d/./e')]).toEqual([
    ...['/a/b', '/c', '/d/e'],
  ]);
});
