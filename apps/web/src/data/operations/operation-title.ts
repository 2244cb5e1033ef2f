import type { TFunction } from 'i18next';
import type { OperationHead } from '@lanthorn/protocol/down-messages.ts';

type Titled = Pick<OperationHead, 'kind' | 'undoOf' | 'undoes'>;

/** What was done, in words: taking back is called by what it takes back, however that is done. */
export function operationTitle({ kind, undoOf, undoes }: Titled, t: TFunction): string {
  if (undoes !== null) return chainTitle(undoes, t);
  // Kept before it was known what was taken back.
  return undoOf === null ? t(`action.${kind}`) : t('undo.button');
}

/** What taking it back is called: of an undo, doing it again. */
export function undoTitle({ kind, undoes }: Titled, t: TFunction): string {
  return chainTitle(undoes === null ? { kind, depth: 1 } : { ...undoes, depth: undoes.depth + 1 }, t);
}

/** Whether taking it back does something again. */
export function isRedo({ undoes }: Titled): boolean {
  return undoes !== null && undoes.depth % 2 === 1;
}

function chainTitle({ kind, depth }: NonNullable<Titled['undoes']>, t: TFunction): string {
  return t(depth % 2 === 1 ? 'action.undo' : 'action.redo', { action: t(`action.${kind}`) });
}
