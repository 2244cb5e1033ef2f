import { randomBytes } from 'node:crypto';
import type { Clock } from '@lanthorn/base/clock.ts';

const PIECE_BYTES = 64 * 1024;
const ZEROS = new Uint8Array(PIECE_BYTES);

async function* endless(clock: Pick<Clock, 'nextTurn'>, next: () => Uint8Array): AsyncIterable<Uint8Array> {
  for (;;) {
    yield next();
    await clock.nextTurn();
  }
}

type Device = (clock: Pick<Clock, 'nextTurn'>) => AsyncIterable<Uint8Array>;

const random: Device = clock => endless(clock, () => randomBytes(PIECE_BYTES));

/** What every container has of devices, and what is read of each; whatever is written to them is gone. */
const DEVICES: Readonly<Record<string, Device>> = {
  '/dev/null': async function* nothing() {},
  '/dev/random': random,
  '/dev/urandom': random,
  '/dev/zero': clock => endless(clock, () => ZEROS),
};

export const DEVICE_PATHS: readonly string[] = Object.keys(DEVICES);

/** What comes of a device; null where the path is none. */
export function readDevice(path: string, clock: Pick<Clock, 'nextTurn'>): AsyncIterable<Uint8Array> | null {
  return Object.hasOwn(DEVICES, path) ? (DEVICES[path]?.(clock) ?? null) : null;
}
