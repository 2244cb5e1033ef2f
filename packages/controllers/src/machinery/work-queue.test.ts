import { CancelSource } from '@lanthorn/base/clock.ts';
import { seededRandom } from '@lanthorn/base/random.ts';
import type { KubeObject } from '@lanthorn/kube/objects/kube-object.ts';
import { FakeClock } from '@lanthorn/testkit/fake-clock.ts';
import { expect, test } from 'vitest';
import type { ControllerContext } from './controller-context.ts';
import { WorkQueue } from './work-queue.ts';

function scene() {
  const clock = new FakeClock();
  const context = { clock, signal: new CancelSource(), random: seededRandom(1) } as unknown as ControllerContext;
  const runs: string[] = [];
  const queue = new WorkQueue(context, async key => void runs.push(key));
  return { clock, runs, queue };
}

const pod = (kind: string, isController = true): KubeObject => ({
  metadata: {
    name: 'p',
    namespace: 'shop',
    ownerReferences: [{ apiVersion: 'apps/v1', kind, name: 'owner', uid: 'u', controller: isController }],
  },
});

test('of what an object belongs to, the one of the kind that controls it is brought in order', async () => {
  const { clock, runs, queue } = scene();
  queue.addOwnerOf(pod('ReplicaSet'), 'ReplicaSet');
  queue.addOwnerOf(pod('Job'), 'ReplicaSet');
  queue.addOwnerOf(pod('ReplicaSet', false), 'ReplicaSet');
  queue.addOwnerOf({ metadata: { name: 'p', namespace: 'shop' } }, 'ReplicaSet');
  await clock.advance(1);
  expect(runs).toEqual(['shop/owner']);
});

test('what many objects bring within a time is one run, at its end', async () => {
  const { clock, runs, queue } = scene();
  queue.addOwnerOf(pod('Job'), 'Job', 1_000);
  await clock.advance(900);
  queue.addOwnerOf(pod('Job'), 'Job', 1_000);
  expect(runs).toEqual([]);
  await clock.advance(200);
  expect(runs).toEqual(['shop/owner']);
});
