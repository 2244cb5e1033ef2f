import { expect, test } from 'vitest';
import { FakeClock } from '@lanthorn/testkit/fake-clock.ts';
import { Boundary, THROWN_ON } from '../boundary.ts';
import { LogStream } from './log-stream.ts';
import { ClusterClock } from '../upstream/cluster-clock.ts';

const CHUNK = '日'.repeat(100_000);

test('a log waits for its reader after half a megabyte, whatever its letters', async () => {
  const clock = new FakeClock();
  let given = 0;
  async function* body() {
    for (; given < 6; given++) yield CHUNK;
  }
  const source = { send: async () => ({ status: 200, headers: {}, warnings: [], body: body() }) };
  const info = { name: 'c', isDemo: false, server: '', user: '', namespace: '', problem: null };
  const query = { kind: 'logs', cluster: 'c', namespace: 'n', pod: 'p', container: 'c' } as const;
  const flags = { follow: true, previous: false, timestamps: false, tailLines: 1 };
  const log = new LogStream(
    1,
    { ...query, ...flags },
    {
      cluster: { clock: new ClusterClock(clock), info, source, close: async () => {} },
      boundary: new Boundary('log', { clock, faults: THROWN_ON }),
      send: () => {},
    },
  );
  await clock.advance(10);
  // Of 300,000 bytes each.
  expect(given).toBe(1);
  log.acknowledge(Buffer.byteLength(CHUNK));
  await clock.advance(10);
  expect(given).toBe(2);
  log.close();
});
