import { expect, test } from 'vitest';
import { seededRandom } from '@lanthorn/base/random.ts';
import { type ApiRequest, readBody } from '@lanthorn/kube/api/api-request.ts';
import { FakeClock } from '@lanthorn/testkit/fake-clock.ts';
import { ApiServer } from '../requests/api-server.ts';
import { MASTERS_GROUP, type UserInfo } from '../wire/user-info.ts';

const ADMIN: UserInfo = { username: 'admin', groups: [MASTERS_GROUP] };
const VERA: UserInfo = { username: 'vera', groups: [] };

async function ask(user: UserInfo, headers: Record<string, string>): Promise<{ status: number; message: string }> {
  const server = new ApiServer({ clock: new FakeClock(), random: seededRandom(1) });
  const request: ApiRequest = { method: 'GET', path: '/api/v1/namespaces/default/pods', headers };
  const response = await server.as(user).send(request);
  const { message = '' } = JSON.parse(await readBody(response)) as { message?: string };
  return { status: response.status, message };
}

test('[AS9] an administrator acts as another, with the rights of the other alone', async () => {
  expect((await ask(ADMIN, {})).status).toBe(200);
  expect(await ask(ADMIN, { 'impersonate-user': 'vera' })).toEqual({
    status: 403,
    message: 'pods is forbidden: User "vera" cannot list resource "pods" in API group "" in the namespace "default"',
  });
  expect((await ask(ADMIN, { 'impersonate-user': 'vera', 'impersonate-group': MASTERS_GROUP })).status).toBe(200);
});

test('[AS9] who may not impersonate is refused, whomever they name', async () => {
  const message =
    'users "admin" is forbidden: User "vera" cannot impersonate resource "users" in API group "" at the cluster scope';
  expect(await ask(VERA, { 'impersonate-user': 'admin' })).toEqual({ status: 403, message });
  expect((await ask(VERA, { 'impersonate-user': 'admin', 'impersonate-group': MASTERS_GROUP })).status).toBe(403);
});
