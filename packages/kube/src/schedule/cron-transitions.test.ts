import { expect, test } from 'vitest';
import { cronJobSchedule } from './cron-job-schedule.ts';
import { nextRuns } from './cron-next.ts';
import answers from './cron-transitions.vectors.json' with { type: 'json' };

// Written by tools/cron-vectors: what robfig/cron v3.0.1 and Go's own time zones answer around a change of the clock of every kind there was
// since 1966, those of half an hour and of odd seconds more often.

const text = (seconds: number) => new Date(seconds * 1_000).toISOString();

test('next times around every kind of clock change are those of robfig/cron', () => {
  expect(answers.length).toBeGreaterThan(400);
  const wrong: unknown[] = [];
  for (const [schedule, timeZone, from, ...expected] of answers as [string, string, number, ...number[]][]) {
    const read = cronJobSchedule({ spec: { schedule, timeZone } });
    if (!read.ok) throw new Error(read.error);
    const range = { afterMs: from * 1_000, count: 3 };
    const runs = nextRuns(read.value.schedule, read.value.zone, range).map(at => at / 1_000);
    if (JSON.stringify(runs) === JSON.stringify(expected)) continue;
    wrong.push({ schedule, timeZone, from: text(from), runs: runs.map(text), expected: expected.map(text) });
  }
  expect(wrong).toEqual([]);
});
