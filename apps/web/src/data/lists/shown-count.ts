import { create } from 'zustand';

/** How many objects of its kind the list on screen has, filter aside; null while none is on screen or it is not known. */
interface ShownCount {
  readonly cluster: string;
  /** The kind's word in the address bar. */
  readonly address: string;
  readonly count: number;
}

/** One number on one screen: what is asked every now and then gives way to what is live. */
export const useShownCount = create<{ readonly shown: ShownCount | null }>(() => ({ shown: null }));

export function showCount(shown: ShownCount | null): void {
  useShownCount.setState({ shown });
}
