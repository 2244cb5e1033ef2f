import { useRef, useState } from 'react';
import { dataKeyProblem, type DataValue } from '@lanthorn/kube/objects/data-entries.ts';
import type { MaskedChange } from './secret-change.ts';

export type AddedKey = { readonly id: number; readonly key: string; readonly value: DataValue };

const UNCHANGED: ReadonlyMap<string, MaskedChange> = new Map();

/** What was typed of a Secret's keys, kept as long as the form is open and nowhere else. */
export function useSecretDraft(keys: readonly string[]) {
  const [changed, setChanged] = useState(UNCHANGED);
  const [added, setAdded] = useState<readonly AddedKey[]>([]);
  const nextId = useRef(0);
  const names = [
    ...keys.flatMap(key => {
      const change = changed.get(key);
      return change === null ? [] : [change?.key ?? key];
    }),
    ...added.map(({ key }) => key),
  ];
  return {
    ...{ changed, added, names },
    isChanged: changed.size + added.length > 0,
    isWrong: names.some((key, i) => dataKeyProblem(key, names.toSpliced(i, 1)) !== null),
    change: (key: string, next: MaskedChange | undefined) => {
      const isSame = next === undefined || (next !== null && next.key === key && next.value === null);
      const others = [...changed].filter(([other]) => other !== key);
      setChanged(new Map(isSame ? others : [...others, [key, next]]));
    },
    add: (key: string, value: DataValue) => {
      nextId.current += 1;
      setAdded([...added, { id: nextId.current, key, value }]);
    },
    /** One that was added becomes another, or goes. */
    changeAdded: (id: number, next: Omit<AddedKey, 'id'> | null | undefined) =>
      setAdded(added.flatMap(each => (each.id === id ? (next == null ? [] : [{ ...next, id }]) : [each]))),
    discard: () => {
      setChanged(UNCHANGED);
      setAdded([]);
    },
  };
}
