import { getPath, type JsonObject } from '@lanthorn/base/json.ts';
import type { Scenario } from '../scenario.ts';
import { conditions, Life } from './life.ts';

const HELD = { finalizers: ['example.com/hold'] };
const SPEC = { containers: [{ name: 'main', image: 'i' }] };

/** Three pods of which each is owned by another. */
async function circle(life: Life): Promise<void> {
  const names = ['one', 'two', 'three'];
  const uids = new Map<string, unknown>();
  for (const name of names)
    uids.set(name, getPath(await life.create('pods', { metadata: { name }, spec: SPEC }), 'metadata', 'uid'));
  for (const [i, name] of names.entries()) {
    const owner = names[(i + 2) % 3] ?? '';
    const reference = { apiVersion: 'v1', kind: 'Pod', name: owner, uid: uids.get(owner) };
    const ownerReferences = [{ ...reference, controller: true, blockOwnerDeletion: true }];
    await life.patch('pods', name, { metadata: { ownerReferences } });
  }
  await life.delete('pods', 'one', 'Foreground');
  for (const name of names) await life.untilGone('pods', name);
  life.look('owners in a circle go', true);
}

/** In a namespace that ends pods go first, and all else waits for them. */
async function podsFirst({ namespace, until }: Parameters<Scenario['run']>[0], life: Life): Promise<void> {
  const path = `/api/v1/namespaces/${namespace}-y`;
  const merge = (of: string) =>
    until(
      {
        ...{ method: 'PATCH', path: `${path}/${of}`, type: 'application/merge-patch+json' },
        body: { metadata: { finalizers: null } },
      },
      ({ status }) => status === 200,
    );
  const make = (of: string, body: JsonObject) =>
    until({ method: 'POST', path: of, body }, ({ status }) => status === 201 || status === 409);
  await make('/api/v1/namespaces', { metadata: { name: `${namespace}-y` } });
  await until({ method: 'GET', path: `${path}/serviceaccounts/default` }, ({ status }) => status === 200);
  await make(`${path}/pods`, { metadata: { name: 'held', ...HELD }, spec: SPEC });
  await make(`${path}/configmaps`, { metadata: { name: 'held', ...HELD } });
  await until({ method: 'DELETE', path }, ({ status }) => status === 200);
  const waiting = await until({ method: 'GET', path }, ({ body }) => conditions(body).length > 0);
  life.look('what a namespace says that waits for a pod', conditions(waiting));
  const map = await until({ method: 'GET', path: `${path}/configmaps/held` }, ({ status }) => status === 200);
  life.look('what is no pod is not deleted yet', getPath(map, 'metadata', 'deletionTimestamp') === undefined);
  await merge('pods/held');
  await until({ method: 'GET', path: `${path}/pods/held` }, ({ status }) => status === 404);
  await until(
    { method: 'GET', path: `${path}/configmaps/held` },
    ({ body }) => getPath(body, 'metadata', 'deletionTimestamp') !== undefined,
  );
  life.look('then it is', true);
  await merge('configmaps/held');
  await until({ method: 'GET', path }, ({ status }) => status === 404);
  life.look('the namespace goes', true);
}

/** In which order things go that depend on each other. */
export const REMOVAL_ORDER: Scenario = {
  name: 'removal-order',
  run: async stage => {
    const life = new Life(stage);
    await circle(life);
    await podsFirst(stage, life);
  },
};
