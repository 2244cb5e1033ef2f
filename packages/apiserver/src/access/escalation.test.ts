import { expect, test } from 'vitest';
import { seededRandom } from '@lanthorn/base/random.ts';
import { readBody } from '@lanthorn/kube/api/api-request.ts';
import { FakeClock } from '@lanthorn/testkit/fake-clock.ts';
import { ApiServer } from '../requests/api-server.ts';
import { AUTHENTICATED_GROUP, MASTERS_GROUP } from '../wire/user-info.ts';

const GROUP = 'rbac.authorization.k8s.io';
const OWN = `/apis/${GROUP}/v1/namespaces/default`;
const READ = { apiGroups: [''], resources: ['pods'], verbs: ['get'] };
const WRITE = { apiGroups: ['apps'], resources: ['deployments'], verbs: ['update', 'patch'] };

function stage() {
  const server = new ApiServer({ clock: new FakeClock(), random: seededRandom(1) });
  const post = async (username: string, path: string, body: object) => {
    const groups = username === 'admin' ? [MASTERS_GROUP] : [AUTHENTICATED_GROUP];
    const headers = { 'content-type': 'application/json' };
    const request = { method: 'POST' as const, path: `${OWN}/${path}`, headers, body: JSON.stringify(body) };
    const response = await server.as({ username, groups }).send(request);
    return { status: response.status, message: String(JSON.parse(await readBody(response)).message) };
  };
  const role = (by: string, name: string, ...rules: object[]) => post(by, 'roles', { metadata: { name }, rules });
  const bind = (by: string, name: string) =>
    post(by, 'rolebindings', {
      metadata: { name },
      roleRef: { apiGroup: GROUP, kind: 'Role', name },
      subjects: [{ kind: 'User', apiGroup: GROUP, name: 'gina' }],
    });
  const give = async (name: string, ...rules: object[]) => {
    await role('admin', name, ...rules);
    await bind('admin', name);
  };
  return { role, bind, give };
}

const MAKES = { apiGroups: [GROUP], resources: ['roles', 'rolebindings'], verbs: ['create'] };

// All of its cases and words: the scenario `grants` of tests/conformance, which the real server answered too.
test('[AS21] what its author has may be given on, and no more: the refusal tells what is missing, verbs on the same together', async () => {
  const { role, bind, give } = stage();
  await give('author', MAKES, READ);
  expect((await role('gina', 'same', READ)).status).toBe(201);
  const { status, message } = await role('gina', 'more', READ, WRITE);
  expect(status).toBe(403);
  expect(message.split(':\n')[1]).toBe('{APIGroups:["apps"], Resources:["deployments"], Verbs:["update" "patch"]}');
  await role('admin', 'wide', WRITE);
  expect([(await bind('gina', 'wide')).status, (await bind('gina', 'same')).status]).toEqual([403, 201]);
});

test('[AS21] who may escalate writes any role, who may bind binds it', async () => {
  const { role, bind, give } = stage();
  await give('author', MAKES, { apiGroups: [GROUP], resources: ['roles'], verbs: ['escalate'] });
  expect((await role('gina', 'wide', WRITE)).status).toBe(201);
  expect((await bind('gina', 'wide')).status).toBe(403);
  await give('binder', { apiGroups: [GROUP], resources: ['roles'], verbs: ['bind'], resourceNames: ['wide'] });
  expect((await bind('gina', 'wide')).status).toBe(201);
});
