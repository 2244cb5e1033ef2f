import type { ChangeSet } from '@lanthorn/protocol/http/change-set-messages.ts';

/** The set with the step of one place at another. */
export function moved(set: ChangeSet, from: number, to: number): ChangeSet {
  const steps = set.steps.toSpliced(from, 1);
  const step = set.steps[from];
  return step === undefined ? set : { ...set, steps: steps.toSpliced(to, 0, step) };
}

/** The set without the step of that place. */
export function without(set: ChangeSet, place: number): ChangeSet {
  return { ...set, steps: set.steps.toSpliced(place, 1) };
}

/** Where what is let go at this height comes to stand: before all whose middle is below it. */
export function placeAt(
  y: number,
  rows: readonly { readonly top: number; readonly bottom: number }[],
  from: number,
): number {
  const others = rows.toSpliced(from, 1);
  return others.filter(({ top, bottom }) => (top + bottom) / 2 < y).length;
}
