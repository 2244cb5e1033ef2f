import { expect, test } from 'vitest';
import { ApiServer } from '@lanthorn/apiserver/requests/api-server.ts';
import { MASTERS_GROUP } from '@lanthorn/apiserver/wire/user-info.ts';
import { must } from '@lanthorn/base/assert.ts';
import { seededRandom } from '@lanthorn/base/random.ts';
import { FakeClock, settle } from '@lanthorn/testkit/fake-clock.ts';
import { Hub } from '../../apps/server/src/hub/hub.ts';
import type { SharedText } from '../../apps/server/src/hub/sharing/shared-text.ts';
import { Tab } from './tab.ts';
import { ClusterClock } from '../../apps/server/src/upstream/sources/cluster-clock.ts';
import { clusterKey } from '../../apps/server/src/upstream/cluster-key.ts';
import { OWNER } from '../../apps/server/src/upstream/identity.ts';

// Many tabs of one list, under steady writes: at the price of one.

const PODS = { resource: { group: '', version: 'v1', resource: 'pods' } };
const FRAME_MS = 50;
const WRITES = 300;
/** By then all tabs are on the same beat. */
const STEADY = 150;

/** A tab, when each of its frames came, and what of it may be another tab's too. */
function openTab(hub: Hub) {
  const frames: { at: number; fields: SharedText }[] = [];
  const tab = new Tab(hub, PODS);
  tab.onShared = fields => frames.push({ at: hub.clock.now(), fields });
  return { frames, close: () => tab.close() };
}

test('[PR9] tabs that were opened at different times are soon sent the very same text, no more than twenty times a second, and nothing waits for two beats', async () => {
  const clock = new FakeClock();
  const random = seededRandom(3);
  const server = new ApiServer({ clock, random });
  const source = server.as({ username: 'admin', groups: [MASTERS_GROUP] });
  const containers = [{ name: 'main', image: 'busybox' }];
  for (let i = 0; i < 20; i++)
    server.load('pods.v1.', { metadata: { name: `p-${i}`, namespace: 'default' }, spec: { containers } });
  const info = { name: 'sim', isDemo: true, server: '', user: '', namespace: 'default', problem: null };
  const cluster = {
    clock: new ClusterClock(clock),
    key: clusterKey(info.name, OWNER),
    info,
    source,
    close: async () => {},
  };
  const hub = new Hub({ clusters: { list: () => [info], get: () => cluster }, clock, random });

  const tabs: ReturnType<typeof openTab>[] = [];
  const headers = { 'content-type': 'application/merge-patch+json' };
  const writtenAt: number[] = [];
  const write = async (i: number) => {
    writtenAt.push(clock.now());
    const body = JSON.stringify({ status: { reason: `r-${i}` } });
    const path = `/api/v1/namespaces/default/pods/p-${i % 20}/status`;
    expect((await source.send({ method: 'PATCH', path, headers, body })).status).toBe(200);
  };
  for (let i = 0; i < WRITES; i++) {
    if (i % 40 === 0 && tabs.length < 4) tabs.push(openTab(hub));
    await write(i);
    await clock.advance(7);
    await settle();
  }

  for (const { frames } of tabs)
    for (const [i, { at }] of frames.entries())
      if (i > 1) expect(at - must(frames[i - 1], 'the one before').at).toBeGreaterThanOrEqual(FRAME_MS);
  for (const { frames } of tabs) {
    const late: number[] = [];
    for (let i = STEADY; i < WRITES - FRAME_MS / 7; i++) {
      const frame = frames.find(({ fields }) => fields.text.includes(`"r-${i}","tone"`));
      late.push(must(frame, `r-${i} was sent`).at - must(writtenAt[i], 'it was written'));
    }
    expect(Math.max(...late)).toBeLessThanOrEqual(FRAME_MS + 1);
  }
  const last = tabs.map(({ frames }) => frames.slice(-8).map(({ fields }) => fields));
  expect(last[0]).toHaveLength(8);
  for (const fields of last) for (const [i, text] of fields.entries()) expect(text).toBe(last[0]?.[i]);
  for (const tab of tabs) tab.close();
  hub.close();
});
