import type { ActionForm } from '@lanthorn/actions/machinery/action.ts';
import { useAsked } from './asked-form.ts';

/** The form of this object that is open. */
export function useAskedForm(uid: string): ActionForm | null {
  return useAsked(({ asked }) => (asked?.uid === uid ? asked.form : null));
}
