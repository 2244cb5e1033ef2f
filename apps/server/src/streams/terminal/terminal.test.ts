import { afterEach, expect, test } from 'vitest';
import type { Operation } from '@lanthorn/protocol/down-messages.ts';
import type { IdentityKey } from '@lanthorn/protocol/identity-key.ts';
import { MAX_TERMINALS } from '@lanthorn/protocol/streams.ts';
import type { FakeClock } from '@lanthorn/testkit/fake-clock.ts';
import { MemoryOperations } from '../../history/memory/memory-operations.ts';
import { MadeTerminals } from '../../operations/opened/made-terminals.ts';
import { terminalRecords } from '../../operations/opened/terminal-records.ts';
import { FakeCluster, FakeTab, keeperOf, POD, QUERY } from './test-terminals.ts';

const PODS = { group: '', version: 'v1', resource: 'pods' };
const opened: { cluster: FakeCluster; keeper: ReturnType<typeof keeperOf> }[] = [];

function start() {
  const cluster = new FakeCluster();
  const keeper = keeperOf(cluster);
  opened.push({ cluster, keeper });
  return { cluster, keeper, tab: new FakeTab(cluster, keeper), clock: cluster.clock };
}

/** Whatever a test left open ends with its keeper: no terminal, no connection, no timer is left. */
afterEach(async () => {
  for (const { cluster, keeper } of opened.splice(0)) {
    keeper.close();
    await cluster.clock.advance(10);
    expect([keeper.size, cluster.connections.filter(({ isClosed }) => !isClosed).length]).toEqual([0, 0]);
    await cluster.clock.advance(20_000);
    expect(cluster.clock.pendingTimers).toBe(0);
  }
});

/** Much takes many turns. */
async function flow(clock: FakeClock): Promise<void> {
  for (let i = 0; i < 2_000; i++) await clock.advance(10);
}

const second = (session = 2) => `00000000-0000-4000-8000-00000000000${session}`;

test('what was made for a terminal is opened by who might make it, and nothing else is', async () => {
  const { cluster, keeper, tab, clock } = start();
  cluster.rules = { allowed: ['pod.debug', 'node.shell'] };
  const made = new MadeTerminals(new MemoryOperations());
  keeper.judgeBy(made);
  const target = { cluster: 'c', resource: PODS, namespace: 'shop', name: 'web-1', uid: 'u1' };
  const debug = { name: 'side', image: 'i', target: '', profile: 'general' } as const;
  const by = { key: 'owner' as IdentityKey };
  const action = { kind: 'pod.debug', target, index: 0, suffix: 's', params: { debug } };
  made.made(by, action, { metadata: { uid: 'u1' } });
  tab.open(1, { container: 'app' });
  await clock.advance(10);
  expect(tab.ends.map(({ problem }) => problem?.code)).toEqual(['notAmongAllowed']);
  tab.open(2, { container: 'side', mode: 'attach', session: second() });
  await clock.advance(10);
  expect(cluster.terminal.request.path).toMatch('/attach');
  const nodeShell = { namespace: 'shop', name: 'web-1', image: 'i', profile: 'general' } as const;
  made.made(by, { ...action, kind: 'node.shell', params: { nodeShell } }, { metadata: { uid: 'u1' } });
  tab.open(3, { container: 'app', session: second(3) });
  await clock.advance(10);
  expect([tab.ends.length, cluster.terminal.request.path]).toEqual([1, expect.stringMatching('/exec')]);
});

test('a shell is opened in the container that is meant, with a terminal of the size of the screen', async () => {
  const { cluster, tab, clock } = start();
  tab.open(1);
  await clock.advance(10);
  expect(cluster.terminal.request).toEqual({
    path: '/api/v1/namespaces/shop/pods/web-1/exec',
    query: [
      ['container', 'app'],
      ['command', '/bin/bash'],
      ['stdin', 'true'],
      ['stdout', 'true'],
      ['tty', 'true'],
    ],
    protocols: ['v5.channel.k8s.io', 'v4.channel.k8s.io'],
  });
  expect(tab.states).toEqual([{ at: 0, container: 'app', command: ['/bin/bash'], isTerminal: true, takesInput: true }]);
  tab.type(1, 'ls\r');
  cluster.terminal.write('ls\r\na b\r\n');
  await clock.advance(10);
  expect([cluster.terminal.typed(), tab.text]).toEqual(['ls\r', 'ls\r\na b\r\n']);
  expect(tab.told).toEqual([{ type: 'ack', id: 1, bytes: 3 }]);
  tab.streams.receive({ id: 1, channel: 4, bytes: Buffer.from('{"columns":120,"rows":40}') });
  for (const nonsense of ['{"columns":0,"rows":40}', 'x'])
    tab.streams.receive({ id: 1, channel: 4, bytes: Buffer.from(nonsense) });
  await clock.advance(10);
  expect(cluster.terminal.on(4)).toEqual(['{"Width":80,"Height":24}', '{"Width":120,"Height":40}']);
});

test('what is attached to has a terminal and an input only where the container has', async () => {
  const { cluster, tab, clock } = start();
  tab.open(1, { mode: 'attach' });
  tab.open(2, { mode: 'attach', container: 'side', session: second() });
  await clock.advance(10);
  const queries = cluster.connections.map(({ request }) => request.query.map(pair => pair.join('=')).join('&'));
  expect(queries).toEqual(['container=app&stdout=true&stderr=true', 'container=side&stdin=true&stdout=true&tty=true']);
  expect(tab.states).toMatchObject([
    { container: 'app', command: [], isTerminal: false, takesInput: false },
    { container: 'side', command: [], isTerminal: true, takesInput: true },
  ]);
  cluster.connections[0]?.say(2, 'to its errors');
  await clock.advance(10);
  expect(tab.text).toBe('to its errors');
});

test.each([
  ['v5.channel.k8s.io', 255, '\x00'],
  ['v4.channel.k8s.io', 0, '\x04'],
])('the end of input is said as %s can', async (protocol, channel, said) => {
  const { cluster, tab, clock } = start();
  cluster.protocol = protocol;
  tab.open(1);
  await clock.advance(10);
  tab.streams.receive({ id: 1, channel: 255, bytes: new Uint8Array() });
  await clock.advance(10);
  expect(cluster.terminal.on(channel)).toEqual([said]);
  // Output goes on.
  cluster.terminal.write('still here');
  await clock.advance(10);
  expect(tab.text).toBe('still here');
});

const terminated = (reason: string, exitCode: number) => ({ terminated: { reason, exitCode, containerID: 'c1' } });

test.each<[string, (cluster: FakeCluster) => void, object]>([
  ['nothing to say', ({ terminal }) => terminal.exitWith(0), { reason: 'finished', problem: null }],
  [
    'its exit code',
    ({ terminal }) => terminal.exitWith(3),
    { reason: 'finished', problem: { code: 'exited', params: { code: 3 } } },
  ],
  [
    'an exit code of somebody who killed it, where the container is as it was',
    ({ terminal }) => terminal.exitWith(137),
    { reason: 'finished', problem: { code: 'exited', params: { code: 137 } } },
  ],
  [
    'the words of the API server',
    ({ terminal }) => terminal.exit({ status: 'Failure', message: 'container not running', code: 500 }),
    { reason: 'refused', problem: { code: 'clusterSays', params: { status: 500, detail: 'container not running' } } },
  ],
  [
    'that the pod is gone',
    cluster => {
      cluster.pod = null;
      cluster.terminal.exitWith(137);
    },
    { reason: 'finished', problem: { code: 'podDeleted' } },
  ],
  [
    'that another pod has its name',
    cluster => {
      cluster.pod = { ...POD, metadata: { ...POD.metadata, uid: 'u2' } };
      cluster.terminal.cut();
    },
    { reason: 'finished', problem: { code: 'podDeleted' } },
  ],
  [
    'that it is being deleted',
    cluster => {
      cluster.pod = { ...POD, metadata: { ...POD.metadata, deletionTimestamp: '2026-11-23T08:00:00Z' } };
      cluster.terminal.exitWith(143);
    },
    { reason: 'finished', problem: { code: 'podDeleted' } },
  ],
  [
    'that memory ran out',
    cluster => {
      const [app, side] = POD.status.containerStatuses;
      const after = { ...app, containerID: 'c9', lastState: terminated('OOMKilled', 137) };
      cluster.pod = { ...POD, status: { containerStatuses: [after, side] as never } };
      cluster.terminal.exitWith(137);
    },
    { reason: 'finished', problem: { code: 'outOfMemory' } },
  ],
  [
    'how the container ended',
    cluster => {
      const [app, side] = POD.status.containerStatuses;
      const after = { ...app, state: terminated('Error', 1) };
      cluster.pod = { ...POD, status: { containerStatuses: [after, side] as never } };
      cluster.terminal.cut(new Error('reset'));
    },
    { reason: 'finished', problem: { code: 'containerEnded', params: { detail: 'Error', code: 1 } } },
  ],
  [
    'that the connection broke',
    ({ terminal }) => terminal.cut(new Error('reset')),
    { reason: 'cut', problem: { code: 'streamBroke', params: { detail: 'reset' } } },
  ],
  [
    'that it was closed without a word',
    ({ terminal }) => terminal.cut(),
    { reason: 'cut', problem: { code: 'connectionCut' } },
  ],
])('[PR22] a terminal that ends says why: %s', async (_why, end, told) => {
  const { cluster, tab, clock } = start();
  tab.open(1);
  await clock.advance(10);
  cluster.terminal.write('last words');
  end(cluster);
  await clock.advance(5_000);
  expect(tab.text).toBe('last words');
  expect(tab.ends).toMatchObject([told]);
});

test('[PR22] a terminal in which nothing happens is ended before the node does it and does not say why', async () => {
  const { cluster, tab, clock } = start();
  tab.open(1);
  await clock.advance(3 * 3_600_000);
  cluster.terminal.write('still here');
  await clock.advance(3 * 3_600_000);
  expect(tab.ends).toEqual([]);
  await clock.advance(3_600_000);
  expect(tab.ends).toMatchObject([{ reason: 'cut', problem: { code: 'terminalIdle', params: { minutes: 235 } } }]);
});

test('what may not be opened says what the API server says, and so does a pod that is not there', async () => {
  const { cluster, tab, clock } = start();
  cluster.refusal = { status: 403, body: '{"kind":"Status","message":"ada may not create pods/exec","code":403}' };
  tab.open(1);
  await clock.advance(10);
  cluster.pod = null;
  tab.open(2, { session: second() });
  await clock.advance(10);
  expect(tab.ends).toMatchObject([
    { reason: 'refused', problem: { params: { status: 403, detail: 'ada may not create pods/exec' } } },
    { reason: 'refused', problem: { params: { status: 404, detail: 'no pod' } } },
  ]);
});

test('who may open a terminal and not read the pod opens it all the same', async () => {
  const { cluster, tab, clock } = start();
  cluster.podStatus = 403;
  tab.open(1);
  await clock.advance(10);
  expect(cluster.terminal.request.query[0]).toEqual(['command', '/bin/bash']);
});

test('an image is searched for a shell once; one without says so, and what went wrong otherwise is not remembered', async () => {
  const { cluster, tab, clock } = start();
  tab.open(1);
  await clock.advance(10);
  tab.open(2, { session: second() });
  await clock.advance(10);
  expect(cluster.searches).toBe(1);
  cluster.shell = connection =>
    connection.exit({ status: 'Failure', message: 'exec: "sh": executable file not found in $PATH', code: 500 });
  for (const id of [3, 4]) tab.open(id, { container: 'side', session: second(id) });
  await clock.advance(10);
  expect([cluster.searches, ...tab.ends.map(({ problem }) => problem?.code)]).toEqual([3, 'noShell', 'noShell']);
  tab.open(5, { container: 'side', session: second(5) });
  await clock.advance(10);
  expect(cluster.searches).toBe(3);
  const [app, side] = POD.status.containerStatuses;
  const other = { ...side, imageID: 'sha256:3' };
  cluster.pod = { ...POD, status: { containerStatuses: [app, other] as never } };
  cluster.shell = connection => connection.exit({ status: 'Failure', message: 'container not running', code: 500 });
  for (const id of [6, 7]) {
    tab.open(id, { container: 'side', session: second(id) });
    await clock.advance(10);
  }
  expect(cluster.searches).toBe(5);
});

test.each([
  'exec: "sh": executable file not found in $PATH',
  'OCI runtime exec failed: exec failed: unable to start container process: exec: "/bin/sh": stat /bin/sh: no such file or directory: unknown',
  'exec /bin/sh: no such file or directory',
  'executable file `sh` not found in $PATH: No such file or directory',
  "executable 'sh' not found in $PATH",
  'error finding executable "sh" in PATH [/usr/bin /bin]: no such file or directory',
])('that there is no shell is remembered where it is said of the program: %s', async message => {
  const { cluster, tab, clock } = start();
  cluster.shell = connection => connection.exit({ status: 'Failure', message, code: 500 });
  for (const id of [1, 2]) {
    tab.open(id, { session: second(id) });
    await clock.advance(10);
  }
  expect([cluster.searches, ...tab.ends.map(({ problem }) => problem?.code)]).toEqual([1, 'noShell', 'noShell']);
});

test.each([
  'error adding pid 123 to cgroups: failed to write 123: open /sys/fs/cgroup/x/cgroup.procs: no such file or directory',
  'exec failed: open /proc/self/fd: no such file or directory',
  'chdir to cwd ("/app") set in config.json failed: no such file or directory',
])('of a container that is just ending it is not said that it has no shell: %s', async message => {
  const { cluster, tab, clock } = start();
  cluster.shell = connection => connection.exit({ status: 'Failure', message, code: 500 });
  tab.open(1, { session: second(1) });
  await clock.advance(10);
  // The same, told as output with an exit code.
  cluster.shell = connection => {
    connection.write(message);
    connection.exitWith(126);
  };
  for (const id of [2, 3]) {
    tab.open(id, { session: second(id) });
    await clock.advance(10);
  }
  expect(cluster.searches).toBe(3);
  expect(tab.ends[0]?.problem).toMatchObject({ code: 'clusterSays', params: { detail: message } });
});

test('a node that does not answer the search is asked for the plain shell', async () => {
  const { cluster, tab, clock } = start();
  cluster.shell = null;
  tab.open(1);
  await clock.advance(10_100);
  expect(cluster.terminal.request.query[1]).toEqual(['command', 'sh']);
});

test('[PR14] a flood waits for its reader, and what comes in drops goes together', async () => {
  const { cluster, tab, clock } = start();
  tab.open(1);
  await clock.advance(10);
  tab.reads = false;
  const block = new Uint8Array(32 * 1024).fill(121);
  for (let i = 0; i < 1_000; i++) cluster.terminal.write(block);
  await clock.advance(60_000);
  const held = Buffer.concat(tab.frames).length;
  // A window on its way to the tab and one behind it are all that is taken.
  expect(held).toBeLessThanOrEqual(128 * 1024 + 32 * 1024);
  expect(cluster.terminal.taken * block.length).toBeLessThan(384 * 1024);
  tab.reads = true;
  tab.streams.acknowledge(1, held);
  await flow(clock);
  expect(Buffer.concat(tab.frames)).toHaveLength(1_000 * block.length);
  const before = tab.frames.length;
  for (let i = 0; i < 500; i++) {
    cluster.terminal.write('.');
    if (i % 50 === 0) await clock.advance(1);
  }
  await clock.advance(100);
  expect(tab.frames.length - before).toBeLessThan(20);
});

test('[PR15] any bytes arrive as they were written: no character, half of one, or a line of ten megabytes', async () => {
  const { cluster, tab, clock } = start();
  tab.open(1);
  await clock.advance(10);
  const odd = Buffer.concat([
    Buffer.of(0, 0xff, 0xc3),
    Buffer.from('日').subarray(0, 2),
    Buffer.alloc(10_000_000, 'x'),
  ]);
  cluster.terminal.write(odd);
  await flow(clock);
  expect(Buffer.concat(tab.frames).equals(odd)).toBe(true);
});

test('[PR14] what is typed waits for the container', async () => {
  const { cluster, tab, clock } = start();
  tab.open(1);
  await clock.advance(10);
  let free = () => {};
  cluster.terminal.room = new Promise(resolve => {
    free = resolve;
  });
  tab.type(1, 'slow');
  await clock.advance(1_000);
  expect(tab.told).toEqual([]);
  free();
  await clock.advance(10);
  expect(tab.told).toEqual([{ type: 'ack', id: 1, bytes: 4 }]);
});

test('[PR21] whose socket was cut comes back to the same shell: nothing twice, nothing missing', async () => {
  const { cluster, keeper, tab, clock } = start();
  tab.open(1);
  await clock.advance(10);
  cluster.terminal.write('one ');
  await clock.advance(10);
  tab.streams.close();
  cluster.terminal.write('two ');
  await clock.advance(59_000);
  const again = new FakeTab(cluster, keeper);
  // The tab had not got all that was on its way.
  again.open(1, { seen: 2, columns: 100, rows: 30 });
  await clock.advance(10);
  cluster.terminal.write('three');
  await clock.advance(10);
  expect([again.text, again.states]).toMatchObject(['e two three', [{ at: 2 }]]);
  again.type(1, 'x');
  await clock.advance(10);
  expect([cluster.terminal.typed(), cluster.terminal.on(4).at(-1), cluster.searches]).toEqual([
    'x',
    '{"Width":100,"Height":30}',
    1,
  ]);
});

test('[PR21] who reloaded gets the end of what was written, from a line on; of more than is kept the rest is gone', async () => {
  const { cluster, keeper, tab, clock } = start();
  tab.open(1);
  await clock.advance(10);
  for (let i = 0; i < 30; i++) cluster.terminal.write(`${'x'.repeat(99_990)}\nline ${i}\n`);
  await flow(clock);
  tab.streams.close();
  const again = new FakeTab(cluster, keeper);
  again.open(1, { seen: 0 });
  await flow(clock);
  expect(again.text).toMatch(/^(?:x+|line \d+)\n/);
  expect(again.text.endsWith('line 29\n')).toBe(true);
  expect(again.text.length).toBeLessThanOrEqual(1024 * 1024);
  expect(again.states).toMatchObject([{ at: 30 * 99_991 + 10 * 7 + 20 * 8 - again.text.length }]);
});

test('[PR21] a flood that nobody looks at stands still, and goes on when somebody does', async () => {
  const { cluster, keeper, tab, clock } = start();
  tab.open(1);
  await clock.advance(10);
  tab.streams.close();
  const block = new Uint8Array(32 * 1024).fill(121);
  for (let i = 0; i < 100; i++) cluster.terminal.write(block);
  await clock.advance(30_000);
  expect(cluster.terminal.taken).toBeLessThan(10);
  const again = new FakeTab(cluster, keeper);
  again.open(1);
  await flow(clock);
  expect(Buffer.concat(again.frames)).toHaveLength(100 * block.length);
});

test('[PR21] after a minute without its tab a terminal ends; one that its tab ended ends at once', async () => {
  const { cluster, keeper, tab, clock } = start();
  for (const id of [1, 2]) {
    tab.open(id, { session: second(id) });
    await clock.advance(10);
  }
  const [, first, other] = cluster.connections;
  tab.streams.end(1);
  expect([first?.isClosed, other?.isClosed]).toEqual([true, false]);
  tab.streams.close();
  await clock.advance(59_000);
  expect([other?.isClosed, keeper.size]).toEqual([false, 1]);
  await clock.advance(2_000);
  expect([other?.isClosed, keeper.size]).toEqual([true, 0]);
});

test('[PR21] what ended while nobody looked says so to who comes back in time', async () => {
  const { cluster, keeper, tab, clock } = start();
  tab.open(1);
  await clock.advance(10);
  tab.streams.close();
  cluster.terminal.write('bye');
  cluster.terminal.exitWith(2);
  await clock.advance(10);
  const again = new FakeTab(cluster, keeper);
  again.open(1);
  await clock.advance(10);
  expect([again.text, again.ends]).toMatchObject(['bye', [{ problem: { code: 'exited', params: { code: 2 } } }]]);
});

test('[PR21] a session opened in a second tab leaves the first; somebody else does not find it, nor does another pod', async () => {
  const { cluster, keeper, tab, clock } = start();
  tab.open(1);
  await clock.advance(10);
  const other = new FakeTab(cluster, keeper);
  other.open(1);
  await clock.advance(10);
  expect(tab.ends).toMatchObject([{ reason: 'refused', problem: { code: 'terminalTaken' } }]);
  expect([other.states.length, cluster.connections.length]).toEqual([1, 2]);
  const stranger = new FakeTab(cluster, keeper, 'eve');
  stranger.open(1);
  await clock.advance(10);
  expect([other.ends, keeper.size, cluster.connections.length]).toEqual([[], 2, 4]);
  other.open(9, { pod: 'web-2' });
  await clock.advance(10);
  expect([cluster.terminal.request.path, other.ends]).toEqual([
    '/api/v1/namespaces/shop/pods/web-2/exec',
    [{ reason: 'finished', problem: null }],
  ]);
});

test('a tab opens so many terminals and no more, and logs all the same', async () => {
  const { tab, clock } = start();
  for (let i = 0; i <= MAX_TERMINALS; i++) tab.open(i, { session: QUERY.session.replace(/1$/, i.toString(16)) });
  await clock.advance(10);
  expect(tab.ends).toMatchObject([{ reason: 'refused', problem: { code: 'tooManyTerminals', params: { most: 8 } } }]);
  tab.streams.end(0);
  tab.open(100, { session: second(9) });
  await clock.advance(10);
  expect(tab.ends).toHaveLength(1);
});

test('that a terminal was opened is recorded, by whom and how it ended; nothing that was typed or written is', async () => {
  const { cluster, keeper, tab, clock } = start();
  const kept: Operation[] = [];
  const steps: unknown[] = [];
  keeper.recordIn(
    terminalRecords({
      begin: async operation => void kept.push(operation),
      update: async (id, index, step) => void steps.push([id, index, step]),
    }),
  );
  tab.open(1);
  await clock.advance(10);
  tab.type(1, 'export PASSWORD=hunter2\r');
  cluster.terminal.write('a secret answer');
  cluster.terminal.exitWith(1);
  await clock.advance(10);
  expect(kept).toMatchObject([
    {
      kind: 'pod.shell',
      identity: 'owner',
      user: 'ada',
      targets: [
        {
          target: { cluster: 'c', namespace: 'shop', name: 'web-1', uid: 'u1' },
          phase: 'seen',
          canUndo: false,
          kubectl: 'kubectl --context=c --namespace=shop exec web-1 --container=app --stdin --tty -- /bin/bash',
        },
      ],
    },
  ]);
  expect(steps).toMatchObject([
    [kept[0]?.id, 0, { change: { phase: 'settled', status: { problem: { code: 'exited', params: { code: 1 } } } } }],
  ]);
  expect(JSON.stringify([kept, steps])).not.toMatch(/hunter2|secret/);
});
