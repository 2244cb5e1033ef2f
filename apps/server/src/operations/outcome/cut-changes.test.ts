import { expect, test } from 'vitest';
import type { KubeObject } from '@lanthorn/kube/objects/kube-object.ts';
import type { Intent } from '../../history/stores/operations-store.ts';
import type { Cluster } from '../../upstream/cluster.ts';
import { readCut } from './cut-changes.ts';

const MAPS = { group: '', version: 'v1', resource: 'configmaps' };
const target = { cluster: 'c', resource: MAPS, namespace: 'n', name: 'm', uid: 'u' };
const map = (resourceVersion: string, data: Record<string, string>, more: object = {}): KubeObject => ({
  metadata: { name: 'm', namespace: 'n', uid: 'u', resourceVersion, ...more },
  data,
});
const before = map('1', { a: '1', b: '1' });
const edit: Intent = {
  action: { kind: 'object.edit', target, index: 0, suffix: 's', params: {} },
  plan: { request: { method: 'PATCH', path: '/x' }, confirmation: { type: 'answered' }, kubectl: '' },
  before,
  left: map('1', { a: '2', b: '1' }),
  at: 0,
};
/** When what was not there was sent. */
const AT = 10_000;
const deletion: Intent = {
  ...edit,
  action: { ...edit.action, kind: 'object.delete' },
  plan: { ...edit.plan, confirmation: { type: 'gone' } },
  left: null,
};
const creation: Intent = {
  ...edit,
  action: { ...edit.action, kind: 'object.create', params: { object: map('', {}) } },
  plan: { ...edit.plan, confirmation: { type: 'exists', resource: MAPS, namespace: 'n', name: 'm' } },
  ...{ before: null, left: null, at: AT },
};

const suspended: KubeObject = { metadata: before.metadata, spec: { suspend: true } };
const suspension: Intent = { ...edit, action: { ...edit.action, kind: 'cronjob.suspend' }, before: suspended };
const ending = map('1', {}, { deletionTimestamp: 't' });
const withSpec = (resourceVersion: string, spec: object): KubeObject => ({
  metadata: { ...before.metadata, resourceVersion },
  spec,
});
const nested: Intent = { ...edit, before: withSpec('1', { x: { y: 1 } }), left: withSpec('1', { x: { y: 2 } }) };
const born = (ms: number) => ({ creationTimestamp: new Date(ms).toISOString() });
const definition: Intent = {
  ...edit,
  action: {
    ...edit.action,
    kind: 'object.apply',
    params: { apply: { documents: [{ object: map('', {}), expects: 'absent' }], stops: false } },
  },
  plan: { ...edit.plan, confirmation: { type: 'condition', condition: 'Established' }, creates: true },
  ...{ before: null, left: null, at: AT },
};
const established = (status: string): KubeObject => ({
  ...map('2', {}, { ...born(AT), managedFields: [{ manager: 'lanthorn', operation: 'Apply' }] }),
  status: { conditions: [{ type: 'Established', status }] },
});
const UNCONFIRMED = { was: 'made', step: { phase: 'accepted', message: 'confirm.timeout' } };

/** The status, or the object that is there; 0 where nobody answers. */
function clusterWith(found: KubeObject | number, now: number): Cluster {
  const status = typeof found === 'number' ? found : 200;
  const body = typeof found === 'number' ? { kind: 'Status', code: found } : found;
  async function* bytes() {
    yield JSON.stringify(body);
  }
  const send = async () => {
    if (status === 0) throw new Error('nobody there');
    return { status, headers: {}, warnings: [], body: bytes() };
  };
  return { source: { send }, clock: { now: () => now } } as never;
}

const later = 60_000;
test.each<[string, Intent, KubeObject | number, number, object]>([
  ['as it was is lost, when nothing can be on its way any more', edit, before, later, { was: 'lost' }],
  ['as it was may still change', edit, before, later - 1, { was: 'undecided' }],
  ['with what was wanted is made', edit, map('2', { a: '2', b: '1' }), 0, { was: 'made', step: { phase: 'seen' } }],
  ['with what others changed beside it is made', edit, map('3', { a: '2', b: '3' }), 0, { was: 'made' }],
  ['with something else there does not tell', edit, map('3', { a: '3', b: '1' }), later, { was: 'unknown' }],
  ['that is another does not tell', edit, { metadata: { name: 'm', uid: 'v' } }, later, { was: 'unknown' }],
  ['that is gone does not tell of an edit', edit, 404, later, { was: 'unknown' }],
  ['that cannot be read now is asked again', edit, 503, later, { was: 'undecided' }],
  ['of which no answer came is asked again', edit, 0, later, { was: 'unreachable' }],
  ['that may not be read does not tell', edit, 403, later, { was: 'unknown' }],
  ['of nobody who is known does not tell', edit, 401, later, { was: 'unreachable' }],
  ['as it was is lost, however it looks', suspension, suspended, later, { was: 'lost' }],
  ['that was being deleted and is as it was is lost', { ...deletion, before: ending }, ending, later, { was: 'lost' }],
  ['whose neighbour of a longer name others changed', edit, map('3', { a: '2', b: '1', a2: '3' }), 0, { was: 'made' }],
  ['of which a part was changed by others', nested, withSpec('3', { x: 'theirs' }), later, { was: 'unknown' }],
  ['that is there and not so yet is not seen to be', definition, established('False'), 0, UNCONFIRMED],
  [
    'that is there and is so is seen to be',
    definition,
    established('True'),
    0,
    { was: 'made', step: { phase: 'seen' } },
  ],
  ['that is gone was deleted', deletion, 404, 0, { was: 'made', answer: null, step: { phase: 'seen' } }],
  ['that is another was deleted', deletion, { metadata: { uid: 'v' } }, 0, { was: 'made', answer: null }],
  ['that nobody told to go was not deleted', deletion, map('2', {}), later, { was: 'lost' }],
  [
    'that is held is being deleted',
    deletion,
    map('2', {}, { deletionTimestamp: 't', finalizers: ['x/y'] }),
    0,
    { was: 'made', step: { phase: 'accepted', message: 'operation.held x/y' } },
  ],
  ['that is not there was not created', creation, 404, AT + later, { was: 'lost' }],
  ['that came to be since was created', creation, map('2', {}, born(AT)), 0, { was: 'made', step: { phase: 'seen' } }],
  ['that was there before is of others', creation, map('2', {}, born(AT - 5_000)), AT + later, { was: 'unknown' }],
  [
    'that is made of something else is of others',
    creation,
    map('2', { a: '1' }, born(AT)),
    AT + later,
    { was: 'unknown' },
  ],
])('an object %s', async (_name, intent, found, now, expected) => {
  expect(await readCut(clusterWith(found, now), intent, null)).toMatchObject(expected);
});
