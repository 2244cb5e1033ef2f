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
  before: null,
  left: null,
};

/** The status, or the object that is there. */
function clusterWith(found: KubeObject | number): Cluster {
  const status = typeof found === 'number' ? found : 200;
  const body = typeof found === 'number' ? { kind: 'Status', code: found } : found;
  async function* bytes() {
    yield JSON.stringify(body);
  }
  return { source: { send: async () => ({ status, headers: {}, warnings: [], body: bytes() }) } } as never;
}

const later = 60_000;
test.each<[string, Intent, KubeObject | number, number, object]>([
  ['as it was is lost, when nothing can be on its way any more', edit, before, later, { was: 'lost' }],
  ['as it was may still change', edit, before, later - 1, { was: 'unread' }],
  ['with what was wanted is made', edit, map('2', { a: '2', b: '1' }), 0, { was: 'made', step: { phase: 'seen' } }],
  ['with what others changed beside it is made', edit, map('3', { a: '2', b: '3' }), 0, { was: 'made' }],
  ['with something else there does not tell', edit, map('3', { a: '3', b: '1' }), later, { was: 'unknown' }],
  ['that is another does not tell', edit, { metadata: { name: 'm', uid: 'v' } }, later, { was: 'unknown' }],
  ['that is gone does not tell of an edit', edit, 404, later, { was: 'unknown' }],
  ['that cannot be read is asked again', edit, 503, later, { was: 'unread' }],
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
  ['that is not there was not created', creation, 404, later, { was: 'lost' }],
])('an object %s', async (_name, intent, found, now, expected) => {
  expect(await readCut(clusterWith(found), intent, { schema: null, now })).toMatchObject(expected);
});
