import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { LIVE_TARGETS, type LiveTarget } from './conformance-target.ts';
import { LIFECYCLES } from './lifecycles/all-lifecycles.ts';
import { type Exchange, playScenario } from './scenario.ts';

// What controllers make of objects, in time: on the embedded cluster and on a real one, where there is one, against what a real one
// did when it was recorded. Names that are drawn, times and order are left out.

/** All scenarios side by side; the longest takes half a minute. */
const PLAY_MS = 120_000;

function recorded(scenario: string): readonly Exchange[] {
  const file = join(import.meta.dirname, 'recorded/exchanges', `${scenario}.json`);
  return (JSON.parse(readFileSync(file, 'utf8')) as { exchanges: Exchange[] }).exchanges;
}

describe.each(LIVE_TARGETS)('%s', (_name, start) => {
  let target: LiveTarget;
  const played = new Map<string, readonly Exchange[]>();
  beforeAll(async () => {
    target = await start();
    await Promise.all(
      LIFECYCLES.map(async scenario => played.set(scenario.name, await playScenario(scenario, target.source))),
    );
  }, PLAY_MS);
  afterAll(() => target.stop());

  describe.each(LIFECYCLES)('$name', ({ name }) => {
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
