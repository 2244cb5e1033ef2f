import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { ContainerRuntime } from '../../apps/cluster/src/container/container-runtime.ts';
import { systemClock } from '../../apps/cluster/src/container/system/system-clock.ts';
import { PauseMeter } from './attacked-server.ts';

// The shell of a simulated container runs in the process of the cluster, and where the console is tried out in that of the console:
// no script may end it, keep it from others, or fill its memory.

const POD = { metadata: { name: 'p', namespace: 'n', uid: 'u' }, spec: { containers: [{ name: 'main' }] } };
/** What does not end by itself is left after so long. */
const PATIENCE_MS = 300;
/** Whoever is told to stop does so within this, on a machine that does much else. */
const STOPPING_MS = 10_000;
const MAX_PAUSE_MS = 250;
const MAX_MEMORY = 500 * 1024 * 1024;

let pauses: PauseMeter;
beforeEach(() => {
  pauses = new PauseMeter();
});
afterEach(() => pauses.close());

async function attack(command: readonly string[], input?: string, patienceMs = PATIENCE_MS) {
  const stopped = new AbortController();
  const stopping = setTimeout(() => stopped.abort(), patienceMs);
  let [out, err, memory] = ['', '', 0];
  const measuring = setInterval(() => {
    const { heapUsed, external } = process.memoryUsage();
    memory = Math.max(memory, heapUsed + external);
  }, 20);
  const keep = (kept: string, bytes: Uint8Array) => (kept + Buffer.from(bytes).toString()).slice(0, 10_000);
  const before = process.memoryUsage();
  let turns = 0;
  const nextTurn = () => {
    turns++;
    return systemClock.nextTurn();
  };
  const ended = new ContainerRuntime({ ...systemClock, nextTurn }).exec(POD, {
    container: '',
    command,
    isTerminal: false,
    stdin:
      input === undefined
        ? null
        : (async function* once() {
            yield Buffer.from(input);
          })(),
    out: bytes => void (out = keep(out, bytes)),
    err: bytes => void (err = keep(err, bytes)),
    drained: () => Promise.resolve(),
    size: () => null,
    signal: stopped.signal,
  });
  const answer = await Promise.race([ended, pause(patienceMs + STOPPING_MS, 'it does not stop')]);
  clearTimeout(stopping);
  clearInterval(measuring);
  expect(answer).toHaveProperty('exitCode');
  turns = 0;
  await pause(20);
  expect(turns, 'what it began goes on').toBe(0);
  expect(pauses.take()).toBeLessThan(MAX_PAUSE_MS);
  expect(memory - before.heapUsed - before.external).toBeLessThan(MAX_MEMORY);
  return { ...(answer as { readonly exitCode: number }), out, err, wasStopped: stopped.signal.aborted };
}

const sh = (script: string, patienceMs?: number) => attack(['sh', '-c', script], undefined, patienceMs);

test.each([
  // They call themselves, or begin more and more.
  'f(){ f|f; }; f',
  'f(){ f|f& }; f; wait',
  'f(){ (f);(f); }; f',
  'f(){ x=$(f); }; f',
  `x='eval "$x"'; eval "$x"`,
  "echo 'sh /tmp/a' >/tmp/a; sh /tmp/a",
  "echo '. /tmp/a' >/tmp/a; . /tmp/a",
  "trap 'kill -TERM $$' TERM; kill -TERM $$",
  'while :; do sleep 60 & done',
  'while :; do :; done',
  '(trap : TERM; while :; do :; done) & while :; do kill $!; done',
  '(trap "kill -TERM $$" EXIT TERM; sleep 60) & while :; do kill -KILL $!; done',
  // They write or read without end.
  'cat </dev/zero >/dev/null',
  'cat </dev/zero',
  'cat </dev/zero | tr a b >/dev/null',
  'cat </dev/zero | wc -c',
  'cat </dev/zero | sed s/a/b/',
  'cat </dev/zero | sort',
  'read x </dev/zero',
  'head -n 1 </dev/zero',
  'seq 1 1e15 >/dev/null',
  'seq 1 1e15',
  'seq 1 1e15 | wc -l',
  'seq 1 1e15 | grep -q z',
  'yes | while read x; do :; done',
  'yes >/tmp/full',
  'yes | sed s/y/n/ | head -n 1',
  'yes & wait',
  "awk 'BEGIN {while (1) i++}'",
  "awk 'BEGIN {while (1) a[i++] = i}'",
  'awk \'BEGIN {x = "ab"; while (1) x = x x}\'',
  "awk 'function f() {f()} BEGIN {f()}'",
  'awk \'BEGIN {x = "&"; while (i++ < 19) x = x x; y = x; gsub(/.*/, x, y)}\'',
  'awk \'BEGIN {while (1) print "x" > "/tmp/f"}\'',
  'yes | awk \'BEGIN {RS = "z"} {print}\'',
  "yes | awk '/y/ {n++}'",
  'awk \'BEGIN {while (1) system("true")}\'',
  'yes | xargs -n0',
  'yes | xargs',
  'yes | xargs true & sleep 0.5',
  'yes | sort & wait',
  'seq 1 200000 | xargs -n1 true',
  // They keep more and more.
  'x=$(yes)',
  'x=ab; while :; do x=$x$x; done',
  'set -- a b; while :; do set -- "$@" "$@"; done',
  'x=aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa; i=0; while :; do i=$((i+1)); eval v$i=$x$x$x$x$x$x; done',
  'printf %500000000s',
  'printf %.500000000f 1',
  "printf '%*s' 500000000 x",
  'i=0; while :; do i=$((i+1)); mkdir d$i; done',
  'i=0; while :; do i=$((i+1)); echo >d$i; done',
  'cd /tmp; while :; do mkdir d; cd d; done',
  // They take long for what is short.
  'x=$(seq 1 150); y=${x//foo/bar}; y=${x#*foo}; y=${x%foo*}; y=${x//*foo/}',
  'x=$(seq 1 20000); y=${x//foo/bar}; y=${x##*foo}; y=${x%%foo*}; y=${x//1*foo/}',
  'x=$(seq 1 20000); case $x in *1*2*3*4*5*6*7*8*foo) ;; esac',
  'x=$(seq 1 200000); for i in $x; do :; done',
  'seq 1 200000 | sort >/dev/null',
  'yes | head -c 2000000 | sort -n >/dev/null',
  'yes | head -c 2000000 >/tmp/f; sort /tmp/f | uniq | tac',
  'echo /*/../*/../*/../*/../*/../*',
  'x=$(yes 1+ | head -c 1000000 | tr -d "\\n"); echo $((x 1))',
  'yes x | head -c 4000000 | tr "\\n" x | { read x; echo $?; }',
  'yes "a\\\\" | { read x; echo $?; }',
  Array.from({ length: 30 }, (_, i) => `a${i}='a${i + 1}+a${i + 1}';`).join('') + ' a30=1; echo $((a0))',
])('%s', async script => {
  await sh(script);
});

test('commands without a loop, and commands that run commands, let others run', async () => {
  expect(await sh(`${':;'.repeat(20_000)} echo end`, 30_000)).toMatchObject({ out: 'end\n', wasStopped: false });
  expect(await sh(`${'command '.repeat(5_000)} echo end`, 30_000)).toMatchObject({ out: 'end\n' });
  expect(await sh(`${'exec '.repeat(5_000)} echo end`, 30_000)).toMatchObject({ out: 'end\n' });
  expect(await sh(`${'exec command '.repeat(3_000)} echo end`, 30_000)).toMatchObject({ exitCode: 2 });
});

test('what awk keeps has a bound in all, and is given back', async () => {
  const run = (program: string) => sh(`seq 100000 129999 | awk '${program}'`, 30_000);
  const refused = { exitCode: 1, err: 'awk: out of memory\n', wasStopped: false };
  expect(await run('{a[NR] = sprintf("%9000s", $1)}')).toMatchObject(refused);
  expect(
    await run('{n += split($0, p); delete p; q[1] = p[1] = $0; f($0)} function f(x, y) {y[x] = x} END {print n}'),
  ).toMatchObject({
    out: '30000\n',
    exitCode: 0,
    wasStopped: false,
  });
});

test('a script that comes in line by line is read in no more than twice its length', async () => {
  const lines = `f() {\n${'echo a line of a function that does not end\n'.repeat(3_000)}`;
  expect(await attack(['sh'], `${lines}}; echo $?\n`, 20_000)).toMatchObject({ out: '0\n', wasStopped: false });
  expect(await attack(['sh'], lines, 20_000)).toMatchObject({ exitCode: 2, wasStopped: false });
  expect(await attack(['sh'], `${'('.repeat(3_000_000)}\n`, 20_000)).toMatchObject({ exitCode: 2 });
});

test('what a command cannot do is said, and the script goes on', async () => {
  const run = (script: string) => sh(script, 20_000);
  expect(await run('yes >/tmp/full; echo $?')).toMatchObject({ out: '1\n' });
  expect(await run('yes >/tmp/full 2>&1; echo $?')).toMatchObject({ out: '1\n' });
  expect(await run('printf %500000000s; echo $?')).toMatchObject({ out: '1\n' });
  expect(await run('yes | tr -d "\\n" | xargs true; echo $?')).toMatchObject({ out: '1\n' });
  expect(await run('seq 200000 | sort -n | tail -n 1; set -- $(seq 100000); echo $#')).toMatchObject({
    out: '200000\n100000\n',
  });
});

test('a job ends with the terminal it was begun in, and an interrupt leaves it', async () => {
  const left = new AbortController();
  let out = '';
  const said = async (text: string) => {
    for (let i = 0; i < 100 && !out.includes(text); i++) await pause(20);
    expect(out).toContain(text);
  };
  const runtime = new ContainerRuntime(systemClock);
  const options = {
    container: '',
    isTerminal: true,
    err: () => {},
    drained: () => Promise.resolve(),
    size: () => null,
  };
  const ended = runtime.exec(POD, {
    ...options,
    command: ['sh'],
    stdin: (async function* typed() {
      yield Buffer.from('while sleep 0.02; do echo alive >>/tmp/f; done & sleep 60\n');
      await pause(50);
      yield Buffer.from('\x03');
      await said('^C\r\n');
      yield Buffer.from('rm /tmp/f; sleep 0.3; cat /tmp/f; wait\n');
      await said('alive');
      await new Promise(resolve => left.signal.addEventListener('abort', resolve));
    })(),
    out: bytes => void (out += Buffer.from(bytes).toString()),
    signal: left.signal,
  });
  await said('alive');
  left.abort();
  expect(await Promise.race([ended, pause(STOPPING_MS, 'it does not stop')])).toHaveProperty('exitCode');
  const read = () =>
    runtime.exec(POD, {
      ...options,
      isTerminal: false,
      command: ['sh', '-c', 'rm -f /tmp/f; sleep 0.2; cat /tmp/f'],
      stdin: null,
      out: () => {},
      signal: new AbortController().signal,
    });
  expect(await read()).toEqual({ exitCode: 1 });
});
