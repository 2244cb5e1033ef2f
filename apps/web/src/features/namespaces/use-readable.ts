import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { MAX_CHECKS, MAX_NAMESPACES } from '@lanthorn/protocol/constants.ts';
import { findKindAt } from '@lanthorn/views/kind-index.ts';
import { useAccess } from '../../data/actions/use-access.ts';
import { useClient } from '../../data/client/client.ts';
import type { ViewState } from '../../data/lists/view-state.ts';

/** As many as are asked about at once, and as many as a list takes. */
const MAX_ASKED = Math.min(MAX_CHECKS, MAX_NAMESPACES);

/** Where the person may list the kind that is on screen, for those who may not everywhere. */
export function useReadable({ cluster, resource }: Pick<ViewState, 'cluster' | 'resource'>) {
  const { t } = useTranslation();
  const { api } = useClient();
  const kind = findKindAt(resource);
  const [note, setNote] = useState<string | null>(null);
  const rights = useMemo(
    () =>
      kind?.namespaced === true
        ? [{ verb: 'list', group: kind.resource.group, resource: kind.resource.resource, namespace: '', name: '' }]
        : [],
    [kind],
  );
  const [mayReadAll = null] = useAccess(cluster, rights);
  const ask = async (names: readonly string[]): Promise<readonly string[]> => {
    const asked = names.slice(0, MAX_ASKED);
    setNote(t('namespace.asking'));
    try {
      const checks = asked.flatMap(namespace => rights.map(right => ({ ...right, namespace })));
      const { allowed } = await api.access({ cluster, checks });
      const found = asked.filter((_name, i) => allowed[i] === true);
      setNote(t('namespace.mayRead', { count: found.length, asked: asked.length, known: names.length }));
      return found;
    } catch (error) {
      setNote(error instanceof Error ? error.message : String(error));
      return [];
    }
  };
  return { mayReadAll, ask, note };
}
