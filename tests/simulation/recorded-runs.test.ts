import { setMaxListeners } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { ApiServer } from '@lanthorn/apiserver/requests/api-server.ts';
import { statusResponse } from '@lanthorn/apiserver/wire/responses.ts';
import { MASTERS_GROUP } from '@lanthorn/apiserver/wire/user-info.ts';
import { silentLogger } from '@lanthorn/base/logger.ts';
import { seededRandom } from '@lanthorn/base/random.ts';
import { startControllers } from '@lanthorn/controllers/controller-manager.ts';
import { SIMULATION } from '@lanthorn/controllers/node/simulation.ts';
import { type ApiSource, readBody } from '@lanthorn/kube/api/api-request.ts';
import type { KubeObject } from '@lanthorn/kube/objects/kube-object.ts';
import { FakeClock, settle } from '@lanthorn/testkit/fake-clock.ts';
import { pastSlots } from '@lanthorn/views/kinds/batch/past-slots.ts';
import { Boundary } from '../../apps/server/src/faults/boundary.ts';
import { Faults } from '../../apps/server/src/faults/faults.ts';
import { clusterKey } from '../../apps/server/src/upstream/cluster-key.ts';
import { sqliteHistory } from '../../apps/server/src/history/open-history.ts';
import { EventRecorder } from '../../apps/server/src/runs/event-recorder.ts';
import { RunKeeper } from '../../apps/server/src/runs/run-keeper.ts';
import { RunRecorder } from '../../apps/server/src/runs/run-recorder.ts';
import { ClusterClock } from '../../apps/server/src/upstream/sources/cluster-clock.ts';
import { Hub } from '../../apps/server/src/hub/hub.ts';
import { FaultySource } from './faulty-source.ts';
import { OWNER } from '../../apps/server/src/upstream/identity.ts';

// Runs that come and go while no tab is open, in a cluster whose controllers keep few Jobs or none.

const MINUTE = 60_000;
const CRONJOB = '/apis/batch/v1/namespaces/default/cronjobs/beat';
const KEY = clusterKey('sim', OWNER);

const REFUSAL = { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Failure', message: 'not now' } as const;

const ends: (() => void)[] = [];
afterEach(() => {
  for (const end of ends.splice(0)) end();
});

async function startWorld(
  limits: { success: number; failed: number },
  exitCode = 0,
  { runSeconds = 5, spec = {} }: { runSeconds?: number; spec?: object } = {},
) {
  const clock = new FakeClock();
  const random = seededRandom(1);
  const server = new ApiServer({ clock, random });
  const admin = server.as({ username: 'admin', groups: [MASTERS_GROUP] });
  const stop = new AbortController();
  setMaxListeners(0, stop.signal);
  ends.push(() => stop.abort());
  server.kubelet = await startControllers({ source: admin, clock, random, logger: silentLogger, signal: stop.signal });
  server.load('nodes.v1.', {
    metadata: { name: 'n', uid: 'n' },
    status: { allocatable: { cpu: '1000', pods: '1000' }, conditions: [{ type: 'Ready', status: 'True' }] },
  });
  const container = { name: 'app', image: 'registry.example/app:1' };
  const annotations = { [SIMULATION]: JSON.stringify({ runSeconds: [runSeconds], exitCode }) };
  const body = {
    apiVersion: 'batch/v1',
    kind: 'CronJob',
    metadata: { name: 'beat' },
    spec: {
      schedule: '* * * * *',
      ...spec,
      successfulJobsHistoryLimit: limits.success,
      failedJobsHistoryLimit: limits.failed,
      jobTemplate: {
        spec: {
          backoffLimit: 0,
          template: { metadata: { annotations }, spec: { restartPolicy: 'Never', containers: [container] } },
        },
      },
    },
  };
  const headers = { 'content-type': 'application/json' };
  await admin.send({ method: 'POST', path: CRONJOB.replace('/beat', ''), headers, body: JSON.stringify(body) });
  const read = async (path: string) =>
    JSON.parse(await readBody(await admin.send({ method: 'GET', path }))) as KubeObject & { items: KubeObject[] };
  const pass = async (minutes: number) => {
    for (let second = 0; second < minutes * 60; second++) await clock.advance(1_000);
  };
  /** What the server says to everybody, instead of an answer, or to who asks for some paths; null for none. */
  const refusal: { code: number | null; path: RegExp } = { code: null, path: /./ };
  const guarded: ApiSource = {
    send: async (request, signal) =>
      refusal.code === null || !refusal.path.test(request.path)
        ? admin.send(request, signal)
        : statusResponse({ ...REFUSAL, code: refusal.code }),
  };
  const network = new FaultySource(guarded, { pageSize: 500 });
  const folder = mkdtempSync(join(tmpdir(), 'lanthorn-runs-'));
  ends.push(() => rmSync(folder, { recursive: true, force: true }));

  /** Lanthorn without a tab, with the history in the folder. */
  const start = () => {
    const info = { name: 'sim', isDemo: true, server: '', user: '', namespace: 'default', problem: null };
    const cluster = {
      clock: new ClusterClock(clock),
      key: clusterKey(info.name, OWNER),
      info,
      source: network,
      close: async () => {},
    };
    const clusters = { list: () => [info], get: (name: string) => (name === 'sim' ? cluster : undefined) };
    const faults = new Faults(silentLogger);
    const history = sqliteHistory(folder, { clock });
    const recorder = new RunRecorder(history.runs, {
      logger: silentLogger,
      boundary: new Boundary('run recorder', { clock, faults }),
    });
    const events = new EventRecorder(history.events, new Boundary('event recorder', { clock, faults }));
    const hub = new Hub({
      clusters,
      clock,
      random,
      onCollection: (of, collection) => {
        recorder.follow(of, collection);
        events.follow(of.key, collection);
      },
    });
    const keeper = new RunKeeper({
      identity: OWNER,
      hub,
      settings: history.settings,
      boundary: new Boundary('run keeper', { clock, faults }),
    });
    const end = async () => {
      keeper.close();
      recorder.close();
      events.close();
      hub.close();
      await settle();
      await history.close();
    };
    return { history, recorder, hub, keeper, faults, end };
  };
  type Lanthorn = ReturnType<typeof start>;

  /** What a tab that opens now says of each time since a moment: the Jobs that are there and the runs that were kept; the events have expired. */
  const slots = async ({ history }: Lanthorn, from: number) => {
    const cronJob = await read(CRONJOB);
    const kept = await history.runs.runsOf(KEY, cronJob.metadata.uid ?? '');
    const runs = kept.map(run => ({ ...run, uid: run.jobUid }));
    const skips = await history.runs.skipsOf(KEY, cronJob.metadata.uid ?? '');
    const events = skips.map(skip => ({ ...skip, isKept: true }));
    return (pastSlots(cronJob, { from, knownUntil: clock.now(), runs, events }) ?? []).map(slot =>
      'cause' in slot ? `${slot.state} ${slot.cause.reason}` : slot.state,
    );
  };
  const keptRuns = async ({ history }: Lanthorn) => history.runs.runsOf(KEY, (await read(CRONJOB)).metadata.uid ?? '');
  const jobs = async () => (await read('/apis/batch/v1/namespaces/default/jobs')).items.length;
  const patch = (changed: object) =>
    admin.send({
      method: 'PATCH',
      path: CRONJOB,
      // Somebody else than who made it.
      query: { fieldManager: 'other' },
      headers: { 'content-type': 'application/merge-patch+json' },
      body: JSON.stringify({ spec: changed }),
    });
  return { patch, clock, network, refusal, folder, pass, start, slots, keptRuns, jobs };
}

describe('runs while no tab is open', () => {
  test.each([
    ['one Job', { success: 1, failed: 1 }, 0],
    ['one failed Job', { success: 1, failed: 1 }, 3],
    ['no Job', { success: 0, failed: 0 }, 0],
    ['no failed Job', { success: 0, failed: 0 }, 3],
  ])('every one is there for the tab that opens later, where the cluster keeps %s', async (_what, limits, exitCode) => {
    const world = await startWorld(limits, exitCode);
    const lanthorn = world.start();
    await lanthorn.keeper.choose('sim', { recordRuns: true });
    await world.pass(10.5);
    expect(await world.jobs()).toBeLessThanOrEqual(1);
    const from = world.clock.now() - 9 * MINUTE;
    expect(new Set(await world.slots(lanthorn, from))).toEqual(new Set(['ran']));
    const kept = await world.keptRuns(lanthorn);
    expect(kept.length).toBeGreaterThanOrEqual(9);
    for (const run of kept) expect(run).toMatchObject({ result: exitCode === 0 ? 'succeeded' : 'failed' });
    const { requests, runs, size } = lanthorn.recorder.spent(KEY);
    expect(runs).toBe(kept.length);
    expect(size).toBeGreaterThan(100 * runs);
    // The Job, its pods, its events; of the pod the events and one log.
    expect(requests).toBeLessThanOrEqual(5 * runs);
    await lanthorn.end();
  });

  test('where a Job stays a moment, its template, events and last lines are kept as well', async () => {
    const world = await startWorld({ success: 1, failed: 1 }, 3);
    const lanthorn = world.start();
    await lanthorn.keeper.choose('sim', { recordRuns: true });
    await world.pass(3.5);
    const [run] = await world.keptRuns(lanthorn);
    expect(run).toMatchObject({
      template: { containers: [{ image: 'registry.example/app:1' }] },
      settings: { backoffLimit: 0 },
      hasMorePods: false,
      pods: [{ containers: [{ name: 'app', exitCode: 3 }] }],
    });
    expect(run?.settings).not.toHaveProperty('template');
    expect(run?.pods[0]?.containers[0]?.log).not.toBe('');
    const told = run?.events?.map(({ about, reason }) => `${about === 'Job' ? 'Job' : 'pod'} ${reason}`);
    expect(told).toEqual(expect.arrayContaining(['Job SuccessfulCreate', 'pod Started']));
    await lanthorn.end();
  });

  test.each([
    ['a run before it was still active', { concurrencyPolicy: 'Forbid' }, { concurrencyPolicy: 'Allow' }, 'forbid'],
  ])(
    'a time that was skipped because %s stays so, whatever is changed later and however many ran since',
    async (_what, spec, later, reason) => {
      const world = await startWorld({ success: 1, failed: 1 }, 0, { runSeconds: 150, spec });
      const lanthorn = world.start();
      await lanthorn.keeper.choose('sim', { recordRuns: true });
      await world.pass(1.5);
      const from = world.clock.now();
      await world.pass(9);
      const until = world.clock.now();
      // Nothing in the CronJob tells any more that it was so.
      await world.patch(later);
      await world.pass(5);
      const states = await world.slots(lanthorn, from);
      const then = states.slice(-Math.floor((until - from) / MINUTE));
      expect(then).toContain('ran');
      expect(then).toContain(`skipped ${reason}`);
      expect(then).not.toContain('noRecord');
      await lanthorn.end();
    },
  );

  test('what was said of any object at night is there for who starts Lanthorn in the morning, when the cluster has forgotten it', async () => {
    const world = await startWorld({ success: 1, failed: 1 }, 3);
    const night = world.start();
    await night.keeper.choose('sim', { recordRuns: true });
    await world.pass(1.5);
    const [run] = await world.keptRuns(night);
    await night.end();
    const morning = world.start();
    const kept = await morning.history.events.eventsAbout(KEY, [run?.jobUid ?? ''], 100);
    const told = kept.map(({ object, reason }) => `${object.split('/')[0]} ${reason}`);
    expect(told).toEqual(expect.arrayContaining(['Job SuccessfulCreate', 'Job BackoffLimitExceeded']));
    expect(new Set(kept.map(({ uid }) => uid)).size).toBe(kept.length);
    expect(morning.faults.contained.size).toBe(0);
    await morning.end();
  });

  test('off, as it is where nobody chose, nothing is asked and nothing recorded', async () => {
    const world = await startWorld({ success: 1, failed: 1 });
    const lanthorn = world.start();
    await world.pass(5.5);
    expect(world.network.requests).toBe(0);
    expect(await lanthorn.keeper.recording('sim')).toBeNull();
    expect(await world.slots(lanthorn, world.clock.now() - 4 * MINUTE)).toContain('noRecord');
    await lanthorn.end();
  });

  test('it goes on by itself after a start, says since when it was chosen and since when it sees, and ends cleanly when it is turned off', async () => {
    const world = await startWorld({ success: 1, failed: 1 });
    const first = world.start();
    await first.keeper.choose('sim', { recordRuns: true });
    const chosenAt = world.clock.now();
    await world.pass(2.5);
    expect(await first.keeper.recording('sim')).toMatchObject({
      chosenAt,
      scopes: [{ namespace: '', seenSince: chosenAt, state: { kind: 'live' } }],
    });
    await first.end();
    expect(world.network.openStreams).toBe(0);

    const second = world.start();
    const startedAt = world.clock.now();
    await world.pass(3.5);
    expect(await second.keeper.recording('sim')).toMatchObject({
      chosenAt,
      scopes: [{ seenSince: startedAt }],
    });
    expect(new Set(await world.slots(second, chosenAt + MINUTE))).toEqual(new Set(['ran']));

    await second.keeper.choose('sim', { recordRuns: false });
    await settle();
    expect([second.hub.openWatches, world.network.openStreams]).toEqual([0, 0]);
    const asked = world.network.requests;
    await world.pass(3);
    expect(world.network.requests).toBe(asked);
    await second.end();
    const third = world.start();
    await world.pass(2);
    expect(await third.keeper.recording('sim')).toBeNull();
    expect(third.hub.openWatches).toBe(0);
    await third.end();
  });

  test('who may see single namespaces records those, over a restart; one that is forbidden later is said, and the others go on', async () => {
    const world = await startWorld({ success: 1, failed: 1 });
    world.refusal.code = 403;
    // Neither all namespaces, nor one of those that were named.
    world.refusal.path = /^\/apis\/batch\/v1\/jobs$|namespaces\/secret\//;
    const first = world.start();
    await first.keeper.choose('sim', { recordRuns: true, namespaces: ['secret', 'default'] });
    await world.pass(2.5);
    const states = async ({ keeper }: typeof first) =>
      (await keeper.recording('sim'))?.scopes.map(({ namespace, state }) => [namespace, state.kind]);
    expect(await states(first)).toEqual([
      ['default', 'live'],
      ['secret', 'forbidden'],
    ]);
    await first.end();
    const second = world.start();
    const from = world.clock.now();
    await world.pass(3.5);
    expect(await states(second)).toEqual([
      ['default', 'live'],
      ['secret', 'forbidden'],
    ]);
    expect(new Set(await world.slots(second, from))).toEqual(new Set(['ran']));
    // Less: what is watched no more is let go of.
    await second.keeper.choose('sim', { recordRuns: true, namespaces: ['default'] });
    await world.pass(1);
    expect(await states(second)).toEqual([['default', 'live']]);
    world.refusal.path = /namespaces\/default\/jobs/;
    world.network.cutAll();
    await world.pass(2);
    expect(await states(second)).toEqual([['default', 'forbidden']]);
    world.refusal.code = null;
    await world.pass(2);
    expect(await states(second)).toEqual([['default', 'live']]);
    await second.keeper.choose('sim', { recordRuns: false });
    expect(await second.keeper.recording('sim')).toBeNull();
    expect(second.faults.contained.size).toBe(0);
    await second.end();
  });

  test('what is chosen in another Lanthorn with the same history is followed within a minute', async () => {
    const world = await startWorld({ success: 1, failed: 1 });
    const [one, other] = [world.start(), world.start()];
    await one.keeper.choose('sim', { recordRuns: true });
    await world.pass(1.1);
    expect(other.hub.openWatches).toBe(3);
    await one.keeper.choose('sim', { recordRuns: false });
    await world.pass(1.1);
    expect(other.hub.openWatches).toBe(0);
    await Promise.all([one.end(), other.end()]);
  });

  test('a cluster that is dead for a while is said to be, asked ever more seldom, and recorded again when it is back', async () => {
    const world = await startWorld({ success: 1, failed: 1 });
    const lanthorn = world.start();
    await lanthorn.keeper.choose('sim', { recordRuns: true });
    await world.pass(2.5);
    world.network.isDown = true;
    world.network.cutAll();
    const asked = world.network.requests;
    await world.pass(10);
    // Of three lists: Jobs, what is said of CronJobs, and of all objects.
    expect(world.network.requests - asked).toBeLessThan(3 * 40);
    const recording = await lanthorn.keeper.recording('sim');
    expect(recording).toMatchObject({ scopes: [{ state: { kind: 'stale' } }] });
    world.network.isDown = false;
    await world.pass(4.5);
    expect(await lanthorn.keeper.recording('sim')).toMatchObject({ scopes: [{ state: { kind: 'live' } }] });
    expect(new Set(await world.slots(lanthorn, world.clock.now() - 3 * MINUTE))).toEqual(new Set(['ran']));
    expect(lanthorn.faults.contained.size).toBe(0);
    await lanthorn.end();
  });

  test.each([
    ['a token that is taken no more', 401],
    ['a right that is gone', 403],
  ])('%s is asked about once a minute, and runs are recorded again when it is back', async (_what, code) => {
    const world = await startWorld({ success: 1, failed: 1 });
    const lanthorn = world.start();
    await lanthorn.keeper.choose('sim', { recordRuns: true });
    await world.pass(2.5);
    world.refusal.code = code;
    world.network.cutAll();
    await world.pass(2);
    const asked = world.network.requests;
    await world.pass(10);
    expect((await lanthorn.keeper.recording('sim'))?.scopes[0]?.state.kind).not.toBe('live');
    expect(world.network.requests - asked).toBeLessThanOrEqual(3 * 11);
    world.refusal.code = null;
    await world.pass(4.5);
    expect(await lanthorn.keeper.recording('sim')).toMatchObject({ scopes: [{ state: { kind: 'live' } }] });
    expect(new Set(await world.slots(lanthorn, world.clock.now() - 3 * MINUTE))).toEqual(new Set(['ran']));
    await lanthorn.end();
  });

  test('a choice that cannot be kept is none; runs that cannot be kept are said, and kept when they can be', async () => {
    const world = await startWorld({ success: 3, failed: 1 });
    const lanthorn = world.start();
    const { settings, runs } = lanthorn.history;
    const full = vi.spyOn(settings, 'saveSettings').mockRejectedValueOnce(new Error('disk full'));
    await expect(lanthorn.keeper.choose('sim', { recordRuns: true })).rejects.toThrow('disk full');
    expect([full.mock.calls.length, lanthorn.hub.openWatches]).toEqual([1, 0]);
    await lanthorn.keeper.choose('sim', { recordRuns: true });
    const refused = vi.spyOn(runs, 'saveRun').mockRejectedValue(new Error('disk full'));
    await world.pass(4.5);
    expect(await world.keptRuns(lanthorn)).toEqual([]);
    refused.mockRestore();
    await world.pass(2);
    expect((await world.keptRuns(lanthorn)).length).toBeGreaterThanOrEqual(4);
    await lanthorn.end();
  });
});
