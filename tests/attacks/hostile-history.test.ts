import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { getPath } from '@lanthorn/base/json.ts';
import { runParametersOf } from '@lanthorn/actions/machinery/run-parameters.ts';
import type { Operation } from '@lanthorn/protocol/down-messages.ts';
import type { HistoryAnswer } from '@lanthorn/protocol/http/history-messages.ts';
import { connectSqlite } from '../../apps/server/src/history/sqlite/sqlite-module.ts';
import {
  eventually,
  type Lanthorn,
  startCluster,
  startLanthorn,
  startLanthornOnFullDisk,
  type TestCluster,
} from '../e2e/harness.ts';
import { sessionAt } from '../e2e/sessions.ts';
import { type Attacked, expectServing, startAttacked } from './attacked-server.ts';

// Whatever befalls the history: Lanthorn lives, and says nothing of what can be taken back that is not true.

const COUNT = 200;
const CRONJOBS = '/apis/batch/v1/namespaces/default/cronjobs';

let cluster: TestCluster;
const running: Lanthorn[] = [];

/** On a disk with room for files of so many kilobytes, where that is given. */
async function start(data: string, kilobytes?: number): Promise<Lanthorn> {
  const args = ['--port', '0', '--kubeconfig', cluster.kubeconfig, '--data', data];
  const lanthorn = await (kilobytes === undefined
    ? startLanthorn(...args)
    : startLanthornOnFullDisk(kilobytes, ...args));
  running.push(lanthorn);
  return lanthorn;
}

/** A request of the page. */
async function ask(lanthorn: Lanthorn, path: string, body?: unknown): Promise<{ status: number; answer: unknown }> {
  const session = sessionAt(lanthorn.url);
  const { port } = new URL(lanthorn.url);
  const origin = `http://127.0.0.1:${port}`;
  const headers = { cookie: `${session?.name}=${session?.value}`, origin, 'x-lanthorn': '1' };
  const response = await fetch(`${origin}${path}`, {
    headers: { ...headers, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }),
  });
  return { status: response.status, answer: await response.json() };
}

async function operationOf(lanthorn: Lanthorn, id: string): Promise<Operation | undefined> {
  const { answer } = await ask(lanthorn, '/api/operations');
  return (answer as { operations: Operation[] }).operations.find(operation => operation.id === id);
}

async function suspendAll(lanthorn: Lanthorn): Promise<string> {
  const { body } = await cluster.other('GET', CRONJOBS);
  const targets = (body['items'] as unknown[]).map(item => ({
    cluster: 'hist',
    resource: { group: 'batch', version: 'v1', resource: 'cronjobs' },
    namespace: 'default',
    name: String(getPath(item, 'metadata', 'name')),
    uid: String(getPath(item, 'metadata', 'uid')),
  }));
  const id = crypto.randomUUID();
  const { status } = await ask(lanthorn, '/api/operations', { id, suffix: 'abcde', kind: 'cronjob.suspend', targets });
  expect(status).toBe(200);
  return id;
}

async function suspended(): Promise<string[]> {
  const { body } = await cluster.other('GET', CRONJOBS);
  return (body['items'] as unknown[])
    .filter(item => getPath(item, 'spec', 'suspend') === true)
    .map(item => String(getPath(item, 'metadata', 'name')));
}

async function undo(lanthorn: Lanthorn, undoOf: string): Promise<{ id: string; status: number; targets: string[] }> {
  const id = crypto.randomUUID();
  const { status, answer } = await ask(lanthorn, '/api/operations', { id, suffix: 'abcde', undoOf });
  const operation = (answer as { operation?: Operation }).operation;
  return { id, status, targets: (operation?.targets ?? []).map(({ target }) => target.name) };
}

/** The operation when all of it is seen. Lanthorn is asked, not the cluster: a list of what is large would keep that from its work. */
function seenWhole(lanthorn: Lanthorn, id: string): Promise<Operation> {
  return eventually(
    async () => {
      const operation = await operationOf(lanthorn, id);
      return operation?.targets.every(({ phase }) => phase === 'seen') === true ? operation : null;
    },
    'all are seen',
    60_000,
  );
}

const patches = () => cluster.arrived.filter(({ request }) => request.method === 'PATCH').length;

describe('real processes', () => {
  beforeAll(async () => {
    cluster = await startCluster('hist', { isBare: true });
  });
  afterEach(async () => {
    await Promise.all(running.splice(0).map(lanthorn => lanthorn.stop()));
    await cluster.other('DELETE', CRONJOBS);
  });
  afterAll(() => cluster.stop());

  async function createCronJobs(annotation = ''): Promise<void> {
    const template = { spec: { restartPolicy: 'Never', containers: [{ name: 'c', image: 'i' }] } };
    const spec = { schedule: '0 0 1 1 *', suspend: false, jobTemplate: { spec: { template } } };
    for (let i = 0; i < COUNT; i++)
      await cluster.other('POST', CRONJOBS, { metadata: { name: `c-${i}`, annotations: { note: annotation } }, spec });
  }

  test('killed in the middle of many: all that was done can be taken back, also what was not answered, and of the rest it says that nobody knows', async () => {
    await createCronJobs();
    const data = mkdtempSync(join(tmpdir(), 'lanthorn-killed-'));
    const first = await start(data);
    const before = patches();
    const id = await suspendAll(first);
    await eventually(() => patches() - before >= 60, 'some are changed');
    first.process.kill('SIGKILL');
    await new Promise(resolve => first.process.once('exit', resolve));
    const second = await start(data);
    const changed = (await suspended()).toSorted();
    const targets = await eventually(async () => {
      const found = (await operationOf(second, id))?.targets ?? [];
      return found.filter(({ canUndo }) => canUndo).length >= changed.length ? found : null;
    }, 'it is known what came of what was sent');
    expect(targets).toHaveLength(COUNT);
    const undoable = targets.filter(({ canUndo }) => canUndo).map(({ target }) => target.name);
    expect(undoable.toSorted()).toEqual(changed);
    for (const { canUndo, message } of targets) if (!canUndo) expect(message).toBe('operation.interrupted');
    expect((await undo(second, id)).targets).toEqual(undoable);
    await eventually(async () => (await suspended()).length === 0, 'all are taken back');
    const after = await eventually(async () => {
      const undone = await operationOf(second, id);
      return undone?.targets.some(({ canUndo }) => canUndo) === false ? undone : null;
    }, 'it is offered no more');
    expect(after.targets.filter(({ isUndone }) => isUndone)).toHaveLength(undoable.length);
    expect((await undo(second, id)).status).toBe(410);
    rmSync(data, { recursive: true });
  });

  test('ended in the middle of many: what was sent is kept to the last', async () => {
    await createCronJobs();
    const data = mkdtempSync(join(tmpdir(), 'lanthorn-ended-'));
    const first = await start(data);
    const before = patches();
    const id = await suspendAll(first);
    await eventually(() => patches() - before >= 60, 'some are changed');
    await first.stop();
    const second = await start(data);
    const { targets = [] } = (await operationOf(second, id)) ?? {};
    const undoable = targets.filter(({ canUndo }) => canUndo).map(({ target }) => target.name);
    expect(undoable.toSorted()).toEqual((await suspended()).toSorted());
    rmSync(data, { recursive: true });
  });

  test('two of one folder: what one does is not called interrupted by the other until it ended', async () => {
    await createCronJobs();
    const handle = cluster.server.handle.bind(cluster.server);
    let release = () => {};
    const gate = new Promise<void>(resolve => {
      release = resolve;
    });
    cluster.server.handle = async (...args) => {
      if (args[0].method === 'PATCH') await gate;
      return handle(...args);
    };
    const data = mkdtempSync(join(tmpdir(), 'lanthorn-two-'));
    try {
      const first = await start(data);
      const id = await suspendAll(first);
      const second = await start(data);
      const messages = async () => (await operationOf(second, id))?.targets.map(({ message }) => message);
      expect(await messages()).toEqual(Array.from({ length: COUNT }, () => ''));
      first.process.kill('SIGKILL');
      await new Promise(resolve => first.process.once('exit', resolve));
      const third = await start(data);
      const { targets = [] } = (await operationOf(third, id)) ?? {};
      expect(new Set(targets.map(({ message }) => message))).toEqual(new Set(['operation.interrupted']));
    } finally {
      release();
      cluster.server.handle = handle;
    }
    rmSync(data, { recursive: true });
  });

  test.skipIf(process.platform === 'win32')(
    'a disk that is full: it is said, what is done is held and can be taken back, and nothing else is promised',
    async () => {
      await createCronJobs('x'.repeat(20_000));
      const data = mkdtempSync(join(tmpdir(), 'lanthorn-full-'));
      const lanthorn = await start(data, 1_024);
      const id = await suspendAll(lanthorn);
      const done = await seenWhole(lanthorn, id);
      expect(done.targets.every(({ canUndo }) => canUndo)).toBe(true);
      const query = 'cluster=hist&group=batch&resource=cronjobs&namespace=default&name=c-199';
      const { entries, state } = (await ask(lanthorn, `/api/history?${query}`)).answer as HistoryAnswer;
      expect(entries).toHaveLength(1);
      expect(state.problem).toContain('history.db');
      // More than there may be room for.
      const container = { name: 'c', image: 'x'.repeat(1024 * 1024), env: [] };
      const run = runParametersOf({ template: { spec: { containers: [container] } } });
      const preset = { cluster: 'hist', namespace: 'default', cronJob: 'c-1', name: 'p', run };
      expect((await ask(lanthorn, '/api/presets', preset)).status).toBe(503);
      const back = await undo(lanthorn, id);
      expect(back.status).toBe(200);
      await seenWhole(lanthorn, back.id);
      expect(await suspended()).toEqual([]);
      rmSync(data, { recursive: true });
    },
  );
});

/** A file as a Lanthorn that did something leaves it. */
function writeHistory(folder: string): string {
  const file = join(folder, 'history.db');
  const made = connectSqlite(file);
  made.exec(readFileSync(join(import.meta.dirname, 'history-of-before.sql'), 'utf8'));
  made.close();
  return file;
}

const DAMAGES: readonly (readonly [string, (file: string) => void])[] = [
  ['is empty', file => truncateSync(file, 0)],
  ['is cut in the middle', file => truncateSync(file, statSync(file).size / 2)],
  ['has only its head', file => truncateSync(file, 100)],
  ['is another file', file => writeFileSync(file, 'hello '.repeat(5_000))],
  ['is zero', file => writeFileSync(file, Buffer.alloc(50_000))],
  [
    'is spoiled in the middle',
    file => {
      const bytes = readFileSync(file);
      writeFileSync(file, bytes.fill(0xa5, 4_096, 12_000));
    },
  ],
  [
    'is a folder',
    file => {
      rmSync(file);
      mkdirSync(file);
    },
  ],
  ['holds JSON that is cut', file => spoil(file, 'UPDATE operations SET operation = substr(operation, 1, 40)')],
  ['holds JSON of another shape', file => spoil(file, 'UPDATE operations SET operation = \'{"targets": 7}\'')],
  ['holds a list', file => spoil(file, "UPDATE operations SET operation = '[1]'; UPDATE outcomes SET outcome = '[]'")],
  ['lacks a table', file => spoil(file, 'DROP TABLE outcomes')],
  ['lacks a column', file => spoil(file, 'ALTER TABLE runs DROP COLUMN run')],
  ['is of a newer version', file => spoil(file, 'PRAGMA user_version = 1000')],
  ['has a log of nothing', file => writeFileSync(`${file}-wal`, 'x'.repeat(100_000))],
];

function spoil(file: string, sql: string): void {
  const connection = connectSqlite(file);
  connection.exec(sql);
  connection.close();
}

describe('files', () => {
  /** An API server that is there and knows nothing. */
  const nothing = createServer((_request, response) => response.writeHead(404).end('{}'));
  let folder: string;
  let attacked: Attacked | null = null;

  beforeAll(async () => {
    await new Promise<void>(resolve => nothing.listen(0, '127.0.0.1', resolve));
  });
  afterEach(async () => {
    await attacked?.close();
    attacked = null;
  });
  afterAll(() => void nothing.close());

  async function attack(): Promise<Attacked> {
    attacked = await startAttacked(`http://127.0.0.1:${(nothing.address() as AddressInfo).port}`, { folder });
    return attacked;
  }

  const TARGET = {
    cluster: 'c',
    resource: { group: 'batch', version: 'v1', resource: 'cronjobs' },
    namespace: 'n',
    name: 'a',
    uid: 'u',
  };
  const QUERY = 'cluster=c&group=batch&resource=cronjobs&namespace=n&name=a';

  /** Everything that reads or writes the history answers, well or with a reason, and so do actions. */
  async function useAll(): Promise<void> {
    if (attacked === null) return;
    const id = crypto.randomUUID();
    const request = { id, suffix: 'abcde', kind: 'cronjob.suspend', targets: [TARGET] };
    const started = await attacked.ask('/api/operations', request);
    expect([started.status, ((await started.json()) as { operation: Operation }).operation.id]).toEqual([200, id]);
    const listed = (await (await attacked.ask('/api/operations')).json()) as { operations: Operation[] };
    expect(listed.operations.map(operation => operation.id)).toContain(id);
    const preset = { cluster: 'c', namespace: 'n', cronJob: 'a', name: 'x', run: runParametersOf({}) };
    for (const [path, body] of [
      [`/api/history?${QUERY}`],
      ['/api/runs?cluster=c&cronJobUid=u'],
      ['/api/presets?cluster=c&namespace=n&cronJob=a'],
      ['/api/presets', preset],
      ['/api/preview', { id, suffix: 'abcde', undoOf: '00000000-0000-4000-8000-000000000001' }],
    ] as const) {
      const { status } = await attacked.ask(path, body);
      expect([200, 410, 503]).toContain(status);
      if (status === 503) expect(attacked.services.history.status.state.problem).not.toBeNull();
    }
    await expectServing(attacked);
    expect(attacked.faults.uncaught).toBe(0);
  }

  test.each(DAMAGES)('a file that %s is met at the start', async (_damage, damage) => {
    folder = mkdtempSync(join(tmpdir(), 'lanthorn-damaged-'));
    damage(writeHistory(folder));
    const { services } = await attack();
    const { isLasting, problem } = services.history.status.state;
    expect(isLasting || problem !== null).toBe(true);
    await useAll();
  });

  test.each([
    ['is overwritten', () => writeFileSync(join(folder, 'history.db'), 'x'.repeat(100_000))],
    ['is cut', () => truncateSync(join(folder, 'history.db'), 5_000)],
    ['is removed', () => rmSync(join(folder, 'history.db'))],
    ['goes with its folder', () => rmSync(folder, { recursive: true })],
    [
      'loses its tables',
      () => spoil(join(folder, 'history.db'), 'DROP TABLE targets; DROP TABLE runs; DROP TABLE presets'),
    ],
  ])('a file that %s while it is used', async (_damage, damage) => {
    folder = mkdtempSync(join(tmpdir(), 'lanthorn-damaged-'));
    writeHistory(folder);
    await attack();
    await useAll();
    damage();
    await useAll();
    await useAll();
  });
});
