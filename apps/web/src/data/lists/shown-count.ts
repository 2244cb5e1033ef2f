import { create } from 'zustand';

/** How many objects of its kind the list on screen has, filter aside. */
interface ShownCount {
  readonly cluster: string;
  /** The kind's word in the address bar. */
  readonly address: string;
  /** Null where they can no longer be read: how many there were is not how many there are. */
  readonly count: number | null;
}

/** One number on one screen: what is asked every now and then gives way to what is live. Null while no list has said anything. */
export const useShownCount = create<{ readonly shown: ShownCount | null }>(() => ({ shown: null }));

export function showCount(shown: ShownCount | null): void {
  useShownCount.setState({ shown });
}
