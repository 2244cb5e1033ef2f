import { expect, test } from 'vitest';
import { seededRandom } from '@lanthorn/base/random.ts';
import { readBody } from '@lanthorn/kube/api/api-request.ts';
import { FakeClock } from '@lanthorn/testkit/fake-clock.ts';
import { ApiServer } from '../requests/api-server.ts';
import { MASTERS_GROUP } from './user-info.ts';

const ADMIN = { username: 'admin', groups: [MASTERS_GROUP] };
const MAPS = '/api/v1/namespaces/default/configmaps';

function send(server: ApiServer, path: string, headers: Record<string, string>, body?: string) {
  const method = body === undefined ? 'GET' : 'POST';
  return server.as(ADMIN).send({ method, path, headers, ...(body === undefined ? {} : { body }) });
}

test('[AS19] a body in YAML is the object it says, and an answer in YAML has its fields by the alphabet', async () => {
  const server = new ApiServer({ clock: new FakeClock(), random: seededRandom(1) });
  const yaml = { 'content-type': 'application/yaml', accept: 'application/yaml' };
  const made = await send(server, MAPS, yaml, 'metadata: {name: m}\ndata: {answer: "yes"}\n');
  expect([made.status, made.headers['content-type']]).toEqual([201, 'application/yaml']);
  const text = await readBody(made);
  expect(text).toMatch(/^apiVersion: v1\ndata:\n {2}answer: "yes"\nkind: ConfigMap\nmetadata:\n/);
  const refused = await send(server, `${MAPS}/none/`, { accept: 'application/yaml' });
  expect([refused.status, (await readBody(refused)).includes('reason: NotFound')]).toEqual([404, true]);
  expect((await send(server, MAPS, yaml, 'metadata: [')).status).toBe(400);
});

test('[AS19] who takes several encodings gets the first; who takes none that is served is refused', async () => {
  const server = new ApiServer({ clock: new FakeClock(), random: seededRandom(1) });
  const type = async (accept: string) => (await send(server, MAPS, { accept })).headers['content-type'];
  expect(await type('application/json, application/yaml')).toBe('application/json');
  expect(await type('application/yaml, application/json')).toBe('application/yaml');
  expect((await send(server, MAPS, { accept: 'text/csv' })).status).toBe(406);
});
