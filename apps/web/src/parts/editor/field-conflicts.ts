import type { Status } from '@lanthorn/kube/api/status.ts';

/** A field that somebody else owns and means otherwise. */
export interface FieldConflict {
  /** As `managedFields` names it; the server's whole sentence where it says it in another way. */
  readonly owner: string;
  readonly field: string;
}

export function conflictsOf(refusal: Status): readonly FieldConflict[] {
  return (refusal.details?.causes ?? [])
    .filter(({ reason }) => reason === 'FieldManagerConflict')
    .map(({ message = '', field = '' }) => ({
      owner: /^conflict with "([^"]*)"/.exec(message)?.[1] ?? message,
      field: field.replace(/^\./, ''),
    }));
}
