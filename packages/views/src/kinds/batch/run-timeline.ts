import { deepEqual } from '@lanthorn/base/json.ts';
import type { RunCell } from '../../cells/cell.ts';
import type { NextSlot } from './cronjob-slots.ts';
import type { PastSlot, SkipCause } from './past-slot.ts';

/** One mark of a CronJob's chart, from old to new: what ran, what did not and why, what nothing is known of, what comes. */
export type TimelineMark =
  | { readonly kind: 'run'; readonly at: number; readonly run: RunCell; readonly isNewTemplate: boolean }
  | { readonly kind: 'skipped'; readonly at: number; readonly cause: SkipCause }
  | { readonly kind: 'unrecorded'; readonly at: number; readonly count: number }
  | { readonly kind: 'next'; readonly at: number; readonly slot: NextSlot };

export interface TimelineFacts {
  /** Oldest first. */
  readonly runs: readonly RunCell[];
  /** What became of the times of the last day; empty where that is not known. */
  readonly slots: readonly PastSlot[];
  readonly next: readonly NextSlot[];
  /** The pod template of a run, by its uid, where it was kept. */
  readonly templates: ReadonlyMap<string, unknown>;
}

/** The last `length` marks of the past and all that come. Slots before the first run that is shown are left out: nothing is known to compare. */
export function runTimeline({ runs, slots, next, templates }: TimelineFacts, length: number): readonly TimelineMark[] {
  const ran = runMarks(runs, templates);
  const from = ran[0]?.at ?? Number.POSITIVE_INFINITY;
  const missed = slots.flatMap((slot): TimelineMark[] => {
    if (slot.at < from) return [];
    if (slot.state === 'skipped') return [{ kind: 'skipped', at: slot.at, cause: slot.cause }];
    return slot.state === 'noRecord' ? [{ kind: 'unrecorded', at: slot.at, count: 1 }] : [];
  });
  const past = joinUnrecorded([...ran, ...missed].toSorted((a, b) => a.at - b.at));
  return [...past.slice(-length), ...next.map((slot): TimelineMark => ({ kind: 'next', at: slot.at, slot }))];
}

function runMarks(runs: readonly RunCell[], templates: ReadonlyMap<string, unknown>): readonly TimelineMark[] {
  let before: unknown;
  let at = 0;
  return runs.map((run): TimelineMark => {
    const template = templates.get(run.uid) ?? undefined;
    const isNewTemplate = before !== undefined && template !== undefined && !deepEqual(before, template);
    before = template ?? before;
    // What has not started stands after the run before it.
    at = run.startedAt ?? at;
    return { kind: 'run', at, run, isNewTemplate };
  });
}

/** Slots without a record that follow one another are one mark: there may be a thousand. */
function joinUnrecorded(marks: readonly TimelineMark[]): readonly TimelineMark[] {
  const joined: TimelineMark[] = [];
  for (const mark of marks) {
    const last = joined.at(-1);
    if (mark.kind === 'unrecorded' && last?.kind === 'unrecorded')
      joined[joined.length - 1] = { ...last, count: last.count + 1 };
    else joined.push(mark);
  }
  return joined;
}
