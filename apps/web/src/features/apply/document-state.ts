import type { PlacedManifest } from '@lanthorn/actions/objects/place-manifests.ts';
import { isSecret } from '@lanthorn/actions/objects/is-written.ts';
import type { TargetPreview } from '@lanthorn/protocol/down-messages.ts';
import { conflictsOf } from '../../parts/editor/field-conflicts.ts';

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
