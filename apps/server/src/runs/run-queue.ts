import type { Row } from '@lanthorn/views/row.ts';
import type { Boundary } from '../faults/boundary.ts';
import { RunReading, type RunTraces } from './run-reading.ts';

/** A run that was finished when its list was opened is read in this time, however many there are: what is asked of the API server follows the clock, not the number of Jobs. */
const BACKLOG_EVERY_MS = 2_000;
/** References to rows that are there anyway; those beyond are read when the list is opened again. */
const MAX_BACKLOG = 10_000;
/** Runs looked up in the history before others have their turn. */
const ASKED_AT_ONCE = 200;
/** After a failure nothing is tried for so long, the cluster or the disk being out of reach; twice as long after each that follows. */
const FIRST_PAUSE_MS = 5_000;
/** What ends meanwhile waits no longer than this: a Job's pods go soon after it. */
const MAX_PAUSE_MS = 60_000;
/** Runs that could not be kept and of which something was read: some hundred kilobytes each. Of more it is read again. */
const MAX_HELD = 50;

export interface WaitingRun extends RunTraces {
  readonly row: Row;
  readonly reading: RunReading;
}

export interface RunQueueContext {
  readonly boundary: Boundary;
  readonly isKept: (jobUid: string) => Promise<boolean>;
  /** Rejects where it is to be tried again. */
  readonly record: (waiting: WaitingRun) => Promise<void>;
  /** Told once when runs cannot be kept. */
  readonly onTrouble: (error: Error, row: Row) => void;
  /** Told once when none is left that could not be. */
  readonly onRecovery: () => void;
}

/** The finished runs of one cluster that are to be kept: one at a time, and while none can be, ever more seldom. */
export class RunQueue {
  readonly #context: RunQueueContext;
  readonly #urgent = new Map<string, WaitingRun>();
  readonly #backlog = new Map<string, WaitingRun>();
  /** They failed: after a pause they are tried again, behind all that came meanwhile. */
  readonly #failed = new Map<string, WaitingRun>();
  /** They failed and are not kept yet. */
  readonly #troubled = new Set<string>();
  #failures = 0;
  #isReading = false;
  #cancelNext: (() => void) | null = null;
  #cancelPause: (() => void) | null = null;

  constructor(context: RunQueueContext) {
    this.#context = context;
  }

  /** A finished run; read at once where it just ended. */
  add(row: Row, hasJustEnded: boolean): void {
    const { uid } = row;
    if (this.#urgent.has(uid) || this.#failed.has(uid)) return;
    if (hasJustEnded) this.#readSoon(uid, newcomer(row));
    else if (this.#backlog.size < MAX_BACKLOG) this.#backlog.set(uid, newcomer(row));
    this.#readNext();
  }

  isInBacklog(jobUid: string): boolean {
    return this.#backlog.has(jobUid);
  }

  /** Its Job is deleted: what is known of the run now is all that there will be. */
  end(row: Row, { isFinished, isLongOver }: { readonly isFinished: boolean; readonly isLongOver: boolean }): void {
    const { uid } = row;
    for (const waiting of [this.#urgent, this.#failed]) {
      const before = waiting.get(uid);
      if (before === undefined) continue;
      // It was to be read while it was there: some of it may be left.
      if (!before.isGone) waiting.set(uid, { ...before, row: isFinished ? row : before.row, isGone: true });
      return;
    }
    if (isFinished) this.#readSoon(uid, { ...newcomer(row), isGone: true, isLongOver });
  }

  /** Somebody has this CronJob on screen: its runs are read before all others. */
  readFirst(cronJobUid: string): void {
    for (const [uid, waiting] of this.#backlog) if (waiting.row.ownerUid === cronJobUid) this.#readSoon(uid, waiting);
  }

  close(): void {
    this.#cancelNext?.();
    this.#cancelPause?.();
    this.#backlog.clear();
    this.#failed.clear();
  }

  #readSoon(uid: string, waiting: WaitingRun): void {
    this.#backlog.delete(uid);
    this.#urgent.set(uid, waiting);
    this.#context.boundary.follow(this.#read());
  }

  #readNext(): void {
    if (this.#backlog.size === 0 || this.#cancelPause !== null) return;
    const { boundary } = this.#context;
    this.#cancelNext ??= boundary.clock.schedule(BACKLOG_EVERY_MS, () => {
      boundary.follow(
        this.#dropKept().finally(() => {
          this.#cancelNext = null;
          // While nothing can be kept they stay where they are read one now and then.
          const [next] = this.#cancelPause === null ? this.#backlog : [];
          if (next !== undefined) this.#readSoon(...next);
          this.#readNext();
        }),
      );
    });
  }

  /** Takes those from the head of the backlog that are kept already: no API server has to be asked for them. */
  async #dropKept(): Promise<void> {
    const { boundary, isKept } = this.#context;
    let asked = 0;
    for (const uid of this.#backlog.keys()) {
      if (++asked % ASKED_AT_ONCE === 0) await boundary.clock.nextTurn();
      // Where nobody can tell, keeping it will fail as well, and is tried again.
      if (!(await isKept(uid).catch(() => false))) return;
      this.#backlog.delete(uid);
    }
  }

  /** One run at a time, so that an API server never notices. */
  async #read(): Promise<void> {
    if (this.#isReading || this.#cancelPause !== null) return;
    this.#isReading = true;
    for (const [uid, waiting] of this.#urgent) {
      const error = await this.#context.record(waiting).then(() => null, asError);
      const latest = this.#urgent.get(uid) ?? waiting;
      this.#urgent.delete(uid);
      if (error === null) this.#succeed(uid);
      else this.#fail(latest, error);
      if (this.#cancelPause !== null) break;
      // Many may be gone at once, and what is kept of them is written without a request between.
      await this.#context.boundary.clock.nextTurn();
    }
    this.#isReading = false;
  }

  #succeed(uid: string): void {
    this.#failures = 0;
    if (this.#troubled.delete(uid) && this.#troubled.size === 0) this.#context.onRecovery();
  }

  #fail(waiting: WaitingRun, error: Error): void {
    const { uid } = waiting.row;
    if (this.#troubled.size === 0) this.#context.onTrouble(error, waiting.row);
    if (this.#failed.size < MAX_BACKLOG) {
      this.#troubled.add(uid);
      this.#failed.set(uid, waiting);
    }
    const held = [...this.#failed.values()].filter(({ reading }) => reading.holds);
    for (const { reading } of held.slice(0, Math.max(0, held.length - MAX_HELD))) reading.forget();
    const pauseMs = Math.min(MAX_PAUSE_MS, FIRST_PAUSE_MS * 2 ** this.#failures++);
    this.#cancelPause = this.#context.boundary.clock.schedule(pauseMs, () => this.#goOn());
  }

  #goOn(): void {
    this.#cancelPause = null;
    for (const [uid, waiting] of this.#failed) this.#urgent.set(uid, waiting);
    this.#failed.clear();
    this.#context.boundary.follow(this.#read());
    this.#readNext();
  }
}

function newcomer(row: Row): WaitingRun {
  return { row, reading: new RunReading(), isGone: false, isLongOver: false };
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}
