import type { MarkChanges } from '@lanthorn/actions/machinery/action.ts';
import { ownValue } from '@lanthorn/base/own-value.ts';

export type MarkKind = 'labels' | 'annotations';
type Marks = Readonly<Record<string, string>>;

/** One label or annotation of the objects that are to be changed. */
export interface KnownMark {
  readonly key: string;
  /** What all of them have; null where they differ or some are without it. */
  readonly common: string | null;
  /** Each value once, in the order of the objects. */
  readonly values: readonly string[];
  /** So many have it. */
  readonly count: number;
}

/** The marks of several objects, by key. */
export function knownMarks(objects: readonly Marks[]): readonly KnownMark[] {
  const keys = [...new Set(objects.flatMap(marks => Object.keys(marks)))].toSorted();
  return keys.map(key => {
    const there = objects.flatMap(marks => ownValue(marks, key) ?? []);
    const values = [...new Set(there)];
    const isCommon = values.length === 1 && there.length === objects.length;
    return { key, values, count: there.length, common: isCommon ? (values[0] ?? null) : null };
  });
}

export interface AddedMark {
  readonly id: number;
  readonly key: string;
  readonly value: string;
}

/** What was written in the form so far. */
export interface MarkDraft {
  readonly changed: MarkChanges;
  readonly added: readonly AddedMark[];
}

export const NO_DRAFT: MarkDraft = { changed: {}, added: [] };

/** What has to be sent: nothing of what is as it was. */
export function draftedChanges({ changed, added }: MarkDraft, known: readonly KnownMark[]): MarkChanges {
  const common = new Map(known.map(mark => [mark.key, mark.common]));
  const differing = Object.entries(changed).filter(([key, value]) => value === null || common.get(key) !== value);
  return Object.fromEntries([...differing, ...added.map(({ key, value }) => [key.trim(), value] as const)]);
}
