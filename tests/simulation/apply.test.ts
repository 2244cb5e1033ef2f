import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ownApply } from '@lanthorn/actions/objects/field-conflicts.ts';
import { placeManifests } from '@lanthorn/actions/objects/place-manifests.ts';
import { ApiServer } from '@lanthorn/apiserver/requests/api-server.ts';
import { MASTERS_GROUP } from '@lanthorn/apiserver/wire/user-info.ts';
import { asArray, getPath } from '@lanthorn/base/json.ts';
import { seededRandom } from '@lanthorn/base/random.ts';
import { ApiClient } from '@lanthorn/controllers/machinery/api-client.ts';
import { seedCustomKinds } from '@lanthorn/controllers/scenarios/scenario-definitions.ts';
import { type ApiRequest, type ApiSource, readBody } from '@lanthorn/kube/api/api-request.ts';
import { discoverResources } from '@lanthorn/kube/api/discovery.ts';
import { readManifests } from '@lanthorn/kube/objects/manifests.ts';
import type { KubeObject } from '@lanthorn/kube/objects/kube-object.ts';
import type { Operation } from '@lanthorn/protocol/down-messages.ts';
import { type ApplyParts, lookAt, sendAfter } from '../../apps/web/src/features/apply/apply-request.ts';
import { documentState } from '../../apps/web/src/features/apply/document-state.ts';
import { START_TEXTS } from '../../apps/web/src/features/apply/start/start-texts.ts';
import { MemoryOperations } from '../../apps/server/src/history/memory/memory-operations.ts';
import { Hub } from '../../apps/server/src/hub/hub.ts';
import { ClusterSchemas } from '../../apps/server/src/operations/cluster-schemas.ts';
import { OperationRunner } from '../../apps/server/src/operations/operation-runner.ts';
import { systemClock } from '../../apps/server/src/system-clock.ts';
import { MaskedSource } from '../../apps/server/src/upstream/sources/masked-source.ts';
import { ClusterClock } from '../../apps/server/src/upstream/sources/cluster-clock.ts';
import { clusterKey } from '../../apps/server/src/upstream/cluster-key.ts';
import { OWNER } from '../../apps/server/src/upstream/identity.ts';

// A text with several objects, as the page reads it and the server applies it, from the first look to what takes it back.

/** What was written, in order; dry runs are none. */
class WritesSource implements ApiSource {
  readonly writes: string[] = [];
  /** The end of a path that nobody may read. */
  hidden: string | null = null;
  readonly #inner: ApiSource;

  constructor(inner: ApiSource) {
    this.#inner = inner;
  }

  send(...[request, signal]: Parameters<ApiSource['send']>) {
    const isDry = request.query?.['dryRun'] !== undefined || (request.body ?? '').includes('"dryRun"');
    if (request.method !== 'GET' && !isDry && !request.path.includes('reviews'))
      this.writes.push(`${request.method} ${request.path.split('/').slice(-2).join('/')}`);
    const isHidden = this.hidden !== null && request.path.endsWith(this.hidden);
    return this.#inner.send(isHidden ? { ...request, path: '/hidden' } : request, signal);
  }
}

type Stage = ReturnType<typeof stage>;
let scene: Stage;
beforeEach(() => {
  scene = stage();
});
afterEach(() => scene.hub.close());

function stage() {
  const random = seededRandom(5);
  const server = new ApiServer({ clock: systemClock, random });
  const admin = server.as({ username: 'admin', groups: [MASTERS_GROUP] });
  const source = new WritesSource(admin);
  const info = { name: 'sim', isDemo: true, server: '', user: 'admin', namespace: 'default', problem: null };
  const cluster = {
    clock: new ClusterClock(systemClock),
    key: clusterKey(info.name, OWNER),
    info,
    source: new MaskedSource(source),
    close: async () => {},
  };
  const hub = new Hub({ clusters: { list: () => [info], get: () => cluster }, clock: systemClock, random });
  const store = new MemoryOperations();
  const runner = new OperationRunner({ hub, store, schemas: new ClusterSchemas(hub.clock), publish: () => {} });
  const other = async (request: ApiRequest) => {
    const response = await admin.send(request);
    return { status: response.status, body: JSON.parse(await readBody(response)) as KubeObject };
  };
  return { source, store, runner, hub, admin, other };
}

const get = async (path: string) => scene.other({ method: 'GET', path });
const send = (method: 'POST' | 'PATCH' | 'DELETE', path: string, body: object) =>
  scene.other({
    method,
    path,
    headers: { 'content-type': method === 'PATCH' ? 'application/merge-patch+json' : 'application/json' },
    body: JSON.stringify(body),
  });

/** The text as the page reads it, and what a dry run says to it. */
async function look(text: string, takenOver: ReadonlySet<string> = new Set()) {
  const { kinds } = await discoverResources(scene.admin);
  const { manifests, problems } = readManifests(text);
  const places = { served: kinds, namespace: 'default', suffix: 'x7k2p', isName: () => true };
  const { placed, problems: misplaced } = placeManifests(manifests, places);
  expect([...problems, ...misplaced]).toEqual([]);
  const answer = await scene.runner.preview(OWNER, operationOn(lookAt('sim', placed, takenOver)));
  const previews = answer?.previews ?? [];
  const states = placed.map((each, i) => {
    const preview = previews[i];
    return `${each.name} ${preview === undefined ? '' : documentState(each, preview)}`;
  });
  return { placed, previews, states, parts: sendAfter(placed, previews, takenOver) };
}

function operationOn({ targets, documents }: ApplyParts, stops = true) {
  const identity = { id: crypto.randomUUID(), suffix: 'x7k2p' };
  return { ...identity, kind: 'object.apply' as const, targets: [...targets], params: { apply: { documents, stops } } };
}

async function ended(id: string): Promise<Operation> {
  for (;;) {
    const operation = await scene.store.operation(id);
    if (operation?.targets.every(({ phase }) => phase === 'seen' || phase === 'failed') === true) return operation;
    await sleep(5);
  }
}

async function apply(parts: ApplyParts, stops = true): Promise<Operation> {
  const asked = operationOn(parts, stops);
  await scene.runner.start(OWNER, asked);
  return ended(asked.id);
}

async function undo(id: string): Promise<Operation> {
  const asked = { id: crypto.randomUUID(), suffix: 'x7k2p', undoOf: id };
  await scene.runner.start(OWNER, asked);
  return ended(asked.id);
}

const phases = ({ targets }: Operation) => targets.map(({ phase, target }) => `${target.name} ${phase}`);
const configMap = (name: string, value: string, namespace = 'default') =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata: {name: ${name}, namespace: ${namespace}}\ndata: {key: ${value}}\n`;
const NEW_TEAM = `${configMap('settings', 'one', 'team')}---
apiVersion: example.com/v1
kind: Widget
metadata: {name: w, namespace: team}
spec: {size: 3}
---
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata: {name: widgets.example.com}
spec:
  group: example.com
  scope: Namespaced
  names: {plural: widgets, singular: widget, kind: Widget}
  versions:
  - name: v1
    served: true
    storage: true
    schema:
      openAPIV3Schema:
        type: object
        properties: {spec: {type: object, properties: {size: {type: integer}}}}
---
apiVersion: v1
kind: Namespace
metadata: {name: team}
`;

test('what rests on what is made before it waits for that, and is taken back in the opposite order', async () => {
  const { states, parts } = await look(NEW_TEAM);
  expect(states).toEqual(['team new', 'widgets.example.com new', 'settings untried', 'w untried']);
  const operation = await apply(parts);
  expect(phases(operation)).toEqual(['team seen', 'widgets.example.com seen', 'settings seen', 'w seen']);
  expect(getPath((await get('/apis/example.com/v1/namespaces/team/widgets/w')).body, 'spec', 'size')).toBe(3);
  expect(new Set(scene.source.writes)).toEqual(
    new Set([
      'PATCH namespaces/team',
      'PATCH customresourcedefinitions/widgets.example.com',
      'PATCH configmaps/settings',
      'PATCH widgets/w',
    ]),
  );
  scene.source.writes.length = 0;
  const asked = { id: crypto.randomUUID(), suffix: 'x7k2p', undoOf: operation.id };
  const taken = await scene.runner.start(OWNER, asked);
  expect(taken?.undoes).toEqual({ kind: 'object.apply', depth: 1 });
  // Nobody empties a namespace here: it is not gone before the test is over.
  while (!scene.source.writes.includes('DELETE namespaces/team')) await sleep(5);
  expect(scene.source.writes).toEqual([
    'DELETE widgets/w',
    'DELETE configmaps/settings',
    'DELETE customresourcedefinitions/widgets.example.com',
    'DELETE namespaces/team',
  ]);
});

test('what is as the text says is not sent; what is changed goes back with the rest, and forth again', async () => {
  await send('POST', '/api/v1/namespaces/default/configmaps', { metadata: { name: 'a' }, data: { key: 'old' } });
  const text = `${configMap('a', 'old')}---\n${configMap('b', 'new')}`;
  const { states, parts } = await look(text);
  expect(states).toEqual(['a same', 'b new']);
  expect(parts.targets.map(({ name }) => name)).toEqual(['b']);
  const changed = await look(text.replace('old', 'newer'), new Set(['configmaps/default/a']));
  expect(changed.states).toEqual(['a changed', 'b new']);
  const operation = await apply(changed.parts);
  const value = async (name: string) =>
    getPath((await get(`/api/v1/namespaces/default/configmaps/${name}`)).body, 'data');
  expect([await value('a'), await value('b')]).toEqual([{ key: 'newer' }, { key: 'new' }]);
  const taken = await undo(operation.id);
  expect(phases(taken)).toEqual(['b seen', 'a seen']);
  expect([await value('a'), await value('b')]).toEqual([{ key: 'old' }, undefined]);
  const again = await undo(taken.id);
  expect(phases(again)).toEqual(['a seen', 'b seen']);
  expect([await value('a'), await value('b')]).toEqual([{ key: 'newer' }, { key: 'new' }]);
});

test('fields of others are named with their owners, and taken over only where that was said', async () => {
  await scene.other({
    method: 'PATCH',
    path: '/api/v1/namespaces/default/configmaps/a',
    query: { fieldManager: 'argocd' },
    headers: { 'content-type': 'application/apply-patch+yaml' },
    body: configMap('a', 'theirs'),
  });
  const first = await look(configMap('a', 'mine'));
  expect(first.states).toEqual(['a conflict']);
  expect(first.previews[0]?.refusal?.details?.causes).toMatchObject([
    { reason: 'FieldManagerConflict', message: 'conflict with "argocd"', field: '.data.key' },
  ]);
  expect(first.parts.targets).toEqual([]);
  const second = await look(configMap('a', 'mine'), new Set(['configmaps/default/a']));
  expect(phases(await apply(second.parts))).toEqual(['a seen']);
  expect(getPath((await get('/api/v1/namespaces/default/configmaps/a')).body, 'data')).toEqual({ key: 'mine' });
});

test.each([
  [true, ['a seen', 'b failed', 'c failed'], 404],
  [false, ['a seen', 'b failed', 'c seen'], 200],
])('behind one that fails the others are left alone where that was asked for: %s', async (stops, expected, status) => {
  const { parts } = await look(['a', 'b', 'c'].map(name => configMap(name, 'v')).join('---\n'));
  // Somebody was quicker with that name.
  await send('POST', '/api/v1/namespaces/default/configmaps', { metadata: { name: 'b' }, data: { key: 'theirs' } });
  const operation = await apply(parts, stops);
  expect(phases(operation)).toEqual(expected);
  expect(operation.targets[2]?.message).toBe(stops ? 'operation.behindFailed' : '');
  expect((await get('/api/v1/namespaces/default/configmaps/c')).status).toBe(status);
  expect(getPath((await get('/api/v1/namespaces/default/configmaps/b')).body, 'data')).toEqual({ key: 'theirs' });
});

test('another object under the same name is not the one that was looked at', async () => {
  const path = '/api/v1/namespaces/default/configmaps';
  await send('POST', path, { metadata: { name: 'a' }, data: { key: 'old' } });
  const { parts } = await look(configMap('a', 'mine'), new Set(['configmaps/default/a']));
  await send('DELETE', `${path}/a`, {});
  await send('POST', path, { metadata: { name: 'a' }, data: { key: 'another' } });
  const operation = await apply(parts);
  expect(operation.targets[0]?.phase).toBe('failed');
  expect(operation.targets[0]?.status).toMatchObject({ problem: { code: 'objectReplaced' } });
  expect(getPath((await get(`${path}/a`)).body, 'data')).toEqual({ key: 'another' });
});

test('the values of a Secret are sent and kept nowhere; one that was made can be deleted again', async () => {
  const text = 'apiVersion: v1\nkind: Secret\nmetadata: {name: key}\nstringData: {password: hunter2}\n';
  const first = await look(text);
  expect(first.states).toEqual(['key new']);
  const operation = await apply(first.parts);
  const kept = async (id: string) =>
    JSON.stringify([await scene.store.operation(id), await scene.store.outcome(id, 0)]);
  const path = '/api/v1/namespaces/default/secrets/key';
  const password = Buffer.from('hunter2').toString('base64');
  expect(getPath((await get(path)).body, 'data')).toEqual({ password });
  const second = await look(text.replace('hunter2', 'hunter3'));
  expect(second.states).toEqual(['key hidden']);
  expect(JSON.stringify(second.previews)).not.toMatch(/hunter/);
  const changed = await apply(second.parts);
  expect(changed.targets[0]?.canUndo).toBe(false);
  for (const id of [operation.id, changed.id]) {
    expect(await kept(id)).toContain('key');
    expect(await kept(id)).not.toMatch(new RegExp(`hunter|${password}`));
  }
  const taken = await undo(operation.id);
  expect(phases(taken)).toEqual(['key seen']);
  expect((await get(path)).status).toBe(404);
});

const at = (value: unknown, step: string | number) =>
  typeof step === 'number' ? asArray(value)[step] : getPath(value, step);

test.each(Object.entries(START_TEXTS))(
  'a new object of %s is one that the server takes',
  async (kind, { text, fields }) => {
    // The kinds of the Gateway API are a cluster's own.
    if (kind === 'httproutes') await seedCustomKinds(new ApiClient(scene.admin, 'seed'));
    const { states, placed } = await look(text);
    expect(states).toEqual(['example new']);
    for (const { path } of fields) expect(path.reduce<unknown>(at, placed[0]?.object), path.join('.')).toBeDefined();
  },
);

test('what was made before somebody else applied here is refused before it is sent, and not sent', async () => {
  const { parts } = await look(configMap('a', 'first'));
  await apply(parts);
  const [document] = parts.documents;
  const late = {
    targets: parts.targets,
    documents: [{ object: { ...document?.object, data: {} } as KubeObject, since: null }],
  };
  scene.source.writes.length = 0;
  const answer = await scene.runner.preview(OWNER, operationOn(late));
  expect(answer?.previews[0]?.refusal).toMatchObject({ code: 409, problem: { code: 'overtaken' } });
  const { targets } = await apply(late);
  expect(targets).toMatchObject([{ phase: 'failed', status: { problem: { code: 'overtaken' } } }]);
  expect(scene.source.writes).toEqual([]);
  const now = (await get('/api/v1/namespaces/default/configmaps/a')).body;
  expect(getPath(now, 'data')).toEqual({ key: 'first' });
  await apply({ ...late, documents: late.documents.map(each => ({ ...each, since: ownApply(now) })) });
  expect(scene.source.writes).toEqual(['PATCH configmaps/a']);
});

test('what a text does to the pods of a workload is said before it is applied', async () => {
  const deployment = (image: string, replicas: number) => `apiVersion: apps/v1
kind: Deployment
metadata: {name: web}
spec:
  replicas: ${replicas}
  selector: {matchLabels: {app: web}}
  template: {metadata: {labels: {app: web}}, spec: {containers: [{name: c, image: ${image}}]}}
`;
  const first = await look(deployment('a:1', 1));
  const told = ({ previews }: typeof first) => previews[0]?.effects.map(({ key }) => key);
  expect(told(first)).toEqual(['effect.appliedNew']);
  await apply(first.parts);
  expect(told(await look(deployment('a:2', 3)))).toEqual([
    ...['effect.scaledUp', 'effect.rolloutFollows', 'effect.applied'],
  ]);
});

test('a copy whose pods keep a label that a Service selects by is told to get its requests', async () => {
  const labels = (name: string) => `{name: ${name}, tier: front}`;
  const deployment = (name: string) => `apiVersion: apps/v1
kind: Deployment
metadata: {name: ${name}}
spec:
  selector: {matchLabels: {name: ${name}}}
  template: {metadata: {labels: ${labels(name)}}, spec: {containers: [{name: c, image: a}]}}
`;
  const service = { metadata: { name: 'front' }, spec: { selector: { tier: 'front' }, ports: [{ port: 80 }] } };
  await apply((await look(deployment('web'))).parts);
  await send('POST', '/api/v1/namespaces/default/services', service);
  const told = async (text: string) => (await look(text)).previews[0]?.effects.map(({ key }) => key);
  expect(await told(deployment('web-copy'))).toEqual(['effect.servicesSelect', 'effect.appliedNew']);
  expect(await told(deployment('web'))).toEqual(['effect.applied']);
  expect(await told(deployment('web').replace('tier: front', 'tier: back'))).toContain('effect.servicesLeave');
  scene.source.hidden = '/services';
  expect(await told(deployment('web-copy'))).toEqual(['effect.servicesUnknown', 'effect.appliedNew']);
  expect(await told(deployment('web'))).toEqual(['effect.applied']);
});
