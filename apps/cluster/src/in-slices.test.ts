import { expect, test } from 'vitest';
import { systemClock } from './container/system/system-clock.ts';
import { inSlices } from './in-slices.ts';

test('who asks without a pause lets others have their turn', async () => {
  const answer = { status: 200, headers: {}, body: (async function* nothing() {})(), warnings: [] };
  const source = inSlices({ send: () => Promise.resolve(answer) }, systemClock);
  let turns = 0;
  const timer = setInterval(() => turns++, 1);
  const end = performance.now() + 200;
  while (performance.now() < end) await source.send({ method: 'GET', path: '/' });
  clearInterval(timer);
  expect(turns).toBeGreaterThan(3);
});
