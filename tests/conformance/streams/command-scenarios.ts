import { setTimeout as delay } from 'node:timers/promises';
import { CHANNEL, Conversation, type StreamRequest, V4, V5 } from './stream-client.ts';
import type { StreamScenario } from './stream-scenario.ts';
import { messageOf, type StreamWorld } from './stream-world.ts';

// Commands in containers, and what containers write, as messages of `v4.channel.k8s.io` and `v5.channel.k8s.io`.

/** The pod of these scenarios that runs from the beginning to the end. */
export const COMMAND_POD = 'shell';

interface Wishes {
  readonly pod?: string;
  readonly kind?: 'exec' | 'attach';
  readonly protocols?: readonly string[];
  /** Flags of the request that are on. */
  readonly on?: readonly string[];
  readonly container?: string;
}

const OUTPUTS = ['stdout', 'stderr'];
const WITH_INPUT = ['stdin', ...OUTPUTS];
const TERMINAL = ['stdin', 'stdout', 'tty'];
/** Longer than a connection takes that ends by itself. */
const STAYS_MS = 2_500;
const MEGABYTE = 1024 * 1024;
const PIECE = 32 * 1024;
const ID = /[0-9a-f]{64}/g;

function request(command: readonly string[], wishes: Wishes): StreamRequest {
  const { pod = COMMAND_POD, kind = 'exec', protocols = [V5, V4], on = OUTPUTS, container } = wishes;
  return {
    path: `${pod}/${kind}`,
    query: [
      ...command.map(word => ['command', word] as const),
      ...on.map(name => [name, 'true'] as const),
      ...(container === undefined ? [] : [['container', container] as const]),
    ],
    protocols,
  };
}

type Talk = (conversation: Conversation) => unknown;

/** What a client learns of one command. */
async function told(world: StreamWorld, asked: StreamRequest, talk: Talk = () => {}): Promise<unknown> {
  const opened = await world.client.open(asked);
  if (!(opened instanceof Conversation)) return { status: opened.status, message: messageOf(opened.body) };
  await talk(opened);
  const closed = await opened.end();
  return { ...seen(opened), closed };
}

function seen(conversation: Conversation) {
  const error = conversation.text(CHANNEL.error).replace(ID, 'ID');
  return {
    protocol: conversation.protocol,
    stdout: conversation.text(CHANNEL.stdout),
    stderr: conversation.text(CHANNEL.stderr),
    error: error.startsWith('{') ? (JSON.parse(error) as unknown) : error,
  };
}

const exec = (title: string, command: readonly string[], wishes: Wishes = {}, talk?: Talk): StreamScenario => ({
  title,
  play: world => told(world, request(command, wishes), talk),
});

const sh = (script: string) => ['sh', '-c', script];
/** Says that the input is over, as only the fifth version can. */
const closeInput = (conversation: Conversation) => conversation.send(CHANNEL.close, Buffer.of(CHANNEL.stdin));

export const COMMAND_SCENARIOS: readonly StreamScenario[] = [
  exec('a command writes and ends', ['echo', 'hello']),
  exec('the same in the fourth version', ['echo', 'hello'], { protocols: [V4] }),
  exec('the server likes the newest version, wherever it stands', ['echo', 'hello'], { protocols: [V4, V5] }),
  exec('a protocol that nobody knows', ['echo', 'hello'], { protocols: ['v9.channel.k8s.io'] }),
  exec('an exit code', sh('exit 3')),
  exec('an exit code in the fourth version', sh('exit 3'), { protocols: [V4] }),
  exec('the code of false', ['false']),
  exec('what goes wrong is told apart', sh('echo fine; ls /missing')),
  exec('only what was asked for is told', sh('echo fine; ls /missing'), { on: ['stdout'] }),
  exec('a program that is not there', ['nosuch']),
  exec('a program that is not there, in a shell', sh('nosuch')),
  exec('no command', []),
  exec('nothing asked for', ['echo', 'hello'], { on: [] }),
  exec('a container that is not there', ['echo'], { container: 'none' }),
  exec('a pod that is not there', ['echo'], { pod: 'none' }),
  exec('several containers, none named', ['echo', 'hello'], { pod: 'pair' }),
  exec('the second container', ['echo', 'hello'], { pod: 'pair', container: 'b' }),
  exec('input that is over', ['cat'], { on: WITH_INPUT }, conversation => {
    conversation.send(CHANNEL.stdin, 'one\n');
    conversation.send(CHANNEL.stdin, 'two');
    closeInput(conversation);
  }),
  exec('input that is over from the beginning', ['wc', '-c'], { on: WITH_INPUT }, closeInput),
  exec('a command that reads, and nobody to write', ['cat']),
  exec('what is sent to a command that was to read nothing', ['cat'], {}, conversation =>
    conversation.send(CHANNEL.stdin, 'lost\n'),
  ),
  {
    title: 'input cannot be over in the fourth version',
    play: async world => {
      const opened = await world.client.open(request(['cat'], { on: WITH_INPUT, protocols: [V4] }));
      if (!(opened instanceof Conversation)) return opened;
      opened.send(CHANNEL.stdin, 'one\n');
      closeInput(opened);
      await opened.says(CHANNEL.stdout, 'one\n');
      const end = await Promise.race([opened.closed, delay(STAYS_MS, 'it stays')]);
      opened.close();
      return { ...seen(opened), end };
    },
  },
  {
    title: 'bytes that are no text, both ways',
    play: async world => {
      const opened = await world.client.open(request(['cat'], { on: WITH_INPUT }));
      if (!(opened instanceof Conversation)) return opened;
      opened.send(CHANNEL.stdin, Buffer.from([0xff, 0x00, 0x80, 0x0a]));
      closeInput(opened);
      await opened.end();
      return opened.bytes(CHANNEL.stdout).toString('hex');
    },
  },
  {
    title: 'a megabyte there and back, all of it',
    play: async world => {
      const opened = await world.client.open(request(['cat'], { on: WITH_INPUT }));
      if (!(opened instanceof Conversation)) return opened;
      for (let i = 0; i < MEGABYTE / PIECE; i++) opened.send(CHANNEL.stdin, Buffer.alloc(PIECE, i));
      closeInput(opened);
      const closed = await opened.end();
      return { bytes: opened.bytes(CHANNEL.stdout).length, error: opened.text(CHANNEL.error), closed };
    },
  },
  exec('a terminal has carriage returns and one output', sh('echo fine; ls /missing'), { on: TERMINAL }),
  exec('the size of a terminal', sh('sleep 1; stty size'), { on: TERMINAL }, conversation =>
    conversation.send(CHANNEL.resize, '{"Width":101,"Height":33}'),
  ),
  exec('a terminal that grows', sh('sleep 2; stty size'), { on: TERMINAL }, async conversation => {
    conversation.send(CHANNEL.resize, '{"Width":80,"Height":24}');
    await delay(300);
    conversation.send(CHANNEL.resize, '{"Width":120,"Height":50}');
  }),
  exec('a size that is none', sh('sleep 1; echo alive'), { on: TERMINAL }, conversation =>
    conversation.send(CHANNEL.resize, '{"Width":'),
  ),
  exec('an interrupt typed in a terminal', ['sleep', '60'], { on: TERMINAL }, async conversation => {
    await delay(1_000);
    conversation.send(CHANNEL.stdin, '\x03');
  }),
  exec('a shell that is typed into', ['sh'], { on: WITH_INPUT }, conversation => {
    conversation.send(CHANNEL.stdin, 'echo typed\nexit 4\n');
  }),
  {
    title: 'a command ends with its container',
    play: async world => {
      await world.run('ending', { script: 'sleep 6; exit 5', spec: { restartPolicy: 'Never' } });
      return told(world, request(['sleep', '60'], { pod: 'ending' }));
    },
  },
  {
    title: 'attached to a container that ends',
    play: async world => {
      const script = 'sleep 5; echo nearly; sleep 1; exit 5';
      await world.run('attached', { script, spec: { restartPolicy: 'Never' } });
      return told(world, request([], { pod: 'attached', kind: 'attach' }));
    },
  },
  {
    title: 'a command in a pod that has ended',
    play: async world => {
      await world.make('over', { script: 'exit 0', spec: { restartPolicy: 'Never' } });
      await world.until('over', 'is over', pod => JSON.stringify(pod).includes('"phase":"Succeeded"'));
      return told(world, request(['echo'], { pod: 'over' }));
    },
  },
  {
    title: 'attached to a pod that has ended',
    play: async world => {
      await world.make('past', { script: 'exit 0', spec: { restartPolicy: 'Never' } });
      await world.until('past', 'is over', pod => JSON.stringify(pod).includes('"phase":"Succeeded"'));
      return told(world, request([], { pod: 'past', kind: 'attach' }));
    },
  },
];
