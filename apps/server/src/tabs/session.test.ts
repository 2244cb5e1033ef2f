import { beforeEach, expect, test } from 'vitest';
import { problem } from '@lanthorn/protocol/error-kinds.ts';
import type { FakeClock } from '@lanthorn/testkit/fake-clock.ts';
import { openTab } from './test-tab.ts';
import { clusterKey } from '../upstream/cluster-key.ts';
import { OWNER } from '../upstream/identity.ts';

const PODS = { group: '', version: 'v1', resource: 'pods' };
const LIST = { kind: 'list', cluster: 'c', resource: PODS, filter: '', sort: [], offset: 0, limit: 50, hold: false };
const named = (count: number, what = 'team') => Array.from({ length: count }, (_, i) => `${what}-${i}`);

let clock: FakeClock;
let requests: number;
let tab: ReturnType<typeof openTab>;

beforeEach(() => {
  requests = 0;
  const send = () => {
    requests++;
    return Promise.reject(new Error('nobody there'));
  };
  tab = openTab({ c: { send } });
  ({ clock } = tab);
});

const say = (message: object) => tab.say(message);
const refused = () => tab.told.flatMap(message => (message.type === 'refused' ? [message.id] : []));

test('a tab opens no more lists than a page shows, whichever way it asks', () => {
  const open = (id: number, namespaces: readonly string[]) =>
    say({ type: 'subscribe', id, query: { ...LIST, namespaces } });
  for (let id = 0; id < 15; id++) open(id, named(100, `team${id}`));
  expect(refused()).toEqual([]);
  open(15, ['one-more']);
  expect(refused()).toEqual([15]);
  say({ type: 'unsubscribe', id: 0 });
  open(16, []);
  expect(refused()).toEqual([15]);
  say({ type: 'update', id: 16, change: { namespaces: named(100) } });
  open(17, ['one-more']);
  expect(refused()).toEqual([15, 17]);
  say({ type: 'unsubscribe', id: 1 });
  open(18, named(99, 'other'));
  open(19, []);
  say({ type: 'update', id: 19, change: { namespaces: named(2, 'last') } });
  // It was ended, and says so.
  expect(refused()).toEqual([15, 17, 19]);
  tab.close();
});

test('windows on the same lists count as these lists once: a long one of many namespaces is read whole', () => {
  const open = (id: number, namespaces: readonly string[], filter = '') =>
    say({ type: 'subscribe', id, query: { ...LIST, namespaces, filter, offset: id * 50 } });
  for (let id = 0; id < 30; id++) open(id, named(100), `name:${id}`);
  expect(refused()).toEqual([]);
  tab.close();
});

test('a thousand wishes for another try are one a second', async () => {
  say({ type: 'subscribe', id: 1, query: { ...LIST, namespaces: [] } });
  await clock.advance(10);
  for (let i = 0; i < 1_000; i++) {
    say({ type: 'retry', id: 1 });
    await clock.advance(2);
  }
  expect(requests).toBeLessThan(10);
  tab.close();
});

test('a tab that does not read gets no pongs, and is given up when operations pile up for it', () => {
  tab.socket.bufferedAmount = 2 * 1024 * 1024;
  for (let i = 0; i < 100; i++) say({ type: 'ping' });
  expect([tab.told, tab.socket.isClosed]).toEqual([[], false]);
  tab.socket.bufferedAmount = 20 * 1024 * 1024;
  tab.session.send({ type: 'pong' });
  expect([tab.told, tab.socket.isClosed]).toEqual([[], true]);
  tab.hub.close();
});

test('[PR11] a fault ends the subscription it is in, with its reason; the others and the session go on', async () => {
  say({ type: 'subscribe', id: 1, query: { ...LIST, namespaces: [] } });
  await clock.advance(1_000);
  tab.told.length = 0;
  // An object that cannot be written as JSON, as one that is too deep.
  const resource = { group: 'apps', version: 'v1', resource: 'controllerrevisions' };
  const lease = tab.hub.object(tab.hub.clusters.get(clusterKey('c', OWNER)) as never, {
    resource,
    namespace: 'n',
    name: 'x',
  });
  Object.defineProperty(lease.value, 'object', {
    get: () => ({
      toJSON: () => {
        throw new RangeError('too deep');
      },
    }),
  });
  say({ type: 'subscribe', id: 2, query: { kind: 'object', cluster: 'c', resource, namespace: 'n', name: 'x' } });
  await clock.advance(1_000);
  expect(tab.told.filter(({ type }) => type === 'refused')).toEqual([
    { type: 'refused', id: 2, problem: problem('fault', { detail: 'too deep' }) },
  ]);
  expect([tab.session.subscriptionCount, tab.socket.isClosed]).toEqual([1, false]);
  say({ type: 'ping' });
  expect(tab.told.at(-1)).toEqual({ type: 'pong' });
  tab.session.close();
  lease.release();
  tab.hub.close();
});

const LOG = {
  ...{ kind: 'logs', cluster: 'c', namespace: 'n', pod: 'p', container: 'c' },
  ...{ follow: true, previous: false, timestamps: true, tailLines: 1 },
};

test('a tab that opens nothing but a log is told what time it is in its cluster, once', () => {
  for (let id = 0; id < 3; id++) say({ type: 'open', id, query: LOG });
  expect(tab.told.filter(({ type }) => type === 'clock')).toEqual([
    { type: 'clock', cluster: 'c', now: clock.now(), isKnown: false },
  ]);
});

test('an id is that of a subscription or of a stream, never of both', () => {
  say({ type: 'subscribe', id: 1, query: { ...LIST, namespaces: [] } });
  say({ type: 'open', id: 1, query: LOG });
  say({ type: 'open', id: 2, query: LOG });
  say({ type: 'subscribe', id: 2, query: { ...LIST, namespaces: [] } });
  const end = { reason: 'refused', problem: problem('idTaken', { id: 1 }) };
  expect(tab.told.filter(({ type }) => type === 'end')).toEqual([{ type: 'end', id: 1, end }]);
  expect(refused()).toEqual([2]);
  expect(tab.session.subscriptionCount).toBe(1);
});

test('[PR13] a range of what is no list is answered, too', () => {
  const resource = { group: '', version: 'v1', resource: 'pods' };
  say({ type: 'subscribe', id: 1, query: { kind: 'object', cluster: 'c', resource, namespace: 'n', name: 'x' } });
  for (const id of [1, 99]) say({ type: 'range', id, from: 'n/a', to: 'n/b' });
  const answer = { refusal: 'gone' };
  expect(tab.told.filter(({ type }) => type === 'range')).toEqual(
    [1, 99].map(id => ({ type: 'range', id, from: 'n/a', to: 'n/b', answer })),
  );
});
