import { expect, test } from 'vitest';
import { seededRandom } from '@lanthorn/base/random.ts';
import type { ApiRequest, ApiSource } from '@lanthorn/kube/api-request.ts';
import { FakeClock } from '@lanthorn/testkit/fake-clock.ts';
import { CRONJOB_VIEW } from '@lanthorn/views/cronjob-view.ts';
import { columnIndex } from '@lanthorn/views/kind-views.ts';
import { Collection } from './collection.ts';

/** Each look at it takes a while, as work does; it counts how often others got a turn. */
class WorkingClock extends FakeClock {
  turns = 0;
  #looks = 0;

  override now(): number {
    return super.now() + this.#looks++ / 100;
  }

  override nextTurn(): Promise<void> {
    this.turns++;
    return Promise.resolve();
  }
}

const cronJob = (i: number) => ({
  metadata: { name: `every-minute-${i}`, namespace: 'data', uid: `uid-${i}`, resourceVersion: '1' },
  spec: { schedule: '* * * * *' },
});

/** One list, and a watch on which nothing happens. */
class QuietSource implements ApiSource {
  readonly #items: readonly unknown[];

  constructor(items: readonly unknown[]) {
    this.#items = items;
  }

  send({ query }: ApiRequest) {
    const list = JSON.stringify({ metadata: { resourceVersion: '1' }, items: this.#items });
    const isWatch = query?.['watch'] === '1';
    async function* body() {
      if (isWatch) await new Promise(() => undefined);
      yield list;
    }
    return Promise.resolve({ status: 200, headers: {}, warnings: [], body: body() });
  }
}

test('when the time of a thousand CronJobs has come they are read again, and others get their turn meanwhile', async () => {
  const clock = new WorkingClock();
  const source = new QuietSource(Array.from({ length: 1_000 }, (_, i) => cronJob(i)));
  const collection = new Collection(
    'demo',
    { view: CRONJOB_VIEW, namespace: '' },
    { source, clock, random: seededRandom(1) },
  );
  await clock.advance(1_000);
  expect(collection.store.size).toBe(1_000);
  const column = columnIndex(CRONJOB_VIEW, 'nextRun');
  const before = clock.turns;
  await clock.advance(60_000);
  for (let i = 0; i < 50; i++) await clock.advance(0);
  const now = clock.now();
  expect([...collection.store.rows()].filter(row => Number(row.cells[column]) <= now)).toEqual([]);
  expect(clock.turns - before).toBeGreaterThan(2);
  collection.close();
});
