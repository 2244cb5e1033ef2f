import { describe, expect, test } from 'vitest';
import type { Relations } from './find-references.ts';
import type { Reference, Selection } from './reference.ts';
import { answers, type RelatedObject, type RelationTarget } from './relation-question.ts';

const TARGET: RelationTarget = {
  ...{ group: 'apps', resource: 'deployments', namespace: 'shop', name: 'web', uid: 'u1', labels: { app: 'web' } },
};
const REFERENCE: Reference = {
  ...{ meaning: 'scales', group: 'apps', resource: 'deployments', namespace: 'shop', name: 'web', uid: '' },
};
const SELECTION: Selection = {
  ...{ meaning: 'scales', group: 'apps', resource: 'deployments', namespace: 'shop' },
  selector: { matchLabels: { app: 'web' } },
};

const row = (relations: Partial<Relations>, labels = {}): RelatedObject => ({
  labels,
  relations: { references: [], selections: [], ...relations },
});
const back = (object: RelatedObject, target: Partial<RelationTarget> = {}, meanings: readonly string[] = ['scales']) =>
  answers({ way: 'back', meanings, targets: [{ ...TARGET, ...target }] }, object);

describe('the way back, by name', () => {
  test('who names it refers to it', () => {
    expect(back(row({ references: [REFERENCE] }))).toBe(true);
    expect(back(row({}))).toBe(false);
  });

  test.each(['group', 'resource', 'namespace', 'name'] as const)('another %s is another object', field => {
    expect(back(row({ references: [{ ...REFERENCE, [field]: 'other' }] }))).toBe(false);
  });

  test.each([
    ['u1', 'u1', true],
    ['u2', 'u1', false],
    ['u2', '', true],
    ['', 'u1', true],
  ])('named with the uid %j, asked for with %j: %j', (uid, asked, isIt) => {
    expect(back(row({ references: [{ ...REFERENCE, uid }] }), { uid: asked })).toBe(isIt);
  });

  test('only in the meanings that are asked for', () => {
    const object = row({ references: [REFERENCE] });
    expect(back(object, {}, [])).toBe(false);
    expect(back(object, {}, ['uses'])).toBe(false);
    expect(back(object, {}, ['uses', 'scales'])).toBe(true);
  });

  test('one of several is enough', () => {
    const targets = [{ ...TARGET, name: 'other' }, TARGET];
    const object = row({ references: [{ ...REFERENCE, name: 'third' }, REFERENCE] });
    expect(answers({ way: 'back', meanings: ['scales'], targets }, object)).toBe(true);
    expect(answers({ way: 'back', meanings: ['scales'], targets: [] }, object)).toBe(false);
  });
});

describe('the way back, by labels', () => {
  test('who selects its labels refers to it', () => {
    expect(back(row({ selections: [SELECTION] }))).toBe(true);
    expect(back(row({ selections: [SELECTION] }), { labels: { app: 'api' } })).toBe(false);
  });

  test.each(['group', 'resource', 'namespace'] as const)('another %s is not selected', field => {
    expect(back(row({ selections: [{ ...SELECTION, [field]: 'other' }] }))).toBe(false);
  });

  test('a selection over all namespaces takes those of each', () => {
    expect(back(row({ selections: [{ ...SELECTION, namespace: '' }] }))).toBe(true);
  });

  test('only in the meanings that are asked for', () => {
    expect(back(row({ selections: [SELECTION] }), {}, ['uses'])).toBe(false);
  });
});

test.each([
  [{ app: 'web' }, true],
  [{ app: 'web', tier: 'x' }, true],
  [{ app: 'api' }, false],
  [{}, false],
])('the way forth finds labels %j: %j', (labels, isFound) => {
  const selector = [{ key: 'app', operator: 'In', values: ['web'] }] as const;
  expect(answers({ way: 'forth', selector }, row({}, labels))).toBe(isFound);
});
