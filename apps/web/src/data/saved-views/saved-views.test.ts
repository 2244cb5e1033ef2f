import { expect, test } from 'vitest';
import { MAX_SAVED_VIEWS } from '@lanthorn/protocol/constants.ts';
import { isShowing, renamedView, viewOf, viewSearch, whyUnkept, withoutView, withView } from './saved-views.ts';

const search = { q: 'health:bad', ns: 'shop', open: 'shop/a', tab: 'yaml' };
const bad = viewOf('pods', 'bad', search);

test('a view keeps namespaces, filter, order and columns, and not the object that is open; its address shows it again', () => {
  expect(bad).toEqual({ name: 'bad', resource: 'pods', q: 'health:bad', ns: 'shop' });
  expect(viewSearch(bad)).toEqual({ q: 'health:bad', ns: 'shop' });
  expect([isShowing(bad, search), isShowing(bad, { q: 'health:bad' })]).toEqual([true, false]);
});

test('one of the same name and kind gives its place; of another kind it stands beside', () => {
  const jobs = viewOf('jobs', 'bad', {});
  const views = [bad, jobs];
  const anew = viewOf('pods', 'bad', { q: 'x' });
  expect(withView(views, anew)).toEqual([anew, jobs]);
  expect(withoutView(views, bad)).toEqual([jobs]);
});

test('renamed it keeps its place, and takes that of another of the new name', () => {
  const [a, b, c] = ['a', 'b', 'c'].map(name => viewOf('pods', name, { q: name }));
  if (a === undefined || b === undefined || c === undefined) throw new Error('three');
  expect(renamedView([a, b, c], b, 'd')).toEqual([a, { ...b, name: 'd' }, c]);
  expect(renamedView([a, b, c], a, 'c')).toEqual([{ ...a, name: 'c' }, b]);
  expect(renamedView([a, b, c], a, 'a')).toEqual([a, b, c]);
});

test('what cannot be kept says why, and what replaces another is none more', () => {
  const full = Array.from({ length: MAX_SAVED_VIEWS }, (_, i) => viewOf('pods', `v${i}`, {}));
  expect(whyUnkept([], viewOf('pods', '', {}))).toBe('name');
  expect(whyUnkept([], viewOf('pods', 'a', { q: 'x'.repeat(301) }))).toBe('long');
  expect(whyUnkept(full, viewOf('pods', 'new', {}))).toBe('many');
  expect(whyUnkept(full, viewOf('pods', 'v1', {}))).toBeNull();
});
