import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { isDoneTo, isOnItsWay } from '@lanthorn/protocol/operation-state.ts';
import { useClient } from '../../../../data/client/client.ts';
import { noteText } from '../../../../parts/outcome/operation-note.ts';

/**
 * What was typed is kept until the watch has shown that it is saved. Of a change that goes no further before that, or of which nothing is
 * told any more, nobody waits for the end: it can be typed on.
 */
export function useSaving(onSaved: () => void) {
  const { t } = useTranslation();
  const { operations } = useClient();
  const [id, setId] = useState<string | null>(null);
  const target = operations(state => state.operations.find(operation => operation.id === id)?.targets[0]);
  const isSaving = target !== undefined && isOnItsWay(target);
  const isSaved = target !== undefined && isDoneTo(target);
  const latest = useRef(onSaved);
  latest.current = onSaved;
  const isThere = target !== undefined;
  useEffect(() => {
    if (isSaved) latest.current();
    if (isSaved || !isThere) setId(null);
  }, [isSaved, isThere]);
  return {
    /** Null follows nothing any more. */
    follow: setId,
    why: isSaving ? t('editor.saving') : null,
    /** Why it was not seen to be saved, where it goes no further; '' without a reason. */
    note: target === undefined || isSaving || isSaved ? '' : noteText(target.message, t),
  };
}
