import { beforeEach, expect, test } from 'vitest';
import { listAddress, rememberList } from './list-memory.ts';

beforeEach(() => {
  sessionStorage.clear();
});

test('a list is come back to as it was left, in the namespaces of now; other clusters and kinds have their own', () => {
  rememberList('blue', 'pods', { q: 'status:Failed', sort: 'age:desc' });
  expect(listAddress('blue', 'pods', 'shop')).toEqual({
    q: 'status:Failed',
    sort: 'age:desc',
    ns: 'shop',
  });
  expect(listAddress('red', 'pods', undefined)).toEqual({});
  rememberList('blue', 'pods', {});
  expect(listAddress('blue', 'pods', undefined)).toEqual({});
});

test('what is kept and cannot be read is nothing', () => {
  sessionStorage.setItem('lanthorn.list:blue/pods', 'no JSON');
  expect(listAddress('blue', 'pods', 'shop')).toEqual({ ns: 'shop' });
});
