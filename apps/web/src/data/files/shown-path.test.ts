import { expect, test } from 'vitest';
import { modeText, plainPath, shownPath, typedPath } from './shown-path.ts';

test.each([
  ['/a%20b/%C3%A4', '/a b/ä'],
  ['/new%0Aline', '/new␊line'],
  ['/%FFx', '/\\xffx'],
  ['/%E2%80%AEgpj.exe', '/⟨U+202E⟩gpj.exe'],
  ['/%1B%5B2J', '/␛[2J'],
])('%s is read as %s', (path, shown) => {
  expect(shownPath(path)).toBe(shown);
});

test('what is typed is a path, wherever it would lead', () => {
  expect(['etc/', '/a/../../b', ' ', 'ä', '', '%41'].map(typedPath)).toEqual([
    ...['/etc', '/b', '/%20', '/%C3%A4', '/', '/%2541'],
  ]);
  expect(plainPath('/new%0Aline')).toBe('/new\nline');
});

test('permissions are written as ls does', () => {
  expect([0o644, 0o4755, 0o4644, 0o1777, 0o2750, 0].map(modeText)).toEqual([
    ...['rw-r--r--', 'rwsr-xr-x', 'rwSr--r--', 'rwxrwxrwt', 'rwxr-s---', '---------'],
  ]);
});
