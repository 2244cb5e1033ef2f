import { afterEach, expect, test } from 'vitest';
import { asArray, getPath } from '@lanthorn/base/json.ts';
import { readBody } from '@lanthorn/kube/api/api-request.ts';
import { must } from '@lanthorn/base/assert.ts';
import { startDemo } from './demo.ts';
import { PodConnection } from './ports/pod-connection.ts';
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

test('a port of one of its pods is forwarded, as of any cluster', async () => {
  const demo = startDemo(systemClock, silent);
  close = demo.close;
  const listed = await demo.source.send({ method: 'GET', path: '/api/v1/namespaces/shop/pods' });
  const pods = asArray(getPath(JSON.parse(await readBody(listed)), 'items'));
  const isOfCart = (each: unknown) => getPath(each, 'metadata', 'labels', 'app') === 'cart';
  const pod = pods.find(each => isOfCart(each) && getPath(each, 'status', 'phase') === 'Running');
  const name = String(getPath(pod, 'metadata', 'name'));
  const opened = await PodConnection.open(must(demo.channels, 'it has some'), {
    namespace: 'shop',
    pod: name,
    port: 8080,
  });
  if ('refusal' in opened) throw new Error(opened.refusal.message);
  await opened.send(Buffer.from('GET /hello HTTP/1.1\r\nHost: cart\r\nConnection: close\r\n\r\n'));
  let said = '';
  for await (const bytes of opened.received()) said += Buffer.from(bytes).toString();
  expect(said).toContain(`GET /hello answered by shop/${name}:8080`);
});
