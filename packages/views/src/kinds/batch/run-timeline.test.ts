import { describe, expect, test } from 'vitest';
import type { RunCell } from '../../cells/cell.ts';
import type { PastSlot } from './past-slot.ts';
import { runTimeline, type TimelineFacts } from './run-timeline.ts';

const run = (name: string, startedAt: number | null): RunCell => ({
  name,
  uid: name,
  result: 'succeeded',
  startedAt,
  durationMs: 1,
  isManual: false,
});
const cause = { reason: 'forbid', evidence: 'x-1', since: null } as const;
const facts = (change: Partial<TimelineFacts>): TimelineFacts => ({
  runs: [],
  slots: [],
  next: [],
  templates: new Map(),
  ...change,
});
const words = (change: Partial<TimelineFacts>, length = 30) =>
  runTimeline(facts(change), length).map(mark =>
    mark.kind === 'run' ? mark.run.name : mark.kind === 'unrecorded' ? `?${mark.count}` : `${mark.kind}@${mark.at}`,
  );

describe('the chart of runs', () => {
  const slots: PastSlot[] = [
    { at: 5, state: 'noRecord' },
    { at: 10, state: 'ran' },
    { at: 20, state: 'skipped', cause },
    { at: 30, state: 'noRecord' },
    { at: 40, state: 'noRecord' },
    { at: 50, state: 'ran' },
    { at: 60, state: 'waits', cause },
  ];
  const runs = [run('a', 11), run('b', 51)];

  test('stands in the order of time: what ran, what was skipped, how many have no record, what comes', () => {
    const next = [{ at: 70, note: null, blocker: null }];
    expect(words({ runs, slots, next })).toEqual(['a', 'skipped@20', '?2', 'b', 'next@70']);
  });

  test('begins with the first run that is known: before it nobody knows', () => {
    expect(words({ runs: [run('b', 51)], slots })).toEqual(['b']);
    expect(words({ slots })).toEqual([]);
  });

  test('shows the newest of the past and all that comes', () => {
    const next = [{ at: 70, note: null, blocker: null }];
    expect(words({ runs, slots, next }, 2)).toEqual(['?2', 'b', 'next@70']);
  });

  test('a run that has not started stands behind the one before it', () => {
    expect(words({ runs: [run('a', 11), run('w', null), run('b', 51)], slots })).toEqual([
      'a',
      'w',
      'skipped@20',
      '?2',
      'b',
    ]);
  });

  test('marks the first run of another template, as far as templates were kept', () => {
    const templates = new Map<string, unknown>([
      ['a', { image: 1 }],
      ['c', { image: 1 }],
      ['d', { image: 2 }],
      ['e', null],
      ['f', { image: 2 }],
    ]);
    const all = ['a', 'b', 'c', 'd', 'e', 'f'].map((name, i) => run(name, i + 1));
    const marked = runTimeline(facts({ runs: all, templates }), 30).filter(
      mark => mark.kind === 'run' && mark.isNewTemplate,
    );
    expect(marked.map(mark => mark.at)).toEqual([4]);
  });
});
