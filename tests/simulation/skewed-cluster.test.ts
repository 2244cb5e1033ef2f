import { describe, expect, test } from 'vitest';
import { ApiServer } from '@lanthorn/apiserver/requests/api-server.ts';
import { MASTERS_GROUP } from '@lanthorn/apiserver/wire/user-info.ts';
import type { Clock } from '@lanthorn/base/clock.ts';
import { seededRandom } from '@lanthorn/base/random.ts';
import { formatTime } from '@lanthorn/kube/objects/kube-object.ts';
import { FakeClock, settle } from '@lanthorn/testkit/fake-clock.ts';
import { CRONJOB_VIEW } from '@lanthorn/views/kinds/batch/cronjobs.ts';
import { columnIndex } from '@lanthorn/views/kind-index.ts';
import { HeartbeatSource } from '@lanthorn/watch/heartbeat-source.ts';
import { Hub } from '../../apps/server/src/hub/hub.ts';
import { ClusterClock } from '../../apps/server/src/upstream/sources/cluster-clock.ts';
import { TimedSource } from '../../apps/server/src/upstream/sources/timed-source.ts';
import { Tab } from './tab.ts';
import { clusterKey } from '../../apps/server/src/upstream/cluster-key.ts';
import { OWNER } from '../../apps/server/src/upstream/identity.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
const STATUS = columnIndex(CRONJOB_VIEW, 'status');
const NEXT_RUN = columnIndex(CRONJOB_VIEW, 'nextRun');

/** A cluster whose clock is ahead of this machine's by so much, with CronJobs that ran when they should, by its clock. */
async function start(aheadMs: number) {
  const local = new FakeClock(Date.parse('2026-11-23T08:00:20.400Z'));
  const there = { aheadMs };
  const own: Clock = {
    now: () => local.now() + there.aheadMs,
    elapsed: () => local.elapsed(),
    schedule: (delayMs, task) => local.schedule(delayMs, task),
    nextTurn: () => local.nextTurn(),
  };
  const random = seededRandom(1);
  const server = new ApiServer({ clock: own, random });
  const load = (name: string, ageMs: number) => {
    const lastRun = Math.floor(own.now() / MINUTE_MS) * MINUTE_MS;
    server.load('cronjobs.v1.batch', {
      metadata: {
        name,
        namespace: 'default',
        uid: name,
        creationTimestamp: formatTime(own.now() - ageMs),
      },
      spec: { schedule: '* * * * *', jobTemplate: {} },
      status: { lastScheduleTime: formatTime(lastRun) },
    });
  };
  load('new', 4 * MINUTE_MS);
  load('old', 6 * MINUTE_MS);
  const clock = new ClusterClock(local);
  const timed = new TimedSource(server.as({ username: 'admin', groups: [MASTERS_GROUP] }), clock);
  const info = { name: 'sim', isDemo: true, server: '', user: '', namespace: 'default', problem: null };
  const cluster = {
    info,
    clock,
    key: clusterKey(info.name, OWNER),
    source: new HeartbeatSource(timed, local),
    close: async () => {},
  };
  const hub = new Hub({ clusters: { list: () => [info], get: () => cluster }, clock: local, random });
  const query = { resource: CRONJOB_VIEW.resource, filter: 'age<5m' };
  const tab = new Tab(hub, query);
  const all = new Tab(hub, { ...query, filter: '' });
  await local.advance(500);
  await settle();
  const cells = (name: string) => all.snapshot.rows.get(`default/${name}`)?.cells ?? [];
  return {
    local,
    own,
    there,
    clock,
    load,
    young: () => tab.snapshot.keys.map(key => key.replace('default/', '')),
    status: (name: string) => (cells(name)[STATUS] as { status: string } | undefined)?.status,
    /** From now by the cluster's clock, in seconds. */
    nextIn: (name: string) => Math.round((Number(cells(name)[NEXT_RUN]) - own.now()) / 1_000),
    close: () => {
      tab.close();
      all.close();
      hub.close();
    },
  };
}

/** An API server that runs what it should, minute by minute. */
async function liveOn(scene: Awaited<ReturnType<typeof start>>, minutes: number): Promise<void> {
  for (let i = 0; i < minutes * 6; i++) {
    await scene.local.advance(10_000);
    scene.load('new', 4 * MINUTE_MS);
    scene.load('old', 6 * MINUTE_MS);
    await scene.local.advance(100);
  }
}

describe.each([0, 10 * MINUTE_MS, -10 * MINUTE_MS, 5 * HOUR_MS, -5 * HOUR_MS])('a cluster %i ms ahead', aheadMs => {
  test('its rows are told by its clock: how old, when next, and nothing as missed', async () => {
    const scene = await start(aheadMs);
    expect(scene.young()).toEqual(['new']);
    expect([scene.status('new'), scene.status('old')]).toEqual(['Scheduled', 'Scheduled']);
    expect(scene.nextIn('old')).toBeGreaterThan(0);
    expect(scene.nextIn('old')).toBeLessThanOrEqual(60);
    await liveOn(scene, 3);
    expect(scene.young()).toEqual(['new']);
    expect(scene.status('old')).toBe('Scheduled');
    expect(scene.nextIn('old')).toBeLessThanOrEqual(60);
    scene.close();
  });

  test.each([HOUR_MS, -HOUR_MS])('the clock of this machine is set by %i ms, and nothing changes', async byMs => {
    const scene = await start(aheadMs);
    scene.local.set(byMs);
    scene.there.aheadMs -= byMs;
    await liveOn(scene, 2);
    expect(scene.young()).toEqual(['new']);
    expect(scene.status('old')).toBe('Scheduled');
    expect(scene.nextIn('old')).toBeLessThanOrEqual(60);
    scene.close();
  });

  test.each([HOUR_MS, -HOUR_MS])('its own clock is set by %i ms, and is followed', async byMs => {
    const scene = await start(aheadMs);
    scene.there.aheadMs += byMs;
    await liveOn(scene, 2);
    expect(Math.abs(scene.clock.now() - scene.own.now())).toBeLessThan(1_000);
    expect(scene.young()).toEqual(['new']);
    expect(scene.status('old')).toBe('Scheduled');
    expect(scene.nextIn('old')).toBeLessThanOrEqual(60);
    scene.close();
  });
});
