import { describe, expect, test } from 'vitest';
import type { RunCell } from '../../cells/cell.ts';
import type { PastSlot } from './past-slot.ts';
import { pastSlots } from './past-slots.ts';
import { skipReason } from './slot-judge.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const T = Date.UTC(2026, 10, 23, 12);
const FACTS = { knownUntil: T + 5 * MINUTE, from: T - 3 * HOUR - 1, runs: [], events: [] };

interface Parts {
  readonly spec?: object;
  readonly metadata?: object;
  /** Hours from noon. */
  readonly last?: number;
  readonly active?: readonly { readonly name: string }[];
}

const iso = (hour: number) => new Date(T + hour * HOUR).toISOString();
const cronJob = ({ spec = {}, metadata = {}, last, active = [] }: Parts = {}) => ({
  metadata: { name: 'job', creationTimestamp: '2026-11-01T00:00:00Z', generation: 1, ...metadata },
  spec: { schedule: '0 * * * *', ...spec },
  status: { active, ...(last === undefined ? {} : { lastScheduleTime: iso(last) }) },
});
const nameAt = (hour: number) => `job-${(T + hour * HOUR) / MINUTE}`;
const run = (hour: number, change: Partial<RunCell> = {}): RunCell => ({
  name: nameAt(hour),
  uid: nameAt(hour),
  result: 'succeeded',
  startedAt: T + hour * HOUR,
  durationMs: MINUTE,
  isManual: false,
  ...change,
});
const writtenAt = (hour: number, manager: string, ...fields: string[]) => ({
  manager,
  time: iso(hour),
  fieldsV1: { 'f:spec': Object.fromEntries(fields.map(field => [`f:${field}`, {}])) },
});
/** By hour from noon, newest first: the state, with reason and evidence where it has a cause. */
const told = (slots: readonly PastSlot[] | null) =>
  (slots ?? []).map(slot => [
    (slot.at - T) / HOUR,
    slot.state,
    ...('cause' in slot ? [slot.cause.reason, slot.cause.evidence] : []),
  ]);

describe('a slot ran where anything says that its Job was made', () => {
  test('a Job that is there, or was kept', () => {
    const runs = [-3, -2, -1, 0].map(hour => run(hour));
    expect(told(pastSlots(cronJob({ last: 0 }), { ...FACTS, runs }))).toEqual([
      [0, 'ran'],
      [-1, 'ran'],
      [-2, 'ran'],
      [-3, 'ran'],
    ]);
  });

  test('an event that names it, one of many combined into one as well; the last time that was started; a Job that is active', () => {
    const event = (hour: number, reason: string, message: string) => ({ at: T + hour * HOUR, reason, message });
    const events = [
      event(-2.9, 'SawCompletedJob', `Saw completed job: ${nameAt(-3)}, condition: Complete`),
      event(-2, 'SuccessfulCreate', `(combined from similar events): Created job ${nameAt(-2)}`),
    ];
    const object = cronJob({ last: 0, active: [{ name: nameAt(-1) }] });
    expect(pastSlots(object, { ...FACTS, events })?.map(({ state }) => state)).toEqual(['ran', 'ran', 'ran', 'ran']);
  });

  test.each(['SuccessfulCreate', 'SawCompletedJob', 'MissingJob', 'SuccessfulDelete', 'UnexpectedJob'])(
    'as %s tells',
    reason => {
      const events = [{ at: T, reason, message: `job: ${nameAt(-1)}` }];
      expect(told(pastSlots(cronJob({ last: 0 }), { ...FACTS, events }))[1]).toEqual([-1, 'ran']);
    },
  );

  test('an event that names a Job of another CronJob says nothing', () => {
    const events = [{ at: T, reason: 'SuccessfulCreate', message: `Created job other-${(T - HOUR) / MINUTE}` }];
    expect(told(pastSlots(cronJob({ last: 0 }), { ...FACTS, events }))[1]).toEqual([-1, 'noRecord']);
  });

  test('one that could not be made did not run, although its event names it', () => {
    const events = [
      { at: T - HOUR, reason: 'FailedCreate', message: `Error creating job: ${nameAt(-1)} exceeds quota` },
    ];
    expect(told(pastSlots(cronJob({ last: -3 }), { ...FACTS, events })).slice(0, 3)).toEqual([
      [0, 'waits', 'unknown', ''],
      [-1, 'skipped', 'refused', `Error creating job: ${nameAt(-1)} exceeds quota`],
      [-2, 'skipped', 'unknown', ''],
    ]);
    const latest = [{ at: T + MINUTE, reason: 'FailedCreate', message: 'quota' }];
    expect(told(pastSlots(cronJob({ last: -1 }), { ...FACTS, events: latest }))[0]).toEqual([
      0,
      'waits',
      'refused',
      'quota',
    ]);
    // What is told of the next slot does not explain the one before.
    const next = [{ at: T - HOUR, reason: 'FailedCreate', message: 'quota' }];
    expect(told(pastSlots(cronJob({ last: -3 }), { ...FACTS, events: next }))[2]).toEqual([
      -2,
      'skipped',
      'unknown',
      '',
    ]);
  });

  test('a run by hand under the name of a slot fills it', () => {
    const runs = [run(-1, { startedAt: T, isManual: true })];
    expect(told(pastSlots(cronJob({ last: 0 }), { ...FACTS, runs }))[1]).toEqual([-1, 'ran']);
  });
});

describe('that nothing is left of a slot proves nothing', () => {
  test('gaps between runs that are there and runs that were kept, with limits or without', () => {
    const runs = [run(-3, { result: 'failed' }), run(0)];
    for (const successfulJobsHistoryLimit of [1, 3, 100])
      expect(told(pastSlots(cronJob({ spec: { successfulJobsHistoryLimit }, last: 0 }), { ...FACTS, runs }))).toEqual([
        [0, 'ran'],
        [-1, 'noRecord'],
        [-2, 'noRecord'],
        [-3, 'ran'],
      ]);
  });

  test('a run that came late: those before it may have been and gone', () => {
    const runs = [run(-3), run(-1, { startedAt: T - HOUR / 2 }), run(0)];
    expect(told(pastSlots(cronJob({ last: 0 }), { ...FACTS, runs }))[2]).toEqual([-2, 'noRecord']);
  });

  test('an event that nothing was started yet: it may have been started after all', () => {
    const events = [{ at: T - HOUR, reason: 'JobAlreadyActive', message: 'Not starting job' }];
    const forbids = cronJob({ spec: { concurrencyPolicy: 'Forbid' }, last: 0 });
    expect(told(pastSlots(forbids, { ...FACTS, events }))[1]).toEqual([-1, 'noRecord']);
  });

  test('times from before the schedule was what it is', () => {
    const metadata = { generation: 2, managedFields: [writtenAt(-1.5, 'kubectl', 'schedule')] };
    expect(told(pastSlots(cronJob({ metadata }), FACTS))).toEqual([
      [0, 'waits', 'unknown', ''],
      [-1, 'skipped', 'unknown', ''],
      [-2, 'noRecord'],
      [-3, 'noRecord'],
    ]);
    const atOnce = { generation: 2, managedFields: [writtenAt(-1, 'kubectl', 'schedule')] };
    expect(told(pastSlots(cronJob({ metadata: atOnce }), FACTS))[1]).toEqual([-1, 'skipped', 'unknown', '']);
    expect(pastSlots(cronJob({ metadata: { generation: 2 } }), FACTS)?.map(({ state }) => state)).toEqual(
      Array(4).fill('noRecord'),
    );
  });
});

describe('the controller wrote down what it started last: later than that it started nothing', () => {
  test('suspended since a known moment, by whom; the latest would be started by a resume', () => {
    const metadata = {
      generation: 2,
      managedFields: [writtenAt(-9, 'apply', 'schedule'), writtenAt(-2.5, 'kubectl', 'suspend')],
    };
    expect(told(pastSlots(cronJob({ spec: { suspend: true }, metadata, last: -3 }), FACTS))).toEqual([
      [0, 'waits', 'suspended', 'kubectl'],
      [-1, 'skipped', 'suspended', 'kubectl'],
      [-2, 'skipped', 'suspended', 'kubectl'],
      [-3, 'ran'],
    ]);
  });

  test('of several who suspended it the last one is named', () => {
    const managedFields = [
      writtenAt(-9, 'first', 'suspend'),
      writtenAt(-2.5, 'last', 'suspend'),
      writtenAt(-5, 'b', 'suspend'),
    ];
    const metadata = { generation: 4, managedFields: [writtenAt(-9, 'apply', 'schedule'), ...managedFields] };
    const object = cronJob({ spec: { suspend: true }, metadata, last: -3 });
    const slots = pastSlots(object, FACTS);
    expect(told(slots)[1]).toEqual([-1, 'skipped', 'suspended', 'last']);
    expect(slots?.[1]).toMatchObject({ cause: { since: T - 2.5 * HOUR } });
  });

  test('of a time before it was suspended that is no reason', () => {
    const managedFields = [writtenAt(-9, 'apply', 'schedule'), writtenAt(-1, 'kubectl', 'suspend')];
    const object = cronJob({ spec: { suspend: true }, metadata: { generation: 2, managedFields }, last: -3 });
    expect(told(pastSlots(object, FACTS)).slice(1, 3)).toEqual([
      [-1, 'skipped', 'suspended', 'kubectl'],
      [-2, 'skipped', 'unknown', ''],
    ]);
  });

  test.each(['timeZone', 'startingDeadlineSeconds'])(
    'of a time before its %s was what it is nothing is known',
    field => {
      const metadata = {
        generation: 2,
        managedFields: [writtenAt(-9, 'apply', 'schedule'), writtenAt(-1.5, 'kubectl', field)],
      };
      expect(told(pastSlots(cronJob({ metadata, last: -3 }), FACTS)).map(([at, state]) => [at, state])).toEqual([
        [0, 'waits'],
        [-1, 'skipped'],
        [-2, 'noRecord'],
        [-3, 'ran'],
      ]);
    },
  );

  test('made suspended and never changed: since it was made, also where no field says who wrote it', () => {
    const made = cronJob({ spec: { suspend: true }, metadata: { generation: 1, managedFields: [] } });
    const [latest] = pastSlots(made, FACTS) ?? [];
    const createdAt = Date.parse(made.metadata.creationTimestamp);
    expect(latest).toMatchObject({ cause: { reason: 'suspended', evidence: '', since: createdAt } });
  });

  test('after the starting deadline nothing waits any more', () => {
    const spec = { startingDeadlineSeconds: 270 };
    expect(told(pastSlots(cronJob({ spec, last: -1 }), FACTS))[0]).toEqual([0, 'waits', 'unknown', '']);
    // A minute later the controller has had its time.
    const later = { ...FACTS, knownUntil: T + 5.5 * MINUTE };
    expect(told(pastSlots(cronJob({ spec, last: -1 }), later))[0]).toEqual([0, 'skipped', 'unknown', '']);
  });

  test('what is being deleted starts nothing any more', () => {
    const atOnce = cronJob({ metadata: { deletionTimestamp: iso(0) }, last: -2 });
    expect(told(pastSlots(atOnce, FACTS))[0]).toEqual([0, 'skipped', 'deleted', '']);
    const metadata = { deletionTimestamp: iso(-0.5) };
    expect(told(pastSlots(cronJob({ metadata, last: -2 }), FACTS)).slice(0, 2)).toEqual([
      [0, 'skipped', 'deleted', ''],
      [-1, 'skipped', 'unknown', ''],
    ]);
  });

  test('nothing is said of the time after the oldest of what is known', () => {
    const [newest] = pastSlots(cronJob({ last: -3 }), { ...FACTS, knownUntil: T - HOUR + MINUTE }) ?? [];
    expect(newest).toMatchObject({ at: T - HOUR, state: 'waits' });
    const young = pastSlots(cronJob({ last: -3 }), { ...FACTS, knownUntil: T + MINUTE - 1 }) ?? [];
    expect(young[0]?.at).toBe(T - HOUR);
  });
});

describe('Forbid', () => {
  const spec = { concurrencyPolicy: 'Forbid' };

  test('skips a slot where a run was active until the next one, and no other', () => {
    const long = run(-3, { durationMs: 2.5 * HOUR });
    const facts = { ...FACTS, runs: [long, run(0)] };
    expect(told(pastSlots(cronJob({ spec, last: 0 }), facts))).toEqual([
      [0, 'ran'],
      // It may have been started when the long one ended.
      [-1, 'noRecord'],
      [-2, 'skipped', 'forbid', long.name],
      [-3, 'ran'],
    ]);
    expect(told(pastSlots(cronJob({ spec: { concurrencyPolicy: 'Allow' }, last: 0 }), facts))[2]).toEqual([
      -2,
      'noRecord',
    ]);
  });

  test('one that ended as the next was due was active until then; one that had ended holds nothing up', () => {
    const until = run(-3, { durationMs: 2 * HOUR });
    expect(told(pastSlots(cronJob({ spec, last: 0 }), { ...FACTS, runs: [until] }))[2]).toEqual([
      -2,
      'skipped',
      'forbid',
      until.name,
    ]);
    for (const ended of [run(-3), run(-3, { durationMs: HOUR }), run(-3, { durationMs: null })])
      expect(told(pastSlots(cronJob({ spec, last: -3 }), { ...FACTS, runs: [ended] }))[2]).toEqual([
        -2,
        'skipped',
        'unknown',
        '',
      ]);
  });

  test('or until its deadline', () => {
    const long = run(-3, { durationMs: 2.5 * HOUR });
    const withDeadline = cronJob({ spec: { ...spec, startingDeadlineSeconds: 600 }, last: 0 });
    expect(told(pastSlots(withDeadline, { ...FACTS, runs: [long] }))[1]).toEqual([-1, 'skipped', 'forbid', long.name]);
  });

  test('a run by hand holds nothing up', () => {
    const durationMs = 2.5 * HOUR;
    const others = [
      run(-3, { durationMs, isManual: true }),
      run(-3, { durationMs, name: 'job-x7k2p' }),
      run(-3, { startedAt: null, durationMs: null, result: 'running' }),
    ];
    for (const other of others)
      expect(told(pastSlots(cronJob({ spec, last: 0 }), { ...FACTS, runs: [other] }))[2]).toEqual([-2, 'noRecord']);
  });

  test('one that is still active keeps the latest slot waiting', () => {
    const long = run(-1, { result: 'running', durationMs: null });
    expect(told(pastSlots(cronJob({ spec, last: -1 }), { ...FACTS, runs: [long] }))[0]).toEqual([
      0,
      'waits',
      'forbid',
      long.name,
    ]);
  });

  test('since it was the policy, whoever changed the rest meanwhile', () => {
    const long = run(-3, { durationMs: 2.5 * HOUR });
    const managedFields = [
      writtenAt(-9, 'apply', 'schedule', 'concurrencyPolicy'),
      writtenAt(-0.5, 'kubectl', 'suspend'),
    ];
    const object = cronJob({ spec, metadata: { generation: 3, managedFields }, last: 0 });
    expect(told(pastSlots(object, { ...FACTS, runs: [long] }))[2]).toEqual([-2, 'skipped', 'forbid', long.name]);
  });

  test('one whose Job is suspended is active, too', () => {
    const held = run(-1, { result: 'suspended', durationMs: null });
    const [newest] = told(pastSlots(cronJob({ spec, last: -1 }), { ...FACTS, runs: [held] }));
    expect(newest).toEqual([0, 'waits', 'forbid', held.name]);
  });

  test('of a time before it was the policy nothing is known', () => {
    const long = run(-3, { durationMs: 2.5 * HOUR });
    const metadata = {
      generation: 2,
      managedFields: [writtenAt(-9, 'apply', 'schedule'), writtenAt(-1.5, 'kubectl', 'concurrencyPolicy')],
    };
    expect(told(pastSlots(cronJob({ spec, metadata, last: 0 }), { ...FACTS, runs: [long] }))[2]).toEqual([
      -2,
      'noRecord',
    ]);
    const managedFields = [writtenAt(-9, 'apply', 'schedule'), writtenAt(-2, 'kubectl', 'concurrencyPolicy')];
    const atOnce = cronJob({ spec, metadata: { generation: 2, managedFields }, last: 0 });
    expect(told(pastSlots(atOnce, { ...FACTS, runs: [long] }))[2]).toEqual([-2, 'skipped', 'forbid', long.name]);
  });
});

test.each([
  ['JobAlreadyActive', 'forbid'],
  ['MissSchedule', 'deadline'],
  ['TooManyMissedTimes', 'tooManyMissed'],
  ['FailedCreate', 'refused'],
  ['UnparseableSchedule', 'badSchedule'],
  ['InvalidSchedule', 'badSchedule'],
  ['UnknownTimeZone', 'badSchedule'],
  ['SuccessfulCreate', null],
])('%s tells that nothing was started because of %s', (reason, expected) => {
  expect(skipReason(reason)).toBe(expected);
});

test('times before it existed are no times; those of "@every" and of what cannot be read nobody knows', () => {
  expect(pastSlots(cronJob({ metadata: { creationTimestamp: iso(-0.5) } }), FACTS)).toHaveLength(1);
  for (const spec of [{ schedule: '@every 1h' }, { schedule: 'often' }, { timeZone: 'Mars/Olympus' }])
    expect(pastSlots(cronJob({ spec }), FACTS)).toBeNull();
  expect(pastSlots(cronJob({ spec: { schedule: '0 0 31 2 *' } }), FACTS)).toEqual([]);
});

describe('what was kept of the events stays true when a later time was started and the API server has forgotten them', () => {
  // Words as the controller of 1.37 writes them (cronjob_controllerv2.go).
  const active = 'Not starting job because prior execution is running and concurrency policy is Forbid';
  const missed = 'Missed scheduled time to start a job: Mon, 23 Nov 2026 10:00:00 +0000';
  const event = (hour: number, reason: string, message: string, isKept = true) => {
    return { at: T + hour * HOUR, reason, message, isKept };
  };
  const facts = (...events: readonly ReturnType<typeof event>[]) => ({
    ...FACTS,
    runs: [run(-3), run(-1), run(0)],
    events,
  });

  test.each([
    ['another run was active', event(-2, 'JobAlreadyActive', active), ['forbid', active]],
    ['its deadline had passed, told again and again', event(-0.2, 'MissSchedule', missed), ['deadline', missed]],
    ['no Job could be made', event(-1.9, 'FailedCreate', 'quota'), ['refused', 'quota']],
  ])('%s', (_what, told1, cause) => {
    const slots = told(pastSlots(cronJob({ last: 0 }), facts(told1)));
    expect(slots).toEqual([
      [0, 'ran'],
      [-1, 'ran'],
      [-2, 'skipped', ...cause],
      [-3, 'ran'],
    ]);
  });

  test('of a time by another schedule only what was said at that moment', () => {
    const metadata = { generation: 2, managedFields: [writtenAt(-0.5, 'apply', 'schedule')] };
    const at = (hour: number) => [event(hour, 'JobAlreadyActive', active)];
    const slot = (hour: number) => told(pastSlots(cronJob({ metadata, last: 0 }), facts(...at(hour))))[2];
    expect(slot(-2 + 1 / 3_600)).toEqual([-2, 'skipped', 'forbid', active]);
    expect(slot(-1.9)).toEqual([-2, 'noRecord']);
  });

  test('a Job that was made after it all the same ran; an event that nobody kept, of another time or of no skip proves nothing', () => {
    const late = [event(-1.9, 'JobAlreadyActive', active)];
    expect(told(pastSlots(cronJob({ last: 0 }), { ...facts(...late), runs: [run(-2)] }))[2]).toEqual([-2, 'ran']);
    const others = [
      event(-2.9, 'JobAlreadyActive', active),
      event(-1.9, 'JobAlreadyActive', active, false),
      event(-1, 'JobAlreadyActive', active),
      event(-0.2, 'MissSchedule', missed, false),
      event(-0.2, 'InvalidSchedule', missed),
      event(-1.9, 'TooManyMissedTimes', 'too many missed start times'),
      event(-1.9, 'MissSchedule', 'Missed scheduled time to start a job: once'),
    ];
    expect(told(pastSlots(cronJob({ last: 0 }), facts(...others)))[2]).toEqual([-2, 'noRecord']);
  });
});
