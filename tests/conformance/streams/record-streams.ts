import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { playStreams } from './all-streams.ts';
import { realWorld } from './stream-world.ts';

const file = join(import.meta.dirname, '../recorded/streams.json');

/** What clients of a real node were told, by the title of the scenario. */
export function recordedStreams(): Readonly<Record<string, unknown>> {
  return JSON.parse(readFileSync(file, 'utf8')) as Record<string, unknown>;
}

/** Plays all of them on a real node and keeps what it told. */
export async function recordStreams(): Promise<void> {
  const { world, stop } = await realWorld();
  try {
    const told = await playStreams(world);
    writeFileSync(file, `${JSON.stringify(told, null, 1)}\n`);
    console.log(`streams: ${Object.keys(told).length} scenarios`);
  } finally {
    await stop();
  }
}
