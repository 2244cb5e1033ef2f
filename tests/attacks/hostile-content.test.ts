import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Attacked, expectServing, startAttacked } from './attacked-server.ts';
import { DecodingApiServer } from './decoding-api-server.ts';

let api: DecodingApiServer;
let attacked: Attacked;

beforeAll(async () => {
  api = new DecodingApiServer();
  attacked = await startAttacked(await api.listen());
});

afterAll(async () => {
  await attacked.close();
  await api.close();
});

const REVISIONS = { group: 'apps', version: 'v1', resource: 'controllerrevisions' };
const PLAIN =
  '{"kind":"ControllerRevision","apiVersion":"apps/v1","metadata":{"name":"plain","namespace":"shop","uid":"u2","resourceVersion":"2"},"data":{},"revision":1}';

/** As deep as kube-apiserver 1.37 takes it in a field without a schema. */
const deep = (levels: number) =>
  `{"kind":"ControllerRevision","apiVersion":"apps/v1","metadata":{"name":"deep","namespace":"shop","uid":"u1","resourceVersion":"1"},"data":${'{"a":'.repeat(levels)}1${'}'.repeat(levels)},"revision":1}`;

test.each([6_000, 9_900])(
  'an object %d levels deep is not shown, and says so; what else the tab looks at lives on',
  async levels => {
    api.put('/apis/apps/v1/namespaces/shop/controllerrevisions/deep', deep(levels));
    api.put('/apis/apps/v1/namespaces/shop/controllerrevisions/plain', PLAIN);
    const tab = await attacked.openTab();
    const object = { kind: 'object', cluster: 'c', resource: REVISIONS, namespace: 'shop' };
    tab.say({ type: 'subscribe', id: 1, query: { ...object, name: 'deep' } });
    tab.say({ type: 'subscribe', id: 2, query: { ...object, name: 'plain' } });
    // Either it was refused at the door, or it broke on the way to the tab: both are said, neither is called live.
    await tab.until(messages =>
      messages.some(
        message =>
          (message.type === 'refused' && message.id === 1 && message.reason !== '') ||
          (message.type === 'object' && message.id === 1 && message.state?.kind === 'stale'),
      ),
    );
    await tab.until(messages =>
      messages.some(message => message.type === 'object' && message.id === 2 && message.state?.kind === 'live'),
    );
    const told = tab.messages.filter(message => message.type === 'object' && message.id === 1);
    expect(told.filter(message => 'state' in message && message.state?.kind === 'live')).toEqual([]);
    tab.close();
    await expectServing(attacked);
  },
);
