import { useEffect } from 'react';
import { create } from 'zustand';
import type { ActionSubject } from './use-action-items.ts';

const NOTHING: readonly ActionSubject[] = [];

const useStore = create<{ readonly subjects: readonly ActionSubject[] }>(() => ({ subjects: NOTHING }));

/** What the keys of the list on the screen act on: its focused row, or those that are selected. */
export function useActedOnInList(): readonly ActionSubject[] {
  return useStore(({ subjects }) => subjects);
}

/** Tells it, as long as the list is there; gives it back. */
export function useTellActedOn(subjects: readonly ActionSubject[]): readonly ActionSubject[] {
  useEffect(() => {
    useStore.setState({ subjects });
    return () => useStore.setState({ subjects: NOTHING });
  }, [subjects]);
  return subjects;
}
