import { act, renderHook } from '@testing-library/react';
import type { ReactNode } from 'react';
import { expect, test } from 'vitest';
import type { ListQuery } from '@lanthorn/protocol/up-messages.ts';
import type { KindView } from '@lanthorn/views/cells/kind-view.ts';
import { DEPLOYMENT_VIEW } from '@lanthorn/views/kinds/apps/deployments.ts';
import { REPLICA_SET_VIEW } from '@lanthorn/views/kinds/apps/replicasets.ts';
import { STATEFUL_SET_VIEW } from '@lanthorn/views/kinds/apps/statefulsets.ts';
import { SERVICE_VIEW } from '@lanthorn/views/kinds/core/services.ts';
import { listAnswer } from '../../../data/lists/list-answer.ts';
import { type Client, ClientContext } from '../../../data/client/client.ts';
import { AWAY, FORBIDDEN, LOADING } from '../test-world.ts';
import { useOwnPods } from './use-own-pods.ts';

interface Asked {
  readonly query: ListQuery;
  readonly tell: (frame: object) => void;
  isClosed: boolean;
}

const OBJECT = { metadata: { uid: 'u' }, spec: { selector: { matchLabels: { app: 'web' } } } };
const SORT = [{ column: 'age', descending: false }];

function ask(view: KindView, object: object = OBJECT) {
  const asked: Asked[] = [];
  const connection = {
    epoch: 1,
    state: { kind: 'open' },
    onState: () => () => {},
    subscribe: (query: ListQuery, tell: Asked['tell']) => {
      const entry = { query, tell, isClosed: false };
      asked.push(entry);
      return { close: () => void (entry.isClosed = true), update: () => {}, retry: () => {} };
    },
  };
  const wrapper = ({ children }: { readonly children: ReactNode }) => (
    <ClientContext value={{ connection } as unknown as Client}>{children}</ClientContext>
  );
  const subject = { cluster: 'c', view, namespace: 'n', name: 'web' };
  const hook = renderHook(() => useOwnPods(subject, object, { sort: SORT, limit: 5 }), { wrapper });
  const open = (resource: string) =>
    asked.find(({ query, isClosed }) => query.resource.resource === resource && !isClosed);
  const tell = (resource: string, names: readonly string[], state: object = { kind: 'live' }) => {
    const rows = names.map(name => ({ key: name, uid: name, namespace: 'n', name, createdAt: null, cells: [] }));
    const matched = (state as { kind: string }).kind === 'forbidden' ? null : rows.length;
    act(() => open(resource)?.tell({ type: 'list', id: 1, keys: names, rows, matched, state }));
  };
  return { hook, asked, open, tell, names: () => [...hook.result.current.list.rows.keys()] };
}

test.each([
  ['a StatefulSet owns them', STATEFUL_SET_VIEW, { ownerUid: 'u', filter: '' }, 'owner=StatefulSet/web'],
  ['a ReplicaSet owns them', REPLICA_SET_VIEW, { ownerUid: 'u', filter: '' }, 'owner=ReplicaSet/web'],
  ['a Service selects them', SERVICE_VIEW, { filter: 'label:app=web' }, 'label:app=web'],
])('%s, and that alone is asked for', (_what, view, query, filter) => {
  const { asked, hook } = ask(view);
  expect(asked.map(each => each.query)).toEqual([expect.objectContaining(query)]);
  expect(hook.result.current.filter).toBe(filter);
});

test('a Deployment has those of its ReplicaSets, however many more have its labels; with a new one the list does not go', () => {
  const { hook, open, tell, names } = ask(DEPLOYMENT_VIEW);
  expect(hook.result.current.list.state.kind).toBe('loading');
  expect(open('pods')).toBeUndefined();
  tell('replicasets', ['web-1']);
  expect(open('pods')?.query).toMatchObject({
    filter: '',
    related: { way: 'back', meanings: ['owner'], targets: [{ resource: 'replicasets', name: 'web-1', uid: 'web-1' }] },
  });
  tell('pods', ['web-1-a', 'web-1-b']);
  tell('replicasets', ['web-2', 'web-1']);
  expect(open('pods')?.query.related).toMatchObject({ targets: [{ name: 'web-1' }, { name: 'web-2' }] });
  expect(names()).toEqual(['web-1-a', 'web-1-b']);
  tell('pods', ['web-2-a', 'web-1-a', 'web-1-b']);
  expect(names()).toEqual(['web-2-a', 'web-1-a', 'web-1-b']);
});

test.each<[string, readonly string[], object]>([
  ['none of them has arrived', [], LOADING],
  ['a part of them has arrived', ['web-1'], LOADING],
  ['they were never reached', [], AWAY],
  ['some may not be read', ['web-1'], { kind: 'partial', missing: ['n'], inner: { kind: 'live' } }],
])(
  'of which ReplicaSets the pods are is not known while %s: no pods are asked for, and none are told',
  (_why, names, state) => {
    const { hook, open, tell } = ask(DEPLOYMENT_VIEW);
    tell('replicasets', names, state);
    expect(open('pods')).toBeUndefined();
    const { list, isUnsayable } = hook.result.current;
    expect([listAnswer(list).kind === 'told', list.rows.size, list.matched, isUnsayable]).toEqual([false, 0, 0, false]);
    tell('replicasets', ['web-1']);
    tell('pods', ['web-1-a']);
    expect([...hook.result.current.list.rows.keys()]).toEqual(['web-1-a']);
  },
);

test('ReplicaSets that change places are the same question: it is not asked anew', () => {
  const { asked, tell, names } = ask(DEPLOYMENT_VIEW);
  tell('replicasets', ['web-2', 'web-1']);
  tell('pods', ['web-1-a']);
  const count = asked.length;
  tell('replicasets', ['web-1', 'web-2']);
  expect([asked.length, names()]).toEqual([count, ['web-1-a']]);
});

test('what was told stays while the pods of another rollout are on their way, however little has arrived', () => {
  const { tell, names } = ask(DEPLOYMENT_VIEW);
  tell('replicasets', ['web-1']);
  tell('pods', ['web-1-a']);
  tell('replicasets', ['web-1', 'web-2']);
  tell('pods', [], LOADING);
  expect(names()).toEqual(['web-1-a']);
});

test('pods that only expressions select are found by no filter', () => {
  const object = { metadata: { uid: 'u' }, spec: { selector: { matchExpressions: [{}] } } };
  expect(ask(DEPLOYMENT_VIEW, object).hook.result.current.filter).toBeNull();
});

test('without ReplicaSets it has no pods yet; where they may not be read, its selector finds them, if it can be said', () => {
  const none = ask(DEPLOYMENT_VIEW);
  none.tell('replicasets', []);
  none.tell('pods', []);
  expect(none.hook.result.current).toMatchObject({ list: { matched: 0 }, isUnsayable: false });
  const closed = ask(DEPLOYMENT_VIEW);
  closed.tell('replicasets', [], FORBIDDEN);
  expect(closed.open('pods')?.query).toMatchObject({ filter: 'label:app=web' });
  expect(closed.open('pods')?.query).not.toHaveProperty('related');
  const unsaid = ask(DEPLOYMENT_VIEW, { metadata: { uid: 'u' }, spec: { selector: { matchExpressions: [{}] } } });
  unsaid.tell('replicasets', [], FORBIDDEN);
  expect([unsaid.open('pods'), unsaid.hook.result.current.isUnsayable]).toEqual([undefined, true]);
});
