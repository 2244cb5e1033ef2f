import { expect, test } from 'vitest';
import { CancelSource } from '@lanthorn/base/clock.ts';
import { seededRandom } from '@lanthorn/base/random.ts';
import { readBody } from '@lanthorn/kube/api/api-request.ts';
import { FakeClock } from '@lanthorn/testkit/fake-clock.ts';
import { MASTERS_GROUP } from '../wire/user-info.ts';
import { ApiServer } from './api-server.ts';

test('who takes values is told the same as who reads lines, and of what is stored no copy', async () => {
  const clock = new FakeClock();
  const server = new ApiServer({ clock, random: seededRandom(1) });
  const source = server.as({ username: 'admin', groups: [MASTERS_GROUP] });
  const map = (name: string, a: string) => ({ metadata: { name, namespace: 'default', uid: name }, data: { a } });
  server.load('configmaps.v1.', map('one', '1'));
  const path = '/api/v1/namespaces/default/configmaps';
  const watch = async (takesValues: boolean) => {
    const signal = new CancelSource();
    const resourceVersion = String(server.storage.revision);
    const query = { watch: '1', resourceVersion, fieldSelector: 'metadata.name=one' };
    const response = await source.send({ method: 'GET', path, query, takesValues }, signal);
    return { response, end: () => signal.cancel() };
  };
  const [lines, values] = [await watch(false), await watch(true)];
  server.load('configmaps.v1.', map('one', '2'));
  server.load('configmaps.v1.', map('other', '2'));
  server.storage.delete('configmaps.v1.', 'default/one');
  for (const { end } of [lines, values]) end();
  const told: unknown[] = [];
  for await (const events of values.response.events ?? []) told.push(...events);
  expect(await readBody(values.response)).toBe('');
  const read = (await readBody(lines.response)).trimEnd().split('\n');
  expect(told).toEqual(read.map(line => JSON.parse(line)));
  expect(told.map(event => (event as { type: string }).type)).toEqual(['MODIFIED', 'DELETED']);
  const other = await watch(true);
  server.load('configmaps.v1.', map('one', '3'));
  other.end();
  for await (const [event] of other.response.events ?? [])
    expect(event?.object['data']).toBe(server.storage.get('configmaps.v1.', 'default/one')?.['data']);
});
