import { useEffect } from 'react';
import { ownValue } from '@lanthorn/base/own-value.ts';
import { MAX_RECENT_CLUSTERS, MAX_RECENT_NAMESPACES } from '@lanthorn/protocol/constants.ts';
import type { ClustersAnswer } from '@lanthorn/protocol/http/cluster-messages.ts';
import { useClient } from '../../data/client/client.ts';
import type { ViewState } from '../../data/lists/view-state.ts';
import { withRecent } from '../../data/preferences/recents.ts';

/** Remembers which clusters were looked at, and in each which namespaces. */
export function useRecents({ clusters }: ClustersAnswer, { cluster, search }: ViewState): void {
  const { preferences } = useClient();
  const isThere = clusters.some(({ name }) => name === cluster);
  const { ns = '' } = search;
  useEffect(() => {
    const { recentClusters } = preferences.store.getState().chosen;
    const recent = withRecent(recentClusters, cluster, MAX_RECENT_CLUSTERS);
    if (isThere && recent !== recentClusters) preferences.remember({ recentClusters: [...recent] });
  }, [preferences, isThere, cluster]);
  useEffect(() => {
    const { recentNamespaces = [] } = ownValue(preferences.store.getState().chosen.clusters, cluster) ?? {};
    const recent = withRecent(recentNamespaces, ns.split(','), MAX_RECENT_NAMESPACES);
    if (isThere && ns !== '' && recent !== recentNamespaces)
      preferences.remember({ clusters: { [cluster]: { recentNamespaces: recent.map(set => [...set]) } } });
  }, [preferences, isThere, cluster, ns]);
}
