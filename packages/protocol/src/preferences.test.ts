import { expect, test } from 'vitest';
import {
  MAX_LIST_COLUMNS,
  MAX_NAMESPACES,
  MAX_PINNED_NAMESPACES,
  MAX_RECENT_CLUSTERS,
  MAX_RECENT_NAMESPACES,
} from './constants.ts';
import { NO_PREFERENCES } from './no-preferences.ts';
import { preferencesChange } from './preferences.ts';
import { readPreferences } from './read-preferences.ts';

const many = (count: number) => Array.from({ length: count }, (_, i) => `n${i}`);
const takes = (change: unknown) => preferencesChange.safeParse(change).success;

test.each([
  [{}],
  [{ theme: 'dark', language: 'zh-CN', density: 'roomy', times: 'absolute', isSidebarCollapsed: true }],
  [{ theme: null, dockHeight: null, clusters: {} }],
  [{ timeZone: 'local' }],
  [{ timeZone: 'America/Argentina/Buenos_Aires' }],
  [{ timeZone: 'Etc/GMT+5' }],
  [{ dockHeight: 0 }],
  [{ recentClusters: many(MAX_RECENT_CLUSTERS) }],
  [{ clusters: { 'kind-a b': { tier: 'production', timeZone: 'Asia/Kathmandu' }, gone: null } }],
  [{ clusters: { c: { tier: null, pinnedNamespaces: many(MAX_PINNED_NAMESPACES) } } }],
  [{ clusters: { c: { recentNamespaces: [many(MAX_NAMESPACES)] } } }],
  [{ panelWidth: 900, lists: { pods: { columns: ['name', 'age'], widths: { name: 48, age: 2_000 } }, jobs: null } }],
  [{ lists: { pods: { columns: many(MAX_LIST_COLUMNS), widths: null }, jobs: { columns: null } } }],
])('%j is a change', change => expect(takes(change)).toBe(true));

test.each([
  [[]],
  ['dark'],
  [{ theme: 'sepia' }],
  [{ theme: 1 }],
  [{ density: 28 }],
  [{ language: 'de' }],
  [{ timeZone: 'Mars/Olympus' }],
  [{ timeZone: '' }],
  [{ timeZone: 'a'.repeat(65) }],
  [{ times: 'ago' }],
  [{ dockHeight: -1 }],
  [{ dockHeight: 4_001 }],
  [{ dockHeight: 1.5 }],
  [{ more: 1 }],
  [{ clusters: [] }],
  [{ clusters: { c: { more: 1 } } }],
  [{ clusters: { c: { tier: 'prod' } } }],
  [{ clusters: { ['x'.repeat(1_025)]: {} } }],
  [{ clusters: { c: { timeZone: 'local' } } }],
  [{ recentClusters: many(MAX_RECENT_CLUSTERS + 1) }],
  [{ clusters: { c: { pinnedNamespaces: many(MAX_PINNED_NAMESPACES + 1) } } }],
  [{ clusters: { c: { pinnedNamespaces: ['a/b'] } } }],
  [{ clusters: { c: { recentNamespaces: [many(MAX_NAMESPACES + 1)] } } }],
  [{ clusters: { c: { recentNamespaces: [[]] } } }],
  [{ clusters: { c: { recentNamespaces: many(MAX_RECENT_NAMESPACES + 1).map(name => [name]) } } }],
  [{ panelWidth: -1 }],
  [{ lists: { pods: { columns: [] } } }],
  [{ lists: { pods: { columns: many(MAX_LIST_COLUMNS + 1) } } }],
  [{ lists: { pods: { widths: { name: 47 } } } }],
  [{ lists: { pods: { widths: { name: 100.5 } } } }],
  [{ lists: { pods: { widths: Object.fromEntries(many(MAX_LIST_COLUMNS + 1).map(id => [id, 100])) } } }],
  [{ lists: { pods: { sort: 'name' } } }],
])('%j is refused', change => expect(takes(change)).toBe(false));

test('what is kept is read field by field: what this version does not know is as if nobody had chosen it', () => {
  const kept = {
    theme: 'sepia',
    density: 'roomy',
    newer: { a: 1 },
    dockHeight: 'high',
    clusters: { c: { tier: 'canary', timeZone: 'UTC', newer: 1 }, d: 7, e: { tier: 'staging' } },
    lists: { pods: { columns: ['name'], widths: { name: 'wide' }, newer: 1 }, jobs: [] },
  };
  expect(readPreferences(kept)).toEqual({
    ...NO_PREFERENCES,
    density: 'roomy',
    clusters: { c: { timeZone: 'UTC' }, d: {}, e: { tier: 'staging' } },
    lists: { pods: { columns: ['name'] }, jobs: {} },
  });
  for (const nothing of [undefined, null, 7, 'x', [], {}, { clusters: [] }, { clusters: 'x' }])
    expect(readPreferences(nothing)).toEqual(NO_PREFERENCES);
});

test('a cluster may be called as what every object inherits', () => {
  const kept = JSON.parse(
    '{"clusters":{"constructor":{"tier":"production"},"__proto__":{"tier":"staging"}}}',
  ) as unknown;
  const { clusters } = readPreferences(kept);
  expect(Object.entries(clusters)).toEqual([
    ['constructor', { tier: 'production' }],
    ['__proto__', { tier: 'staging' }],
  ]);
  expect(Object.hasOwn(readPreferences({}).clusters, 'constructor')).toBe(false);
});
