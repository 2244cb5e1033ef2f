import { expect, test } from 'vitest';
import { asArray, asString, getPath } from '@lanthorn/base/json.ts';
import { seededRandom } from '@lanthorn/base/random.ts';
import { type ApiRequest, readBody } from '@lanthorn/kube/api/api-request.ts';
import { FakeClock } from '@lanthorn/testkit/fake-clock.ts';
import { MASTERS_GROUP } from '../wire/user-info.ts';
import { ApiServer } from './api-server.ts';

const MAPS = '/api/v1/namespaces/lists/configmaps';

async function startMaps() {
  const server = new ApiServer({ clock: new FakeClock(), random: seededRandom(1) });
  const source = server.as({ username: 'admin', groups: [MASTERS_GROUP] });
  const send = async (
    method: ApiRequest['method'],
    path: string,
    query: Record<string, string> = {},
    body?: object,
  ) => {
    const headers = { 'content-type': 'application/json' };
    const sent = body === undefined ? {} : { body: JSON.stringify(body) };
    return JSON.parse(await readBody(await source.send({ method, path, query, headers, ...sent }))) as object;
  };
  await send('POST', '/api/v1/namespaces', {}, { metadata: { name: 'lists' } });
  for (const namespace of ['lisp', 'listz'])
    await send('POST', '/api/v1/namespaces', {}, { metadata: { name: namespace } });
  for (const namespace of ['lisp', 'listz'])
    await send('POST', `/api/v1/namespaces/${namespace}/configmaps`, {}, { metadata: { name: 'other' } });
  const make = (name: string) => send('POST', MAPS, {}, { metadata: { name, labels: { set: 'all' } } });
  for (let i = 0; i < 9; i++) await make(`m-${i}`);
  const page = async (query: Record<string, string>) => {
    const list = await send('GET', MAPS, query);
    const names = asArray(getPath(list, 'items')).map(item => String(getPath(item, 'metadata', 'name')));
    const left = getPath(list, 'metadata', 'remainingItemCount');
    return { names, left, token: asString(getPath(list, 'metadata', 'continue')) };
  };
  return { send, make, page, source };
}

test('[AS3] pages say how many follow, as it was when the first was read', async () => {
  const { send, make, page } = await startMaps();
  const first = await page({ limit: '3' });
  expect(first).toMatchObject({ names: ['m-0', 'm-1', 'm-2'], left: 6 });
  await send('DELETE', `${MAPS}/m-4`);
  await send('DELETE', `${MAPS}/m-8`);
  await make('m-55');
  const second = await page({ limit: '3', continue: first.token });
  expect(second).toMatchObject({ names: ['m-3', 'm-4', 'm-5'], left: 3 });
  expect(await page({ limit: '9', continue: second.token })).toEqual({
    names: ['m-6', 'm-7', 'm-8'],
    left: undefined,
    token: '',
  });
  expect((await page({})).names).toEqual(['m-0', 'm-1', 'm-2', 'm-3', 'm-5', 'm-55', 'm-6', 'm-7']);
});

test('[AS3] of those that a selector chooses nobody says how many follow', async () => {
  const { page } = await startMaps();
  const first = await page({ limit: '4', labelSelector: 'set=all' });
  expect(first).toMatchObject({ names: ['m-0', 'm-1', 'm-2', 'm-3'], left: undefined });
  expect((await page({ limit: '4', labelSelector: 'set=all', continue: first.token })).names).toHaveLength(4);
});

test('[AS3] who is in the same process may take the value of an answer for its text', async () => {
  const { source } = await startMaps();
  const { value, body } = await source.send({ method: 'GET', path: MAPS, query: { limit: '2' } });
  let text = '';
  for await (const chunk of body) text += chunk;
  expect(JSON.parse(text)).toEqual(value);
});
