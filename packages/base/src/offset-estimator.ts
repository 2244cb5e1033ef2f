/** Two answers that disagree say that one is wrong; with this many, one odd one stands against a majority, and a clock that was set is followed after three. */
const KEPT = 5;
/** One answer alone may come from a cache. */
const QUORUM = 2;
/** Behind one address may be several servers whose clocks disagree: of these one is held to while it answers this often. */
const FOLLOWED_AFTER = 3;
/** What took longer to answer says too little of when the other clock showed what it says. */
const MAX_ROUND_TRIP_MS = 10_000;
/** The other clock is read in whole seconds, cut. */
const RESOLUTION_MS = 1_000;
/** Our own clock does not drift apart from the time that passes by so much: it was set, or the machine slept. */
const SET_MS = 5_000;

/** What another machine's clock showed at some moment between a question and its answer. */
export interface ClockReading {
  /** By the clock of durations here. */
  readonly sentAt: number;
  readonly answeredAt: number;
  /** What our own wall clock showed when the answer was there. */
  readonly localTime: number;
  /** Milliseconds since the epoch, cut to whole seconds. */
  readonly shown: number;
}

/** What is to be added to the clock of durations here to have the other machine's time, and by how much it may be wrong. */
export interface ClockOffset {
  readonly value: number;
  readonly error: number;
}

/** Where the offset lies if one reading is right. */
interface Interval {
  readonly low: number;
  readonly high: number;
  isDoubtful: boolean;
}

/**
 * Another machine's clock by its answers, as NTP finds it (Marzullo): each reading leaves an interval for the offset, and what most of the
 * last few have in common is taken. So one odd answer moves nothing, nor do servers that take turns and disagree; a clock that was set is
 * followed once all of the last few say so.
 */
export class OffsetEstimator {
  /** The newest last. */
  #readings: readonly Interval[] = [];
  #offset: ClockOffset | null = null;
  /** Wall clock minus clock of durations here, at the last reading. */
  #base: number | null = null;

  /** Null while no two answers agree. */
  get offset(): ClockOffset | null {
    return this.#offset;
  }

  hear({ sentAt, answeredAt, localTime, shown }: ClockReading): void {
    const roundTrip = answeredAt - sentAt;
    if (!Number.isFinite(shown) || !(roundTrip >= 0 && roundTrip <= MAX_ROUND_TRIP_MS)) return;
    const base = localTime - answeredAt;
    if (this.#base !== null && Math.abs(base - this.#base) > SET_MS) this.doubt();
    this.#base = base;
    const reading = { low: shown - answeredAt, high: shown + RESOLUTION_MS - sentAt, isDoubtful: false };
    const believed = this.#readings.filter(
      ({ isDoubtful, low, high }) => !isDoubtful || (low <= reading.high && high >= reading.low),
    );
    for (const before of believed) before.isDoubtful = false;
    this.#readings = [...believed, reading].slice(-KEPT);
    this.#offset = this.#agreed();
  }

  /** What was heard may hold no more (another server may answer, this machine may have slept): the next answer that disagrees with it drops it. */
  doubt(): void {
    for (const reading of this.#readings) reading.isDoubtful = true;
  }

  #agreed(): ClockOffset | null {
    const before = this.#offset?.value;
    let best = { group: [] as readonly Interval[], isKept: false, low: 0, high: 0 };
    for (const { low: point } of this.#readings) {
      const group = this.#readings.filter(({ low, high }) => low <= point && point <= high);
      const low = Math.max(...group.map(each => each.low));
      const high = Math.min(...group.map(each => each.high));
      const isKept = before !== undefined && low <= before && before <= high;
      const isBetter = group.length > best.group.length || (group.length === best.group.length && !best.isKept);
      if (isBetter) best = { group, isKept, low, high };
    }
    const others = this.#readings.slice(-FOLLOWED_AFTER).filter(reading => !best.group.includes(reading));
    if (others.some(reading => mayBeOf(reading, this.#offset))) return this.#offset;
    if (best.group.length < QUORUM) return null;
    // What may still be right stays: a time that is shown does not jump to and fro.
    const value = best.isKept && before !== undefined ? before : (best.low + best.high) / 2;
    return { value, error: Math.max(value - best.low, best.high - value) };
  }
}

/** Whether a reading and an offset may be of the same clock. */
function mayBeOf({ low, high }: Interval, offset: ClockOffset | null): boolean {
  return offset !== null && low <= offset.value + offset.error && high >= offset.value - offset.error;
}
