import { expect, test } from 'vitest';
import type { ApiRequest } from '@lanthorn/kube/api/api-request.ts';
import { FakeClock } from '@lanthorn/testkit/fake-clock.ts';
import { ClusterSchemas } from './cluster-schemas.ts';
import { ClusterClock } from '../upstream/sources/cluster-clock.ts';
import { clusterKey } from '../upstream/cluster-key.ts';
import { OWNER } from '../upstream/identity.ts';

const WIDGET = { group: 'acme.io', version: 'v1', kind: 'Widget' };
const info = { name: 'c', isDemo: false, server: '', user: '', namespace: '', problem: null };

/** An API server that publishes one kind with these fields, and marks its documents. */
function world() {
  const clock = new FakeClock();
  const asked: ApiRequest[] = [];
  const served = { field: 'size', status: 200 };
  async function* text(body: string) {
    yield body;
  }
  const source = {
    send: async (request: ApiRequest) => {
      asked.push(request);
      const etag = `"${served.field}"`;
      const status = request.headers?.['if-none-match'] === etag ? 304 : served.status;
      const schema = {
        type: 'object',
        properties: { [served.field]: { type: 'string' } },
        'x-kubernetes-group-version-kind': [{ ...WIDGET, group: request.path.split('/')[4] }],
      };
      const body = status === 200 ? JSON.stringify({ components: { schemas: { 'io.acme.v1.Widget': schema } } }) : '';
      return { status, headers: { etag }, warnings: [], body: text(body) };
    },
  };
  const cluster = {
    clock: new ClusterClock(clock),
    key: clusterKey(info.name, OWNER),
    info,
    source,
    close: async () => {},
  };
  const schemas = new ClusterSchemas(clock);
  const fields = async (kind = WIDGET) => JSON.stringify(await schemas.definitions(cluster, kind));
  return { clock, asked, served, fields };
}

test('a kind that changed is noticed; one that did not is not read again', async () => {
  const { clock, asked, served, fields } = world();
  expect(await fields()).toContain('size');
  expect(await fields()).toContain('size');
  expect(asked).toHaveLength(1);
  await clock.advance(31_000);
  expect(await fields()).toContain('size');
  expect(asked.at(-1)?.headers).toMatchObject({ 'if-none-match': '"size"' });
  served.field = 'weight';
  await clock.advance(31_000);
  expect(await fields()).toContain('weight');
});

test('what was known stays known while the server cannot say, and goes when it says that it is gone', async () => {
  const { clock, served, fields } = world();
  await fields();
  served.field = 'weight';
  served.status = 503;
  await clock.advance(31_000);
  expect(await fields()).toContain('size');
  served.status = 404;
  await clock.advance(31_000);
  expect(await fields()).toBe('{}');
});

test('kinds that nobody asks for are forgotten', async () => {
  const { asked, fields } = world();
  await fields();
  for (let i = 0; i < 150; i++) await fields({ ...WIDGET, group: `g${i}.io` });
  const before = asked.length;
  await fields();
  expect(asked).toHaveLength(before + 1);
});
