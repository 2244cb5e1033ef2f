import { expect, test } from 'vitest';
import { type Random, randomInt, seededRandom } from '@lanthorn/base/random.ts';
import { COMMAND_CHANNEL, COMMAND_PROTOCOLS } from '@lanthorn/kube/api/remote-command.ts';
import type { IdentityKey } from '@lanthorn/protocol/identity-key.ts';
import { FakeClock } from '@lanthorn/testkit/fake-clock.ts';
import { Transfers } from '../../../apps/server/src/files/transfers.ts';
import { ARCHIVE_END, blocksOf, entriesOf, type Entry, longName, piecesOf, writtenOutside } from './test-archives.ts';

// A folder that is fetched out of a container which may be anybody's: names of any bytes, links, devices, entries that lie, a connection that
// is cut or falls silent, a pod that is deleted, a reader that stops or goes away. Whoever unpacks what came writes nothing beside the folder,
// a file that came is as it was, and only what is whole is called so. A failing seed is printed.

const RUNS = Math.max(60, Math.floor(Number(process.env['SIMULATION_RUNS'] ?? 600) / 4));
const SEED = Number(process.env['SIMULATION_SEED'] ?? 1);
const OWNER = 'owner' as IdentityKey;
const ID = '00000000-0000-4000-8000-000000000001';
const ROOT = 'data';
/** Longer than a command may be silent, than a reader may take nothing, and than it is told what became of a transfer. */
const SILENT_MS = 61_000;
const STALLED_MS = 301_000;
const FORGOTTEN_MS = 121_000;
/** Bytes of a container that are taken though nobody has asked for them yet. */
const MOST_AHEAD = 256 * 1024;

const pick = <T>(random: Random, [first, ...others]: readonly [T, ...T[]]): T =>
  [first, ...others][randomInt(random, 0, others.length)] ?? first;

/** One character for each byte. */
const HONEST = [
  'a',
  'b',
  'sub',
  'sub/c',
  'sub/deep/d',
  '-x',
  ' ',
  'new\nline',
  'link',
  'ÿþ',
  'Ã¤',
  'sub/\\xff',
] as const;
const HOSTILE = [
  '../out',
  'sub/../../out',
  'link/x',
  'a/x',
  'b/x',
  'link/sub/x',
  'link/../../x',
  'n\0ul',
  '..',
  '../data/../x',
] as const;
const TARGETS = ['a', 'sub', '..', '../..', '../../etc', '/etc/passwd', 'sub/../../etc', '.', 'link', 'ÿ', ''] as const;

function anyEntry(random: Random, isHostile: boolean): readonly Entry[] {
  const isBad = isHostile && random.next() < 0.2;
  const bare = isBad ? pick(random, HOSTILE) : pick(random, HONEST);
  const elsewhere = isBad && random.next() < 0.2 ? pick(random, ['/etc/x', 'other/x', './../x'] as const) : null;
  const name = elsewhere ?? `${pick(random, ['./', ''] as const)}${ROOT}/${bare}`;
  const type = pick(random, ['0', '0', '0', '5', '2', '2', '1', '3', '6'] as const);
  const most = random.next() < 0.1 ? 600_000 : 3_000;
  const content = Buffer.alloc(type === '0' ? randomInt(random, 0, most) : 0, randomInt(random, 1, 255));
  const linkname =
    type === '1' ? pick(random, [`${ROOT}/a`, 'data/sub/c', '/etc/passwd', 'data/../x', 'data/link/a'] as const) : '';
  const entry = { type, name, linkname: type === '2' ? pick(random, TARGETS) : linkname, content };
  // The name that is said before an entry is the one that counts.
  return random.next() < 0.2 ? [longName(name), { ...entry, name: `${ROOT}/a` }] : [entry];
}

type Fault = 'none' | 'cut' | 'silent' | 'deleted' | 'short' | 'flipped' | 'slow' | 'gone';
const FAULTS = ['none', 'none', 'cut', 'silent', 'deleted', 'short', 'flipped', 'slow', 'gone'] as const;

/** Nobody can know then whether there was more. */
const BREAKS: ReadonlySet<Fault> = new Set(['cut', 'silent', 'deleted', 'short']);

/** A container whose tar says these bytes, and what becomes of the connection. */
class Container {
  taken = 0;
  isClosed = false;
  readonly #pieces: readonly Buffer[];
  readonly #fault: Fault;
  readonly #until: number;

  constructor(pieces: readonly Buffer[], fault: Fault, random: Random) {
    this.#pieces = pieces;
    this.#fault = fault;
    this.#until = BREAKS.has(fault) ? randomInt(random, 0, pieces.length) : pieces.length;
  }

  async connect() {
    const socket = {
      protocol: COMMAND_PROTOCOLS[0],
      messages: this.messages(),
      send: async () => {},
      close: () => void (this.isClosed = true),
    };
    return { socket };
  }

  async *messages(): AsyncGenerator<Uint8Array> {
    for (const piece of this.#pieces.slice(0, this.#until)) {
      if (this.isClosed) return;
      this.taken += piece.length;
      yield Buffer.concat([Buffer.of(COMMAND_CHANNEL.stdout), piece]);
    }
    if (this.#fault === 'cut') throw new Error('connection reset');
    if (this.#fault === 'silent') await new Promise(() => {});
    // The API server ends the connection, and no word says how.
    if (this.#fault === 'deleted') return;
    const failed = {
      status: 'Failure',
      reason: 'NonZeroExitCode',
      details: { causes: [{ reason: 'ExitCode', message: '137' }] },
    };
    const status = this.#fault === 'short' ? failed : { status: 'Success' };
    yield Buffer.concat([Buffer.of(COMMAND_CHANNEL.error), Buffer.from(JSON.stringify({ metadata: {}, ...status }))]);
  }
}

interface Fetched {
  readonly got: Buffer;
  readonly problem: string | null;
  readonly isThrown: boolean;
}

/** Reads to the end, or as the fault has it, while time goes on. */
async function fetchAll(container: Container, fault: Fault, random: Random): Promise<Fetched> {
  const clock = new FakeClock();
  const transfers = new Transfers(clock);
  const info = { name: 'c', isDemo: false, server: 'https://c', user: 'ada', namespace: '', problem: null };
  const cluster = { key: 'ada/c', info, channels: container } as never;
  const place = { cluster: 'c', namespace: 'shop', pod: 'web-1', uid: 'u1', container: 'app' };
  expect(transfers.prepare(OWNER, cluster, { ...place, path: `/${ROOT}`, id: ID, as: 'archive' })).toBeNull();
  const bytes = transfers.take(OWNER, ID)?.bytes;
  const parts: Uint8Array[] = [];
  let length = 0;
  const read = async (): Promise<boolean> => {
    for await (const part of bytes ?? []) {
      parts.push(part);
      length += part.length;
      if (random.next() > 0.02) continue;
      if (fault === 'gone') return false;
      if (fault === 'slow') {
        for (let i = 0; i < 50; i++) await Promise.resolve();
        expect(container.taken - length).toBeLessThan(MOST_AHEAD);
      }
    }
    return false;
  };
  let isOver = false;
  const reading = read()
    .catch(() => true)
    .finally(() => (isOver = true));
  for (let i = 0; i < 2_000 && !isOver; i++) await new Promise(setImmediate);
  if (!isOver) await clock.advance(SILENT_MS);
  const isThrown = await reading;
  const { end } = transfers.state(OWNER, ID) ?? {};
  await clock.advance(FORGOTTEN_MS + STALLED_MS);
  expect([transfers.size, clock.pendingTimers]).toEqual([0, 0]);
  return { got: Buffer.concat(parts), problem: end?.problem?.code ?? null, isThrown };
}

async function play(seed: number): Promise<void> {
  const random = seededRandom(seed);
  const fault: Fault = pick(random, FAULTS);
  const isHostile = random.next() < 0.6;
  const entries = Array.from({ length: randomInt(random, 1, 25) }, () => anyEntry(random, isHostile)).flat();
  const archive = Buffer.concat([...entries.map(blocksOf), ARCHIVE_END]);
  if (fault === 'flipped') archive[randomInt(random, 0, archive.length - 1)] = randomInt(random, 0, 255);
  const container = new Container(piecesOf(archive, random), fault, random);
  const { got, problem, isThrown } = await fetchAll(container, fault, random);
  const came = entriesOf(got);
  expect(writtenOutside(came, ROOT)).toBeNull();
  expect(came.filter(({ type }) => !['0', '1', '2', '5'].includes(type))).toEqual([]);
  expect(container.isClosed).toBe(true);
  // What breaks off is told to whoever asks.
  if (isThrown || BREAKS.has(fault)) expect(problem).not.toBeNull();
  if (fault === 'flipped') return;
  const files = came.filter(({ type }) => type === '0');
  const written = entries.filter(({ type }) => type === '0').map(({ content }) => content);
  // In their order, each as it was.
  for (const [i, { content }] of files.entries()) expect(content.equals(written[i] ?? Buffer.alloc(0))).toBe(true);
  if (problem === null) expect(files).toHaveLength(written.length);
  expect(came.every(({ name }) => name.split('/')[0] === ROOT)).toBe(true);
}

test('of a folder from anybody’s container nothing is unpacked elsewhere, and only what is whole is called so', async () => {
  for (let run = 0; run < RUNS; run++) {
    try {
      await play(SEED + run);
    } catch (error) {
      throw new Error(`seed ${SEED + run}`, { cause: error });
    }
  }
});

test('a second name for a link is left out: nothing is written through it', async () => {
  const nothing = Buffer.alloc(0);
  const entries: readonly Entry[] = [
    { type: '2', name: 'data/sub/c', linkname: '..', content: nothing },
    { type: '1', name: 'data/a', linkname: 'data/sub/c', content: nothing },
    { type: '0', name: 'data/a/x', linkname: '', content: Buffer.from('evil') },
  ];
  expect(writtenOutside(entries, ROOT)).toBe('data/a/x');
  const random = seededRandom(SEED);
  const archive = Buffer.concat([...entries.map(blocksOf), ARCHIVE_END]);
  const { got } = await fetchAll(new Container(piecesOf(archive, random), 'none', random), 'none', random);
  expect(entriesOf(got).map(({ name }) => name)).toEqual(['data/sub/c', 'data/a/x']);
});
