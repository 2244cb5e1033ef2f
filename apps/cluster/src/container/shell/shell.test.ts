import { describe, expect, test } from 'vitest';
import { ContainerRuntime } from '../container-runtime.ts';
import { FileSystem } from '../system/file-system.ts';
import { systemClock } from '../system/system-clock.ts';

const POD = {
  metadata: { name: 'p', namespace: 'n', uid: 'u' },
  spec: { containers: [{ name: 'main', env: [{ name: 'COLOUR', value: 'red' }] }, { name: 'side' }] },
};

/** A line at a time, as one types that waits for what comes of it. */
async function* typed(text: string): AsyncIterable<Uint8Array> {
  // oxlint-disable-next-line no-control-regex -- keys that end a line
  for (const line of text.split(/(?<=[\n\x03\x04])/)) {
    yield Buffer.from(line);
    for (let i = 0; i < 5; i++) await systemClock.nextTurn();
  }
}

function container() {
  const runtime = new ContainerRuntime(systemClock);
  return async (
    command: readonly string[],
    { input, isTerminal = false, name = '' }: { input?: string; isTerminal?: boolean; name?: string } = {},
  ) => {
    let out = '';
    let err = '';
    const ended = await runtime.exec(POD, {
      container: name,
      command,
      isTerminal,
      stdin: input === undefined ? null : typed(input),
      out: bytes => (out += Buffer.from(bytes).toString()),
      err: bytes => (err += Buffer.from(bytes).toString()),
      drained: async () => {},
      size: () => ({ columns: 100, rows: 30 }),
      signal: new AbortController().signal,
    });
    return { ...ended, out, err };
  };
}

const sh = (script: string) => container()(['sh', '-c', script]);

test.each([
  ['echo a b', 'a b\n'],
  ['echo "a  $COLOUR" \'$COLOUR\'', 'a  red $COLOUR\n'],
  ['echo one; echo two', 'one\ntwo\n'],
  ['false || echo no', 'no\n'],
  ['true && echo yes', 'yes\n'],
  ['false && echo no; echo $?', '1\n'],
  ['echo a > /tmp/f; echo b >> /tmp/f; cat /tmp/f | grep b', 'b\n'],
  ['cd /etc; pwd; cat hostname', '/etc\np\n'],
  ['X=5; echo ${X}6', '56\n'],
  ['printenv COLOUR | wc -l', '1\n'],
  ['nothing 2> /dev/null; echo $?', '127\n'],
  ['echo a # and no more', 'a\n'],
  ['head -n 1 < /etc/os-release', 'NAME="Simulated Linux"\n'],
  ['[ -f /etc/hosts ] && echo there', 'there\n'],
])('%s', async (script, out) => {
  expect((await sh(script)).out).toBe(out);
});

test('a command ends with its exit code, and complains where people look', async () => {
  expect(await sh('exit 7')).toMatchObject({ exitCode: 7 });
  expect(await sh('cat /nowhere')).toMatchObject({
    exitCode: 1,
    err: 'cat: /nowhere: No such file or directory\n',
  });
  expect(await sh('cd /nowhere')).toMatchObject({ err: "sh: cd: can't cd to /nowhere: No such file or directory\n" });
  expect(await sh("echo 'open")).toMatchObject({ exitCode: 2 });
  expect(await container()(['nosuch'])).toHaveProperty(
    'error',
    expect.stringContaining('executable file not found in $PATH'),
  );
});

test('files stay between commands, and containers do not share them', async () => {
  const run = container();
  await run(['sh', '-c', 'echo mine > /tmp/mine']);
  expect((await run(['cat', '/tmp/mine'])).out).toBe('mine\n');
  expect(await run(['cat', '/tmp/mine'], { name: 'side' })).toMatchObject({ exitCode: 1 });
});

test('a terminal prompts, echoes and takes back', async () => {
  const { out } = await container()(['sh'], { input: 'pwf\x7fd\nexit\n', isTerminal: true });
  expect(out).toBe('/ # pwf\b \bd\r\n/\r\n/ # exit\r\n');
});

test('an interrupt ends what runs and not the shell, and the end of input what reads', async () => {
  const terminal = (input: string) => container()(['sh'], { input, isTerminal: true });
  expect((await terminal('sleep 60\n\x03echo $?\nexit\n')).out).toBe(
    '/ # sleep 60\r\n^C\r\n/ # echo $?\r\n130\r\n/ # exit\r\n',
  );
  expect((await terminal('cat\nhello\n\x04echo on\n\x04')).out).toBe(
    '/ # cat\r\nhello\r\nhello\r\n/ # echo on\r\non\r\n/ # ',
  );
  // Typed and thought better of; a key without a letter; a line that is taken back.
  expect((await terminal('half\x03\x1b[Aec\x1b[Dho $?\nno\x15exit 3\n')).out).toBe(
    '/ # half^C\r\n/ # echo $?\r\n130\r\n/ # no\b \b\b \bexit 3\r\n',
  );
  expect(await terminal('bash\nexit 4\nexit 5\n')).toMatchObject({ exitCode: 5 });
  expect((await container()(['stty', 'size'], { input: '', isTerminal: true })).out).toBe('30 100\r\n');
});

test.each([
  ['command -v bash || command -v sh', '/bin/bash\n'],
  ['command -v nothing; echo $?', '127\n'],
  ['command -v cd', 'cd\n'],
  ['exec echo gone; echo never', 'gone\n'],
])('tools that look for a shell find one: %s', async (script, out) => {
  expect((await sh(script)).out).toBe(out);
});

test('a script is told of an interrupt, and typed lines may make one command', async () => {
  const terminal = (input: string) => container()(['sh'], { input, isTerminal: true });
  expect((await terminal('for i in 1 2\ndo echo $i\ndone\nexit\n')).out).toBe(
    '/ # for i in 1 2\r\n> do echo $i\r\n> done\r\n1\r\n2\r\n/ # exit\r\n',
  );
  expect((await terminal('while true; do :; done\n\x03echo on\nexit\n')).out).toContain('^C\r\n/ # echo on\r\non\r\n');
  const trapped = ['sh', '-c', "trap 'echo bye' INT; while true; do :; done"];
  expect(await container()(trapped, { input: '\x03', isTerminal: true })).toMatchObject({
    exitCode: 130,
    out: '^Cbye\r\n',
  });
});

test('output comes as it is written, and a command that is left ends', async () => {
  const left = new AbortController();
  const said: string[] = [];
  const ended = new ContainerRuntime(systemClock).exec(POD, {
    container: '',
    command: ['sh', '-c', 'echo first; while true; do echo more; sleep 0.01; done'],
    isTerminal: false,
    stdin: null,
    out: bytes => {
      said.push(Buffer.from(bytes).toString());
      if (said.length === 3) left.abort();
    },
    err: () => {},
    drained: async () => {},
    size: () => null,
    signal: left.signal,
  });
  await ended;
  expect(said).toEqual(['first\n', 'more\n', 'more\n']);
});

test('what takes for ever is ended: a pattern, and a function that calls itself', async () => {
  const pattern = await sh("printf '%s\\n' aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaab | grep -E '^(a+)+$'");
  expect(pattern).toMatchObject({ exitCode: 1, err: 'grep: the pattern takes too long\n' });
  expect(await sh('f() { f; }; f')).toMatchObject({ exitCode: 2, err: 'sh: out of stack space\n' });
  expect(await sh('('.repeat(20_000))).toMatchObject({ exitCode: 2 });
});

test('an archive goes in and out again', async () => {
  const run = container();
  await run([
    'sh',
    '-c',
    'mkdir /tmp/d; echo x > /tmp/d/f; cd /tmp; tar cf - d > /tmp/a.tar; mkdir /tmp/e; tar xf - -C /tmp/e < /tmp/a.tar',
  ]);
  expect((await run(['cat', '/tmp/e/d/f'])).out).toBe('x\n');
});

describe('files', () => {
  test('a path stays inside', () => {
    expect(FileSystem.resolve('/a/b', '../../../../etc/./x')).toBe('/etc/x');
  });

  test('a container keeps no more than its share', () => {
    const files = new FileSystem();
    files.makeDirectory('/tmp');
    const large = new Uint8Array(10 * 1024 * 1024);
    files.write('/tmp/a', large, { modifiedAt: 0 });
    expect(() => files.write('/tmp/b', large, { modifiedAt: 0 })).toThrow('No space left on device');
    files.remove('/tmp/a');
    files.write('/tmp/b', large, { modifiedAt: 0 });
  });
});

/** Waits until a job has said so: how long that takes is the machine's. */
const until = (file: string) => `until [ -f ${file} ]; do sleep 0.01; done`;

test.each([
  // A job does what it said of a signal, and goes on.
  [`{ trap "echo heard" TERM; : > ready; sleep 0.2; echo on; } & ${until('ready')}; kill $!; wait $!`, 'heard\non\n'],
  [
    `(trap "echo bye; exit 3" TERM; : > ready; while :; do sleep 0.02; done) & ${until('ready')}; kill $!; wait $!; echo $?`,
    'bye\n3\n',
  ],
  [
    `(trap "echo user; : > said" USR1; : > ready; while :; do sleep 0.02; done) & ${until('ready')}; kill -USR1 $!; ${until('said')}; kill $!`,
    'user\n',
  ],
  [`(trap "" TERM; : > ready; sleep 0.1; echo on) & ${until('ready')}; kill $!; wait $!; echo $?`, 'on\n0\n'],
  // What it says nothing of ends it, without a word more.
  ['(trap "echo no" EXIT; sleep 5) & sleep 0.05; kill $!; wait $!; echo $?', '143\n'],
  ['(trap "echo no" TERM EXIT INT; sleep 5) & sleep 0.05; kill -KILL $!; wait $!; echo $?', '137\n'],
  ['(trap "echo no" TERM; sleep 5) & sleep 0.05; kill -9 $!; wait $!; echo $?', '137\n'],
])('signals of jobs: %s', async (script, out) => {
  expect((await sh(script)).out).toBe(out);
});
