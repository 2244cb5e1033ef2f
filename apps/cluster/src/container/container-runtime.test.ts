import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { CancelSource } from '@lanthorn/base/clock.ts';
import type { JsonObject } from '@lanthorn/base/json.ts';
import type { KubeObject } from '@lanthorn/kube/objects/kube-object.ts';
import { systemClock } from './system/system-clock.ts';
import { ContainerRuntime } from './container-runtime.ts';
import { NO_SOURCES, type ReadSource } from './container-sources.ts';

const UNKNOWN = { durationMs: null, exitCode: 0 };

let runtime: ContainerRuntime;
let pod: KubeObject;
beforeEach(() => {
  const data = (name: string) => (name === 'large' ? { big: 'x'.repeat(17 * 1024 * 1024) } : { conf: 'a=1' });
  const read: ReadSource = (_, { name }) => ({ metadata: { name }, data: data(name) });
  runtime = new ContainerRuntime(systemClock, { ...NO_SOURCES, read });
});
afterEach(() => runtime.forget(pod));

function podOf(command: readonly string[], spec: JsonObject = {}, mount?: JsonObject): KubeObject {
  const volumeMounts = mount === undefined ? [] : [{ name: 'v', ...mount }];
  pod = {
    metadata: { name: 'p', namespace: 'n', uid: 'u' },
    spec: { containers: [{ name: 'main', image: 'busybox', command, volumeMounts }], ...spec },
  };
  return pod;
}

const ask = (of: KubeObject, command: readonly string[], { timeoutMs = 5_000, signal = new CancelSource() } = {}) =>
  runtime.ask(of, 'main', { command, timeoutMs, signal });

test.each([
  ['crosses a file', { emptyDir: {} }, '/etc/hostname/x'],
  ['is a directory', { configMap: { name: 'small' }, subPath: 'conf' }, '/etc'],
  ['is too large', { configMap: { name: 'large' } }, '/conf'],
])(
  'a volume that %s keeps a container from starting, and from being asked',
  async (_, { subPath, ...volume }: JsonObject, mountPath) => {
    const mount = { mountPath, ...(subPath === undefined ? {} : { subPath }) };
    const of = podOf(['sleep', '1'], { volumes: [{ name: 'v', ...volume }] }, mount);
    expect(await runtime.start(of, 'main', UNKNOWN)?.ended).toMatchObject({
      exitCode: 128,
      reason: 'StartError',
      message: expect.stringContaining('error mounting volumes to rootfs'),
    });
    expect(await ask(of, ['true'])).toMatchObject({ exitCode: 128 });
  },
);

test.each([
  'BEGIN{break}',
  'BEGIN{next}',
  'BEGIN{return}',
  'function f(){next} BEGIN{f()}',
  'function f(){break} BEGIN{while(1) f()}',
])('what leaves nothing ends the command alone: %s', async program => {
  const run = runtime.start(podOf(['awk', program]), 'main', UNKNOWN);
  expect((await run?.ended)?.exitCode).toBeGreaterThan(0);
  expect(run?.output.lines(0, 1)[0]?.text).toContain('where there is nothing to leave');
  expect((await ask(pod, ['awk', program])).exitCode).toBeGreaterThan(0);
});

test('what is asked ends with who asks, and with its time', async () => {
  const of = podOf(['sleep', '60']);
  runtime.start(of, 'main', UNKNOWN);
  const signal = new CancelSource();
  const asked = ask(of, ['sh', '-c', 'while :; do :; done'], { timeoutMs: 60_000, signal });
  setTimeout(() => signal.cancel(), 50);
  expect(await asked).toMatchObject({ exitCode: 130 });
  expect(await ask(of, ['sleep', '60'], { timeoutMs: 50 })).toMatchObject({
    said: expect.stringContaining('timed out'),
  });
});

test('all that run for ever share a part of the process; what ends is not kept waiting for long', async () => {
  const hog = (uid: string) => {
    const of = podOf(['sh', '-c', 'while :; do :; done']);
    return runtime.start({ ...of, metadata: { ...of.metadata, uid } }, 'main', UNKNOWN);
  };
  const hogs = ['a', 'b', 'c'].map(hog);
  await pause(4_000);
  const before = process.cpuUsage();
  await pause(1_000);
  const { user } = process.cpuUsage(before);
  expect(user / 1e6).toBeLessThan(0.8);
  const lines = runtime.start(podOf(['sh', '-c', 'echo one; echo two | cat']), 'main', UNKNOWN);
  expect(await lines?.ended).toEqual({ exitCode: 0 });
  for (const run of hogs) run?.signal('KILL');
});

test('a command that goes through many lines and ends does so soon', async () => {
  const run = runtime.start(podOf(['sh', '-c', "seq 30000 | awk '{n += $1} END {print n}'"]), 'main', UNKNOWN);
  const begun = performance.now();
  expect(await run?.ended).toEqual({ exitCode: 0 });
  expect(performance.now() - begun).toBeLessThan(10_000);
});

test('what a pod wrote goes with it', async () => {
  const run = runtime.start(podOf(['echo', 'hello']), 'main', UNKNOWN);
  await run?.ended;
  expect(run?.output.size).toBe(106);
  runtime.forget(pod);
  expect(run?.output.size).toBe(0);
});

test('what is killed says nothing more, whatever it would do at its end', async () => {
  const run = runtime.start(podOf(['sh', '-c', 'trap "echo no" EXIT INT TERM; echo on; sleep 60']), 'main', UNKNOWN);
  await pause(100);
  run?.signal('KILL');
  expect(await run?.ended).toEqual({ exitCode: 137 });
  await pause(50);
  expect(run?.output.lines(0, 5).map(({ text }) => text)).toEqual(['on\n']);
});

test('variables that double are written out as long as a text may be, and no longer', async () => {
  const env = Array.from({ length: 60 }, (_, i) => ({
    name: `V${i}`,
    value: i === 0 ? 'xy' : `$(V${i - 1})$(V${i - 1})`,
  }));
  const of = podOf(['sh', '-c', 'echo ${#V59}']);
  const [container] = (of['spec'] as { containers: JsonObject[] }).containers;
  const run = runtime.start({ ...of, spec: { containers: [{ ...container, env }] } }, 'main', UNKNOWN);
  expect(await run?.ended).toEqual({ exitCode: 0 });
  expect(Number(run?.output.lines(0, 1)[0]?.text)).toBeLessThanOrEqual(128 * 1024);
});

test('who is attached and takes nothing holds up what writes, until they leave', async () => {
  const of = podOf(['sh', '-c', 'i=0; while [ $i -lt 300 ]; do echo line; i=$((i+1)); done'], {});
  const [container] = (of['spec'] as { containers: JsonObject[] }).containers;
  const typed = { ...of, spec: { containers: [{ ...container, stdin: true }] } };
  const run = runtime.start(typed, 'main', UNKNOWN);
  const left = new AbortController();
  let heard = 0;
  const never = new Promise<void>(() => {});
  void runtime.typedInto(typed, 'main')?.attach({
    stdin: null,
    out: () => void heard++,
    drained: () => never,
    signal: left.signal,
  });
  await pause(300);
  expect(heard).toBeLessThan(300);
  left.abort();
  expect(await run?.ended).toEqual({ exitCode: 0 });
});

test('a claim keeps its files as long as it is there: not those of another one of its name, and not for fewer pods than use it', async () => {
  let uid = 'first';
  const read: ReadSource = (_, { name }) => ({ metadata: { name, uid: `${uid}-${name}` } });
  const claims = new ContainerRuntime(systemClock, { ...NO_SOURCES, read });
  const podWith = (claim: string, pod_: string, script: string): KubeObject => ({
    metadata: { name: pod_, namespace: 'n', uid: pod_ },
    spec: {
      containers: [
        {
          ...{ name: 'main', image: 'busybox', command: ['sh', '-c', script] },
          volumeMounts: [{ name: 'v', mountPath: '/data' }],
        },
      ],
      volumes: [{ name: 'v', persistentVolumeClaim: { claimName: claim } }],
    },
  });
  const said = async (of: KubeObject) => {
    const run = claims.start(of, 'main', UNKNOWN);
    await run?.ended;
    return run?.output.lines(0, 1)[0]?.text ?? '';
  };
  const writer = podWith('data', 'writer', 'echo kept > /data/f');
  await said(writer);
  // More than are kept for nobody, all in use.
  for (let i = 0; i < 150; i++) await said(podWith(`c${i}`, `p${i}`, `echo ${i} > /data/f`));
  expect(await said(podWith('c0', 'again', 'cat /data/f'))).toBe('0\n');
  claims.forget(writer);
  expect(await said(podWith('data', 'reader', 'cat /data/f'))).toBe('kept\n');
  claims.forget(podWith('data', 'reader', ''));
  uid = 'second';
  expect(await said(podWith('data', 'other', 'cat /data/f 2>/dev/null || echo fresh'))).toBe('fresh\n');
  for (let i = 0; i < 150; i++) claims.forget(podWith(`c${i}`, `p${i}`, ''));
});

test('devices are there in every container, and what tells of the machine', async () => {
  const of = podOf(['sleep', '1']);
  const said = async (script: string) => (await ask(of, ['sh', '-c', script])).said;
  expect(await said('ls /dev; ls -l /dev/null | cut -c1-10')).toBe('null\nrandom\nurandom\nzero\ncrw-rw-rw-\n');
  expect(await said('which df top nope')).toBe('/bin/df\n/bin/top\n');
  expect(await said('df -h | tail -1')).toMatch(/^overlay +20\.0G +5\.0G +15\.0G +25% \/\n$/);
  expect(await said('free | tail -1; nproc')).toMatch(/^Mem: +4194304 +1048576 +3145728 .*\n2\n$/);
  expect(await said('top -b -n 1 | grep -c top')).toBe('1\n');
  expect(await said('uptime')).toMatch(/ up 1 day, /);
});
