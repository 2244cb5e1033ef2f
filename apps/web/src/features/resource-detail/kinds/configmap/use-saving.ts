import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useClient } from '../../../../data/client/client.ts';

/** What was typed is kept until the watch has shown that it is saved. */
export function useSaving(onSaved: () => void) {
  const { t } = useTranslation();
  const { operations } = useClient();
  const [id, setId] = useState<string | null>(null);
  const phase = operations(state => state.operations.find(operation => operation.id === id)?.targets[0]?.phase);
  const latest = useRef(onSaved);
  latest.current = onSaved;
  useEffect(() => {
    if (phase === 'seen') latest.current();
    if (phase === 'seen' || phase === 'failed') setId(null);
  }, [phase]);
  return { follow: setId, why: id === null ? null : t('editor.saving') };
}
