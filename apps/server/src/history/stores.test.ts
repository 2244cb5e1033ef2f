import { describe, expect, test } from 'vitest';
import { runParametersOf } from '@lanthorn/actions/machinery/run-parameters.ts';
import type { IdentityKey } from '@lanthorn/protocol/identity-key.ts';
import { FakeClock } from '@lanthorn/testkit/fake-clock.ts';
import { clusterKey } from '../upstream/cluster-key.ts';
import { type Identity, OWNER } from '../upstream/identity.ts';
import type { LogPlace } from './stores/operations-store.ts';
import { memoryHistory } from './memory/memory-history.ts';
import { sqliteHistory } from './open-history.ts';
import { changeStep, keptEvent, operation, outcome, run, stepped, target } from './test-records.ts';

// What every implementation of the stores keeps to.

const GUEST: Identity = { key: 'guest' as IdentityKey };
const C = clusterKey('c', OWNER);
const KEPT = { ofObject: 2, ofCluster: 4 };
const RECORDINGS = { bytes: 10, ageMs: 1_000 };
const MUCH = { operations: 100, targets: 1_000 };
const objectOf = (name: string) => ({
  cluster: C,
  group: 'batch',
  resource: 'cronjobs',
  namespace: 'n',
  name,
});

describe.each([
  [
    'SQLite',
    () => sqliteHistory(null, { clock: new FakeClock(), keepRuns: 2, keptEvents: KEPT, keptRecordings: RECORDINGS }),
  ],
  ['memory', () => memoryHistory({ keepRuns: 2, keptEvents: KEPT, keptRecordings: RECORDINGS })],
])('history in %s', (_name, open) => {
  test('an operation is as it began until a step of a target is kept, and then as that says', async () => {
    const { operations, close } = open();
    const begun = operation('1', { names: ['a', 'b'], phase: 'sent' });
    await operations.begin(begun);
    expect(await operations.operation('1')).toEqual(begun);
    expect(await operations.operation('2')).toBeNull();
    const accepted = stepped(begun, 1, { phase: 'accepted', canUndo: true });
    await operations.saveTarget(accepted, 1, outcome(true));
    expect(await operations.operation('1')).toEqual(accepted);
    expect([await operations.outcome('1', 0), await operations.outcome('1', 1)]).toEqual([null, outcome(true)]);
    const seen = stepped(accepted, 1, { phase: 'seen' });
    await operations.saveTarget(seen, 1, null);
    expect([await operations.operation('1'), await operations.outcome('1', 1)]).toEqual([seen, outcome(true)]);
    await close();
  });

  test('numbers that only Kubernetes can hold keep their digits', async () => {
    const { operations, close } = open();
    const before = { metadata: { name: 'a' }, spec: { big: 9_007_199_254_740_993n } };
    const exact = { ...outcome(true), before, changes: [{ path: 'spec.big', before: before.spec.big, after: 1 }] };
    await operations.begin(operation('1'));
    await operations.saveTarget(operation('1'), 0, exact);
    expect(await operations.outcome('1', 0)).toEqual(exact);
    await close();
  });

  test('the newest first, as long as their targets are not too many', async () => {
    const { operations, close } = open();
    await operations.begin(operation('1', { startedAt: 100 }));
    await operations.begin(operation('2', { startedAt: 300, names: ['a', 'b'] }));
    await operations.begin(operation('3', { startedAt: 200 }));
    const ids = async (limit: typeof MUCH) => (await operations.recent(OWNER.key, limit)).map(({ id }) => id);
    expect(await ids(MUCH)).toEqual(['2', '3', '1']);
    expect(await ids({ ...MUCH, operations: 1 })).toEqual(['2']);
    expect(await ids({ ...MUCH, targets: 3 })).toEqual(['2', '3']);
    await close();
  });

  test('page by page, those of one moment in one order, each once; another person has none of them', async () => {
    const { operations, close } = open();
    for (const id of ['b', 'd', 'a', 'c']) await operations.begin(operation(id, { startedAt: 100 }));
    await operations.begin(operation('new', { startedAt: 200, names: ['x', 'y', 'z'] }));
    await operations.begin(operation('guest', { identity: GUEST }));
    const page = async (after: LogPlace | null, limit: typeof MUCH) =>
      (await operations.page(OWNER.key, after, limit)).map(({ id }) => id);
    expect(await page(null, MUCH)).toEqual(['new', 'd', 'c', 'b', 'a']);
    expect(await page(null, { ...MUCH, operations: 2 })).toEqual(['new', 'd']);
    expect(await page({ startedAt: 100, id: 'd' }, { ...MUCH, operations: 2 })).toEqual(['c', 'b']);
    expect(await page({ startedAt: 100, id: 'a' }, MUCH)).toEqual([]);
    // One at least, however many targets it has.
    expect(await page(null, { ...MUCH, targets: 2 })).toEqual(['new']);
    expect(await page(null, { ...MUCH, targets: 4 })).toEqual(['new', 'd']);
    await close();
  });

  test('why something was done is kept', async () => {
    const { operations, close } = open();
    await operations.begin({ ...operation('1'), reason: 'ticket 7' });
    expect((await operations.operation('1'))?.reason).toBe('ticket 7');
    await close();
  });

  test('what was done to one object, newest first, with what it is of and without its other targets', async () => {
    const { operations, close } = open();
    const first = operation('1', { startedAt: 100 });
    const second = operation('2', { startedAt: 200, names: ['b', 'a'] });
    const refused = operation('3', { startedAt: 300, phase: 'failed' });
    for (const each of [first, second, refused]) await operations.begin(each);
    await operations.saveTarget(first, 0, outcome(true));
    await operations.saveTarget(second, 1, outcome(false));
    await operations.saveTarget(refused, 0, null);
    const entries = await operations.ofObject(objectOf('a'), { entries: 10 });
    expect(entries.map(({ entry, changes }) => [entry.target.name, changes[0]?.after])).toEqual([
      ['a', false],
      ['a', true],
    ]);
    expect(entries[0]?.operation).toEqual({
      id: '2',
      identity: OWNER.key,
      kind: 'cronjob.suspend',
      user: 'u',
      undoOf: null,
      undoes: null,
      startedAt: 200,
    });
    expect(await operations.ofObject(objectOf('a'), { entries: 1 })).toHaveLength(1);
    const older = await operations.ofObject(objectOf('a'), { entries: 10, until: 199 });
    expect(older.map(({ operation: { id } }) => id)).toEqual(['1']);
    expect(await operations.ofObject(objectOf('a'), { entries: 10, until: 200 })).toEqual(entries);
    expect(
      await operations.ofObject({ ...objectOf('a'), cluster: clusterKey('other', OWNER) }, { entries: 10 }),
    ).toEqual([]);
    await close();
  });

  test('pauses are found however many operations came after them, until one is ended', async () => {
    const { operations, close } = open();
    const paused = (id: string, name: string) => operation(id, { kind: 'cronjob.pause', names: [name] });
    const annotations = { 'lanthorn.dev/paused-until': '2099-01-01T00:00:00Z' };
    const after = { metadata: { name: 'a', annotations } };
    await operations.begin(paused('p1', 'a'));
    await operations.saveTarget(paused('p1', 'a'), 0, { ...outcome(true), after });
    await operations.begin(paused('p2', 'a'));
    await operations.saveTarget(paused('p2', 'a'), 0, { ...outcome(true), after });
    await operations.begin(paused('p3', 'b'));
    await operations.saveTarget(paused('p3', 'b'), 0, { ...outcome(true), after });
    for (let i = 0; i < 300; i++) {
      await operations.begin(operation(`o${i}`, { startedAt: 1_000 + i }));
      await operations.saveTarget(operation(`o${i}`), 0, outcome(true));
    }
    expect((await operations.pauses()).map(({ target: { name } }) => name).toSorted()).toEqual(['a', 'b']);
    await operations.saveTarget(stepped(paused('p3', 'b'), 0, { phase: 'seen' }), 0, null);
    await operations.endPause({ identity: OWNER.key, target: target('a') });
    expect(await operations.pauses()).toEqual([{ identity: OWNER.key, target: target('b') }]);
    await close();
  });

  test('what one person did, paused and had read is no matter of another on the same cluster', async () => {
    const { operations, runs, close } = open();
    const annotations = { 'lanthorn.dev/paused-until': '2099-01-01T00:00:00Z' };
    const after = { metadata: { name: 'a', annotations } };
    const pause = (id: string, identity: Identity) => operation(id, { kind: 'cronjob.pause', identity });
    for (const each of [pause('mine', OWNER), pause('theirs', GUEST)]) {
      await operations.begin(each);
      await operations.saveTarget(each, 0, { ...outcome(true), after });
    }
    const recent = async ({ key }: Identity) => (await operations.recent(key, MUCH)).map(({ id }) => id);
    expect([await recent(OWNER), await recent(GUEST)]).toEqual([['mine'], ['theirs']]);
    const ofObject = async (identity: Identity) => {
      const found = await operations.ofObject(
        { ...objectOf('a'), cluster: clusterKey('c', identity) },
        { entries: 10 },
      );
      return found.map(({ operation: { id } }) => id);
    };
    expect([await ofObject(OWNER), await ofObject(GUEST)]).toEqual([['mine'], ['theirs']]);
    expect((await operations.pauses()).map(({ identity }) => identity).toSorted()).toEqual([GUEST.key, OWNER.key]);
    await operations.endPause({ identity: OWNER.key, target: target('a') });
    expect(await operations.pauses()).toEqual([{ identity: GUEST.key, target: target('a') }]);
    const [of, ofGuest] = [run('j1', 1), { ...run('j1', 1), events: null }];
    await runs.saveRun(C, of);
    expect(await runs.hasRun(clusterKey('c', GUEST), 'j1')).toBe(false);
    await runs.saveRun(clusterKey('c', GUEST), ofGuest);
    for (let i = 2; i < 5; i++) await runs.saveRun(C, run(`j${i}`, i));
    expect(await runs.runsOf(clusterKey('c', GUEST), 'cj')).toEqual([ofGuest]);
    expect(await runs.hasRun(C, 'j1')).toBe(false);
    await close();
  });

  test('nothing of a process that lives is abandoned', async () => {
    const { operations, close } = open();
    await operations.begin(operation('1', { phase: 'sent' }));
    expect(await operations.takeAbandoned()).toEqual([]);
    await close();
  });

  test('keeps the newest runs of each CronJob, with what their containers said', async () => {
    const { runs, close } = open();
    const started = [
      ['j1', 100],
      ['j3', 300],
      ['j2', 200],
    ] as const;
    for (const [uid, at] of started) await runs.saveRun(C, run(uid, at));
    await runs.saveRun(C, run('other', 50, 'cj2'));
    expect((await runs.runsOf(C, 'cj')).map(({ jobUid }) => jobUid)).toEqual(['j3', 'j2']);
    expect(await Promise.all(['j2', 'j1', 'other'].map(uid => runs.hasRun(C, uid)))).toEqual([true, false, true]);
    expect((await runs.runsOf(C, 'cj'))[0]).toEqual(run('j3', 300));
    expect(await runs.runsOf(clusterKey('c2', OWNER), 'cj')).toEqual([]);
    await close();
  });

  test('keeps why times were skipped, the newest, each once, and none from before the oldest run of those that are kept', async () => {
    const { runs, close } = open();
    const skip = (at: number, cronJobUid = 'cj') => ({
      cronJobUid,
      at,
      reason: 'JobAlreadyActive',
      message: 'Not starting job',
    });
    for (const at of [100, 300, 200, 300]) await runs.saveSkip(C, skip(at));
    await runs.saveSkip(C, skip(150, 'other'));
    const times = async () => (await runs.skipsOf(C, 'cj')).map(({ at }) => at);
    expect(await times()).toEqual([300, 200]);
    expect(await runs.skipsOf(C, 'other')).toEqual([skip(150, 'other')]);
    expect(await runs.skipsOf(clusterKey('d', OWNER), 'cj')).toEqual([]);
    await runs.saveRun(C, run('j1', 100));
    await runs.saveRun(C, run('j2', 250));
    expect(await times()).toEqual([300, 200]);
    await runs.saveRun(C, run('j3', 260));
    expect(await times()).toEqual([300]);
    await close();
  });

  test('keeps what was said of objects, each once as it was told last, the newest first', async () => {
    const { events, close } = open();
    await events.saveEvents(C, [keptEvent('1', { lastSeen: 100 }), keptEvent('2', { lastSeen: 200 })]);
    const again = keptEvent('1', { lastSeen: 300, count: 7, message: 'and again', firstSeen: null });
    await events.saveEvents(C, [again, keptEvent('other', { about: 'b' })]);
    expect(await events.eventsAbout(C, ['a'], 10)).toEqual([again, keptEvent('2', { lastSeen: 200 })]);
    expect(await events.eventsAbout(C, ['a'], 1)).toEqual([again]);
    expect((await events.eventsAbout(C, ['a', 'b', 'c'], 10)).map(({ uid }) => uid)).toEqual(['1', '2', 'other']);
    expect(await events.eventsAbout(C, [], 10)).toEqual([]);
    await events.saveEvents(C, [keptEvent('elsewhere', { about: 'd', namespace: 'm' })]);
    const named = ['Pod/a', 'Pod/gone'].map(object => ({ namespace: 'n', object }));
    expect((await events.eventsNaming(C, named, 10)).map(({ uid }) => uid)).toEqual(['1', '2', 'other']);
    expect(
      (await events.eventsNaming(C, [...named, { namespace: 'm', object: 'Pod/a' }], 2)).map(({ uid }) => uid),
    ).toEqual(['1', '2']);
    expect(await events.eventsNaming(C, [], 10)).toEqual([]);
    expect(await events.eventsNaming(clusterKey('c', GUEST), named, 10)).toEqual([]);
    expect(await events.eventsAbout(clusterKey('c', GUEST), ['a'], 10)).toEqual([]);
    await close();
  });

  test('of each object and of each cluster the newest events are kept, and no more of them', async () => {
    const { events, close } = open();
    const D = clusterKey('d', OWNER);
    await events.saveEvents(D, [keptEvent('of another cluster')]);
    await events.saveEvents(C, [
      keptEvent('old', { lastSeen: 100 }),
      keptEvent('new', { lastSeen: 300 }),
      keptEvent('newer', { lastSeen: 400 }),
    ]);
    const uids = async (...abouts: readonly string[]) =>
      (await events.eventsAbout(C, abouts, 100)).map(({ uid }) => uid);
    expect(await uids('a')).toEqual(['newer', 'new']);
    await events.saveEvents(C, [
      keptEvent('b', { about: 'b', lastSeen: 50 }),
      keptEvent('c', { about: 'c', lastSeen: 500 }),
      keptEvent('d', { about: 'd', lastSeen: 600 }),
    ]);
    expect(await uids('a', 'b', 'c', 'd')).toEqual(['d', 'c', 'newer', 'new']);
    expect(await events.eventsAbout(D, ['a'], 10)).toHaveLength(1);
    await close();
  });

  test('keeps presets by name, the latest values, until they are dropped', async () => {
    const { presets, close } = open();
    const of = { cluster: C, namespace: 'n', cronJob: 'a' };
    const values = (backoffLimit: number) => ({ ...runParametersOf({}), backoffLimit });
    await presets.savePreset(of, 'x', values(1));
    await presets.savePreset(of, 'y', values(2));
    await presets.savePreset(of, 'x', values(3));
    await presets.savePreset({ ...of, cronJob: 'b' }, 'z', values(4));
    expect(Object.entries(await presets.presets(of))).toEqual([
      ['x', values(3)],
      ['y', values(2)],
    ]);
    await presets.savePreset(of, 'x', null);
    expect(Object.keys(await presets.presets(of))).toEqual(['y']);
    await close();
  });

  test('keeps what was chosen for a cluster; of others it is as nobody chose', async () => {
    const { settings, close } = open();
    await settings.saveSettings(C, { recordRuns: true, namespaces: ['a', 'b'], chosenAt: 5 });
    expect(await settings.settings(C)).toEqual({
      recordRuns: true,
      namespaces: ['a', 'b'],
      chosenAt: 5,
    });
    expect(await settings.settings(clusterKey('d', OWNER))).toEqual({
      recordRuns: false,
      namespaces: [],
      chosenAt: null,
    });
    await settings.saveSettings(C, { recordRuns: false, namespaces: [], chosenAt: null });
    expect(await settings.settings(C)).toEqual({
      recordRuns: false,
      namespaces: [],
      chosenAt: null,
    });
    await close();
  });

  test('keeps what was collected for a cluster in its order, with all digits, until nothing is left of it', async () => {
    const { changeSets, close } = open();
    expect(await changeSets.changeSet(C)).toEqual({ steps: [], run: null });
    const halted = {
      id: 'r',
      goal: 'apply',
      state: 'halted',
      step: 's',
      isWaiting: false,
      halt: 'late',
      why: '',
      by: 'process',
    } as const;
    const set = {
      steps: [changeStep('a'), { ...changeStep('b'), state: 'sent' as const, operations: ['o', 'p'] }],
      run: halted,
    };
    await changeSets.saveChangeSet(C, set);
    expect(await changeSets.changeSet(C)).toEqual(set);
    expect(await changeSets.changeSet(clusterKey('c', GUEST))).toEqual({ steps: [], run: null });
    const turned = { steps: set.steps.toReversed(), run: null };
    await changeSets.saveChangeSet(C, turned);
    expect(await changeSets.changeSet(C)).toEqual(turned);
    await changeSets.saveChangeSet(C, { steps: [], run: halted });
    expect(await changeSets.changeSet(C)).toEqual({ steps: [], run: null });
    await close();
  });

  test('keeps recordings of each person, byte for byte, the newest first, as many and as long as they may be', async () => {
    const { recordings, close } = open();
    const recorded = (id: string, startedAt: number, bytes = 3) => ({
      head: { id, cluster: 'c', namespace: 'n', pod: 'p', container: '', startedAt, durationMs: 5, length: 9 },
      packed: Uint8Array.from({ length: bytes }, (_, i) => 255 - i),
    });
    const ids = async (now = 500, person = OWNER.key) => (await recordings.recordings(person, now)).map(({ id }) => id);
    for (const [id, at] of [
      ['b', 200],
      ['c', 300],
      ['a', 100],
    ] as const)
      await recordings.saveRecording(OWNER.key, recorded(id, at), 500);
    await recordings.saveRecording(GUEST.key, recorded('g', 100), 500);
    expect([await ids(), await ids(500, GUEST.key)]).toEqual([['c', 'b', 'a'], ['g']]);
    expect((await recordings.recordings(OWNER.key, 500))[0]).toEqual(recorded('c', 300).head);
    const found = await recordings.recording(OWNER.key, 'b', 500);
    expect([found?.head, [...(found?.packed ?? [])]]).toEqual([recorded('b', 200).head, [255, 254, 253]]);
    expect([await recordings.recording(GUEST.key, 'b', 500), recordings.bounds]).toEqual([null, RECORDINGS]);
    await recordings.saveRecording(OWNER.key, recorded('d', 400), 500);
    expect(await ids()).toEqual(['d', 'c', 'b']);
    await recordings.saveRecording(OWNER.key, recorded('d', 400), 500);
    await recordings.dropRecording(OWNER.key, 'c');
    expect([await ids(), await ids(1_201), await ids()]).toEqual([['d', 'b'], ['d'], ['d']]);
    // Whoever looks, what is too old of anybody is gone.
    expect(await ids(500, GUEST.key)).toEqual([]);
    await recordings.saveRecording(OWNER.key, recorded('f', 9_000), 500);
    expect((await recordings.recording(OWNER.key, 'f', 500))?.head.startedAt).toBe(500);
    expect(await recordings.recording(OWNER.key, 'f', 1_501)).toBeNull();
    await close();
  });

  test('keeps whose pod goes with its terminal, and by which process, until it is gone', async () => {
    const { nodeShells, close } = open();
    const shell = { identity: OWNER.key, cluster: 'c', namespace: 'n', pod: 'a', by: 'first' };
    const others = [
      { ...shell, identity: GUEST.key },
      { ...shell, pod: 'b' },
    ];
    for (const each of [shell, ...others]) await nodeShells.saveNodeShell(each);
    await nodeShells.saveNodeShell({ ...shell, by: 'second' });
    expect(await nodeShells.nodeShells()).toEqual([{ ...shell, by: 'second' }, ...others]);
    await nodeShells.dropNodeShell(shell);
    expect(await nodeShells.nodeShells()).toEqual(others);
    await close();
  });

  test('keeps what a person prefers as it was saved; of others there is nothing', async () => {
    const { settings, close } = open();
    expect(await settings.preferences(OWNER.key)).toEqual({});
    const chosen = { theme: 'dark', clusters: { c: { tier: 'staging' } }, newer: [1] };
    await settings.savePreferences(OWNER.key, chosen);
    expect(await settings.preferences(OWNER.key)).toEqual(chosen);
    expect(await settings.preferences('another' as typeof OWNER.key)).toEqual({});
    await settings.savePreferences(OWNER.key, {});
    expect(await settings.preferences(OWNER.key)).toEqual({});
    await close();
  });
});
