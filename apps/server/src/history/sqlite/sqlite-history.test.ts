import { chmodSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { IdentityKey } from '@lanthorn/protocol/identity-key.ts';
import { heldMessage } from '@lanthorn/protocol/operation-state.ts';
import { FakeClock } from '@lanthorn/testkit/fake-clock.ts';
import { clusterKey } from '../../upstream/cluster-key.ts';
import type { Intent } from '../stores/operations-store.ts';
import type { History } from '../stores/history.ts';
import { HistoryStatus } from '../stores/history-status.ts';
import { type Identity, OWNER } from '../../upstream/identity.ts';
import { openHistory } from '../open-history.ts';
import { operation, outcome, run, stepped, target } from '../test-records.ts';
import { ProcessLock } from './process-lock.ts';
import { SqliteFile } from './sqlite-file.ts';
import { connectSqlite } from './sqlite-module.ts';
import { SqliteOperations } from './sqlite-operations.ts';

let folder: string;
let clock: FakeClock;
const opened: History[] = [];

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lanthorn-history-'));
  clock = new FakeClock();
});
afterEach(async () => {
  for (const history of opened.splice(0)) await history.close();
  rmSync(folder, { recursive: true, force: true });
});

function open(): History {
  const history = openHistory(folder, { clock });
  opened.push(history);
  return history;
}

async function close(history: History): Promise<void> {
  opened.splice(opened.indexOf(history), 1);
  await history.close();
}

const MUCH = { operations: 1_000, targets: 10_000 };
const objectOf = (name: string) => ({
  cluster: clusterKey('c', OWNER),
  group: 'batch',
  resource: 'cronjobs',
  namespace: 'n',
  name,
});

test('a file outlasts its process', async () => {
  const first = open();
  await first.operations.begin(operation('1'));
  await first.operations.saveTarget(operation('1'), 0, outcome(true));
  await close(first);
  const second = open();
  expect(second.status.state).toEqual({ isLasting: true, problem: null, unreadable: 0 });
  expect(await second.operations.outcome('1', 0)).toEqual(outcome(true));
});

test('a folder that cannot be made, and a file that is no database, are said, and work goes on in memory', async () => {
  writeFileSync(join(folder, 'history.db'), 'no database at all, but long enough to be looked at'.repeat(100));
  for (const place of ['/dev/null/nowhere', folder]) {
    const history = openHistory(place, { clock });
    expect(history.status.state).toMatchObject({ isLasting: false, problem: expect.stringContaining(place) });
    await history.operations.begin(operation('1'));
    expect(await history.operations.recent(OWNER.key, MUCH)).toHaveLength(1);
  }
});

test('nobody else may read it, whatever was there before', async () => {
  const history = open();
  await history.operations.begin(operation('1'));
  const modes = () =>
    readdirSync(folder)
      .filter(name => name.startsWith('history.db'))
      .map(name => [name, (statSync(join(folder, name)).mode & 0o777).toString(8)]);
  const all = [
    ['history.db', '600'],
    ['history.db-shm', '600'],
    ['history.db-wal', '600'],
  ];
  expect(modes()).toEqual(all);
  for (const [name = ''] of modes()) chmodSync(join(folder, name), 0o644);
  open();
  expect(modes()).toEqual(all);
});

test('a step of an operation that is not kept is refused', async () => {
  const status = new HistoryStatus({ isLasting: true });
  const lock = new ProcessLock(null);
  const file = new SqliteFile(null, status);
  const store = new SqliteOperations(file, { lock, status });
  await expect(store.saveTarget(operation('1'), 0, outcome(true))).rejects.toThrow(':memory:');
  expect(await store.operation('1')).toBeNull();
  file.close();
});

test('only the newest are kept, also while it runs, and pauses until they end', async () => {
  const status = new HistoryStatus({ isLasting: true });
  const file = new SqliteFile(null, status);
  const store = new SqliteOperations(file, { lock: new ProcessLock(null), status, maxOperations: 50, maxTargets: 120 });
  const after = { metadata: { name: 'a', annotations: { 'lanthorn.dev/paused-until': '2099-01-01T00:00:00Z' } } };
  await store.begin(operation('pause', { kind: 'cronjob.pause', startedAt: 0 }));
  await store.saveTarget(operation('pause', { kind: 'cronjob.pause' }), 0, { ...outcome(true), after });
  for (let i = 1; i <= 400; i++) {
    await store.begin(operation(`o${i}`, { startedAt: i, names: ['a', 'b'] }));
    await store.saveTarget(operation(`o${i}`, { names: ['a', 'b'] }), 0, outcome(true));
  }
  const kept = (await store.recent(OWNER.key, MUCH)).map(({ id }) => id);
  expect(kept.length).toBeLessThanOrEqual(50 + 100 + 1);
  expect(kept).toEqual([...Array.from({ length: kept.length - 1 }, (_, i) => `o${400 - i}`), 'pause']);
  expect(await store.outcome('o1', 0)).toBeNull();
  expect(file.get('SELECT count(*) AS n FROM targets')).toEqual({ n: kept.length });
  await store.endPause({ identity: OWNER.key, target: target('a') });
  for (let i = 401; i <= 500; i++) await store.begin(operation(`o${i}`, { startedAt: i }));
  expect(await store.operation('pause')).toBeNull();
  file.close();
});

test('what a process left under way is taken over when it ended, and is not as long as it lives', async () => {
  const first = open();
  await first.operations.begin(operation('1', { names: ['a', 'b'], phase: 'sent' }));
  await first.operations.begin(operation('2', { phase: 'seen' }));
  const second = open();
  expect(await second.operations.takeAbandoned()).toEqual([]);
  await close(first);
  expect((await second.operations.takeAbandoned()).map(({ id }) => id)).toEqual(['1']);
  const closed = stepped(operation('1', { names: ['a', 'b'], phase: 'sent' }), 0, { message: 'operation.interrupted' });
  await second.operations.saveTarget(closed, 0, null);
  // It ends as well, before all of it is settled.
  await close(second);
  const third = open();
  expect(await third.operations.takeAbandoned()).toHaveLength(1);
  await third.operations.saveTarget(stepped(closed, 1, { message: 'operation.interrupted' }), 1, null);
  await close(third);
  expect(await open().operations.takeAbandoned()).toEqual([]);
});

test('what a process was about to do is known when it ended, until it is known what came of it', async () => {
  const first = open();
  const intent: Intent = {
    action: { kind: 'cronjob.suspend', target: target('a'), index: 0, suffix: 's', params: {} },
    plan: {
      request: { method: 'PATCH', path: '/x' },
      confirmation: { type: 'answered' },
      kubectl: 'k',
      creates: false,
    },
    before: { metadata: { name: 'a' } },
    left: null,
    at: 1,
  };
  const begun = operation('1', { names: ['a', 'b', 'c'], phase: 'sent' });
  await first.operations.begin(begun);
  for (const i of [0, 1, 2]) await first.operations.intend('1', i, { ...intent, at: 0 });
  await first.operations.intend('1', 0, intent);
  await first.operations.saveTarget(stepped(begun, 0, { message: 'operation.waits x' }), 0, null);
  await first.operations.saveTarget(stepped(begun, 1, { phase: 'accepted' }), 1, null);
  const second = open();
  await second.operations.takeAbandoned();
  expect([await first.operations.intents(10, 0), await second.operations.intents(10, 0)]).toEqual([[], []]);
  await close(first);
  await second.operations.takeAbandoned();
  expect((await second.operations.intents(10, 0)).map(({ index, intent: { at } }) => [index, at])).toEqual([
    [0, 1],
    [2, 0],
  ]);
  expect(await second.operations.intents(1, 0)).toEqual([{ operation: '1', index: 0, intent }]);
  expect((await second.operations.intents(1, 1)).map(({ index }) => index)).toEqual([2]);
  await second.operations.endIntent('1', 0);
  // What it settled of the operation hides nothing of the rest, from nobody.
  await second.operations.saveTarget(stepped(begun, 0, { phase: 'seen' }), 0, null);
  await close(second);
  const third = open();
  expect(await third.operations.takeAbandoned()).toHaveLength(1);
  expect((await third.operations.intents(10, 0)).map(({ index }) => index)).toEqual([2]);
  await third.operations.endIntent('1', 2);
  expect(await third.operations.intents(10, 0)).toEqual([]);
});

test('of what is too large to be kept once more it is not kept what is about to be done, nor what was before', async () => {
  const first = open();
  const intent = (text: string): Intent => ({
    action: { kind: 'cronjob.suspend', target: target('a'), index: 0, suffix: 's', params: {} },
    plan: { request: { method: 'PATCH', path: '/x', body: text }, confirmation: { type: 'answered' }, kubectl: 'k' },
    ...{ before: null, left: null, at: 1 },
  });
  await first.operations.begin(operation('1', { names: ['a', 'b'], phase: 'sent' }));
  for (const i of [0, 1]) await first.operations.intend('1', i, intent('small'));
  await first.operations.intend('1', 1, intent('x'.repeat(2_000_000)));
  await close(first);
  const second = open();
  await second.operations.takeAbandoned();
  expect((await second.operations.intents(10, 0)).map(({ index }) => index)).toEqual([0]);
});

test('what was deleted and is not gone is looked after by the next process, and by one alone', async () => {
  const first = open();
  const deleting = stepped(operation('1', { names: ['a'], phase: 'accepted' }), 0, { message: heldMessage(['x']) });
  await first.operations.begin(deleting);
  await first.operations.saveTarget(deleting, 0, null);
  const [second, third] = [open(), open()];
  expect(await second.operations.takeAbandoned()).toEqual([]);
  await close(first);
  const [found] = await second.operations.takeAbandoned();
  expect(found).toEqual(deleting);
  expect(await third.operations.takeAbandoned()).toEqual([]);
  await close(second);
  expect(await third.operations.takeAbandoned()).toEqual([deleting]);
  await third.operations.saveTarget(stepped(deleting, 0, { phase: 'seen', message: '' }), 0, null);
  await close(third);
  expect(await open().operations.takeAbandoned()).toEqual([]);
});

test('a file of before versions is taken over: what was done and not told any more can be taken back', async () => {
  const old = connectSqlite(join(folder, 'history.db'));
  const { targets, ...head } = operation('1', { names: ['a', 'b', 'c'], phase: 'sent' });
  const [first, ...rest] = targets.map(({ isUndone: _isUndone, ...entry }) => entry);
  const text = JSON.stringify({
    ...head,
    undoes: undefined,
    targets: [{ ...first, phase: 'seen', canUndo: true }, ...rest],
  });
  old.exec(`
    CREATE TABLE operations (id TEXT PRIMARY KEY, at INTEGER NOT NULL, operation TEXT NOT NULL);
    CREATE INDEX operations_at ON operations (at);
    CREATE TABLE outcomes (
      operation TEXT NOT NULL, position INTEGER NOT NULL, cluster TEXT NOT NULL, api_group TEXT NOT NULL, resource TEXT NOT NULL,
      namespace TEXT NOT NULL, name TEXT NOT NULL, outcome TEXT NOT NULL, PRIMARY KEY (operation, position)
    ) WITHOUT ROWID;
    CREATE TABLE runs (job_uid TEXT PRIMARY KEY, cluster TEXT NOT NULL, cronjob_uid TEXT NOT NULL, at INTEGER NOT NULL, run TEXT NOT NULL) WITHOUT ROWID;
    CREATE TABLE presets (
      cluster TEXT NOT NULL, namespace TEXT NOT NULL, cronjob TEXT NOT NULL, name TEXT NOT NULL, run TEXT NOT NULL,
      UNIQUE (cluster, namespace, cronjob, name)
    );
    CREATE INDEX outcomes_object ON outcomes (cluster, api_group, resource, namespace, name);`);
  old.prepare('INSERT INTO operations VALUES (?, ?, ?)').run('1', 100, text);
  old.prepare('INSERT INTO operations VALUES (?, ?, ?)').run('cut', 200, text.slice(0, 40));
  const insert = old.prepare('INSERT INTO outcomes VALUES (?, ?, ?, ?, ?, ?, ?, ?)');
  insert.run('1', 0, 'c', 'batch', 'cronjobs', 'n', 'a', JSON.stringify(outcome(true)));
  insert.run('1', 1, 'c', 'batch', 'cronjobs', 'n', 'b', JSON.stringify(outcome(true)));
  old.prepare('INSERT INTO runs VALUES (?, ?, ?, ?, ?)').run('j1', 'c', 'cj', 5, JSON.stringify(run('j1', 5)));
  old.close();
  const { operations, runs, status } = open();
  expect(status.state).toEqual({ isLasting: true, problem: null, unreadable: 0 });
  const known = await operations.operation('1');
  expect(known).toMatchObject({ id: '1', undoes: null, startedAt: 100 });
  expect(known?.targets.map(({ phase, canUndo, isUndone }) => [phase, canUndo, isUndone])).toEqual([
    ['seen', true, false],
    ['accepted', true, false],
    ['sent', false, false],
  ]);
  expect(await operations.outcome('1', 1)).toEqual(outcome(true));
  expect((await operations.ofObject(objectOf('b'), { entries: 10 })).map(({ operation: { id } }) => id)).toEqual(['1']);
  expect((await operations.takeAbandoned()).map(({ id }) => id)).toEqual(['1']);
  expect(await runs.runsOf(clusterKey('c', OWNER), 'cj')).toEqual([run('j1', 5)]);
});

test("what was kept while there was one person is that person's, in a file as version 4 wrote it", async () => {
  const old = connectSqlite(join(folder, 'history.db'));
  old.exec(readFileSync(join(import.meta.dirname, 'history-of-version-4.sql'), 'utf8'));
  old.close();
  const { operations, runs, settings, status } = open();
  const guest: Identity = { key: 'guest' as IdentityKey };
  expect(status.state).toEqual({ isLasting: true, problem: null, unreadable: 0 });
  const pause = operation('2', { kind: 'cronjob.pause', startedAt: 200 });
  const half = stepped(operation('1', { names: ['a', 'b'] }), 1, { phase: 'sent' });
  expect(await operations.recent(OWNER.key, MUCH)).toEqual([pause, { ...half, revision: 0 }]);
  expect(await operations.recent(guest.key, MUCH)).toEqual([]);
  expect(await operations.outcome('1', 0)).toEqual(outcome(true));
  expect(await operations.ofObject(objectOf('a'), { entries: 10 })).toHaveLength(2);
  expect(await operations.pauses()).toEqual([{ identity: OWNER.key, target: target('a') }]);
  expect(await runs.runsOf(clusterKey('c', OWNER), 'cj')).toEqual([run('j2', 6), run('j1', 5)]);
  expect(await runs.skipsOf(clusterKey('c', OWNER), 'cj')).toHaveLength(1);
  expect((await runs.runsOf(clusterKey('[x]', OWNER), 'cj')).map(({ jobUid }) => jobUid)).toEqual(['j3']);
  expect(await settings.settings(clusterKey('[x]', OWNER))).toMatchObject({ recordRuns: true });
  expect(await runs.hasRun(clusterKey('c', guest), 'j1')).toBe(false);
  await operations.begin(operation('3', { identity: guest }));
  expect((await operations.recent(guest.key, MUCH)).map(({ id }) => id)).toEqual(['3']);
});

test('how much one person did takes nothing from what is kept of another', async () => {
  const status = new HistoryStatus({ isLasting: true });
  const file = new SqliteFile(null, status);
  const store = new SqliteOperations(file, { lock: new ProcessLock(null), status, maxOperations: 50 });
  const guest: Identity = { key: 'guest' as IdentityKey };
  await store.begin(operation('of-guest', { startedAt: 1, identity: guest }));
  for (let i = 1; i <= 300; i++) await store.begin(operation(`o${i}`, { startedAt: 100 + i }));
  expect(await store.operation('o1')).toBeNull();
  expect((await store.recent(guest.key, MUCH)).map(({ id }) => id)).toEqual(['of-guest']);
  file.close();
});

test('a file of a newer version is left alone', async () => {
  const newer = connectSqlite(join(folder, 'history.db'));
  newer.exec('PRAGMA user_version = 99');
  newer.close();
  expect(open().status.state).toMatchObject({ isLasting: false, problem: expect.stringContaining('newer Lanthorn') });
  const after = connectSqlite(join(folder, 'history.db'));
  expect(after.prepare('PRAGMA user_version').get()).toEqual({ user_version: 99 });
  after.close();
});

const DAMAGES: readonly (readonly [string, (text: string) => string])[] = [
  ['cut', text => text.slice(0, text.length / 2)],
  ['of another shape', () => '{"id": "1", "targets": 7}'],
  ['a list', () => '[]'],
  ['a number', () => '1'],
  ['empty', () => ''],
];

test.each(DAMAGES)(
  'records that are %s are left out and counted, and the others are there',
  async (_damage, damage) => {
    const first = open();
    for (const id of ['1', '2']) {
      await first.operations.begin(operation(id, { names: ['a', 'b'] }));
      await first.operations.saveTarget(operation(id, { names: ['a', 'b'] }), 0, outcome(true));
      await first.runs.saveRun(clusterKey('c', OWNER), run(id, Number(id)));
    }
    const of = { cluster: clusterKey('c', OWNER), namespace: 'n', cronJob: 'a' };
    await first.settings.saveSettings(clusterKey('c', OWNER), { recordRuns: true, namespaces: [], chosenAt: 5 });
    await first.settings.savePreferences(OWNER.key, { theme: 'dark' });
    await close(first);
    const file = connectSqlite(join(folder, 'history.db'));
    const spoil = (table: string, column: string, where: string) => {
      const row = file.prepare(`SELECT ${column} AS text FROM ${table} WHERE ${where}`).get() as { text: string };
      file.prepare(`UPDATE ${table} SET ${column} = ? WHERE ${where}`).run(damage(row.text));
    };
    file.exec("INSERT INTO presets VALUES ('c', 'n', 'a', 'x', 'y')");
    spoil('operations', 'head', "id = '1'");
    spoil('targets', 'outcome', "operation = '2'");
    spoil('runs', 'run', "job_uid = '1'");
    spoil('presets', 'run', "name = 'x'");
    spoil('settings', 'settings', "cluster = 'c'");
    // Every object may be what a newer version preferred.
    const isOther = damage('{"theme": "dark"}').startsWith('{"id"');
    if (!isOther) spoil('preferences', 'preferences', "person = 'owner'");
    file.close();
    const { operations, runs, presets, settings, status } = open();
    expect((await operations.recent(OWNER.key, MUCH)).map(({ id }) => id)).toEqual(['2']);
    expect(await operations.operation('1')).toBeNull();
    expect(await operations.outcome('2', 0)).toBeNull();
    expect(await operations.ofObject(objectOf('a'), { entries: 10 })).toHaveLength(1);
    expect((await runs.runsOf(clusterKey('c', OWNER), 'cj')).map(({ jobUid }) => jobUid)).toEqual(['2']);
    expect(await presets.presets(of)).toEqual({});
    expect(await settings.settings(clusterKey('c', OWNER))).toEqual({
      recordRuns: false,
      namespaces: [],
      chosenAt: null,
    });
    expect(await operations.takeAbandoned()).toEqual([]);
    expect(await settings.preferences(OWNER.key)).toEqual(isOther ? { theme: 'dark' } : {});
    expect(status.state).toMatchObject({ problem: null, unreadable: isOther ? 6 : 7 });
  },
);

test('a target whose record cannot be read is not called untouched', async () => {
  const first = open();
  await first.operations.begin(operation('1', { names: ['a', 'b'], phase: 'sent' }));
  await first.operations.saveTarget(stepped(operation('1', { names: ['a', 'b'] }), 0, {}), 0, outcome(true));
  await close(first);
  const file = connectSqlite(join(folder, 'history.db'));
  file.exec("UPDATE targets SET entry = '{'");
  file.close();
  const { targets = [] } = (await open().operations.operation('1')) ?? {};
  expect(targets.map(({ message, canUndo }) => [message, canUndo])).toEqual([
    ['operation.unreadable', false],
    ['', false],
  ]);
});

test('recordings of more than a month ago are gone once the file is opened, whether anybody looks at them or not', async () => {
  const first = open();
  const place = { cluster: 'c', namespace: 'n', pod: 'p', container: '' };
  const head = { id: 'r', ...place, startedAt: clock.now(), durationMs: 1, length: 1 };
  await first.recordings.saveRecording(OWNER.key, { head, packed: new Uint8Array(1) }, clock.now());
  await close(first);
  await clock.advance(31 * 86_400_000);
  open();
  const connection = connectSqlite(join(folder, 'history.db'));
  expect(connection.prepare('SELECT id FROM recordings').all()).toEqual([]);
  connection.close();
});
