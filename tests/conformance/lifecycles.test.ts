import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { embeddedLiveTarget, LIVE_TARGETS, type LiveTarget } from './conformance-target.ts';
import { LIFECYCLES, LONG_LIFECYCLES } from './lifecycles/all-lifecycles.ts';
import { type Exchange, playScenario, type Scenario } from './scenario.ts';

// What controllers make of objects, in time: on the embedded cluster and on a real one, where there is one, against what a real one
// did when it was recorded. Names that are drawn, times and order are left out.

/** All scenarios side by side: half a minute; those of CronJobs take three, on a clock that does not run faster. */
const PLAY_MS = 300_000;
/** Three minutes in some seconds. */
const SPEED = 20;
const isLong = process.env['LONG_LIFECYCLES'] !== undefined;

type Group = readonly [name: string, start: () => Promise<LiveTarget>, scenarios: readonly Scenario[]];

const GROUPS: readonly Group[] = [
  ...LIVE_TARGETS.map(([name, start]): Group => [name, start, LIFECYCLES]),
  [`embedded, ${SPEED} times as fast`, () => embeddedLiveTarget(SPEED), LONG_LIFECYCLES],
  ...LIVE_TARGETS.filter(([name]) => isLong && name === 'real').map(
    ([name, start]): Group => [`${name}, for minutes`, start, LONG_LIFECYCLES],
  ),
];

function recorded(scenario: string): readonly Exchange[] {
  const file = join(import.meta.dirname, 'recorded/exchanges', `${scenario}.json`);
  return (JSON.parse(readFileSync(file, 'utf8')) as { exchanges: Exchange[] }).exchanges;
}

describe.each(GROUPS)('%s', (_name, start, scenarios) => {
  let target: LiveTarget;
  const played = new Map<string, readonly Exchange[]>();
  beforeAll(async () => {
    target = await start();
    await Promise.all(scenarios.map(async scenario => played.set(scenario.name, await playScenario(scenario, target))));
  }, PLAY_MS);
  afterAll(() => target.stop());

  describe.each(scenarios)('$name', ({ name }) => {
    for (const expected of recorded(name)) {
      test(`[AS13] ${expected.title}`, () => {
        expect(played.get(name)?.find(({ title }) => title === expected.title)).toEqual(expected);
      });
    }

    test('every observation has its record', () => {
      expect(played.get(name)?.map(({ title }) => title)).toEqual(recorded(name).map(({ title }) => title));
    });
  });
});
