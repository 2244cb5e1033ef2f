import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { SharedParts } from '@lanthorn/views/cells/shared-parts.ts';
import { answers, type RelationQuestion, type RelationTarget } from '@lanthorn/views/cells/relation-question.ts';
import { POD_VIEW } from '@lanthorn/views/kinds/core/pods.ts';
import { SERVICE_VIEW } from '@lanthorn/views/kinds/core/services.ts';
import { type Row, projectRow } from '@lanthorn/views/row.ts';
import { RowStore } from '@lanthorn/watch/row-store.ts';
import { compileFilter } from './row-filter.ts';
import { LiveQuery } from './live-query.ts';
import { RelatedRows } from './related-rows.ts';

const RUNS = Number(process.env['PROPERTY_RUNS'] ?? 100);
const context = { now: 0, shared: new SharedParts(), hasRelations: true };

const target = (resource: string, name: string, more: Partial<RelationTarget> = {}): RelationTarget => ({
  group: '',
  resource,
  namespace: 'shop',
  name,
  uid: '',
  labels: {},
  ...more,
});
const usersOf = (name: string): RelationQuestion => ({
  way: 'back',
  meanings: ['mounts', 'environment'],
  targets: [target('configmaps', name)],
});

function pod(name: string, config: string, { namespace = 'shop', node = 'n-1', uid = name } = {}): Row {
  const spec = { nodeName: node, volumes: [{ configMap: { name: config } }] };
  return projectRow(POD_VIEW, { metadata: { name, namespace, uid }, spec }, context);
}

function queryOn(rows: RelatedRows, view = POD_VIEW): LiveQuery {
  const filter = compileFilter('', view);
  if (!filter.ok) throw new Error('an empty filter is one');
  const spec = { filter: filter.value, sort: [view.defaultSort] };
  const live = new LiveQuery(rows, view, { spec, now: 0 });
  rows.subscribe(changes => live.update(changes, 0));
  return live;
}

const keysOf = (live: LiveQuery) => [...live.order].map(({ key }) => key);

/** Puts rows and deletes them as told: one that names "a" half of the time. */
const steps = fc.array(
  fc.record({
    name: fc.constantFrom('p', 'q', 'r', 's', 't'),
    config: fc.constantFrom('a', 'b'),
    namespace: fc.constantFrom('shop', 'other'),
    what: fc.constantFrom('put', 'put', 'delete', 'flush', 'ingest'),
  }),
  { maxLength: 40 },
);

describe('rows that refer to an object', () => {
  test('are after any changes those that a look at each row finds', () => {
    fc.assert(
      fc.property(steps, changes => {
        const store = new RowStore<Row>();
        const question = usersOf('a');
        const live = queryOn(new RelatedRows(store, question));
        for (const { what, name, config, namespace } of changes) {
          const object = pod(name, config, { namespace });
          if (what === 'put') store.apply({ type: 'apply', object, resourceVersion: '1' });
          else if (what === 'delete') store.apply({ type: 'delete', object, resourceVersion: '1' });
          else store.flush();
          if (what === 'ingest') live.ingest(1);
        }
        store.flush();
        while (live.ingest(1));
        const naive = [...store.rows()].filter(row => answers(question, row)).map(({ key }) => key);
        expect(keysOf(live).toSorted()).toEqual(naive.toSorted());
        expect(live.total).toBe(naive.length);
      }),
      { numRuns: RUNS },
    );
  });

  test('a name in another namespace, of another kind, of another object of that name, and with another meaning is not meant', () => {
    const row = pod('p', 'a');
    expect(answers(usersOf('a'), row)).toBe(true);
    const not: RelationQuestion[] = [
      { ...usersOf('a'), targets: [target('configmaps', 'a', { namespace: 'other' })] } as RelationQuestion,
      { ...usersOf('a'), targets: [target('secrets', 'a')] } as RelationQuestion,
      { ...usersOf('a'), meanings: ['account'] } as RelationQuestion,
      { ...usersOf('a'), targets: [] } as RelationQuestion,
    ];
    for (const question of not) expect(answers(question, row)).toBe(false);
    const owned = projectRow(
      POD_VIEW,
      {
        metadata: {
          name: 'p',
          namespace: 'shop',
          ownerReferences: [{ apiVersion: 'batch/v1', kind: 'Job', name: 'j', uid: 'now' }],
        },
      },
      context,
    );
    const by = (uid: string): RelationQuestion => ({
      way: 'back',
      meanings: ['owner'],
      targets: [{ ...target('jobs', 'j'), group: 'batch', uid }],
    });
    expect([by('now'), by('before'), by('')].map(question => answers(question, owned))).toEqual([true, false, true]);
  });

  test('what selects by labels is found by the labels of the object, or of the pods that its template makes', () => {
    const service = (selector: unknown) =>
      projectRow(SERVICE_VIEW, { metadata: { name: 's', namespace: 'shop' }, spec: { selector } }, context);
    const labels = { app: 'web', tier: 'front' };
    const question: RelationQuestion = {
      way: 'back',
      meanings: ['routesTo'],
      targets: [target('pods', '', { labels })],
    };
    const selectors = [{ app: 'web' }, { app: 'web', tier: 'front' }, { app: 'db' }, {}, undefined];
    expect(selectors.map(selector => answers(question, service(selector)))).toEqual([true, true, false, false, false]);
    expect(
      answers(
        question,
        projectRow(
          SERVICE_VIEW,
          { metadata: { name: 's', namespace: 'other' }, spec: { selector: { app: 'web' } } },
          context,
        ),
      ),
    ).toBe(false);
  });

  test('those that are there are read, those that went meanwhile are not, and of others nobody is told', () => {
    const store = new RowStore<Row>();
    const put = (object: Row) => store.apply({ type: 'apply', object, resourceVersion: '1' });
    for (const row of [pod('p', 'a'), pod('q', 'b'), pod('r', 'a')]) put(row);
    const rows = new RelatedRows(store, usersOf('a'));
    expect([rows.prepare(3), rows.prepare(1), rows.size]).toEqual([true, false, 2]);
    store.apply({ type: 'delete', object: pod('r', 'a'), resourceVersion: '2' });
    expect([...rows.rows()].map(({ key }) => key)).toEqual(['shop/p']);
    rows.flush();
    expect(store.pending).toBe(0);
    const told: string[][] = [];
    rows.subscribe(changes => told.push([...changes.keys()]));
    put(pod('q', 'c'));
    rows.flush();
    put(pod('q', 'd'));
    put(pod('p', 'c'));
    rows.flush();
    expect(told).toEqual([['shop/p']]);
  });

  test('rows that a selector finds', () => {
    const labelled = (labels: Record<string, string>) =>
      projectRow(POD_VIEW, { metadata: { name: 'p', namespace: 'shop', labels } }, context);
    const question: RelationQuestion = {
      way: 'forth',
      selector: [
        { key: 'app', operator: 'In', values: ['web', 'api'] },
        { key: 'old', operator: 'DoesNotExist', values: [] },
      ],
    };
    const found = [{ app: 'api' }, { app: 'db' }, { app: 'web', old: '1' }, {}].map(labels =>
      answers(question, labelled(labels as Record<string, string>)),
    );
    expect(found).toEqual([true, false, false, false]);
  });

  test('of 100,000 pods the hundred that use a ConfigMap are found while others get their turn', () => {
    const store = new RowStore<Row>();
    for (let i = 0; i < MANY; i++) {
      const object = pod(`p-${i}`, `config-${i % 1_000}`, { node: `n-${i % 500}` });
      store.apply({ type: 'apply', object, resourceVersion: '1' });
    }
    store.flush();
    const rows = new RelatedRows(store, usersOf('config-7'));
    const live = queryOn(rows);
    const started = performance.now();
    let longest = 0;
    for (let isMore = true; isMore; ) {
      const from = performance.now();
      isMore = live.ingest(250);
      longest = Math.max(longest, performance.now() - from);
    }
    const took = performance.now() - started;
    expect(live.total).toBe(100);
    expect(took, `${took.toFixed(0)} ms in all`).toBeLessThan(3_000);
    expect(longest, `${longest.toFixed(1)} ms at once`).toBeLessThan(200);
    if (process.env['TELL_TIMES'] !== undefined)
      console.log(`${took.toFixed(0)} ms, at most ${longest.toFixed(1)} at once`);
  });
});

/** The bound that the lists of a cluster are made for. The limits of time are ten times what a slow machine takes. */
const MANY = 100_000;
