import { useRef, useState } from 'react';
import { dataKeyProblem, type DataValue } from '@lanthorn/kube/objects/data-entries.ts';
import { type AddedKey, changeAdded, type DataStep } from '../configmap/data-steps.ts';
import type { MaskedChange } from './secret-change.ts';

/** As {@link DataStep}. */
export type MaskedStep = (now: MaskedChange | undefined) => MaskedChange | undefined;

const UNCHANGED: ReadonlyMap<string, MaskedChange> = new Map();

/** What was typed of a Secret's keys, kept as long as the form is open and nowhere else. */
export function useSecretDraft(keys: readonly string[]) {
  const [changed, setChanged] = useState(UNCHANGED);
  const [added, setAdded] = useState<readonly AddedKey[]>([]);
  const nextId = useRef(0);
  const times = useRef(0);
  const change = (key: string, step: MaskedStep) =>
    setChanged(before => {
      const next = step(before.get(key));
      const isSame = next === undefined || (next !== null && next.key === key && next.value === null);
      const others = [...before].filter(([other]) => other !== key);
      return new Map(isSame ? others : [...others, [key, next]]);
    });
  const names = [
    ...keys.flatMap(key => {
      const known = changed.get(key);
      return known === null ? [] : [known?.key ?? key];
    }),
    ...added.map(({ key }) => key),
  ];
  return {
    ...{ changed, added, names },
    isChanged: changed.size + added.length > 0,
    isWrong: names.some((key, i) => dataKeyProblem(key, names.toSpliced(i, 1)) !== null),
    change,
    /** What is asked for now is taken only where the key has no other value by then, is not removed, and nothing was given up. */
    awaitValue: (key: string) => {
      const asked = times.current;
      return (value: DataValue) => {
        if (asked !== times.current) return;
        change(key, now => (now === undefined || now?.value === null ? { key: now?.key ?? key, value } : now));
      };
    },
    add: (key: string, value: DataValue) => {
      nextId.current += 1;
      const id = nextId.current;
      setAdded(before => [...before, { id, key, value }]);
    },
    changeAdded: (id: number, step: DataStep) => setAdded(before => changeAdded(before, id, step)),
    discard: () => {
      times.current += 1;
      setChanged(UNCHANGED);
      setAdded([]);
    },
  };
}
