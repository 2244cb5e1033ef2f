import type { PlacedManifest } from '@lanthorn/actions/objects/place-manifests.ts';
import { isSecret } from '@lanthorn/actions/objects/is-written.ts';
import type { Status } from '@lanthorn/kube/api/status.ts';
import type { TargetPreview } from '@lanthorn/protocol/down-messages.ts';

/** What a dry run tells of a document. Of a Secret it is not known whether its values differ; what could not be tried waits for another. */
export type DocumentState = 'new' | 'changed' | 'same' | 'hidden' | 'untried' | 'conflict' | 'refused';

export function documentState({ resource }: Pick<PlacedManifest, 'resource'>, preview: TargetPreview): DocumentState {
  const { refusal, isUntried = false, creates, changes } = preview;
  if (refusal !== null) return conflictsOf(refusal).length > 0 ? 'conflict' : 'refused';
  if (isUntried) return 'untried';
  if (creates !== null) return 'new';
  if (isSecret(resource)) return 'hidden';
  return changes.length === 0 ? 'same' : 'changed';
}

/** What is sent; what is as it should be is not. */
export function isSent(state: DocumentState): boolean {
  return state === 'new' || state === 'changed' || state === 'hidden' || state === 'untried';
}

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
