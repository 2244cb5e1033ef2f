import { asObject, getPath, type JsonObject } from '@lanthorn/base/json.ts';
import type { Scenario } from '../scenario.ts';
import { conditions, count, Life, template } from './life.ts';

const RESOURCE = 'replicationcontrollers';

function controller(name: string, replicas: number, spec: JsonObject = {}): JsonObject {
  const labels = { app: name };
  return { metadata: { name }, spec: { replicas, selector: labels, template: template({ labels, spec }) } };
}

const isAvailable = (wanted: number) => (object: JsonObject) =>
  count(object, 'status', 'availableReplicas') === wanted && count(object, 'status', 'replicas') === wanted;

async function counts(life: Life): Promise<void> {
  await life.create(RESOURCE, controller('web', 2));
  const first = await life.until(RESOURCE, 'web', isAvailable(2));
  life.look('status', first['status']);
  await life.showPods('pods', 'app=web');
  await life.patch(RESOURCE, 'web', { spec: { replicas: 1 } });
  const second = await life.until(RESOURCE, 'web', isAvailable(1));
  life.look('status of one that shrank', second['status']);
  await life.showEvents('events', 'ReplicationController', 'web');
}

/** What it cannot make is said by a condition, which goes when nothing is missing. */
async function quota(life: Life, stage: Parameters<Scenario['run']>[0]): Promise<void> {
  await life.create('resourcequotas', { metadata: { name: 'few' }, spec: { hard: { 'requests.cpu': '1' } } });
  const asking = { containers: [{ name: 'main', image: 'i', resources: { requests: { cpu: '400m' } } }] };
  const large = { containers: [{ name: 'main', image: 'i', resources: { requests: { cpu: '2' } } }] };
  await stage.until(
    {
      method: 'POST',
      path: life.path('pods'),
      query: { dryRun: 'All' },
      body: { metadata: { name: 'p' }, spec: large },
    },
    ({ status }) => status === 403,
  );
  await life.create(RESOURCE, controller('limited', 3, asking));
  const limited = await life.until(RESOURCE, 'limited', object => conditions(object).length > 0);
  const words = (object: JsonObject) =>
    conditions(object).map(entry => {
      const { message, ...rest } = asObject(entry);
      return { ...rest, message: String(message).replace(/"limited-\w{5}"/, '"limited-<suffix>"') };
    });
  life.look('a condition where a quota is exceeded', words(limited));
  await life.patch(RESOURCE, 'limited', { spec: { replicas: 2 } });
  await life.until(RESOURCE, 'limited', object => conditions(object).length === 0);
  life.look('the condition goes when there are enough', true);
  await life.delete(RESOURCE, 'limited', 'Background');
  await life.untilList('pods', pods => !pods.some(pod => pod.metadata.labels?.['app'] === 'limited'));
  await life.delete('resourcequotas', 'few');
}

/** What becomes of its pods when it goes. */
async function removal(life: Life): Promise<void> {
  const names = ['background', 'orphan', 'foreground', 'waiting', 'staying'];
  for (const name of names) await life.create(RESOURCE, controller(name, name === 'staying' ? 0 : 2));
  for (const name of names.slice(0, 4)) await life.until(RESOURCE, name, isAvailable(2));
  await life.delete(RESOURCE, 'background', 'Background');
  await life.untilList('pods', pods => !pods.some(pod => pod.metadata.labels?.['app'] === 'background'));
  life.look('its pods go with it', true);
  await life.delete(RESOURCE, 'orphan', 'Orphan');
  await life.untilGone(RESOURCE, 'orphan');
  const orphans = await life.list('pods', 'app=orphan');
  life.look(
    'pods that were orphaned',
    orphans.map(({ metadata }) => metadata.ownerReferences ?? null),
  );
  for (const pod of orphans) await life.delete('pods', pod.metadata.name ?? '');
  const held = await life.list('pods', 'app=foreground');
  const [first] = held;
  const name = first?.metadata.name ?? '';
  await life.patch('pods', name, { metadata: { finalizers: ['example.com/hold'] } });
  await life.delete(RESOURCE, 'foreground', 'Foreground');
  await life.untilList('pods', pods => pods.filter(pod => pod.metadata.labels?.['app'] === 'foreground').length === 1);
  const waiting = await life.until(RESOURCE, 'foreground', () => true);
  life.look('it stays as long as one of its pods', {
    finalizers: getPath(waiting, 'metadata', 'finalizers'),
    isDeleted: getPath(waiting, 'metadata', 'deletionTimestamp') !== undefined,
  });
  await life.patch('pods', name, { metadata: { finalizers: null } });
  await life.untilGone(RESOURCE, 'foreground');
  life.look('it goes when they are gone', (await life.list('pods', 'app=foreground')).length);
  const staying = await life.until(RESOURCE, 'staying', () => true);
  const [shared] = await life.list('pods', 'app=waiting');
  const uid = getPath(staying, 'metadata', 'uid');
  const other = { apiVersion: 'v1', kind: 'ReplicationController', name: 'staying', uid };
  const owners = shared?.metadata.ownerReferences ?? [];
  await life.patch('pods', shared?.metadata.name ?? '', { metadata: { ownerReferences: [...owners, other] } });
  await life.delete(RESOURCE, 'waiting', 'Foreground');
  await life.untilGone(RESOURCE, 'waiting');
  const left = await life.list('pods', 'app=waiting');
  life.look(
    'a pod that another owns as well',
    left.map(pod => pod.metadata.ownerReferences?.map(owner => owner.name)),
  );
}

/** As many pods as it asks for, and what becomes of them. */
export const REPLICATION_CONTROLLERS: Scenario = {
  name: 'replication-controllers',
  run: async stage => {
    const life = new Life(stage);
    await counts(life);
    await quota(life, stage);
    await removal(life);
  },
};
