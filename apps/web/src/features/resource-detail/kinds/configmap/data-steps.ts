import type { DataChange, DataValue } from '@lanthorn/kube/objects/data-entries.ts';

/** What becomes of a key, by what it is when the step is taken: a file arrives when something else may have been done since it was chosen. */
export type DataStep = (now: DataChange | undefined) => DataChange | undefined;

export interface AddedKey {
  readonly id: number;
  readonly key: string;
  readonly value: DataValue;
}

/** Of a key whose value was not said. */
export const NOTHING: DataValue = { isBinary: false, value: '' };

/** One that was added becomes another, or goes; of one that is gone nothing is changed. */
export function changeAdded(added: readonly AddedKey[], id: number, step: DataStep): readonly AddedKey[] {
  return added.flatMap(each => {
    if (each.id !== id) return [each];
    const next = step({ key: each.key, value: each.value });
    return next == null ? [] : [{ ...next, id }];
  });
}
