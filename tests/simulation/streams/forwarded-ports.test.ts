import { expect, test, vi } from 'vitest';
import { type Random, randomInt, seededRandom } from '@lanthorn/base/random.ts';
import { Client, FakePods, type FakeSide, ME, podOf, REQUEST } from '../../../apps/server/src/ports/test-ports.ts';

// A port that leads to pods which are replaced, not ready and deleted, through an API server that cuts connections and refuses new ones, used
// by programs that read slowly, say the last word first, or are gone. What a program hears is what it said, as the pod gives it back, never
// another's and never with a hole; nobody hears on behalf of another, nothing of a connection stays, and what comes after the faults is served.
// A failing seed is printed.

const RUNS = Math.max(15, Math.floor(Number(process.env['SIMULATION_RUNS'] ?? 600) / 30));
const SEED = Number(process.env['SIMULATION_SEED'] ?? 1);
const STEPS = 25;
/** As long as a pod is looked for again, and as whoever said the last word is waited for. */
const LATER_MS = 70_000;

const until = (check: () => void | Promise<void>) => vi.waitFor(check, { timeout: 10_000, interval: 2 });

/** A program on this machine, and what it said. */
class Program {
  readonly client: Client;
  said = '';
  /** Something was done to its connection: what it hears may end anywhere. */
  isCut = false;

  constructor(port: number) {
    this.client = new Client(port);
  }

  say(text: string): void {
    if (this.client.isOver) return;
    this.said += text;
    this.client.say(text);
  }

  check(): void {
    expect(this.said.startsWith(this.client.text)).toBe(true);
  }
}

class World {
  readonly pods = new FakePods();
  readonly keeper = this.pods.keeper();
  readonly programs: Program[] = [];
  readonly random: Random;
  port = 0;
  #made = 0;

  constructor(random: Random) {
    this.random = random;
    this.pods.pod = { answer: (bytes, side: FakeSide) => side.write(bytes) };
  }

  async begin(): Promise<void> {
    const opened = await this.keeper.open(this.pods.cluster, ME, REQUEST);
    if ('code' in opened) throw new Error(opened.message);
    this.port = opened.local;
  }

  connect(): Program {
    const program = new Program(this.port);
    this.programs.push(program);
    return program;
  }

  any(): Program {
    return this.programs[randomInt(this.random, 0, this.programs.length - 1)] ?? this.connect();
  }

  text(): string {
    const length = this.random.next() < 0.15 ? 300_000 : randomInt(this.random, 1, 2_000);
    return `${this.programs.length}\0\n`.repeat(length / 3 + 1).slice(0, length);
  }

  replace(): void {
    const count = randomInt(this.random, 0, 2);
    const isReady = this.random.next() < 0.8;
    this.pods.become(Array.from({ length: count }, () => podOf(`web-${++this.#made}`, { isReady })));
  }

  /** One connection to a pod breaks, or all of them do: then new ones are refused for a while. */
  cut(all: boolean): void {
    const open = this.pods.sides.filter(({ isClosed }) => !isClosed);
    const hit = all ? open : open.slice(0, 1);
    for (const side of hit) side.put(new Error('connection reset'));
    if (hit.length > 0) for (const program of this.programs) program.isCut = true;
    if (all) this.pods.refusal = { status: 503, body: JSON.stringify({ kind: 'Status', message: 'starting' }) };
  }

  async mend(): Promise<void> {
    this.pods.refusal = null;
    if (this.pods.pods.length === 0) this.pods.become([podOf(`web-${++this.#made}`)]);
    for (const { client } of this.programs) client.socket.resume();
    await this.pods.clock.advance(LATER_MS);
  }

  async end(): Promise<void> {
    await this.mend();
    const last = this.connect();
    last.say('the last');
    await until(async () => {
      await this.pods.clock.advance(20_000);
      if (last.client.isOver) throw new Error('refused');
      expect(last.client.text).toBe('the last');
    });
    for (const program of this.programs) {
      program.check();
      program.client.socket.destroy();
    }
    await until(async () => {
      await this.pods.clock.advance(LATER_MS);
      const [state] = (await this.keeper.state(ME)).ports;
      expect([state?.connections, state?.isOpen, state?.problem]).toEqual([0, true, null]);
    });
    expect(this.pods.sides.every(({ isClosed }) => isClosed)).toBe(true);
    this.keeper.close();
    await until(() => expect(this.pods.clock.pendingTimers).toBe(0));
  }

  close(): void {
    for (const { client } of this.programs) client.socket.destroy();
    this.keeper.close();
  }
}

async function step(world: World): Promise<void> {
  const { random } = world;
  const chance = random.next();
  if (chance < 0.2) world.connect().say(world.text());
  else if (chance < 0.5) world.any().say(world.text());
  else if (chance < 0.58) world.any().client.socket.pause();
  else if (chance < 0.66) world.any().client.socket.resume();
  else if (chance < 0.72) world.any().client.socket.end();
  else if (chance < 0.78) world.any().client.socket.destroy();
  else if (chance < 0.86) world.replace();
  else if (chance < 0.91) world.cut(false);
  else if (chance < 0.95) world.cut(true);
  else await world.mend();
  await new Promise(setImmediate);
  await world.pods.clock.advance(randomInt(random, 0, 2_000));
  for (const program of world.programs) program.check();
}

test('over replaced pods, cut connections, a restarted API server and slow programs each hears what is its own, and nothing stays', async () => {
  for (let run = 0; run < RUNS; run++) {
    const world = new World(seededRandom(SEED + run));
    try {
      await world.begin();
      for (let each = 0; each < STEPS; each++) await step(world);
      await world.end();
    } catch (error) {
      throw new Error(`seed ${SEED + run}`, { cause: error });
    } finally {
      world.close();
    }
  }
});
