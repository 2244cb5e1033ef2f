import type { Clock } from '@lanthorn/base/clock.ts';
import { OffsetEstimator } from '@lanthorn/base/offset-estimator.ts';

/** Ages are shown in seconds: less than that nobody sees. */
const TOLD_MS = 1_000;
/** Before Kubernetes there was no API server: a clock that shows less was never set. */
const FIRST_TIME = Date.parse('2014-06-06T00:00:00Z');
/** Nor is there one whose certificates would still be valid then. */
const LAST_TIME = Date.parse('2100-01-01T00:00:00Z');
/** The one form of HTTP's `Date` that may be sent (RFC 9110); `Date.parse` alone reads far more. */
const HTTP_DATE = /^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/;

/**
 * The clock of a cluster: `now` is what its API server's `Date` headers say, carried on by the clock of durations, and that of this
 * machine while they say nothing that can be believed. Durations and timers are those of this machine.
 */
export class ClusterClock implements Clock {
  readonly #local: Clock;
  readonly #estimator = new OffsetEstimator();
  readonly #listeners = new Set<(shiftMs: number) => void>();
  /** Time minus clock of durations as it was last told, and whether it was the cluster's. */
  #told: { readonly base: number; readonly isKnown: boolean };

  constructor(local: Clock) {
    this.#local = local;
    this.#told = { base: this.#base, isKnown: false };
  }

  /** Whether the cluster's own clock is known. */
  get isKnown(): boolean {
    return this.#estimator.offset !== null;
  }

  now(): number {
    const { offset } = this.#estimator;
    return offset === null ? this.#local.now() : this.#local.elapsed() + offset.value;
  }

  elapsed(): number {
    return this.#local.elapsed();
  }

  schedule(delayMs: number, task: () => void): () => void {
    return this.#local.schedule(delayMs, task);
  }

  nextTurn(): Promise<void> {
    return this.#local.nextTurn();
  }

  /** Called when the time is another than would have passed, and by how much; also when it became known or unknown. */
  onChange(listener: (shiftMs: number) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** The headers of an answer to a question that was asked at `sentAt` on the clock of durations. */
  hear({ date, age }: { readonly date?: string; readonly age?: string }, sentAt: number): void {
    // What says its age comes from a cache, and its date is that of another time.
    if (date === undefined || age !== undefined || !HTTP_DATE.test(date)) return;
    const shown = Date.parse(date);
    if (!(shown >= FIRST_TIME && shown < LAST_TIME)) return;
    this.#estimator.hear({ sentAt, answeredAt: this.#local.elapsed(), localTime: this.#local.now(), shown });
    this.#notify();
  }

  /** The connection was lost: another server may answer next. */
  doubt(): void {
    this.#estimator.doubt();
  }

  get #base(): number {
    return this.now() - this.#local.elapsed();
  }

  #notify(): void {
    const before = this.#told;
    const now = { base: this.#base, isKnown: this.isKnown };
    const shiftMs = now.base - before.base;
    if (Math.abs(shiftMs) < TOLD_MS && now.isKnown === before.isKnown) return;
    this.#told = now;
    for (const listener of this.#listeners) listener(shiftMs);
  }
}
