import fc from 'fast-check';
import { expect, test } from 'vitest';
import { must } from '@lanthorn/base/assert.ts';
import { formatTime } from '@lanthorn/kube/objects/kube-object.ts';
import type { RunCell } from '../../cells/cell.ts';
import type { SlotEvent } from './past-slot.ts';
import { pastSlots } from './past-slots.ts';

// A controller that is as simple as can be lives through some hours; then part of what it left behind is lost. What is said of a slot must
// be what happened to it, and stay so.

const MINUTE = 60_000;
const STEP = 10_000;
const START = Date.UTC(2026, 10, 23, 6);
const HOURS = 5;
const RUNS = Number(process.env['PROPERTY_RUNS'] ?? 400);

interface Command {
  readonly at: number;
  readonly what: 'suspend' | 'resume' | 'forbid' | 'allow' | 'move' | 'delete' | 'backfill' | 'touch';
}

interface Plan {
  readonly period: number;
  readonly deadline: number | null;
  readonly forbids: boolean;
  readonly durations: readonly number[];
  readonly commands: readonly Command[];
  /** Pairs of minutes: the controller is away, or no Job can be made. */
  readonly away: readonly (readonly [number, number])[];
  readonly refused: readonly (readonly [number, number])[];
}

interface NaiveJob {
  readonly slot: number;
  readonly madeAt: number;
  readonly endsAt: number;
  readonly isManual: boolean;
}

class NaiveCluster {
  readonly jobs: NaiveJob[] = [];
  readonly events: SlotEvent[] = [];
  /** Every time that was due when it was, by the schedule of that moment. */
  readonly due = new Set<number>();
  now = START;
  readonly #plan: Plan;
  #offset = 0;
  #isSuspended = false;
  #forbids: boolean;
  #deletedAt: number | null = null;
  #lastScheduled: number | null = null;
  #generation = 1;
  readonly #written = { schedule: START, suspend: START, policy: START };

  constructor(plan: Plan) {
    this.#plan = plan;
    this.#forbids = plan.forbids;
  }

  liveUntil(end: number): void {
    for (; this.now <= end; this.now += STEP) {
      for (const job of this.jobs)
        if (job.endsAt === this.now)
          this.#recordEvent('SawCompletedJob', `Saw completed job: ${nameOf(job)}, condition: Complete`);
      for (const command of this.#plan.commands) if (command.at === this.now) this.#obey(command.what);
      if (this.#isSlot(this.now) && this.now > START) this.due.add(this.now);
      if (!within(this.#plan.away, this.now)) this.#sync();
    }
    this.now = end;
  }

  object() {
    const entry = (manager: string, field: string, time: number) => ({
      manager,
      time: formatTime(time),
      fieldsV1: { 'f:spec': { [`f:${field}`]: {} } },
    });
    const { period, deadline } = this.#plan;
    return {
      metadata: {
        name: 'nightly',
        creationTimestamp: formatTime(START),
        generation: this.#generation,
        ...(this.#deletedAt === null ? {} : { deletionTimestamp: formatTime(this.#deletedAt) }),
        managedFields: [
          entry('a', 'schedule', this.#written.schedule),
          entry('b', 'suspend', this.#written.suspend),
          entry('c', 'concurrencyPolicy', this.#written.policy),
        ],
      },
      spec: {
        schedule: `${this.#offset}-59/${period} * * * *`,
        suspend: this.#isSuspended,
        concurrencyPolicy: this.#forbids ? 'Forbid' : 'Allow',
        ...(deadline === null ? {} : { startingDeadlineSeconds: deadline * 60 }),
      },
      status: this.#lastScheduled === null ? {} : { lastScheduleTime: formatTime(this.#lastScheduled) },
    };
  }

  run({ slot, madeAt, endsAt, isManual }: NaiveJob): RunCell {
    const isOver = endsAt <= this.now;
    return {
      name: nameOf({ slot }),
      uid: String(slot),
      result: isOver ? 'succeeded' : 'running',
      startedAt: madeAt,
      durationMs: isOver ? endsAt - madeAt : null,
      isManual,
    };
  }

  #isSlot(at: number): boolean {
    return at % MINUTE === 0 && (at / MINUTE) % this.#plan.period === this.#offset % this.#plan.period;
  }

  #obey(what: Command['what']): void {
    if (what === 'touch') {
      this.#written.schedule = this.now;
    } else if (what === 'suspend' || what === 'resume') {
      this.#isSuspended = what === 'suspend';
      this.#written.suspend = this.now;
    } else if (what === 'forbid' || what === 'allow') {
      this.#forbids = what === 'forbid';
      this.#written.policy = this.now;
    } else if (what === 'move') {
      this.#offset = (this.#offset + 1) % this.#plan.period;
      this.#written.schedule = this.now;
    } else if (what === 'delete') {
      this.#deletedAt ??= this.now;
    } else {
      const [slot] = [...this.due].filter(at => !this.jobs.some(job => job.slot === at));
      if (slot !== undefined)
        this.jobs.push({ slot, madeAt: this.now, endsAt: this.now + 50 * MINUTE, isManual: true });
    }
    if (what !== 'delete' && what !== 'backfill') this.#generation++;
  }

  #sync(): void {
    if (this.#deletedAt !== null || this.#isSuspended) return;
    const { deadline } = this.#plan;
    let slot: number | null = null;
    const after = Math.max(this.#lastScheduled ?? START, deadline === null ? 0 : this.now - deadline * MINUTE);
    for (let at = Math.floor(this.now / MINUTE) * MINUTE; at > after && slot === null; at -= MINUTE) {
      if (this.#isSlot(at)) slot = at;
    }
    if (slot === null) return;
    if (this.#forbids && this.jobs.some(job => !job.isManual && job.endsAt > this.now)) {
      this.#recordEvent(
        'JobAlreadyActive',
        'Not starting job because prior execution is running and concurrency policy is Forbid',
      );
      return;
    }
    if (within(this.#plan.refused, this.now))
      return this.#recordEvent('FailedCreate', `Error creating job: jobs.batch "${nameOf({ slot })}" is forbidden`);
    if (!this.jobs.some(job => job.slot === slot)) {
      const lasts = this.#plan.durations[this.jobs.length % this.#plan.durations.length] ?? 1;
      this.jobs.push({ slot, madeAt: this.now, endsAt: this.now + lasts * STEP, isManual: false });
      this.#recordEvent('SuccessfulCreate', `Created job ${nameOf({ slot })}`);
    }
    this.#lastScheduled = slot;
  }

  #recordEvent(reason: string, message: string): void {
    this.events.push({ at: this.now, reason, message });
  }
}

/** A schedule that can be read always has them. */
const slotsOf = (...question: Parameters<typeof pastSlots>) => must(pastSlots(...question), 'slots');
const nameOf = ({ slot }: { readonly slot: number }) => `nightly-${slot / MINUTE}`;
const within = (spans: Plan['away'], at: number) =>
  spans.some(([from, minutes]) => at >= START + from * MINUTE && at < START + (from + minutes) * MINUTE);

const minute = fc.integer({ min: 0, max: HOURS * 60 });
const spans = fc.array(fc.tuple(minute, fc.integer({ min: 1, max: 90 })), { maxLength: 3 });
const commands = fc.array(
  fc.record({
    at: fc.integer({ min: 1, max: HOURS * 60 * 6 }).map(step => START + step * STEP),
    what: fc.constantFrom('suspend', 'resume', 'resume', 'forbid', 'allow', 'move', 'delete', 'backfill', 'touch'),
  }),
  { maxLength: 4 },
) as fc.Arbitrary<readonly Command[]>;
const plans: fc.Arbitrary<Plan> = fc.record({
  period: fc.constantFrom(5, 10, 20, 30),
  deadline: fc.option(fc.integer({ min: 1, max: 40 })),
  forbids: fc.boolean(),
  durations: fc.array(fc.integer({ min: 1, max: 60 * 6 }), { minLength: 1, maxLength: 5 }),
  commands,
  away: spans,
  refused: spans,
});
/** What is still there of each thing, by turns. */
const losses = fc.record({
  jobs: fc.array(fc.boolean(), { minLength: 1, maxLength: 7 }),
  events: fc.array(fc.boolean(), { minLength: 1, maxLength: 5 }),
});
const left = <T>(things: readonly T[], keeps: readonly boolean[]) => things.filter((_, i) => keeps[i % keeps.length]);

test('what is said of a slot is what happened to it, whatever is lost', () => {
  const said = { ran: 0, skipped: 0, waits: 0, noRecord: 0 };
  fc.assert(
    fc.property(plans, losses, (plan, kept) => {
      const cluster = new NaiveCluster(plan);
      cluster.liveUntil(START + HOURS * 60 * MINUTE);
      const knownUntil = cluster.now;
      const slots = slotsOf(cluster.object(), {
        knownUntil,
        from: START,
        runs: left(
          cluster.jobs.filter(job => job.madeAt <= knownUntil),
          kept.jobs,
        ).map(job => cluster.run(job)),
        events: left(cluster.events, kept.events),
      });
      const ranThen = new Set(cluster.jobs.map(({ slot }) => slot));
      // Life goes on: what was called skipped must not be started after all.
      cluster.liveUntil(knownUntil + 3 * 60 * MINUTE);
      const ranAtAll = new Set(cluster.jobs.filter(({ isManual }) => !isManual).map(({ slot }) => slot));
      for (const { at, state } of slots) {
        said[state]++;
        if (state === 'ran') expect(ranThen).toContain(at);
        if (state === 'waits') expect(ranAtAll.has(at) && ranThen.has(at)).toBe(false);
        if (state === 'skipped') {
          expect(cluster.due).toContain(at);
          expect(ranAtAll).not.toContain(at);
        }
      }
    }),
    { numRuns: RUNS },
  );
  // It says something, too.
  expect(Math.min(said.ran, said.skipped, said.noRecord)).toBeGreaterThan(RUNS);
  expect(said.waits).toBeGreaterThan(RUNS / 20);
});

test('where nothing is lost, nothing that ran is without a record', () => {
  fc.assert(
    fc.property(plans, plan => {
      const cluster = new NaiveCluster(plan);
      cluster.liveUntil(START + HOURS * 60 * MINUTE);
      const ran = new Set(cluster.jobs.map(({ slot }) => slot));
      const slots = slotsOf(cluster.object(), {
        knownUntil: cluster.now,
        from: START,
        runs: cluster.jobs.map(job => cluster.run(job)),
        events: [],
      });
      for (const { at, state } of slots) expect(state === 'ran').toBe(ran.has(at));
    }),
    { numRuns: Math.ceil(RUNS / 4) },
  );
});
