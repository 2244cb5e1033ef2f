import { afterEach, expect, test } from 'vitest';
import { asArray, getPath } from '@lanthorn/base/json.ts';
import { readBody } from '@lanthorn/kube/api/api-request.ts';
import { startDemo } from './demo.ts';
import { systemClock } from './system-clock.ts';

const silent = { debug() {}, info() {}, warn() {}, error() {} };
let close: (() => Promise<void>) | null = null;

afterEach(() => close?.());

test('what is asked of it before it is filled is answered when it is, and others have their turns meanwhile', async () => {
  const demo = startDemo(systemClock, silent);
  close = demo.close;
  let turns = 0;
  const count = () => {
    turns += 1;
    waiting = setImmediate(count);
  };
  let waiting = setImmediate(count);
  const answer = await demo.source.send({ method: 'GET', path: '/api/v1/namespaces/shop/pods' });
  clearImmediate(waiting);
  const body: unknown = JSON.parse(await readBody(answer));
  expect(asArray(getPath(body, 'items')).length).toBeGreaterThan(20);
  // A start takes hundreds of milliseconds, and gives up its turn every few.
  expect(turns).toBeGreaterThan(10);
});
