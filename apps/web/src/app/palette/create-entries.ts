import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import { groupResource } from '@lanthorn/kube/api/group-version-resource.ts';
import { findKindAt } from '@lanthorn/views/kind-index.ts';
import { isMadeByPeople, useApplyStarts } from '../../data/apply/apply-start.ts';
import { useServedKinds } from '../../data/client/use-served-kinds.ts';
import type { ViewState } from '../../data/lists/view-state.ts';
import type { PaletteEntry } from '../../features/palette/palette-search.ts';
import { visibleText } from '../../ui/words/text.ts';
import { navigationPlaces } from '../navigation-places.ts';

/** A new object of every kind that the cluster serves and people write, in the namespace on the screen. In which of several clusters nobody has said. */
export function useCreateEntries({
  cluster,
  clusters,
  namespaces,
}: Pick<ViewState, 'cluster' | 'clusters' | 'namespaces'>): readonly PaletteEntry[] {
  const { t } = useTranslation();
  const { startNew } = useApplyStarts();
  const served = useServedKinds(cluster);
  const isOne = clusters.length <= 1;
  const ns = namespaces.length === 1 ? namespaces[0] : undefined;
  return useMemo(
    () =>
      navigationPlaces(isOne ? served : null, '').flatMap(({ to, names }) => {
        const known = findKindAt(to);
        const own = served?.kinds.find(each => groupResource(each) === to);
        const resource = known?.resource ?? own;
        if (!isOne || resource === undefined || !isMadeByPeople(resource)) return [];
        const title = t('palette.create', { kind: known?.kind ?? visibleText(own?.kind ?? '') });
        const run = () => startNew(cluster, resource, ns);
        return [{ id: `create:${to}`, title, names, group: t('palette.action'), shortcut: null, disabled: null, run }];
      }),
    [cluster, isOne, ns, served, startNew, t],
  );
}
