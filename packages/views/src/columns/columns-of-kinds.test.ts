import { describe, expect, test } from 'vitest';
import { must } from '@lanthorn/base/assert.ts';
import type { ColumnView } from '../cells/kind-view.ts';
import { findKindViewAt } from '../kind-records.ts';
import { ACCESS_COLUMNS } from './test-access-columns.ts';
import { CLUSTER_COLUMNS } from './test-cluster-columns.ts';
import { at, time } from './test-columns.ts';
import { CONFIG_COLUMNS } from './test-config-columns.ts';
import { NETWORK_COLUMNS } from './test-network-columns.ts';
import { POLICY_COLUMNS } from './test-policy-columns.ts';
import { STORAGE_COLUMNS } from './test-storage-columns.ts';

const KINDS = {
  ...{ ...NETWORK_COLUMNS, ...STORAGE_COLUMNS, ...ACCESS_COLUMNS },
  ...{ ...POLICY_COLUMNS, ...CLUSTER_COLUMNS, ...CONFIG_COLUMNS },
};

const read = (columns: readonly ColumnView[], object: object) =>
  Object.fromEntries(columns.map(column => [column.id, column.read(object, { now: at('12:00') })]));

function typeText({ type, unit, expires }: ColumnView): string {
  return `${type}${unit === undefined ? '' : ` in ${unit}`}${expires === true ? ', expires' : ''}`;
}

/** As `v1 Pod n/web-1`; what leads to nothing has no name. */
function leadsTo({ refersTo }: ColumnView, object: object): string | null {
  const to = refersTo?.(object);
  if (to === undefined || to.name === '') return null;
  return `${to.apiVersion} ${to.kind} ${to.namespace === '' ? '' : `${to.namespace}/`}${to.name}`;
}

describe.each(Object.entries(KINDS))('%s', (address, kind) => {
  const { object, cells, facets = [], hidden = [], types = {}, leads = {} } = kind;
  const { columns, namespaced, defaultSort, sections, hiddenFacts } = must(findKindViewAt(address), address);
  const own = { name: 'a', creationTimestamp: time('08:00'), ...(namespaced ? { namespace: 'n' } : {}) };
  const whole = { ...object, metadata: { ...own, ...('metadata' in object ? (object.metadata as object) : {}) } };

  test('its list says of each what it is', () => {
    const common = { name: 'a', ...(namespaced ? { namespace: 'n' } : {}), age: at('08:00') };
    expect(read(columns, whole)).toEqual({ ...common, ...cells });
  });

  test('what has few values is counted, what few ask for is hidden', () => {
    expect(columns.filter(({ isFacet }) => isFacet).map(({ id }) => id)).toEqual([
      ...(namespaced ? ['namespace'] : []),
      ...facets,
    ]);
    expect(columns.filter(({ isHidden }) => isHidden).map(({ id }) => id)).toEqual(hidden);
  });

  test('what is no text is sorted and written as what it is', () => {
    const told = columns.map(column => [column.id, typeText(column)]).filter(([, type]) => type !== 'text');
    expect(Object.fromEntries(told)).toEqual({ age: 'time', ...types });
    expect(defaultSort).toEqual({ column: kind.sort ?? 'name', descending: false });
  });

  test('what names others leads there, and what its page has besides', () => {
    const told = columns.flatMap(column => {
      const to = leadsTo(column, whole);
      return to === null ? [] : [[column.id, to]];
    });
    expect(Object.fromEntries(told)).toEqual({ ...(namespaced ? { namespace: 'v1 Namespace n' } : {}), ...leads });
    expect([sections, hiddenFacts]).toEqual([kind.sections, kind.hiddenFacts]);
  });

  test('of one that says nothing, nothing is made up', () => {
    const nothing = Object.fromEntries(Object.keys(cells).map(id => [id, null]));
    const { name: _name, namespace: _namespace, age: _age, ...empty } = read(columns, { metadata: own });
    expect(empty).toEqual({ ...nothing, ...kind.bare });
  });
});
