import { beforeEach, expect, test } from 'vitest';
import type { ApiRequest, ApiSource } from '@lanthorn/kube/api/api-request.ts';
import type { DownMessage, ListFrame } from '@lanthorn/protocol/down-messages.ts';
import type { FakeClock } from '@lanthorn/testkit/fake-clock.ts';
import { openTab } from './test-tab.ts';

const target = { group: '', resource: 'configmaps', namespace: 'shop', name: 'settings', uid: 'cm', labels: {} };
const related = { way: 'back', meanings: ['mounts', 'environment'], targets: [target] };
const PODS = {
  kind: 'list',
  cluster: 'c',
  resource: { group: '', version: 'v1', resource: 'pods' },
  namespaces: ['shop'],
  filter: '',
  sort: [],
  offset: 0,
  limit: 50,
  hold: false,
};

const pod = (name: string, config: string) => ({
  metadata: { name, namespace: 'shop', uid: name, resourceVersion: '1', labels: { app: name } },
  spec: { volumes: [{ configMap: { name: config } }] },
});

/** Pods that change as told; jobs may not be listed. */
class Shop implements ApiSource {
  readonly lists: string[] = [];
  #tell: (line: string) => void = () => {};

  send({ path, query }: ApiRequest) {
    const isForbidden = path.includes('/jobs');
    const selector = query?.['fieldSelector'] ?? query?.['labelSelector'];
    if (query?.['watch'] !== '1') this.lists.push(selector === undefined ? path : `${path} ${selector}`);
    const body = isForbidden ? this.#refused() : query?.['watch'] === '1' ? this.#watch() : this.#listed();
    return Promise.resolve({ status: isForbidden ? 403 : 200, headers: {}, warnings: [], body });
  }

  say(type: 'ADDED' | 'MODIFIED' | 'DELETED', name: string, config: string): void {
    this.#tell(`${JSON.stringify({ type, object: pod(name, config) })}\n`);
  }

  async *#listed() {
    const items = [pod('uses', 'settings'), pod('uses-other', 'other'), pod('uses-too', 'settings')];
    yield JSON.stringify({ metadata: { resourceVersion: '1' }, items });
  }

  async *#refused() {
    yield JSON.stringify({ kind: 'Status', code: 403, message: 'jobs is forbidden' });
  }

  async *#watch() {
    for (;;)
      yield await new Promise<string>(resolve => {
        this.#tell = resolve;
      });
  }
}

let clock: FakeClock;
let told: readonly DownMessage[];
let shop: Shop;
let tab: ReturnType<typeof openTab>;

beforeEach(() => {
  shop = new Shop();
  tab = openTab({ c: shop });
  ({ clock, told } = tab);
  return tab.close;
});

async function subscribe(id: number, change: object): Promise<void> {
  tab.say({ type: 'subscribe', id, query: { ...PODS, ...change } });
  await clock.advance(1_000);
}

const shown = (id: number) =>
  Object.assign({}, ...told.filter(message => message.type === 'list' && message.id === id)) as ListFrame;

test('[PR18] what refers to an object is read through the one list and watch of its kind, and follows it', async () => {
  await subscribe(1, {});
  await subscribe(2, { related });
  expect(shown(1).keys).toEqual(['shop/uses', 'shop/uses-other', 'shop/uses-too']);
  expect(shown(2)).toMatchObject({
    keys: ['shop/uses', 'shop/uses-too'],
    matched: 2,
    total: 2,
    state: { kind: 'live' },
  });
  expect(shop.lists).toEqual(['/api/v1/namespaces/shop/pods']);
  expect(tab.hub.openWatches).toBe(1);
  shop.say('MODIFIED', 'uses', 'other');
  await clock.advance(1_000);
  shop.say('MODIFIED', 'uses-other', 'settings');
  await clock.advance(1_000);
  expect(shown(2).keys).toEqual(['shop/uses-other', 'shop/uses-too']);
  shop.say('DELETED', 'uses-too', 'settings');
  await clock.advance(1_000);
  expect(shown(2)).toMatchObject({ keys: ['shop/uses-other'], matched: 1 });
});

test('[PR18] nothing is read before somebody asks, and nothing kept after the tab left', async () => {
  expect(shop.lists).toEqual([]);
  await subscribe(2, { related });
  expect(tab.hub.openLists()).toHaveLength(1);
  tab.say({ type: 'unsubscribe', id: 2 });
  await clock.advance(60_000);
  expect(tab.hub.openLists()).toEqual([]);
});

test('[PR18] a kind that may not be read says so, and has no rows instead of none', async () => {
  await subscribe(3, { related, resource: { group: 'batch', version: 'v1', resource: 'jobs' } });
  expect(shown(3).state).toMatchObject({ kind: 'forbidden', verb: 'list', resource: 'jobs.batch' });
});

test('[PR18] rows tell what they refer to and their labels where that is asked for, and else not', async () => {
  await subscribe(1, {});
  await subscribe(4, { related, tellsRelations: true });
  expect(shown(4).rows?.[0]).toMatchObject({
    labels: { app: 'uses' },
    relations: { references: [{ meaning: 'mounts', resource: 'configmaps', name: 'settings' }], selections: [] },
  });
  expect(shown(1).rows?.[0]).not.toHaveProperty('relations');
});

const node = { group: '', resource: 'nodes', namespace: '', name: 'node-1', uid: 'n', labels: {} };
const ofNode = { namespaces: [], related: { way: 'back', meanings: ['runsOn'], targets: [node] } };
const selected = { related: { way: 'forth', selector: [{ key: 'app', operator: 'In', values: ['uses'] }] } };

test('[PR18] what the API server can leave out it does: pods of one node, pods with certain labels', async () => {
  await subscribe(1, ofNode);
  await subscribe(2, selected);
  expect(shop.lists).toEqual(['/api/v1/pods spec.nodeName=node-1', '/api/v1/namespaces/shop/pods app in (uses)']);
  expect(shown(2)).toMatchObject({ keys: ['shop/uses'], matched: 1, state: { kind: 'live' } });
  await subscribe(3, { ...ofNode, limit: 10 });
  expect(shop.lists).toHaveLength(2);
});

test('[PR18] where the whole list is there it is asked, and nothing more is read', async () => {
  await subscribe(1, {});
  await subscribe(2, selected);
  expect(shop.lists).toEqual(['/api/v1/namespaces/shop/pods']);
  expect(shown(2)).toMatchObject({ keys: ['shop/uses'], matched: 1, state: { kind: 'live' } });
});

const everywhere = { namespaces: [], related };

test('[PR18] of all pods of a cluster only those that name the object are kept; those that change come and go', async () => {
  await subscribe(1, everywhere);
  expect(shown(1)).toMatchObject({ keys: ['shop/uses', 'shop/uses-too'], matched: 2, state: { kind: 'live' } });
  expect(tab.hub.openLists()).toMatchObject([{ namespace: '', rows: 2 }]);
  shop.say('MODIFIED', 'uses', 'other');
  await clock.advance(1_000);
  shop.say('ADDED', 'new', 'other');
  await clock.advance(1_000);
  shop.say('MODIFIED', 'uses-other', 'settings');
  await clock.advance(1_000);
  expect(shown(1)).toMatchObject({ keys: ['shop/uses-other', 'shop/uses-too'], matched: 2 });
});

test('[PR18] where all pods of a cluster are read, or being read, they are asked', async () => {
  await subscribe(1, { namespaces: [] });
  await subscribe(2, everywhere);
  expect(shown(2)).toMatchObject({ keys: ['shop/uses', 'shop/uses-too'], state: { kind: 'live' } });
  expect(shop.lists).toEqual(['/api/v1/pods']);
});
