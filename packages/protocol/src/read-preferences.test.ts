import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { MAX_PREFERENCES_BYTES, MAX_SAVED_VIEWS, MAX_VIEW_NAME, MAX_VIEW_PART } from './constants.ts';
import { NO_PREFERENCES } from './no-preferences.ts';
import { ofCluster, ofList, ofPerson, preferencesChange } from './preferences.ts';
import { readPreferences } from './read-preferences.ts';

const VIEW = {
  name: 'Bad pods',
  resource: 'pods',
  ns: 'shop',
  q: 'status:bad',
  sort: '-age',
  cols: 'name',
  group: 'node',
};

test('who chose nothing has what this version takes', () => {
  expect(readPreferences(NO_PREFERENCES)).toEqual(NO_PREFERENCES);
  expect(preferencesChange.safeParse(NO_PREFERENCES).success).toBe(true);
  const { recentClusters, savedViews, clusters, lists, isSidebarCollapsed } = NO_PREFERENCES;
  expect([recentClusters, savedViews, clusters, lists, isSidebarCollapsed]).toEqual([[], [], {}, {}, false]);
  expect(readPreferences(JSON.parse(JSON.stringify(NO_PREFERENCES)))).toEqual(NO_PREFERENCES);
  expect(Object.keys(NO_PREFERENCES).toSorted()).toEqual([...Object.keys(ofPerson), 'clusters', 'lists'].toSorted());
});

test('any value at all is read, to something that is kept and read again as it is', () => {
  const anything = fc.anything({ withBigInt: false, maxDepth: 3 });
  const field = fc.constantFrom(...Object.keys(ofPerson), 'clusters', 'lists');
  fc.assert(
    fc.property(fc.oneof(anything, fc.dictionary(field, anything)), kept => {
      const read = readPreferences(kept);
      expect(Object.keys(read).toSorted()).toEqual(Object.keys(NO_PREFERENCES).toSorted());
      expect(readPreferences(read)).toEqual(read);
    }),
  );
});

describe.each([
  ['person', ofPerson, (change: object) => change],
  ['cluster', ofCluster, (change: object) => ({ clusters: { c: change } })],
  ['list', ofList, (change: object) => ({ lists: { pods: change } })],
])('of a %s', (_whose, fields, at) => {
  test.each(Object.keys(fields))('%s is forgotten by null, and refused where it is something else', name => {
    expect(preferencesChange.safeParse(at({ [name]: null })).success).toBe(true);
    for (const other of [{}, -1, 'no such word', [[[]]], Number.NaN])
      expect([other, preferencesChange.safeParse(at({ [name]: other })).success]).toEqual([
        other,
        // Of records one without entries is one.
        name === 'widths' && typeof other === 'object' && !Array.isArray(other),
      ]);
  });
});

test.each([
  ['as the address has it', VIEW, true],
  ['of the kind alone', { name: 'All', resource: 'pods' }, true],
  ['of long parts', { ...VIEW, name: 'n'.repeat(MAX_VIEW_NAME), q: 'q'.repeat(MAX_VIEW_PART) }, true],
  ['without a name', { ...VIEW, name: '' }, false],
  ['of a name without end', { ...VIEW, name: 'n'.repeat(MAX_VIEW_NAME + 1) }, false],
  ['of no kind', { name: 'All' }, false],
])('a view %s: taken or not', (_title, view, isTaken) => {
  expect(preferencesChange.safeParse({ savedViews: [view] }).success).toBe(isTaken);
});

test.each(['ns', 'q', 'sort', 'cols', 'group'])('a view of a part %s without end is refused', part => {
  const savedViews = [{ ...VIEW, [part]: 'q'.repeat(MAX_VIEW_PART + 1) }];
  expect(preferencesChange.safeParse({ savedViews }).success).toBe(false);
});

test('as many views as are kept, each as long as one may be, leave room for the rest', () => {
  const long = 'q'.repeat(MAX_VIEW_PART);
  const views = Array.from({ length: MAX_SAVED_VIEWS }, () => ({
    ...{
      name: 'n'.repeat(MAX_VIEW_NAME),
      resource: 'r'.repeat(63),
      ns: long,
      q: long,
      sort: long,
      cols: long,
      group: long,
    },
  }));
  expect(preferencesChange.safeParse({ savedViews: views }).success).toBe(true);
  expect(preferencesChange.safeParse({ savedViews: [...views, VIEW] }).success).toBe(false);
  expect(JSON.stringify(views).length).toBeLessThan(MAX_PREFERENCES_BYTES * 0.75);
});

test.each([
  [{ openGroups: [] }, true],
  [{ openGroups: Array.from({ length: 100 }, (_, i) => `g${i}`) }, true],
  [{ openGroups: Array.from({ length: 101 }, (_, i) => `g${i}`) }, false],
  [{ dockHeight: 4_000, panelWidth: 8_000 }, true],
  [{ panelWidth: 8_001 }, false],
  [{ timeZone: 'utc' }, true],
  [{ timeZone: 'cluster' }, true],
  [{ clusters: { c: { timeZone: 'Europe/Berlin' } } }, true],
  [{ clusters: { c: { timeZone: 'browser' } } }, false],
  [{ lists: { pods: { widths: { name: 2_001 } } } }, false],
  [{ lists: { ['x'.repeat(1_025)]: {} } }, false],
])('%j: %j', (change, isTaken) => expect(preferencesChange.safeParse(change).success).toBe(isTaken));
