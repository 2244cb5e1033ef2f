import { expect, test } from 'vitest';
import { seededRandom } from '@lanthorn/base/random.ts';
import { FakeClock } from '@lanthorn/testkit/fake-clock.ts';
import { MemoryOperations } from '../history/memory/memory-operations.ts';
import { target } from '../history/test-records.ts';
import { Hub } from '../hub/hub.ts';
import { clusterKey } from '../upstream/cluster-key.ts';
import { OWNER } from '../upstream/identity.ts';
import { ClusterClock } from '../upstream/sources/cluster-clock.ts';
import { ClusterSchemas } from './cluster-schemas.ts';
import { OperationRunner } from './operation-runner.ts';

test('what cannot be noted before it is begun is not begun: nothing is kept of it, and nothing sent', async () => {
  const clock = new FakeClock();
  const sent: string[] = [];
  const send = async ({ path }: { path: string }): Promise<never> => {
    sent.push(path);
    throw new Error('nobody there');
  };
  const info = { name: 'c', isDemo: true, server: '', user: '', namespace: '', problem: null };
  const key = clusterKey('c', OWNER);
  const cluster = { info, key, clock: new ClusterClock(clock), source: { send }, close: async () => {} };
  const hub = new Hub({ clusters: { list: () => [info], get: () => cluster }, clock, random: seededRandom(1) });
  const runner = new OperationRunner({
    hub,
    store: new MemoryOperations(),
    schemas: new ClusterSchemas(clock),
    publish: () => {},
    onBegin: async () => {
      throw new Error('the disk is full');
    },
  });
  const targets = [{ ...target('a') }];
  const begun = runner.start(OWNER, { id: 'o1', suffix: 'abcde', kind: 'cronjob.suspend', targets });
  await expect(begun).rejects.toThrow('the disk is full');
  expect([await runner.list(OWNER), sent]).toEqual([[], []]);
  await runner.close();
  hub.close();
});
