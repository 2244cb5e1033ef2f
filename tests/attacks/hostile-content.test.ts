import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { expectServing } from './attacked-server.ts';
import { attackedSite } from './attacked-site.ts';

const site = attackedSite();

const REVISIONS = { group: 'apps', version: 'v1', resource: 'controllerrevisions' };
const PLAIN =
  '{"kind":"ControllerRevision","apiVersion":"apps/v1","metadata":{"name":"plain","namespace":"shop","uid":"u2","resourceVersion":"2"},"data":{},"revision":1}';

/** As deep as kube-apiserver 1.37 takes it in a field without a schema. */
const deep = (levels: number) =>
  `{"kind":"ControllerRevision","apiVersion":"apps/v1","metadata":{"name":"deep","namespace":"shop","uid":"u1","resourceVersion":"1"},"data":${'{"a":'.repeat(levels)}1${'}'.repeat(levels)},"revision":1}`;

test.each([6_000, 9_900])(
  'an object %d levels deep is not shown, and says so; what else the tab looks at lives on',
  async levels => {
    site.api.put('/apis/apps/v1/namespaces/shop/controllerrevisions/deep', deep(levels));
    site.api.put('/apis/apps/v1/namespaces/shop/controllerrevisions/plain', PLAIN);
    const tab = await site.attacked.openTab();
    const object = { kind: 'object', cluster: 'c', resource: REVISIONS, namespace: 'shop' };
    tab.say({ type: 'subscribe', id: 1, query: { ...object, name: 'deep' } });
    tab.say({ type: 'subscribe', id: 2, query: { ...object, name: 'plain' } });
    // Either it was refused at the door, or it broke on the way to the tab: both are said, neither is called live.
    await tab.until(messages =>
      messages.some(
        message =>
          (message.type === 'refused' && message.id === 1 && message.problem.message !== '') ||
          (message.type === 'object' && message.id === 1 && message.state?.kind === 'stale'),
      ),
    );
    await tab.until(messages =>
      messages.some(message => message.type === 'object' && message.id === 2 && message.state?.kind === 'live'),
    );
    const told = tab.messages.filter(message => message.type === 'object' && message.id === 1);
    expect(told.filter(message => 'state' in message && message.state?.kind === 'live')).toEqual([]);
    tab.close();
    await expectServing(site.attacked);
  },
);

test.each(['__proto__', 'constructor'])(
  'a container called %s is planned as others, and leaves nothing in what every object inherits',
  async name => {
    const metadata = { name: 'odd', namespace: 'shop', uid: 'u-odd', resourceVersion: '1' };
    const containers = [{ name, resources: {} }];
    const path = '/api/v1/namespaces/shop/pods/odd';
    site.api.put(path, JSON.stringify({ kind: 'Pod', apiVersion: 'v1', metadata, spec: { containers } }));
    const resource = { group: '', version: 'v1', resource: 'pods' };
    for (const wanted of [name, `${name}x`]) {
      const resize = { containers: [{ name: wanted, isInit: false, requests: { cpu: '9' }, limits: { cpu: '9' } }] };
      const request = {
        ...{ id: crypto.randomUUID(), suffix: 'abcde', kind: 'pod.resize' },
        targets: [{ cluster: 'c', resource, namespace: 'shop', name: 'odd', uid: 'u-odd' }],
        params: { resize },
      };
      expect((await site.attacked.ask('/api/preview', request)).status).toBe(200);
    }
    expect(Object.keys(Object.prototype)).toEqual([]);
    await expectServing(site.attacked);
  },
);

const VALUE = 'VFlQRURTRUNSRVQxMjM=';
const DECODED = 'TYPEDSECRET123';
const SECRET = JSON.stringify({
  kind: 'Secret',
  apiVersion: 'v1',
  metadata: {
    name: 'db',
    namespace: 'shop',
    uid: 'u-db',
    resourceVersion: '5',
    annotations: {
      'kubectl.kubernetes.io/last-applied-configuration': `{"stringData":{"password":"${DECODED}"},"data":{"password":"${VALUE}"}}`,
    },
  },
  data: { password: VALUE },
  type: 'Opaque',
});

/** Resource, namespace and name by which somebody may hope to be given a Secret. */
const WAYS: readonly (readonly [object, string, string])[] = [
  [{ group: '', version: 'v1', resource: 'secrets' }, 'shop', 'db'],
  [{ group: '', version: 'v1', resource: 'secrets/db' }, 'shop', 'x'],
  [{ group: '', version: 'v1', resource: 'namespaces/shop/secrets' }, '', 'db'],
  [{ group: '', version: 'v1', resource: 'db' }, 'shop/secrets', 'x'],
  [{ group: '', version: 'v1/namespaces/shop', resource: 'secrets' }, '', 'db'],
  [{ group: '', version: 'v1', resource: 'pods' }, 'shop', '../secrets/db'],
  [{ group: '../api', version: 'v1', resource: 'secrets' }, 'shop', 'db'],
  [{ group: '', version: 'v1', resource: 'secrets%2Fdb' }, 'shop', 'db'],
  [{ group: 'core', version: 'v1', resource: 'secrets' }, 'shop', 'db'],
  [{ group: '', version: 'v1', resource: 'Secrets' }, 'shop', 'db'],
];

const PLAIN_WAY = JSON.stringify(WAYS[0]?.[0]);

test('the values of a Secret are in no frame, answer, log line or record, whatever way it is asked for', async () => {
  site.api.put('/api/v1/namespaces/shop/secrets/db', SECRET);
  const heard: string[] = [];
  const tab = await site.attacked.openTab();
  WAYS.forEach(([resource, namespace, name], id) => {
    tab.say({ type: 'subscribe', id, query: { kind: 'object', cluster: 'c', resource, namespace, name } });
  });
  // Only the plain way leads to it; what it is then said to be is the Secret with its keys.
  await tab.until(messages =>
    messages.some(message => message.type === 'object' && message.id === 0 && 'object' in message),
  );
  await tab.until(
    messages => new Set(messages.map(message => ('id' in message ? message.id : -1))).size >= WAYS.length,
  );
  expect(tab.texts.join('')).toContain('"password":"•••"');

  const base = JSON.parse(SECRET) as Record<string, unknown>;
  const mine = { ...base, data: { password: VALUE, typed: VALUE } };
  for (const [resource, namespace, name] of WAYS) {
    const target = { cluster: 'c', resource, namespace, name, uid: 'u-db' };
    const identity = { id: crypto.randomUUID(), suffix: 'abcde' };
    for (const kind of ['object.edit', 'object.delete', 'cronjob.run', 'job.rerun', 'object.create']) {
      const params = kind === 'object.edit' ? { params: { edit: { base, mine, choices: {} } } } : {};
      const request = { ...identity, id: crypto.randomUUID(), kind, targets: [target], ...params };
      for (const path of ['/api/preview', '/api/operations']) {
        const answer = await site.attacked.ask(path, request);
        heard.push(await answer.text());
        // What is no kind that is known here is the API server's to refuse.
        if (path === '/api/operations' && JSON.stringify(resource) === PLAIN_WAY)
          expect({ kind, isTaken: answer.status < 400 }).toEqual({ kind, isTaken: kind === 'object.delete' });
      }
    }
  }
  for (const path of ['/api/operations', '/api/clusters/c/names?q=db', '/api/costs'])
    heard.push(await (await site.attacked.ask(path)).text());
  const files = readdirSync(site.attacked.folder, { recursive: true, withFileTypes: true }).filter(file =>
    file.isFile(),
  );
  expect(files.map(({ name }) => name)).toContain('history.db');
  const kept = files.map(({ parentPath, name }) => readFileSync(join(parentPath, name), 'latin1'));
  for (const text of [...heard, ...tab.texts, ...site.attacked.logged, ...kept])
    for (const value of [VALUE, DECODED]) expect(text.includes(value)).toBe(false);
  // Of Secrets nothing but reading was tried at the API server, and the deletion that was asked for.
  const written = site.api.asked.filter(line => !/^(?:GET|DELETE|POST \/apis\/authorization)/.test(line));
  expect(written.filter(line => / \/api\/v1\/(?:namespaces\/shop\/)?secrets\b/.test(line))).toEqual([]);
  tab.close();
  await expectServing(site.attacked);
});
