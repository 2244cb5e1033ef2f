import { useEffect } from 'react';
import { create } from 'zustand';
import type { ActionForm } from '@lanthorn/actions/machinery/action.ts';

const useStore = create<{ readonly asked: { readonly uid: string; readonly form: ActionForm } | null }>(() => ({
  asked: null,
}));

/** Opens a form of the object on the screen, from wherever that was asked for. */
export function askForm(uid: string, form: ActionForm): void {
  useStore.setState({ asked: { uid, form } });
}

export function closeForm(): void {
  useStore.setState({ asked: null });
}

/** That of another object, which was asked for on the way there, stays. */
function closeFormOf(uid: string): void {
  if (useStore.getState().asked?.uid === uid) closeForm();
}

/** The form of this object that is open; with the object it goes. */
export function useAskedForm(uid: string): ActionForm | null {
  useEffect(() => () => closeFormOf(uid), [uid]);
  return useStore(({ asked }) => (asked?.uid === uid ? asked.form : null));
}
