/** Chance as an argument. `next` is uniform in [0, 1). */
export interface Random {
  next(): number;
}

/** mulberry32: small, fast and the same everywhere for the same seed; not for secrets. */
export function seededRandom(seed: number): Random {
  let state = seed >>> 0;
  return {
    next() {
      state = (state + 0x6d2b79f5) >>> 0;
      let t = state;
      t = Math.imul(t ^ (t >>> 15), t | 1);
      t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
      return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
    },
  };
}

/** An integer in [min, max]. */
export function randomInt(random: Random, min: number, max: number): number {
  return min + Math.floor(random.next() * (max - min + 1));
}

/** Letters that the API server uses for generated names: no vowels, so that no words appear. */
const NAME_ALPHABET = 'bcdfghjklmnpqrstvwxz2456789';

export function randomSuffix(random: Random, length: number): string {
  let suffix = '';
  for (let i = 0; i < length; i++) suffix += NAME_ALPHABET.charAt(randomInt(random, 0, NAME_ALPHABET.length - 1));
  return suffix;
}

/** A version 4 UUID from the given chance. */
export function randomUuid(random: Random): string {
  const hex = (digits: number) => {
    let text = '';
    for (let i = 0; i < digits; i++) text += randomInt(random, 0, 15).toString(16);
    return text;
  };
  const parts = [hex(8), hex(4), `4${hex(3)}`, '89ab'.charAt(randomInt(random, 0, 3)) + hex(3), hex(12)];
  // Put together at once: of what is added to, the pieces stay in memory.
  return parts.join('-');
}
