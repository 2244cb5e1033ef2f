import { setMaxListeners } from 'node:events';
import { afterEach, expect, test } from 'vitest';
import { ApiServer } from '@lanthorn/apiserver/requests/api-server.ts';
import { MASTERS_GROUP } from '@lanthorn/apiserver/wire/user-info.ts';
import { silentLogger } from '@lanthorn/base/logger.ts';
import { seededRandom } from '@lanthorn/base/random.ts';
import { ApiClient } from '@lanthorn/controllers/machinery/api-client.ts';
import { startControllers } from '@lanthorn/controllers/controller-manager.ts';
import { formatTime } from '@lanthorn/kube/objects/kube-object.ts';
import { FakeClock } from '@lanthorn/testkit/fake-clock.ts';

const EVENTS = 'events.v1.';
const MINUTE_MS = 60_000;

const stop = new AbortController();
setMaxListeners(0, stop.signal);
afterEach(() => stop.abort());

test('[AS13] events are gone an hour after they were last seen, also beyond the first page of them', async () => {
  const clock = new FakeClock();
  const random = seededRandom(1);
  const server = new ApiServer({ clock, random });
  const source = server.as({ username: 'admin', groups: [MASTERS_GROUP] });
  const client = new ApiClient(source);
  const event = (name: string, ageMinutes: number) => {
    const time = formatTime(clock.now() - ageMinutes * MINUTE_MS);
    server.load(EVENTS, {
      metadata: { name, namespace: 'default', uid: name, creationTimestamp: time },
      involvedObject: { kind: 'Pod', name: 'p', namespace: 'default' },
      lastTimestamp: time,
    });
  };
  for (let i = 0; i < 600; i++) event(`old-${i}`, 50);
  event('young', 10);
  await startControllers({ source, clock, random, logger: silentLogger, signal: stop.signal });
  await clock.advance(5 * MINUTE_MS);
  expect((await client.list(EVENTS)).length).toBe(601);
  await clock.advance(10 * MINUTE_MS);
  await expect.poll(async () => (await client.list(EVENTS)).map(({ metadata }) => metadata.name)).toEqual(['young']);
});
