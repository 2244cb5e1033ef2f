import { describe, expect, test } from 'vitest';
import { formatTime } from '../objects/kube-object.ts';
import { nextRuns } from './cron-next.ts';
import { parseCronSchedule } from './cron-schedule.ts';
import vectors from './cron-robfig.vectors.json' with { type: 'json' };
import { TimeZone } from './time-zone.ts';

// Written by github.com/robfig/cron/v3 v3.0.1 itself: `ParseStandard` and six times `Next`, random and chosen specs around
// DST changes in 18 zones. What Morocco has told anew since is in `cron-morocco.test.ts`, by the release that says so.

interface Vector {
  readonly Spec: string;
  readonly Zone: string;
  readonly After: string;
  readonly Next?: readonly string[];
  readonly Error?: string;
}

function answer({ Spec, Zone, After }: Vector): { Next?: readonly string[]; Error?: string } {
  const schedule = parseCronSchedule(Spec);
  if (!schedule.ok) return { Error: schedule.error };
  const zone = TimeZone.load(Zone);
  if (!zone.ok) return { Error: zone.error };
  const runs = nextRuns(schedule.value, zone.value, { afterMs: Date.parse(After), count: 6 }).map(formatTime);
  return runs.length === 0 ? {} : { Next: runs };
}

describe('the original’s own answers', () => {
  const all: readonly Vector[] = vectors;
  test('there are enough of both kinds', () => {
    expect(all.filter(vector => vector.Error === undefined).length).toBeGreaterThan(200);
    expect(all.filter(vector => vector.Error !== undefined).length).toBeGreaterThan(30);
  });

  test.each(all.map(vector => [vector.Spec, vector.Zone, vector] as const))('%j in %s', (_spec, _zone, vector) => {
    const { Next, Error: error } = vector;
    expect(answer(vector)).toEqual({
      ...(Next === undefined ? {} : { Next }),
      ...(error === undefined ? {} : { Error: error }),
    });
  });
});
