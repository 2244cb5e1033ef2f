import { describe, expect, test } from 'vitest';
import { PAUSE_CRONJOB, lostSlots } from './pause-cronjob.ts';

const FROM = Date.parse('2026-11-23T08:00:00Z');
const DAY_MS = 86_400_000;
const cronJob = (schedule: string, spec = {}) => ({
  apiVersion: 'batch/v1',
  kind: 'CronJob',
  metadata: { name: 'a', namespace: 'n', uid: 'u', annotations: {} },
  spec: { schedule, ...spec },
});

function effectsOf(schedule: string, days: number, spec = {}): string[] {
  const target = {
    cluster: 'c',
    resource: { group: 'batch', version: 'v1', resource: 'cronjobs' },
    namespace: 'n',
    name: 'a',
    uid: 'u',
  };
  const until = new Date(FROM + days * DAY_MS).toISOString();
  const action = { kind: 'cronjob.pause', target, params: { pause: { until, by: 'me', reason: '' } } } as const;
  const plan = PAUSE_CRONJOB.plan(action as never, cronJob(schedule, spec), { context: 'c', now: FROM } as never);
  return plan.effects.map(({ key, values }) => `${key} ${JSON.stringify(values)}`);
}

describe('what a pause takes away', () => {
  test('is counted exactly where it is few', () => {
    expect(lostSlots(cronJob('0 * * * *'), FROM, FROM + DAY_MS)).toEqual({ count: 24, last: FROM + DAY_MS });
    expect(effectsOf('0 * * * *', 1)).toContain('effect.slotsLost {"count":24}');
  });

  test('of more than are counted it says that they are at least so many, and resuming is told by the very last of them', () => {
    const effects = effectsOf('* * * * *', 30);
    expect(effects).toContain('effect.slotsLostAtLeast {"count":1000}');
    expect(effects).toContain('effect.resumeStartsOne {"time":"2026-12-23T08:00:00Z"}');
    // Half an hour after the last time of the day a deadline of a minute has passed.
    expect(effectsOf('*/10 0-6 * * *', 60, { startingDeadlineSeconds: 60 })).toContain('effect.resumeStartsNone {}');
  });

  test('as many as are counted are many; one fewer is counted out', () => {
    const minutes = (count: number) => FROM + count * 60_000;
    expect(lostSlots(cronJob('* * * * *'), FROM, minutes(999))).toEqual({ count: 999, last: minutes(999) });
    expect(lostSlots(cronJob('* * * * *'), FROM, minutes(1000))).toEqual({ count: 1000, last: minutes(1000) });
    expect(lostSlots(cronJob('* * * * *'), FROM, minutes(5000))).toEqual({ count: 1000, last: minutes(5000) });
    expect(effectsOf('*/2 * * * *', 1)).toContain('effect.slotsLost {"count":720}');
  });

  test('nothing where nothing is due, or where it cannot be known', () => {
    expect(lostSlots(cronJob('0 9 * * *'), FROM, FROM + 3_599_999)).toEqual({ count: 0, last: null });
    expect(lostSlots(cronJob('0 9 * * *'), FROM, FROM + 3_600_000)).toEqual({ count: 1, last: FROM + 3_600_000 });
    expect(lostSlots(cronJob('@every 1m'), FROM, FROM + DAY_MS)).toEqual({ count: 0, last: null });
    expect(lostSlots(cronJob('no schedule'), FROM, FROM + DAY_MS)).toEqual({ count: 0, last: null });
    // There is no such day.
    expect(lostSlots(cronJob('0 0 30 2 *'), FROM, FROM + 400 * DAY_MS)).toEqual({ count: 0, last: null });
    expect(effectsOf('no schedule', 1)).toEqual([
      'effect.pausedUntil {"time":"2026-11-24T08:00:00Z"}',
      'effect.needsLanthorn {}',
      'effect.slotsLost {"count":0}',
    ]);
  });

  test('a missed run starts at resuming as long as its deadline lasts, that second included', () => {
    const resumed = (startingDeadlineSeconds: number) => effectsOf('0 7 * * *', 1, { startingDeadlineSeconds })[3];
    expect(resumed(3600)).toBe('effect.resumeStartsOne {"time":"2026-11-24T07:00:00Z"}');
    expect(resumed(3599)).toBe('effect.resumeStartsNone {}');
    expect(effectsOf('0 7 * * *', 1)[3]).toBe('effect.resumeStartsOne {"time":"2026-11-24T07:00:00Z"}');
  });
});
