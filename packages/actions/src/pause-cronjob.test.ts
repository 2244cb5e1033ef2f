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
});
