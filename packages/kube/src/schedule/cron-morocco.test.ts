import { expect, test } from 'vitest';
import { cronJobSchedule } from './cron-job-schedule.ts';
import { nextRuns } from './cron-next.ts';
import vectors from './cron-morocco.vectors.json' with { type: 'json' };

// Written by tools/cron-vectors with robfig/cron v3.0.1 and the time zones of Go, whose release of the database the file names. Morocco foretells its
// changes for decades and tells them anew from year to year, and every Node brings a release of its own: the same one must give all the answers, another
// those that end before the first date that one of them tells otherwise.

/** Release 2023a moved the change of that spring; nothing before it was told anew since. */
const SETTLED_UNTIL_MS = Date.parse('2023-03-01T00:00:00Z');
/** What was over when the file's release was made is told anew by none. */
const PAST_UNTIL_MS = Date.parse(vectors.tz.slice(0, 4));

type Answer = readonly [string, string, number, ...number[]];

test('next times around the changes of Morocco are those of robfig/cron, as far as the database of this Node knows them', () => {
  const { tz = '' } = process.versions;
  const all = vectors.answers as unknown as readonly Answer[];
  const untilMs = tz === vectors.tz ? Number.POSITIVE_INFINITY : tz > vectors.tz ? PAST_UNTIL_MS : SETTLED_UNTIL_MS;
  const known = all.filter(([, , ...times]) => (times.at(-1) ?? 0) * 1_000 < untilMs);
  expect(known.length).toBeGreaterThan(tz === vectors.tz ? 100 : 4);
  const wrong = known.flatMap(([schedule, timeZone, from, ...expected]) => {
    const read = cronJobSchedule({ spec: { schedule, timeZone } });
    if (!read.ok) throw new Error(read.error);
    const range = { afterMs: from * 1_000, count: 3 };
    const runs = nextRuns(read.value.schedule, read.value.zone, range).map(at => at / 1_000);
    return JSON.stringify(runs) === JSON.stringify(expected) ? [] : [{ schedule, timeZone, from, runs, expected }];
  });
  expect(wrong).toEqual([]);
});
