import { expect, test } from 'vitest';
import { FakeClock } from '@lanthorn/testkit/fake-clock.ts';
import { type ApiRequest, type ApiResponse, readBody } from '@lanthorn/kube/api/api-request.ts';
import { ServedVersionSource } from './served-version-source.ts';

const GRANTS = '/namespaces/shop/referencegrants';
const OF_RECORD = '/apis/gateway.networking.k8s.io/v1';
const SERVED = '/apis/gateway.networking.k8s.io/v1beta1';
const OBJECT_GONE = { kind: 'Status', details: { name: 'gone', kind: 'referencegrants' } };

/** A cluster that has a kind in these versions, the first preferred. */
function cluster(versions: string[]) {
  const asked: ApiRequest[] = [];
  const say = (status: number, value: unknown): ApiResponse => ({
    ...{ status, headers: {}, warnings: [] },
    body: (async function* text() {
      yield typeof value === 'string' ? value : JSON.stringify(value);
    })(),
  });
  const clock = new FakeClock();
  /** What it answers who asks for its versions, in place of them; thrown where it is 0. */
  const refusing: { lookups: number | null } = { lookups: null };
  const send = async (request: ApiRequest) => {
    asked.push(request);
    const [, , group = '', version = '', ...rest] = request.path.split('/');
    if (rest.length === 0 && refusing.lookups === 0) throw new Error('nobody there');
    if (rest.length === 0 && refusing.lookups !== null) return say(refusing.lookups, 'not now');
    const groupVersions = versions.map(each => ({ version: each }));
    if (group !== '' && version === '')
      return say(200, { versions: groupVersions, preferredVersion: groupVersions[0] });
    if (!versions.includes(version)) return say(404, '404 page not found\n');
    if (rest.length === 0) return say(200, { resources: [{ name: 'referencegrants' }] });
    return rest.at(-1) === 'gone' ? say(404, OBJECT_GONE) : say(200, {});
  };
  const source = new ServedVersionSource({ send }, clock);
  const ask = async (path: string, request: Partial<ApiRequest> = {}) => {
    const before = asked.length;
    const response = await source.send({ method: 'GET', path, ...request });
    return { status: response.status, text: await readBody(response), sent: asked.slice(before) };
  };
  return { ask, versions, clock, refusing };
}

const pathsOf = (sent: readonly ApiRequest[]) => sent.map(({ path }) => path);

test('what is not served in the version of its record is asked for in the one that is, and then at once', async () => {
  const { ask } = cluster(['v1beta1', 'v1alpha2']);
  const first = await ask(OF_RECORD + GRANTS);
  expect([first.status, pathsOf(first.sent).at(-1)]).toEqual([200, SERVED + GRANTS]);
  const watch = await ask(OF_RECORD + GRANTS, { query: { watch: '1' } });
  expect(watch.sent).toEqual([{ method: 'GET', path: SERVED + GRANTS, query: { watch: '1' } }]);
});

test('what is sent says the version in which it is sent; large numbers stay what they are', async () => {
  const { ask } = cluster(['v1beta1']);
  const body =
    '{"apiVersion":"gateway.networking.k8s.io/v1","kind":"ReferenceGrant","spec":{"n":12345678901234567890}}';
  const { sent } = await ask(OF_RECORD + GRANTS, { method: 'POST', body });
  const query = { fieldValidation: 'Strict' };
  const path = SERVED + GRANTS;
  expect(sent.at(-1)).toEqual({ method: 'POST', path, query, body: body.replace('/v1"', '/v1beta1"') });
  const options = '{"apiVersion":"v1","kind":"DeleteOptions"}';
  const deleted = await ask(`${OF_RECORD}${GRANTS}/a`, { method: 'DELETE', body: options });
  expect(deleted.sent).toEqual([{ method: 'DELETE', path: `${SERVED}${GRANTS}/a`, body: options }]);
});

test.each(['{"spec":{"to":[]}}', '[{"op":"add","path":"/spec/to","value":[]}]'])(
  'a patch with a field that the served version may not have is refused, not sent without it: %s',
  async body => {
    const { ask, versions } = cluster(['v1beta1']);
    const patch = { method: 'PATCH', query: { dryRun: 'All' }, body } as const;
    const { sent } = await ask(`${OF_RECORD}${GRANTS}/a`, patch);
    const query = { dryRun: 'All', fieldValidation: 'Strict' };
    expect(sent.at(-1)).toEqual({ ...patch, path: `${SERVED}${GRANTS}/a`, query });
    versions.splice(0, 1, 'v1');
    const inItsOwn = await ask(`${OF_RECORD}${GRANTS}/a`, patch);
    expect(inItsOwn.sent.at(-1)).toEqual({ ...patch, path: `${OF_RECORD}${GRANTS}/a` });
  },
);

test('of an object that is not there no other version is asked; what no record has goes as it is', async () => {
  const { ask } = cluster(['v1', 'v1beta1']);
  const gone = await ask(`${OF_RECORD}${GRANTS}/gone`);
  expect([gone.status, gone.sent.length, JSON.parse(gone.text)]).toEqual([404, 1, OBJECT_GONE]);
  const other = await ask(`/apis/gateway.networking.k8s.io/v1alpha2${GRANTS}`);
  expect([other.status, other.sent.length, other.text]).toEqual([404, 1, '404 page not found\n']);
});

test('where no version has it the first refusal stands; what is installed meanwhile is found', async () => {
  const { ask, versions, clock } = cluster([]);
  expect(await ask(OF_RECORD + GRANTS)).toMatchObject({ status: 404, text: '404 page not found\n' });
  versions.push('v1beta1');
  await clock.advance(2_000);
  expect((await ask(OF_RECORD + GRANTS)).status).toBe(200);
});

test('a cluster that was updated is asked in the version of the record again', async () => {
  const { ask, versions, clock } = cluster(['v1beta1']);
  await ask(OF_RECORD + GRANTS);
  versions.splice(0, 1, 'v1');
  const { status, sent } = await ask(OF_RECORD + GRANTS);
  await clock.advance(30_000);
  expect(pathsOf((await ask(OF_RECORD + GRANTS)).sent)).toEqual([OF_RECORD + GRANTS]);
  expect([status, pathsOf(sent)[0], pathsOf(sent).at(-1)]).toEqual([200, SERVED + GRANTS, OF_RECORD + GRANTS]);
});

test.each([429, 403, 503])('while its versions are not told, by %i, nothing is said to be gone', async refused => {
  const { ask, clock, refusing } = cluster(['v1beta1']);
  await ask(OF_RECORD + GRANTS);
  await clock.advance(30_000);
  refusing.lookups = refused;
  expect(await ask(`${OF_RECORD}${GRANTS}/a`)).toMatchObject({ status: refused, text: 'not now' });
  refusing.lookups = 0;
  await expect(ask(`${OF_RECORD}${GRANTS}/a`)).rejects.toThrow('nobody there');
  refusing.lookups = null;
  expect((await ask(`${OF_RECORD}${GRANTS}/a`)).status).toBe(200);
});
