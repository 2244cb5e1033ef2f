import { expect, test } from 'vitest';
import { type Random, randomInt, seededRandom } from '@lanthorn/base/random.ts';
import { STREAM_WINDOW_BYTES } from '@lanthorn/protocol/streams.ts';
import { FakeCluster, FakeTab, keeperOf } from '../../../apps/server/src/streams/terminal/test-terminals.ts';

// A shell that writes any bytes, read by a tab that is slow, sleeps, loses its socket and comes back, while the API server restarts under it:
// what the tab has is what was written, from the place on that it was told, and of what ends it is told why. A failing seed is printed.

const RUNS = Math.max(20, Math.floor(Number(process.env['SIMULATION_RUNS'] ?? 600) / 10));
const SEED = Number(process.env['SIMULATION_SEED'] ?? 1);
const STEPS = 30;
/** How long a terminal waits for its tab. */
const GRACE_MS = 60_000;

/** Any bytes, now and then very many. */
function anyBytes(random: Random): Buffer {
  const some = Buffer.from(Array.from({ length: randomInt(random, 1, 500) }, () => randomInt(random, 0, 255)));
  return random.next() < 0.1 ? Buffer.alloc(randomInt(random, 200_000, 900_000), some) : some;
}

/** One tab after another at one shell after another. */
class World {
  readonly cluster = new FakeCluster();
  readonly keeper = keeperOf(this.cluster);
  readonly random: Random;
  tab = new FakeTab(this.cluster, this.keeper);
  #session = 0;
  /** All that this shell wrote. */
  #written: Buffer[] = [];
  /** Bytes of it that tabs before this one had. */
  #seen = 0;

  constructor(random: Random) {
    this.random = random;
  }

  async begin(): Promise<void> {
    this.#session++;
    this.#written = [];
    this.#seen = 0;
    await this.#open();
  }

  async #open(): Promise<void> {
    this.tab = new FakeTab(this.cluster, this.keeper);
    const session = `00000000-0000-4000-8000-${String(this.#session).padStart(12, '0')}`;
    this.tab.open(1, { session, seen: this.#seen });
    await this.cluster.clock.advance(20);
  }

  write(bytes: Buffer): void {
    this.#written.push(bytes);
    this.cluster.terminal.write(bytes);
  }

  read(): void {
    this.tab.reads = true;
    this.tab.streams.acknowledge(1, STREAM_WINDOW_BYTES * 2);
  }

  /** Its socket is lost, with some of what was on its way; it comes back in time, or too late. */
  async lose(awayMs: number): Promise<void> {
    const had = this.#check();
    const lost = randomInt(this.random, 0, Math.min(had, 1_000));
    this.#seen = this.#from() + had - lost;
    this.tab.streams.close();
    await this.cluster.clock.advance(awayMs);
    if (awayMs > GRACE_MS) return this.begin();
    await this.#open();
    return undefined;
  }

  async restart(): Promise<void> {
    this.cluster.terminal.cut(new Error('connection reset'));
    this.read();
    // What was on its way is read, and its pod looked for.
    for (let i = 0; i < 5 && this.tab.ends.length === 0; i++) await this.settle();
    expect(this.tab.ends).toMatchObject([{ reason: 'cut' }]);
    this.#check();
    this.tab.streams.close();
    await this.begin();
  }

  /** The place in what was written that this tab was told it begins at. */
  #from(): number {
    const [state] = this.tab.states as { at: number }[];
    return state?.at ?? 0;
  }

  async settle(): Promise<void> {
    for (let i = 0; i < 100; i++) await this.cluster.clock.advance(10);
  }

  /** Until its tab has all. */
  async readAll(): Promise<void> {
    for (let i = 0; i < 20 && !this.#isWhole; i++) {
      this.read();
      await this.settle();
    }
  }

  get #isWhole(): boolean {
    const count = (parts: readonly Buffer[]) => parts.reduce((sum, { length }) => sum + length, 0);
    return this.#from() + count(this.tab.frames) === count(this.#written);
  }

  /** What its tab got is what was written, so many bytes. Asked before a tab goes: until then it only gets more. */
  #check(): number {
    const all = Buffer.concat(this.#written);
    const got = Buffer.concat(this.tab.frames);
    const from = this.#from();
    expect(got.equals(all.subarray(from, from + got.length))).toBe(true);
    return got.length;
  }

  async end(): Promise<void> {
    this.#check();
    expect(this.#isWhole).toBe(true);
    this.tab.streams.close();
    this.keeper.close();
    await this.cluster.clock.advance(30_000);
    expect([this.keeper.size, this.cluster.clock.pendingTimers]).toEqual([0, 0]);
  }
}

async function play(seed: number): Promise<void> {
  const random = seededRandom(seed);
  const world = new World(random);
  await world.begin();
  for (let step = 0; step < STEPS; step++) {
    const chance = random.next();
    if (chance < 0.5) world.write(anyBytes(random));
    else if (chance < 0.6) world.tab.reads = false;
    else if (chance < 0.75) world.read();
    else if (chance < 0.9) await world.lose(randomInt(random, 0, GRACE_MS - 1_000));
    else if (chance < 0.95) await world.lose(GRACE_MS + 5_000);
    else await world.restart();
    await world.cluster.clock.advance(randomInt(random, 0, 50));
  }
  await world.readAll();
  await world.end();
}

test('[PR21] over lost sockets, sleep, slow reading and a restarted API server a tab has what a shell wrote, byte by byte', async () => {
  for (let run = 0; run < RUNS; run++) {
    try {
      await play(SEED + run);
    } catch (error) {
      throw new Error(`seed ${SEED + run}`, { cause: error });
    }
  }
});
