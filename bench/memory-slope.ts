import type { LanthornProcess } from './processes.ts';
import { mb } from './report.ts';

const SAMPLE_MS = 1_000;
/** Between collections the heap grows and falls: its lowest in a window is what is alive, about. */
const WINDOW = 15;
/** What the first part of the time allocates is caches being filled. */
const SETTLED_SHARE = 0.25;

/** Watches the memory of a process: how much it grows in an hour, by least squares over the lowest of each quarter of a minute. */
export class MemorySlope {
  readonly #lowest: number[] = [];
  #window: number[] = [];
  readonly #timer: ReturnType<typeof setInterval>;
  readonly #process: LanthornProcess;

  constructor(process: LanthornProcess) {
    this.#process = process;
    this.#timer = setInterval(() => this.#sample(), SAMPLE_MS);
  }

  #sample(): void {
    this.#window.push(this.#process.report().heapUsed);
    if (this.#window.length < WINDOW) return;
    this.#lowest.push(Math.min(...this.#window));
    this.#window = [];
  }

  /** Ends the watch; bytes an hour, or null where it was too short to say. */
  stop(): number | null {
    clearInterval(this.#timer);
    const values = this.#lowest.slice(Math.floor(this.#lowest.length * SETTLED_SHARE));
    const n = values.length;
    if (n < MIN_WINDOWS) return null;
    const meanX = (n - 1) / 2;
    const meanY = values.reduce((sum, value) => sum + value, 0) / n;
    let above = 0;
    let below = 0;
    for (const [x, y] of values.entries()) {
      above += (x - meanX) * (y - meanY);
      below += (x - meanX) ** 2;
    }
    return (above / below) * (3_600_000 / (SAMPLE_MS * WINDOW));
  }

  /** The same as text. */
  static text(perHour: number | null): string {
    return perHour === null ? '' : `, heap ${perHour < 0 ? '−' : '+'}${mb(Math.abs(perHour))} an hour`;
  }
}

const MIN_WINDOWS = 8;
