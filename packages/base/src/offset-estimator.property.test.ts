import { expect, test } from 'vitest';
import { OffsetEstimator } from './offset-estimator.ts';
import { seededRandom } from './random.ts';

const RUNS = Number(process.env['PROPERTY_RUNS'] ?? 300);
const START = Date.parse('2026-11-28T11:00:00Z');
const HOUR_MS = 3_600_000;

/** Another machine whose clock is known to the test, asked over a line of any speed. */
class Other {
  readonly estimator = new OffsetEstimator();
  readonly #random;
  elapsed = 5_000;
  /** What its clock shows beyond the time that passes here. */
  offset: number;
  /** Our own clock's. */
  base = START;
  #askedAt = 0;

  constructor(seed: number) {
    this.#random = seededRandom(seed);
    this.offset = START + this.between(-10 * HOUR_MS, 10 * HOUR_MS);
  }

  between(low: number, high: number): number {
    return low + this.#random.next() * (high - low);
  }

  wait(ms = this.between(0, 30_000)): void {
    this.elapsed += ms;
  }

  /** Answers with its own time, or with one that is wrong by so much. */
  answer(wrongBy = 0): void {
    this.#askedAt = this.elapsed;
    const there = this.#askedAt + this.between(0, 2_000);
    this.elapsed = there + this.between(0, 2_000);
    const shown = Math.floor((there + this.offset + wrongBy) / 1_000) * 1_000;
    this.estimator.hear({
      sentAt: this.#askedAt,
      answeredAt: this.elapsed,
      localTime: this.elapsed + this.base,
      shown,
    });
  }

  /** A time that no honest answer could give. */
  odd(): number {
    return (this.between(0, 1) < 0.5 ? -1 : 1) * this.between(10_000, HOUR_MS);
  }

  expectRight(): void {
    const { offset } = this.estimator;
    expect(offset).not.toBeNull();
    expect(Math.abs((offset?.value ?? 0) - this.offset)).toBeLessThanOrEqual((offset?.error ?? 0) + 1e-6);
    // Never worse than the two tightest answers together can be.
    expect(offset?.error).toBeLessThanOrEqual(5_000);
  }
}

const each = (run: (other: Other) => void) => {
  for (let seed = 1; seed <= RUNS; seed++) run(new Other(seed));
};

test('honest answers: the offset is known after two, and true within its error', () => {
  each(other => {
    other.answer();
    expect(other.estimator.offset).toBeNull();
    for (let i = 0; i < 20; i++) {
      other.wait();
      other.answer();
      other.expectRight();
    }
  });
});

test('quick answers leave half a second of doubt and less', () => {
  const other = new Other(1);
  const hear = (there: number) => {
    const shown = Math.floor((there + other.offset) / 1_000) * 1_000;
    other.estimator.hear({ sentAt: there - 1, answeredAt: there + 1, localTime: START + there, shown });
  };
  for (const there of [10_000, 10_300, 10_600, 10_900]) hear(there);
  expect(other.estimator.offset?.error).toBeLessThan(501);
  other.expectRight();
});

test('one odd answer among honest ones moves nothing, however often that happens', () => {
  each(other => {
    for (let i = 0; i < 3; i++) other.answer();
    for (let i = 0; i < 20; i++) {
      const before = other.estimator.offset?.value;
      other.answer(other.odd());
      expect(other.estimator.offset?.value).toBe(before);
      for (let j = 0; j < 3; j++) other.answer();
      other.expectRight();
    }
  });
});

test('an answer that a cache repeats is wrong in another way each time: alone it is not believed, among honest ones it moves nothing', () => {
  each(other => {
    const cachedAt = other.elapsed;
    const cached = () => {
      other.wait(10_000);
      other.answer(cachedAt - other.elapsed);
    };
    for (let i = 0; i < 10; i++) {
      cached();
      expect(other.estimator.offset).toBeNull();
    }
    for (let i = 0; i < 3; i++) other.answer();
    for (let i = 0; i < 10; i++) {
      cached();
      other.answer();
      other.answer();
      other.expectRight();
    }
  });
});

test.each([2, 3])('of %i servers that take turns and disagree one is held to', servers => {
  each(other => {
    const wrongBy = Array.from({ length: servers }, () => other.odd());
    for (let i = 0; i < servers * 2; i++) other.answer(wrongBy[i % servers]);
    const held = other.estimator.offset?.value;
    for (let i = 0; i < servers * 10; i++) {
      other.wait(100);
      other.answer(wrongBy[i % servers]);
      if (held !== undefined) expect(Math.abs((other.estimator.offset?.value ?? 0) - held)).toBeLessThanOrEqual(5_000);
    }
  });
});

test('a clock that is set is followed after three answers', () => {
  each(other => {
    for (let i = 0; i < 6; i++) other.answer();
    for (let i = 0; i < 5; i++) {
      other.offset += other.odd();
      for (let j = 0; j < 3; j++) other.answer();
      other.expectRight();
    }
  });
});

test('setting our own clock changes nothing where the answers go on as before', () => {
  each(other => {
    for (let i = 0; i < 3; i++) other.answer();
    for (let i = 0; i < 5; i++) {
      other.base += other.odd();
      const before = other.estimator.offset?.value;
      other.answer();
      other.expectRight();
      if (Math.abs((before ?? 0) - other.offset) < 1) expect(other.estimator.offset?.value).toBe(before);
    }
  });
});

test('after a sleep that the clock of durations did not see, what was heard before is dropped at the first answer', () => {
  each(other => {
    for (let i = 0; i < 5; i++) other.answer();
    const slept = other.between(10_000, 10 * HOUR_MS);
    other.offset += slept;
    other.base += slept;
    other.answer();
    expect(other.estimator.offset).toBeNull();
    other.answer();
    other.expectRight();
  });
});

test('what is doubted is dropped at the first answer that disagrees, and kept where none does', () => {
  each(other => {
    for (let i = 0; i < 5; i++) other.answer();
    other.estimator.doubt();
    other.answer();
    other.expectRight();
    other.estimator.doubt();
    other.offset += other.odd();
    other.answer();
    other.answer();
    other.expectRight();
  });
});

test.each([
  ['that took too long', { sentAt: 0, answeredAt: 60_000, shown: 0 }],
  ['before its question', { sentAt: 10, answeredAt: 0, shown: 0 }],
  ['that is no time', { sentAt: 0, answeredAt: 1, shown: Number.NaN }],
])('an answer %s is not heard', (_, reading) => {
  const other = new Other(1);
  for (let i = 0; i < 3; i++) other.answer();
  const before = other.estimator.offset;
  for (let i = 0; i < 5; i++) other.estimator.hear({ localTime: 0, ...reading });
  expect(other.estimator.offset).toBe(before);
});
