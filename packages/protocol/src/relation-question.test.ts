import { expect, test } from 'vitest';
import { tolerated } from '@lanthorn/testkit/tolerated.ts';
import { relationQuestion } from './relation-question.ts';

const TARGET = {
  group: 'apps',
  resource: 'deployments',
  namespace: 'shop',
  name: 'web',
  uid: 'u1',
  labels: { app: 'web' },
};
const REQUIREMENT = { key: 'app', operator: 'In', values: ['web'] };
const BACK = { way: 'back', meanings: ['mounts'], targets: [TARGET] };
const FORTH = { way: 'forth', selector: [REQUIREMENT] };

const takes = (question: unknown) => relationQuestion.safeParse(question).success;
const many = <T>(count: number, item: T) => Array.from({ length: count }, () => item);

test('both ways need each of their fields, and of its type', () => {
  // A label is a text under any name.
  expect(tolerated(relationQuestion, BACK)).toEqual([
    ...[': more', 'targets[]: more', 'targets[].labels.app: without'],
  ]);
  expect(tolerated(relationQuestion, FORTH)).toEqual([': more', 'selector[]: more']);
});

test.each([
  ['nothing is asked about', { ...BACK, targets: [], meanings: [] }],
  ['the core group, no namespace, any name', { ...BACK, targets: [{ ...TARGET, group: '', namespace: '', name: '' }] }],
  ['as many as a map asks about', { ...BACK, targets: many(50, TARGET) }],
  ['as many meanings as there are', { ...BACK, meanings: many(30, 'mounts') }],
  ['everything', { ...FORTH, selector: [] }],
  ['a long selector', { ...FORTH, selector: many(100, REQUIREMENT) }],
  ['a long list of values', { ...FORTH, selector: [{ ...REQUIREMENT, values: many(200, 'v') }] }],
])('taken: %s', (_title, question) => expect(takes(question)).toBe(true));

test.each(['In', 'NotIn', 'Exists', 'DoesNotExist', 'Gt', 'Lt'])('taken: the operator %s', operator => {
  expect(takes({ ...FORTH, selector: [{ ...REQUIREMENT, operator }] })).toBe(true);
});

test.each([
  ['no way', { meanings: [], targets: [] }],
  ['another way', { ...BACK, way: 'across' }],
  ['the fields of the other way', { ...BACK, way: 'forth' }],
  ['more than a map asks about', { ...BACK, targets: many(51, TARGET) }],
  ['more meanings than there are', { ...BACK, meanings: many(31, 'mounts') }],
  ['a selector without end', { ...FORTH, selector: many(101, REQUIREMENT) }],
  ['values without end', { ...FORTH, selector: [{ ...REQUIREMENT, values: many(201, 'v') }] }],
  ['an operator of another case', { ...FORTH, selector: [{ ...REQUIREMENT, operator: 'in' }] }],
  ['a resource of a path', { ...BACK, targets: [{ ...TARGET, resource: 'pods/log' }] }],
  ['no resource', { ...BACK, targets: [{ ...TARGET, resource: '' }] }],
  ['a name of a path', { ...BACK, targets: [{ ...TARGET, name: '..' }] }],
  ['labels that are no texts', { ...BACK, targets: [{ ...TARGET, labels: { app: 1 } }] }],
  ['a label without end', { ...BACK, targets: [{ ...TARGET, labels: { ['k'.repeat(1_025)]: 'v' } }] }],
])('refused: %s', (_title, question) => expect(takes(question)).toBe(false));
