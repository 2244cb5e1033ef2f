import { expect, test } from 'vitest';
import { ApiServer } from '@lanthorn/apiserver/requests/api-server.ts';
import { MASTERS_GROUP } from '@lanthorn/apiserver/wire/user-info.ts';
import { seededRandom } from '@lanthorn/base/random.ts';
import { formatTime } from '@lanthorn/kube/objects/kube-object.ts';
import { FakeClock, settle } from '@lanthorn/testkit/fake-clock.ts';
import { Hub } from '../../apps/server/src/hub/hub.ts';
import { Tab } from './tab.ts';
import { ClusterClock } from '../../apps/server/src/upstream/sources/cluster-clock.ts';
import { clusterKey } from '../../apps/server/src/upstream/cluster-key.ts';
import { OWNER } from '../../apps/server/src/upstream/identity.ts';

const MINUTE_MS = 60_000;

async function withJobs(agesInMinutes: readonly number[], query: object) {
  const clock = new FakeClock();
  const random = seededRandom(1);
  const server = new ApiServer({ clock, random });
  const load = (ageMinutes: number) =>
    server.load('jobs.v1.batch', {
      metadata: {
        name: `job-${ageMinutes}`,
        namespace: 'default',
        uid: `job-${ageMinutes}`,
        creationTimestamp: formatTime(clock.now() - ageMinutes * MINUTE_MS),
      },
    });
  for (const age of agesInMinutes) load(age);
  const info = { name: 'sim', isDemo: true, server: '', user: '', namespace: 'default', problem: null };
  const cluster = {
    clock: new ClusterClock(clock),
    key: clusterKey(info.name, OWNER),
    info,
    source: server.as({ username: 'admin', groups: [MASTERS_GROUP] }),
    close: async () => {},
  };
  const clusters = { list: () => [info], get: (name: string) => (name === 'sim' ? cluster : undefined) };
  const hub = new Hub({ clusters, clock, random });
  const tab = new Tab(hub, query);
  await clock.advance(1_000);
  await settle();
  const names = () => tab.snapshot.keys.map(key => key.replace('default/', ''));
  return { clock, load, tab, names, hub };
}

test('[QY5] rows come into a filter by age and leave it as time passes', async () => {
  const { clock, names, tab, hub } = await withJobs([1, 8, 9, 30], { filter: 'age<10m' });
  expect(names()).toEqual(['job-1', 'job-8', 'job-9']);
  await clock.advance(90_000);
  expect(names()).toEqual(['job-1', 'job-8']);
  expect(tab.snapshot.matched).toBe(2);
  await clock.advance(60_000);
  expect(names()).toEqual(['job-1']);
  tab.close();
  hub.close();
});

test('[QY5] they leave the places of the others alone while a reader holds the order', async () => {
  const { clock, load, names, tab, hub } = await withJobs([9, 11], { filter: 'age>10m' });
  expect(names()).toEqual(['job-11']);
  tab.hold(true);
  load(20);
  await clock.advance(5_000);
  expect(names()).toEqual(['job-11']);
  await clock.advance(2 * MINUTE_MS);
  expect(names()).toEqual(['job-11']);
  tab.hold(false);
  await clock.advance(1_000);
  expect(names()).toEqual(['job-11', 'job-20', 'job-9']);
  tab.close();
  hub.close();
});
