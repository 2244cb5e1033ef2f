import { expect, test } from 'vitest';
import { type PaletteEntry, searchEntries } from './palette-search.ts';

const entry = (title: string, group = ''): PaletteEntry => ({
  id: title,
  title,
  group,
  shortcut: null,
  disabled: null,
  run: () => {},
});
const ENTRIES = ['CronJobs', 'Jobs', 'PersistentVolumeClaims', '简体中文', '部署', 'Übersicht', 'prod-eu-1'].map(
  title => entry(title),
);

test.each([
  ['cjb', 'CronJobs'],
  ['pers', 'PersistentVolumeClaims'],
  ['简体', '简体中文'],
  ['中文', '简体中文'],
  ['部', '部署'],
  ['übers', 'Übersicht'],
  ['eu-1', 'prod-eu-1'],
])('%s finds %s', (query, title) => {
  expect(searchEntries(ENTRIES, query).map(found => found.title)).toContain(title);
});

test('a kind is found by the short names that kubectl takes', () => {
  const named = [{ ...entry('Services', 'go to kind'), names: ['services', 'svc'] }, entry('Pods')];
  expect(searchEntries(named, 'svc').map(({ title }) => title)).toEqual(['Services']);
});

test('nothing typed is everything; what no entry holds is nothing', () => {
  expect(searchEntries(ENTRIES, ' ')).toEqual(ENTRIES);
  expect(searchEntries(ENTRIES, 'zzz')).toEqual([]);
});
