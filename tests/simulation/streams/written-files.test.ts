import { chmodSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { type Random, randomInt, seededRandom } from '@lanthorn/base/random.ts';
import type { ChannelAnswer, ChannelRequest, ChannelSource } from '@lanthorn/kube/api/channel-source.ts';
import type { Problem } from '@lanthorn/protocol/error-kinds.ts';
import { FakeClock } from '@lanthorn/testkit/fake-clock.ts';
import type { CommandContext } from '../../../apps/server/src/files/container-command.ts';
import { listFolder } from '../../../apps/server/src/files/list-folder.ts';
import { putFile } from '../../../apps/server/src/files/put-file.ts';
import { hashOf } from '../../../apps/server/src/files/read-file.ts';
import { saveFile } from '../../../apps/server/src/files/save-file.ts';
import { PLACE, TestContainer } from '../../../apps/server/src/files/test-container.ts';

// Files that are written into a container and folders that are listed there, by commands that really run, while the connection is cut or falls
// silent at any message, the pod goes, who uploads goes away or says another length, and somebody else writes meanwhile. A file is what it was
// or what it was to be, nothing half is called whole, and what is listed is there. A failing seed is printed.

const RUNS = Math.max(50, Math.floor(Number(process.env['SIMULATION_RUNS'] ?? 600) / 12));
const SEED = Number(process.env['SIMULATION_SEED'] ?? 1);
const FAULTS = ['none', 'cut', 'silent', 'deleted', 'gone'] as const;
const BODIES = ['whole', 'whole', 'left', 'short', 'long'] as const;
/** What some containers have. */
const PROGRAMS = [
  undefined,
  ['cat', 'head', 'mv', 'rm', 'sh', 'stat', 'find'],
  ['cat', 'head', 'mv', 'rm', 'sh'],
] as const;
/** Longer than a command may be silent. */
const SILENT_MS = 61_000;
/** Messages of all commands of one thing that is done, about. */
const MOST_MESSAGES = 14;
/** Commands really run. */
const PLAY_MS = 120_000;
const LOOK_EVERY_MS = 5;
/** Commands take milliseconds, on a busy machine seconds. */
const MOST_LOOKS = 6_000;

type Fault = (typeof FAULTS)[number];

const pick = <T>(random: Random, all: readonly [T, ...T[]]): T => all[randomInt(random, 0, all.length - 1)] ?? all[0];
const bytesOf = (random: Random, most: number) => Buffer.alloc(randomInt(random, 1, most), randomInt(random, 33, 126));

/** A container whose connections break once, at some message of either side; "gone" has no others afterwards. */
class FaultyContainer implements ChannelSource {
  readonly #inner: TestContainer;
  readonly #fault: Fault;
  #left: number;
  hasStruck = false;

  constructor(inner: TestContainer, fault: Fault, random: Random) {
    this.#inner = inner;
    this.#fault = fault;
    this.#left = randomInt(random, 0, MOST_MESSAGES);
  }

  async connect(request: ChannelRequest): Promise<ChannelAnswer> {
    if (this.hasStruck && this.#fault === 'gone') throw new Error('connection refused');
    const answer = await this.#inner.connect(request);
    if (!('socket' in answer)) return answer;
    const { socket } = answer;
    const strikes = () => this.#strikes();
    const fault = this.#fault;
    let isBroken = false;
    const breakOff = async () => {
      isBroken = true;
      if (fault === 'silent') await new Promise(() => {});
      socket.close();
    };
    async function* messages() {
      for await (const message of socket.messages) {
        if (!isBroken && strikes()) await breakOff();
        if (isBroken) break;
        yield message;
      }
      // The API server ends the connection of a pod that is deleted, and no word says how.
      if (isBroken && fault !== 'deleted') throw new Error('connection reset');
    }
    return {
      socket: {
        protocol: socket.protocol,
        messages: messages(),
        // One that is closed takes nothing, and says nothing.
        send: async message => (strikes() ? breakOff() : socket.send(message)),
        close: () => socket.close(),
      },
    };
  }

  #strikes(): boolean {
    if (this.#fault === 'none' || this.hasStruck) return false;
    this.#left--;
    this.hasStruck = this.#left < 0;
    return this.hasStruck;
  }
}

interface Scene {
  readonly random: Random;
  readonly container: TestContainer;
  readonly fault: Fault;
  readonly faulty: FaultyContainer;
  readonly at: string;
  readonly files: () => string[];
  readonly now: () => Buffer;
  /** What comes of it, while time goes on where nothing else does. */
  readonly done: <T>(work: (context: CommandContext) => Promise<T>) => Promise<T>;
}

async function inContainer(seed: number, play: (scene: Scene) => Promise<void>): Promise<void> {
  const random = seededRandom(seed);
  const programs = pick(random, PROGRAMS);
  const container = programs === undefined ? new TestContainer() : new TestContainer(programs);
  try {
    const fault = pick(random, FAULTS);
    const faulty = new FaultyContainer(container, fault, random);
    const clock = new FakeClock();
    const { cluster, action } = container.context;
    const context = { cluster: { ...cluster, channels: faulty } as never, clock, action };
    const at = join(container.folder, 'file');
    await play({
      ...{ random, container, fault, faulty, at },
      files: () => readdirSync(container.folder).toSorted(),
      now: () => readFileSync(at),
      done: async work => {
        let isOver = false;
        const working = work(context).finally(() => (isOver = true));
        for (let looks = 0; !isOver; looks++) {
          if (looks > MOST_LOOKS) throw new Error('it never ended');
          await new Promise(resolve => setTimeout(resolve, LOOK_EVERY_MS));
          if (faulty.hasStruck && fault === 'silent') await clock.advance(SILENT_MS);
        }
        return working;
      },
    });
  } finally {
    container.close();
  }
}

async function* bodyOf(content: Buffer, how: (typeof BODIES)[number], random: Random): AsyncGenerator<Uint8Array> {
  const end = how === 'whole' || how === 'long' ? content.length : randomInt(random, 0, content.length - 1);
  for (let at = 0; at < end; ) {
    const next = Math.min(end, at + randomInt(random, 1, 40_000));
    yield content.subarray(at, next);
    at = next;
  }
  if (how === 'long') yield Buffer.from('more');
  if (how === 'left') throw new Error('whoever sent it is gone');
}

async function upload({ random, container, fault, at, files, now, done }: Scene): Promise<void> {
  const [before, after] = [bytesOf(random, 500), bytesOf(random, 120_000)];
  const isThere = random.next() < 0.7;
  if (isThere) writeFileSync(at, before);
  if (isThere) chmodSync(at, 0o640);
  const how = pick(random, BODIES);
  const request = { ...PLACE, path: container.path(), name: 'file', size: String(after.length), reason: '' };
  const answer: object = await done(context =>
    putFile(context, {
      request: { ...request, replaces: 'yes' } as never,
      body: bodyOf(after, how, random),
      signal: new AbortController().signal,
    }),
  );
  const left = files().filter(name => name.startsWith('.lanthorn-'));
  // It could not be taken away again where nothing reaches the container any more, or the taking away itself broke off.
  if (fault === 'none') expect(left).toEqual([]);
  expect(left.length).toBeLessThan(2);
  if (!('problem' in answer)) {
    expect([how, now().equals(after)]).toEqual(['whole', true]);
    return;
  }
  if (fault === 'none') expect(how).not.toBe('whole');
  const isThereNow = files().includes('file');
  // Broken off behind the last step, it is whole and nobody knows.
  if (isThere) expect(isThereNow && [before, after].some(content => content.equals(now()))).toBe(true);
  else if (isThereNow) expect(now().equals(after)).toBe(true);
  if (how !== 'whole') expect(isThere ? now().equals(before) : !isThereNow).toBe(true);
}

async function save({ random, container, fault, at, now, done }: Scene): Promise<void> {
  const [before, other, after] = [bytesOf(random, 9_000), bytesOf(random, 9_000), bytesOf(random, 9_000)];
  const isForeign = random.next() < 0.3;
  writeFileSync(at, isForeign ? other : before);
  const request = { ...container.request('file'), was: hashOf(before), base64: after.toString('base64') };
  const answer: { readonly problem?: Problem; readonly hash?: string } = await done(context =>
    saveFile(context, request),
  );
  if (answer.hash !== undefined) expect([answer.hash, now().equals(after)]).toEqual([hashOf(after), true]);
  // What somebody else wrote is not touched, whatever breaks.
  if (isForeign && !other.equals(before)) expect(now().equals(other)).toBe(true);
  if (fault === 'none')
    expect(answer.problem?.code).toBe(isForeign && !other.equals(before) ? 'fileChanged' : undefined);
}

async function list({ random, container, faulty, files, done }: Scene): Promise<void> {
  const names = ['a', 'b c', '-rf', 'new\nline', 'ä', '%41', "it's"].slice(0, randomInt(random, 0, 7));
  for (const name of names) writeFileSync(join(container.folder, name), name);
  const answer = await done(context => listFolder(context, container.request()));
  if ('problem' in answer) return expect(faulty.hasStruck).toBe(true);
  const listed = answer.folder.entries.map(({ name }) => decodeURIComponent(name)).toSorted();
  const there = files();
  expect(listed.filter(name => !there.includes(name))).toEqual([]);
  if (!answer.folder.isCut) expect(listed).toEqual(there);
}

test.each([
  ['a file that is uploaded is whole, or what was there before', upload],
  ['a file that is saved is said to be what it is, and never one that somebody else changed', save],
  ['what is listed of a folder is there, and all of it where nothing is said', list],
])(
  '%s',
  async (_title, play) => {
    for (let run = 0; run < RUNS; run++)
      try {
        await inContainer(SEED + run, play);
      } catch (error) {
        throw new Error(`seed ${SEED + run}`, { cause: error });
      }
  },
  Math.max(PLAY_MS, RUNS * 1_000),
);
