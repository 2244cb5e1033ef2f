import { create } from 'zustand';
import type { ObjectTarget } from '@lanthorn/actions/machinery/action.ts';

/** An object whose page is to be shown, at a tab of it. */
interface WantedObject {
  readonly target: ObjectTarget;
  readonly tab: string;
}

/** What was asked for and is not shown yet; the frame of the screens goes there. */
export const useWantedObject = create<{ readonly wanted: WantedObject | null }>(() => ({ wanted: null }));

export function wantObject(wanted: WantedObject | null): void {
  useWantedObject.setState({ wanted });
}
