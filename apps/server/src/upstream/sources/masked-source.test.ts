import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type ApiRequest, type ApiResponse, readBody } from '@lanthorn/kube/api/api-request.ts';
import { maskSecret } from '@lanthorn/kube/objects/secret-values.ts';
import { MaskedSource } from './masked-source.ts';

const SECRETS = '/api/v1/namespaces/shop/secrets';

/** The answer as it comes out, when it goes in cut into pieces of this size. */
async function answered(request: Partial<ApiRequest>, text: string, cut = 7, status = 200): Promise<string> {
  async function* body() {
    for (let at = 0; at < text.length; at += cut) yield text.slice(at, at + cut);
  }
  const send = async (): Promise<ApiResponse> => ({ status, headers: {}, warnings: [], body: body() });
  return readBody(await new MaskedSource({ send }).send({ method: 'GET', path: SECRETS, ...request }));
}

const secret = fc.record({
  metadata: fc.record({
    name: fc.string(),
    annotations: fc.option(fc.dictionary(fc.string(), fc.string(), { noNullPrototype: true }), { nil: undefined }),
  }),
  data: fc.option(fc.dictionary(fc.string(), fc.string(), { noNullPrototype: true }), { nil: undefined }),
  type: fc.constantFrom('Opaque', 'items', '},{"metadata":'),
});

test('a list is the list, its items masked, however it is cut and wherever its metadata stands', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(secret, { maxLength: 5 }),
      fc.integer({ min: 1, max: 50 }),
      fc.boolean(),
      async (items, cut, isLast) => {
        const metadata = { resourceVersion: '7', continue: 'x', remainingItemCount: 3 };
        const list = isLast ? { kind: 'SecretList', items, metadata } : { kind: 'SecretList', metadata, items };
        const text = JSON.stringify(list);
        expect(JSON.parse(await answered({}, text, cut))).toEqual(maskSecret(JSON.parse(text)));
      },
    ),
  );
});

test('events of a watch are masked one by one, an error is told as it is', async () => {
  const events = [
    { type: 'ADDED', object: { kind: 'Secret', metadata: { name: 'a' }, data: { p: 'aHVudGVyMg==' } } },
    { type: 'BOOKMARK', object: { kind: 'Secret', metadata: { resourceVersion: '9' } } },
    { type: 'ERROR', object: { kind: 'Status', code: 410, message: 'too old' } },
  ];
  const text = events.map(event => `${JSON.stringify(event)}\n`).join('');
  const lines = (await answered({ query: { watch: '1' } }, text)).trim().split('\n');
  expect(lines.map(line => JSON.parse(line) as unknown)).toEqual([
    { ...events[0], object: maskSecret(events[0]?.object) },
    ...events.slice(1),
  ]);
  expect(lines.join('')).not.toContain('aHVudGVyMg');
});

test.each<[string, Partial<ApiRequest>, object]>([
  ['one', { path: `${SECRETS}/db` }, { kind: 'Secret', data: { p: 'aHVudGVyMg==' } }],
  ['one that was written', { method: 'PATCH', path: `${SECRETS}/db` }, { kind: 'Secret', data: { p: 'aHVudGVyMg==' } }],
  [
    'a table',
    { headers: { accept: 'application/json;as=Table;g=meta.k8s.io;v=v1' } },
    { kind: 'Table', rows: [{ cells: [], object: { metadata: { annotations: { p: 'aHVudGVyMg==' } } } }] },
  ],
])('%s is masked as a whole', async (_name, request, object) => {
  const text = await answered(request, JSON.stringify(object));
  expect(text).not.toContain('aHVudGVyMg');
  expect(JSON.parse(text)).toEqual(maskSecret(object));
});

test('whatever namespaces and Secrets are called, no value passes, of one, of all, and of a watch', async () => {
  const name = fc.constantFrom('secrets', 'watch', 'namespaces', 'shop');
  const value = { kind: 'Secret', data: { p: 'aHVudGVyMg==' } };
  const event = `${JSON.stringify({ type: 'ADDED', object: value })}\n`;
  const list = JSON.stringify({ kind: 'SecretList', metadata: {}, items: [value] });
  await fc.assert(
    fc.asyncProperty(name, name, async (namespace, secretName) => {
      const all = `/api/v1/namespaces/${namespace}/secrets`;
      const old = all.replace('/v1/', '/v1/watch/');
      const answers = [
        await answered({ path: `${all}/${secretName}` }, JSON.stringify(value)),
        await answered({ path: all }, list),
        await answered({ path: all, query: { watch: '1' } }, event),
        await answered({ path: old }, event),
        await answered({ path: `${old}/${secretName}` }, event),
        // Where the path of a list answers something else.
        await answered({ path: all }, JSON.stringify(value)),
      ];
      expect(answers.join('')).not.toContain('aHVudGVyMg');
      expect(answers.every(text => text.includes('•••'))).toBe(true);
    }),
  );
});

test('a refusal, and what is no JSON, come as they are; so does all that is no Secret', async () => {
  const status = { kind: 'Status', status: 'Failure', message: 'secrets is forbidden', reason: 'Forbidden' };
  expect(JSON.parse(await answered({}, JSON.stringify(status), 7, 403))).toEqual(status);
  expect(await answered({}, 'bad gateway', 7, 502)).toBe('bad gateway');
  const map = '{"kind":"ConfigMap", "data":{"a":"b"}}';
  expect(await answered({ path: '/api/v1/namespaces/shop/configmaps/a' }, map)).toBe(map);
});

test('what a server in the same process gives beside the text is not passed on', async () => {
  const value = { kind: 'Secret', data: { p: 'aHVudGVyMg==' } };
  async function* body() {
    yield JSON.stringify(value);
  }
  const send = async (): Promise<ApiResponse> => ({ status: 200, headers: {}, warnings: [], body: body(), value });
  const answer = await new MaskedSource({ send }).send({ method: 'GET', path: `${SECRETS}/db` });
  expect(answer).not.toHaveProperty('value');
});
