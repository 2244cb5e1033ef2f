import { beforeEach, expect, test } from 'vitest';
import { listAddress, recallWidths, rememberList, rememberWidths } from './list-memory.ts';

beforeEach(() => {
  sessionStorage.clear();
  localStorage.clear();
});

test('a list is come back to as it was left, in the namespaces of now; other clusters and kinds have their own', () => {
  rememberList('blue', 'pods', { q: 'status:Failed', sort: 'age:desc', cols: 'name,age' });
  expect(listAddress('blue', 'pods', 'shop')).toEqual({
    q: 'status:Failed',
    sort: 'age:desc',
    cols: 'name,age',
    ns: 'shop',
  });
  expect(listAddress('red', 'pods', undefined)).toEqual({});
  rememberList('blue', 'pods', {});
  expect(listAddress('blue', 'pods', undefined)).toEqual({});
});

test('what is kept and cannot be read is nothing', () => {
  rememberWidths('pods', { name: 300 });
  expect(recallWidths('pods')).toEqual({ name: 300 });
  localStorage.setItem('lanthorn.widths:pods', '{"name":"wide"}');
  expect(recallWidths('pods')).toEqual({});
  localStorage.setItem('lanthorn.widths:pods', 'no JSON');
  expect(recallWidths('pods')).toEqual({});
});
