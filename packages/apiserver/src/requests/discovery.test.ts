import { expect, test } from 'vitest';
import { FakeClock } from '@lanthorn/testkit/fake-clock.ts';
import { seededRandom } from '@lanthorn/base/random.ts';
import { readBody } from '@lanthorn/kube/api/api-request.ts';
import { MASTERS_GROUP } from '../wire/user-info.ts';
import { ApiServer } from './api-server.ts';

const ACCEPT = 'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList';
const DEFINITION = {
  metadata: { name: 'disks.example.com' },
  spec: {
    ...{ group: 'example.com', scope: 'Cluster', names: { plural: 'disks', kind: 'Disk' } },
    versions: [{ name: 'v1', served: true, storage: true, schema: { openAPIV3Schema: { type: 'object' } } }],
  },
};

test('aggregated discovery is named, and not sent again to who has it until there is another kind', async () => {
  const server = new ApiServer({ clock: new FakeClock(), random: seededRandom(1) });
  const source = server.as({ username: 'admin', groups: [MASTERS_GROUP] });
  const ask = async (etag = '') => {
    const headers = { accept: ACCEPT, 'if-none-match': etag };
    const { status, headers: said, body, ...rest } = await source.send({ method: 'GET', path: '/apis', headers });
    const text = await readBody({ status, headers: said, body, ...rest });
    return { status, etag: said['etag'] ?? '', isEmpty: text === '' };
  };
  const first = await ask();
  expect(first).toMatchObject({ status: 200, isEmpty: false });
  expect(await ask(first.etag)).toEqual({ status: 304, etag: first.etag, isEmpty: true });
  const path = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';
  const headers = { 'content-type': 'application/json' };
  await source.send({ method: 'POST', path, headers, body: JSON.stringify(DEFINITION) });
  const next = await ask(first.etag);
  expect(next).toMatchObject({ status: 200, isEmpty: false });
  expect(next.etag).not.toBe(first.etag);
});
