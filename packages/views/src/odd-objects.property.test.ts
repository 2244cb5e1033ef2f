import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { SharedParts } from '@lanthorn/views/cells/shared-parts.ts';
import { getPath, isObject } from '@lanthorn/base/json.ts';
import { readLabelSelector } from '@lanthorn/kube/selectors/label-selector.ts';
import { isBroken } from './cells/cell.ts';
import type { KindView } from './cells/kind-view.ts';
import { KIND_VIEWS } from './kind-records.ts';
import { objectReferences } from './object-references.ts';
import { projectRow } from './row.ts';

const NOW = Date.parse('2026-11-23T12:00:00Z');
const RUNS = Number(process.env['PROPERTY_RUNS'] ?? 40);
/** What a template makes of what is missing or of another type. */
const SLIP = /undefined|\[object |NaN|Infinity/;

/** The fields that a record asks for: each record tells them by asking. */
function fieldsOf(view: KindView): readonly string[] {
  const asked = new Set<string>();
  const spy = (): unknown =>
    new Proxy(
      {},
      {
        getOwnPropertyDescriptor: (_target, key) => {
          if (typeof key === 'string') asked.add(key);
          return { configurable: true, enumerable: true, value: {} };
        },
        get: (_target, key) => {
          if (typeof key === 'string') asked.add(key);
          return spy();
        },
      },
    );
  for (const column of view.columns) attempt(() => column.read(spy(), { now: NOW }));
  for (const { at } of view.references ?? [])
    for (const [, name = ''] of at.matchAll(/\.([A-Za-z]+)/g)) asked.add(name);
  return [...asked];
}

/** What is asked for is told by the asking, whatever comes of it. */
function attempt(read: () => unknown): void {
  try {
    read();
  } catch (error) {
    expect(error).toBeInstanceOf(Error);
  }
}

const VALUES: readonly unknown[] = [
  null,
  true,
  false,
  0,
  -1,
  Number.POSITIVE_INFINITY,
  '',
  'text',
  '10Gi',
  '2026-11-23T12:00:00Z',
  'Deployment',
  'Ready',
  'True',
  'False',
  [],
  {},
  [null],
  [{}],
  ['a'],
];

/** JSON in which the record's own fields stand anywhere, with values of any type. */
function oddObjects(view: KindView): fc.Arbitrary<unknown> {
  const names = ['metadata', 'spec', 'status', 'conditions', 'type', ...fieldsOf(view), 'futureField'];
  const { tree } = fc.letrec<{ tree: unknown }>(tie => ({
    tree: fc.oneof(
      { depthSize: 'medium', maxDepth: 7 },
      fc.constantFrom(...VALUES),
      fc.array(tie('tree'), { maxLength: 3 }),
      fc.dictionary(fc.constantFrom(...names), tie('tree'), { maxKeys: 6 }),
    ),
  }));
  const part = fc.dictionary(fc.constantFrom(...names), tree, { maxKeys: 8 });
  return fc.oneof(
    tree,
    fc
      .record({ metadata: tree, spec: part, status: part }, { requiredKeys: [] })
      .chain(object => part.map(rest => ({ ...rest, ...object }))),
  );
}

/** What an object names is named in texts, and a name is never empty. */
function expectReferences(view: Pick<KindView, 'references'>, object: unknown): void {
  const { references, selections } = objectReferences(view, object);
  for (const reference of references) {
    expect(Object.values(reference).every(part => typeof part === 'string')).toBe(true);
    expect(reference.name).not.toBe('');
    expect(reference.resource).not.toBe('');
    expect(Object.values(reference).join(' ')).not.toMatch(SLIP);
  }
  for (const { selector, namespace } of selections) {
    expect(readLabelSelector(selector)).toBeInstanceOf(Array);
    expect(typeof namespace).toBe('string');
  }
}

describe('of an object of any form', () => {
  test.each(KIND_VIEWS.map(view => [view.resource.resource, view] as const))(
    '%s: each column gives a cell, and no cell shows what was missing as a word',
    (_resource, view) => {
      fc.assert(
        fc.property(oddObjects(view), object => {
          for (const { id, read, type, refersTo, refersToEach } of view.columns) {
            const cell = read(object, { now: NOW });
            expect(cell, id).not.toBeUndefined();
            if (typeof cell === 'string') expect(cell, id).not.toMatch(SLIP);
            if (typeof cell === 'number') expect(Number.isFinite(cell), `${id}: ${cell}`).toBe(true);
            if (type === 'status' && isObject(cell) && !isBroken(cell))
              expect(String(getPath(cell, 'status')), id).not.toMatch(/^$|undefined|\[object /);
            const one = refersTo?.(object);
            for (const reference of [...(one === undefined ? [] : [one]), ...(refersToEach?.(object) ?? [])])
              expect(
                Object.values(reference).every(part => typeof part === 'string'),
                id,
              ).toBe(true);
          }
          expectReferences(view, object);
          expect(view.troubles?.(object) ?? []).toBeInstanceOf(Array);
          const row = projectRow(view, object, { now: NOW, shared: new SharedParts(), hasRelations: false });
          expect(row.cells.length).toBeLessThanOrEqual(view.columns.length);
        }),
        { numRuns: RUNS },
      );
    },
  );

  test('a kind without a record: what it names is looked for in any spec', () => {
    const names = [
      'secretName',
      'targetRef',
      'kind',
      'name',
      'group',
      'apiVersion',
      'claimRef',
      'parentRefs',
      'ownerReferences',
    ];
    const { tree } = fc.letrec<{ tree: unknown }>(tie => ({
      tree: fc.oneof(
        { depthSize: 'medium', maxDepth: 6 },
        fc.constantFrom(...VALUES),
        fc.array(tie('tree'), { maxLength: 3 }),
        fc.dictionary(fc.constantFrom(...names), tie('tree'), { maxKeys: 5 }),
      ),
    }));
    fc.assert(
      fc.property(tree, tree, (metadata, spec) => expectReferences({}, { metadata, spec })),
      { numRuns: 5 * RUNS },
    );
  });

  test('the objects hold the fields that records read', () => {
    for (const view of KIND_VIEWS) expect(fieldsOf(view), view.kind).toContain('metadata');
  });
});
