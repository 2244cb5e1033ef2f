import { expect, test } from 'vitest';
import { seededRandom } from '@lanthorn/base/random.ts';
import { readBody } from '@lanthorn/kube/api/api-request.ts';
import type { KubeObject } from '@lanthorn/kube/objects/kube-object.ts';
import { FakeClock } from '@lanthorn/testkit/fake-clock.ts';
import { ApiServer } from './api-server.ts';
import { MASTERS_GROUP } from '../wire/user-info.ts';

const ADMIN = { username: 'admin', groups: [MASTERS_GROUP] };
const LOOKER = { username: 'looker', groups: [] };
const PODS = '/api/v1/namespaces/default/pods';
const RBAC = '/apis/rbac.authorization.k8s.io/v1/namespaces/default';

async function start() {
  const server = new ApiServer({ clock: new FakeClock(), random: seededRandom(1) });
  const create = async (path: string, body: object) => {
    const headers = { 'content-type': 'application/json' };
    return readBody(await server.as(ADMIN).send({ method: 'POST', path, headers, body: JSON.stringify(body) }));
  };
  const containers = [
    { name: 'a', image: 'i' },
    { name: 'b', image: 'i' },
  ];
  await create(PODS, { metadata: { name: 'p' }, spec: { nodeName: 'n', containers } });
  await create(PODS, { metadata: { name: 'unplaced' }, spec: { containers } });
  const rules = [
    { apiGroups: [''], resources: ['pods', 'pods/exec', 'pods/attach', 'pods/portforward'], verbs: ['get'] },
  ];
  await create(`${RBAC}/roles`, { metadata: { name: 'look' }, rules });
  const subjects = [{ kind: 'User', name: 'looker', apiGroup: 'rbac.authorization.k8s.io' }];
  const roleRef = { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: 'look' };
  await create(`${RBAC}/rolebindings`, { metadata: { name: 'look' }, subjects, roleRef });
  const containerStatuses = [{ name: 'a', state: { terminated: { exitCode: 0 } } }];
  await create(PODS, { metadata: { name: 'over' }, spec: { nodeName: 'n', containers: containers.slice(0, 1) } });
  const over = JSON.parse(
    await readBody(await server.as(ADMIN).send({ method: 'GET', path: `${PODS}/over` })),
  ) as KubeObject;
  server.load('pods.v1.', { ...over, status: { containerStatuses } });
  return async (user: typeof ADMIN | null, path: string, query: Record<string, string> = { container: 'a' }) => {
    const asked = { method: 'GET', path: `${PODS}/${path}`, query: { stdout: 'true', ...query } } as const;
    const connected = await server.connect(asked, user);
    if ('target' in connected) return connected.target.kind;
    const { message } = JSON.parse(await readBody(connected.refusal)) as { message: string };
    return [connected.refusal.status, message];
  };
}

test.each(['exec', 'attach', 'portforward'])('[AS14] who may only look may not %s', async kind => {
  const connect = await start();
  expect(await connect(ADMIN, `p/${kind}`)).toBe(kind);
  expect(await connect(LOOKER, `p/${kind}`)).toEqual([
    403,
    `pods "p" is forbidden: User "looker" cannot create resource "pods/${kind}" in API group "" in the namespace "default"`,
  ]);
  expect(await connect(null, `p/${kind}`)).toEqual([401, 'Unauthorized']);
});

test('[AS14] a command needs a container that is there, on a node', async () => {
  const connect = await start();
  expect(await connect(ADMIN, 'p/exec', {})).toEqual([
    400,
    'a container name must be specified for pod p, choose one of: [a b]',
  ]);
  expect(await connect(ADMIN, 'p/exec', { container: 'c' })).toEqual([400, 'container c is not valid for pod p']);
  expect(await connect(ADMIN, 'unplaced/exec')).toEqual([400, 'pod unplaced does not have a host assigned']);
  expect(await connect(ADMIN, 'none/exec')).toEqual([404, 'pods "none" not found']);
  expect(await connect(ADMIN, 'p/exec', { container: 'a', stdout: 'false' })).toEqual([
    400,
    'you must specify at least 1 of stdin, stdout, stderr',
  ]);
  expect(await connect(ADMIN, 'p/log')).toEqual([404, 'the server could not find the requested resource']);
});

test('[AS14] what has ended takes no command', async () => {
  const connect = await start();
  expect(await connect(ADMIN, 'over/exec')).toEqual([500, 'container not found ("a")']);
  expect(await connect(ADMIN, 'over/attach', {})).toEqual([500, 'container a not found in pod over_default']);
  expect(await connect(ADMIN, 'over/portforward')).toBe('portforward');
});
