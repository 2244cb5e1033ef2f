import { describe, expect, test } from 'vitest';
import { findReferences, isSameReference, MAX_REFERENCES, referenceKey, splitName } from './find-references.ts';
import type { Reference, ReferenceRule } from './reference.ts';

const RULE: ReferenceRule = { meaning: 'uses', to: ['secrets'], at: '.spec.ref' };
const object = (ref: unknown) => ({ metadata: { namespace: 'shop' }, spec: { ref } });
const find = (rule: Partial<ReferenceRule>, ref: unknown) => findReferences([{ ...RULE, ...rule }], object(ref));
const line = ({ group, resource, namespace, name, uid }: Reference) =>
  `${resource}.${group} ${namespace}/${name}${uid}`;
const lines = (rule: Partial<ReferenceRule>, ref: unknown) => find(rule, ref).references.map(line);

describe('what is named', () => {
  test.each([
    ['a text is a name', 'a', 'secrets. shop/a'],
    ['an object names by its name', { name: 'a' }, 'secrets. shop/a'],
    ['and by its uid', { name: 'a', uid: '#u1' }, 'secrets. shop/a#u1'],
    ['what another namespace would be is not read', { name: 'a', namespace: 'other' }, 'secrets. shop/a'],
  ])('%s: %j', (_what, ref, expected) => {
    expect(lines({}, ref)).toEqual([expected]);
  });

  test('across namespaces the other is meant where it is said', () => {
    expect(lines({ isAcross: true }, { name: 'a', namespace: 'other' })).toEqual(['secrets. other/a']);
    expect(lines({ isAcross: true }, { name: 'a' })).toEqual(['secrets. shop/a']);
    expect(lines({ isAcross: true, to: ['nodes'] }, { name: 'a', namespace: 'other' })).toEqual(['nodes. /a']);
  });

  test.each([null, undefined, '', 7, true, [], {}, { name: '' }, { name: 7 }])('%j names nothing', ref => {
    expect(find({}, ref)).toEqual({ references: [], selections: [] });
  });

  test('who has to do with nothing shares the one answer that says so', () => {
    expect(find({}, null)).toBe(find({}, ''));
    expect(find({}, 'a').selections).toBe(find({}, null).selections);
  });
});

describe('which kind', () => {
  const to = ['deployments.apps', 'services', 'jobs.batch'];
  test.each([
    ['the first where none is said', { name: 'a' }, 'deployments.apps'],
    ['one of them by kind and version', { name: 'a', kind: 'Job', apiVersion: 'batch/v1' }, 'jobs.batch'],
    ['by its group as apiGroup', { name: 'a', kind: 'Job', apiGroup: 'batch' }, 'jobs.batch'],
    ['by its group as group', { name: 'a', kind: 'Job', group: 'batch' }, 'jobs.batch'],
    ['by its plural', { name: 'a', resource: 'jobs', group: 'batch' }, 'jobs.batch'],
    ['core where the group is empty', { name: 'a', kind: 'Service', apiVersion: 'v1' }, 'services.'],
    ['the only one of that kind where no group is said', { name: 'a', kind: 'Job' }, 'jobs.batch'],
  ])('%s: %j', (_what, ref, kind) => {
    expect(lines({ to }, ref)).toEqual([`${kind} shop/a`]);
  });

  test.each([
    ['of another group', { name: 'a', kind: 'Job', apiVersion: 'batch.volcano.sh/v1' }],
    ['that is not among them', { name: 'a', kind: 'Pod', apiVersion: 'v1' }],
    ['unknown', { name: 'a', kind: 'Widget' }],
  ])('a kind %s is not followed, unless any is', (_what, ref) => {
    expect(lines({ to }, ref)).toEqual([]);
    expect(lines({ to, isOpen: true }, ref)).toHaveLength(1);
  });

  test('an open one is called by the plural of its kind, in the group that it says', () => {
    const open = (ref: object) => lines({ to, isOpen: true }, { name: 'a', ...ref });
    expect(open({ kind: 'Proxy', apiVersion: 'example.com/v1' })).toEqual(['proxies.example.com shop/a']);
    expect(open({ kind: 'Endpoints', apiVersion: 'v1' })).toEqual(['endpoints. shop/a']);
    expect(open({ kind: 'Node', apiVersion: 'v1' })).toEqual(['nodes. /a']);
    expect(open({ kind: 'Node', apiVersion: 'example.com/v1' })).toEqual(['nodes.example.com shop/a']);
    expect(open({ kind: 'Pod' })).toEqual(['pods. shop/a']);
    // A group that is no text is none.
    expect(open({ kind: 'Pod', group: 7 })).toEqual(['pods. shop/a']);
  });

  test('a rule that leads nowhere names nothing by itself', () => {
    expect(lines({ to: [] }, 'a')).toEqual([]);
  });
});

describe('where', () => {
  test('each item of a list, and only of a list', () => {
    expect(lines({ at: '.spec.ref[*].secretName' }, [{ secretName: 'a' }, null, 'b', { secretName: 'c' }])).toEqual([
      'secrets. shop/a',
      'secrets. shop/c',
    ]);
    expect(lines({ at: '.spec.ref[*]' }, { name: 'a' })).toEqual([]);
  });

  test('fields of the object itself, not those that every object of the language has', () => {
    expect(lines({ at: '.spec.ref.constructor' }, {})).toEqual([]);
    expect(lines({ at: '.spec.ref.length' }, 'text')).toEqual([]);
  });

  test('several rules at one place are all asked, in one walk', () => {
    const rules: readonly ReferenceRule[] = [RULE, { ...RULE, meaning: 'mounts' }, { ...RULE, at: '.spec.ref.more' }];
    const { references } = findReferences(rules, object({ name: 'a', more: 'b' }));
    expect(references.map(({ meaning, name }) => `${meaning} ${name}`)).toEqual(['uses a', 'mounts a', 'uses b']);
    expect(findReferences(rules, object('c')).references).toHaveLength(2);
  });

  test('what is named twice is told once, as it was shared first', () => {
    const asked: string[] = [];
    const rule: ReferenceRule = { ...RULE, at: '.spec.ref[*]' };
    const share = (reference: Reference) => {
      asked.push(reference.name);
      return reference;
    };
    expect(findReferences([rule], object(['a', 'b', 'a']), share).references).toHaveLength(2);
    expect(asked).toEqual(['a', 'b']);
  });

  test('also among many', () => {
    const names = Array.from({ length: 40 }, (_, i) => `s${i % 30}`);
    const { references } = find({ at: '.spec.ref[*]' }, names);
    expect(references.map(({ name }) => name)).toEqual(names.slice(0, 30));
  });

  test('no more than a thousand, selections counted', () => {
    const rules: readonly ReferenceRule[] = [
      { ...RULE, at: '.spec.selector', selects: 'selector', to: ['pods'] },
      { ...RULE, at: '.spec.ref[*]' },
    ];
    const names = Array.from({ length: MAX_REFERENCES + 5 }, (_, i) => `s${i}`);
    const all = findReferences(rules, { spec: { selector: {}, ref: names } });
    expect(all.references.length + all.selections.length).toBe(MAX_REFERENCES);
    expect(all.selections).toHaveLength(1);
  });
});

describe('what is selected', () => {
  const selects = (rule: Partial<ReferenceRule>, ref: unknown) => find({ to: ['pods'], ...rule }, ref).selections;

  test('a selector is kept by its two fields, in its own namespace or in all', () => {
    const selector = { matchLabels: { app: 'web' }, matchExpressions: [] };
    expect(selects({ selects: 'selector' }, { ...selector, more: 1 })).toEqual([
      { meaning: 'uses', group: '', resource: 'pods', namespace: 'shop', selector },
    ]);
    expect(selects({ selects: 'selector', isAcross: true }, selector)).toMatchObject([{ namespace: '' }]);
    expect(selects({ selects: 'selector' }, {})).toHaveLength(1);
  });

  test('labels are a selector; none of them select nothing', () => {
    expect(selects({ selects: 'labels' }, { app: 'web' })).toMatchObject([
      { selector: { matchLabels: { app: 'web' } } },
    ]);
    expect(selects({ selects: 'labels' }, {})).toEqual([]);
  });

  test.each([null, 'text', 7, []])('%j selects nothing, and names nothing', ref => {
    expect(find({ selects: 'selector', to: ['pods'] }, ref)).toEqual({ references: [], selections: [] });
  });

  test('without a kind that it could lead to nothing is selected', () => {
    expect(selects({ selects: 'selector', to: [] }, { matchLabels: { a: 'b' } })).toEqual([]);
  });
});

test('a name of a kind is its plural, and what follows the first point its group', () => {
  expect(['pods', 'deployments.apps', 'widgets.example.com', '.x'].map(splitName)).toEqual([
    { group: '', resource: 'pods' },
    { group: 'apps', resource: 'deployments' },
    { group: 'example.com', resource: 'widgets' },
    { group: 'x', resource: '' },
  ]);
});

test('references that differ in anything are not the same, and have different keys', () => {
  const one: Reference = { meaning: 'uses', group: 'g', resource: 'r', namespace: 'n', name: 'a', uid: 'u' };
  const others = (['group', 'resource', 'namespace', 'name', 'uid'] as const).map(field => ({ ...one, [field]: 'x' }));
  const all = [one, { ...one, meaning: 'mounts' } as Reference, ...others].map(referenceKey);
  expect(new Set(all).size).toBe(all.length);
  expect(isSameReference(one, { ...one })).toBe(true);
  for (const other of [{ ...one, meaning: 'mounts' } as Reference, ...others])
    expect(isSameReference(one, other)).toBe(false);
});
