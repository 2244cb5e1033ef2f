import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { networkInterfaces } from 'node:os';
import { problem } from '@lanthorn/protocol/error-kinds.ts';
import type { ForwardedPort } from '@lanthorn/protocol/ports/forwarded-ports.ts';
import { afterEach, expect, test, vi } from 'vitest';
import type { PortKeeper } from './port-keeper.ts';
import { Client, FakePods, ME, podOf, REQUEST } from './test-ports.ts';

const clients: Client[] = [];
const keepers: PortKeeper[] = [];
afterEach(() => {
  for (const keeper of keepers.splice(0)) keeper.close();
  for (const { socket } of clients.splice(0)) socket.destroy();
});

async function start(change: Partial<typeof REQUEST> = {}, pods = new FakePods()) {
  const keeper = pods.keeper();
  keepers.push(keeper);
  const opened = await keeper.open(pods.cluster, ME, { ...REQUEST, ...change });
  if ('code' in opened) throw new Error(opened.message);
  const state = async (): Promise<ForwardedPort> => {
    const [port] = (await keeper.state(ME)).ports;
    if (port === undefined) throw new Error('there is none');
    return port;
  };
  const client = () => {
    const made = new Client(opened.local);
    clients.push(made);
    return made;
  };
  return { pods, keeper, opened, state, client };
}

const until = (check: () => void | Promise<void>) => vi.waitFor(check, { timeout: 3_000, interval: 5 });

test('a port of a Service leads to the port that a ready pod of it calls so; bytes go both ways, and are counted', async () => {
  const pods = new FakePods();
  pods.pods = [podOf('web-0', { isReady: false }), podOf('web-1')];
  const { client, state, opened } = await start({}, pods);
  expect(opened).toMatchObject({ isOpen: true, problem: null });
  const one = client().say('hello');
  await until(() => expect(one.text).toBe('echo hello'));
  expect(pods.requests[0]).toEqual({
    path: '/api/v1/namespaces/shop/pods/web-1/portforward',
    query: [['ports', '8080']],
    protocols: ['v4.channel.k8s.io'],
  });
  expect(await state()).toMatchObject({
    pod: { name: 'web-1', port: 8080, isReady: true },
    ...{ connections: 1, opened: 1, received: 10, sent: 5 },
  });
  one.socket.destroy();
  // The pod had the last word: nothing is awaited.
  await until(async () => {
    await pods.clock.advance(500);
    expect((await state()).connections).toBe(0);
  });
  expect(pods.sides[0]?.isClosed).toBe(true);
});

test('it listens on this machine alone, whatever other addresses that has', async () => {
  const { opened } = await start();
  const others = Object.values(networkInterfaces()).flatMap(each => each ?? []);
  const foreign = others.find(({ internal, family }) => !internal && family === 'IPv4')?.address ?? '127.0.0.2';
  const refused = await new Promise<string>(resolve => {
    const probe = new Client(opened.local);
    probe.socket.destroy();
    import('node:net').then(({ connect }) => {
      const socket = connect({ host: foreign, port: opened.local });
      socket.on('error', error => resolve((error as NodeJS.ErrnoException).code ?? ''));
      socket.on('connect', () => {
        socket.destroy();
        resolve('connected');
      });
    }, resolve);
  });
  expect(refused).not.toBe('connected');
});

test('a port below 1024, and one that is in use, say so; the same id is the same port', async () => {
  const { pods, keeper, opened } = await start();
  const other = { ...REQUEST, id: '00000000-0000-4000-8000-000000000002' };
  expect(await keeper.open(pods.cluster, ME, { ...other, local: 80 })).toEqual(
    problem('portReserved', { first: 1024 }),
  );
  const taken = createServer();
  await new Promise<void>(resolve => {
    taken.listen(0, '127.0.0.1', resolve);
  });
  const { port } = taken.address() as AddressInfo;
  expect(await keeper.open(pods.cluster, ME, { ...other, local: port })).toEqual(problem('portInUse', { port }));
  taken.close();
  expect(await keeper.open(pods.cluster, ME, REQUEST)).toMatchObject({ local: opened.local });
  expect(keeper.size).toBe(1);
});

test('who asks twice at once for one port has one', async () => {
  const pods = new FakePods();
  const keeper = pods.keeper();
  keepers.push(keeper);
  const [one, other] = await Promise.all([1, 2].map(() => keeper.open(pods.cluster, ME, REQUEST)));
  expect(one).toMatchObject({ isOpen: true });
  expect(other).toMatchObject({ isOpen: true, local: (one as ForwardedPort).local });
  expect((await keeper.state(ME)).ports).toHaveLength(1);
  expect(pods.records).toHaveLength(1);
});

test('a pod that goes is replaced by another that is ready, and who connects then reaches that', async () => {
  const { pods, client, state } = await start();
  await until(async () => expect((await state()).pod?.name).toBe('web-1'));
  pods.become([podOf('web-2')]);
  await until(async () => expect((await state()).pod?.name).toBe('web-2'));
  const one = client().say('x');
  await until(() => expect(one.text).toBe('echo x'));
  expect(pods.requests.map(({ path }) => path)).toEqual(['/api/v1/namespaces/shop/pods/web-2/portforward']);
});

test('a pod that is not ready any more is left for one that is, and found again when it is the only one', async () => {
  const { pods, state } = await start();
  await until(async () => expect((await state()).pod?.name).toBe('web-1'));
  pods.become([podOf('web-1', { isReady: false }), podOf('web-2')]);
  await until(async () => expect((await state()).pod).toMatchObject({ name: 'web-2', isReady: true }));
  pods.become([podOf('web-2', { isReady: false })]);
  await until(async () => expect((await state()).pod).toMatchObject({ name: 'web-2', isReady: false }));
  pods.pods = [podOf('web-2', { isReady: false }), podOf('web-3')];
  await until(async () => {
    await pods.clock.advance(1_000);
    expect((await state()).pod).toMatchObject({ name: 'web-3', isReady: true });
  });
});

test('without a pod it says so and waits; a connection meanwhile is refused at once', async () => {
  const pods = new FakePods();
  pods.pods = [];
  const { client, state } = await start({}, pods);
  await until(async () => expect((await state()).problem).toEqual(problem('noPods', {})));
  const one = client().say('x');
  await until(() => expect(one.isOver).toBe(true));
  expect(one.wasReset).toBe(true);
  pods.pods = [podOf('web-9')];
  await until(async () => {
    await pods.clock.advance(1_000);
    expect(await state()).toMatchObject({ pod: { name: 'web-9' }, problem: null });
  });
});

test('that a pod is gone is found out by the connection too: the next one is tried for it', async () => {
  const { pods, client, state } = await start();
  await until(async () => expect((await state()).pod?.name).toBe('web-1'));
  // Nobody was told yet.
  pods.pods = [podOf('web-2')];
  const one = client().say('x');
  await until(() => expect(one.text).toBe('echo x'));
});

test('who may forward ports of a pod and not read it forwards them all the same', async () => {
  const pods = new FakePods();
  pods.mayRead = false;
  const target = { ...REQUEST.target, resource: { group: '', version: 'v1', resource: 'pods' }, name: 'web-1' };
  const { client } = await start({ target, port: 8080 }, pods);
  const one = client().say('x');
  await until(() => expect(one.text).toBe('echo x'));
});

test('a port that nobody listens at says what the node says, and the connection is reset', async () => {
  const pods = new FakePods();
  pods.pod = { answer: () => {}, failure: 'dial tcp4 127.0.0.1:8080: connect: connection refused' };
  const { client, state } = await start({}, pods);
  const one = client().say('x');
  await until(() => expect(one.isOver).toBe(true));
  const detail = 'dial tcp4 127.0.0.1:8080: connect: connection refused';
  await until(async () =>
    expect((await state()).problem).toEqual(problem('portSilent', { port: 8080, pod: 'web-1', detail })),
  );
});

test('a refusal by the API server is told in its own words', async () => {
  const pods = new FakePods();
  pods.refusal = { status: 403, body: JSON.stringify({ kind: 'Status', code: 403, message: 'you may not' }) };
  const { client, state } = await start({}, pods);
  const one = client();
  await until(() => expect(one.isOver).toBe(true));
  expect((await state()).problem).toEqual(problem('clusterSays', { status: 403, detail: 'you may not' }));
});

test('who has said all still hears the answer; a pod that ends the connection ends it here, after all it said', async () => {
  const pods = new FakePods();
  pods.pod = { answer: () => {} };
  const { client } = await start({}, pods);
  const one = client();
  one.socket.end('question');
  await until(() => expect(pods.sides[0]?.heard.join('')).toBe('question'));
  pods.sides[0]?.write('answer');
  pods.sides[0]?.put(null);
  await until(() => expect([one.text, one.isOver, one.wasReset]).toEqual(['answer', true, false]));
});

test('who has said all and is answered nothing is given up after a minute', async () => {
  const pods = new FakePods();
  pods.pod = { answer: () => {} };
  const { client, state } = await start({}, pods);
  client().socket.end('question');
  await until(() => expect(pods.sides[0]?.heard.join('')).toBe('question'));
  await pods.clock.advance(50_000);
  expect((await state()).connections).toBe(1);
  await until(async () => {
    await pods.clock.advance(10_000);
    expect((await state()).connections).toBe(0);
  });
  expect(pods.sides[0]?.isClosed).toBe(true);
});

test('a pod that takes nothing holds up who sends; nothing is heaped up in between', async () => {
  const { pods, client, state } = await start();
  const slow = new Promise<void>(() => {});
  const first = client();
  await until(() => expect(pods.sides).toHaveLength(1));
  if (pods.sides[0] !== undefined) pods.sides[0].room = slow;
  first.socket.write(Buffer.alloc(32 * 1024 * 1024));
  await until(() => expect(first.socket.writableLength).toBeGreaterThan(0));
  await new Promise(resolve => setTimeout(resolve, 100));
  expect((await state()).sent).toBeLessThan(1024 * 1024);
});

test('a connection that breaks is told, and the pod looked for anew', async () => {
  const { pods, client, state } = await start();
  const one = client().say('x');
  await until(() => expect(one.text).toBe('echo x'));
  pods.sides[0]?.put(new Error('cut'));
  await until(() => expect(one.isOver).toBe(true));
  await until(async () => expect((await state()).problem).toEqual(problem('streamBroke', { detail: 'cut' })));
  const next = client().say('y');
  await until(() => expect(next.text).toBe('echo y'));
  expect((await state()).problem).toBeNull();
});

test('more connections than may be are refused with the reason', async () => {
  const { client, state } = await start();
  const many = Array.from({ length: 65 }, () => client());
  await until(async () => expect((await state()).opened).toBe(64));
  await until(() => expect(many.filter(({ isOver }) => isOver)).toHaveLength(1));
});

test('stopped it is in the list as it was, begins again at the same port, and is forgotten for good', async () => {
  const { pods, keeper, opened, state, client } = await start();
  const one = client().say('x');
  await until(() => expect(one.text).toBe('echo x'));
  await keeper.stop(ME, REQUEST.id, { isForgotten: false });
  await until(() => expect(one.isOver).toBe(true));
  expect(await state()).toMatchObject({ isOpen: false, local: opened.local, pod: null, connections: 0 });
  expect(pods.records.map(({ ended, port }) => [ended, port.local])).toEqual([[true, opened.local]]);
  const again = await keeper.open(pods.cluster, ME, { ...REQUEST, local: opened.local });
  expect(again).toMatchObject({ isOpen: true, local: opened.local });
  await keeper.stop(ME, REQUEST.id, { isForgotten: true });
  expect((await keeper.state(ME)).ports).toEqual([]);
  expect(pods.watched.size).toBe(0);
});

test('after a restart those that were opened are in the list, closed; what is kept there by somebody else stays', async () => {
  const { pods, opened } = await start();
  const foreign = { id: 'of a newer version' };
  await pods.settings.savePorts(ME, [...(await pods.settings.ports(ME)), foreign]);
  const later = pods.keeper();
  keepers.push(later);
  expect((await later.state(ME)).ports).toMatchObject([{ id: REQUEST.id, local: opened.local, isOpen: false }]);
  await later.stop(ME, REQUEST.id, { isForgotten: true });
  expect(await pods.settings.ports(ME)).toEqual([foreign]);
});

test('of too many the last is refused; nobody has a say in the ports of another', async () => {
  const { pods, keeper } = await start();
  const id = (i: number) => `00000000-0000-4000-8000-0000000001${String(i).padStart(2, '0')}`;
  const results = [];
  for (let i = 0; i < 32; i++) results.push(await keeper.open(pods.cluster, ME, { ...REQUEST, id: id(i) }));
  expect(results.filter(result => 'code' in result)).toEqual([problem('tooManyPorts', { most: 32 })]);
  const other = 'guest' as typeof ME;
  expect((await keeper.state(other)).ports).toEqual([]);
  await keeper.stop(other, REQUEST.id, { isForgotten: true });
  expect(await keeper.open(pods.cluster, other, REQUEST)).toEqual(problem('idTaken', { id: REQUEST.id }));
  expect(keeper.size).toBe(32);
});

test('whoever looks is told of changes, a few times a second at most', async () => {
  const { pods, keeper, client } = await start();
  const one = client();
  let told = 0;
  const stop = keeper.subscribe(() => told++);
  for (let i = 0; i < 20; i++) one.say('x');
  await until(() => expect(one.text.replaceAll('echo ', '')).toHaveLength(20));
  await pods.clock.advance(500);
  expect(told).toBe(1);
  stop();
});
