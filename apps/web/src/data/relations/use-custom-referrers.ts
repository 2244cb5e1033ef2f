import { useEffect, useState } from 'react';
import type { GroupVersionResource } from '@lanthorn/kube/api/group-version-resource.ts';
import type { KindView } from '@lanthorn/views/cells/kind-view.ts';
import { useClient } from '../client/client.ts';
import { viewOfCustom } from '../objects/custom-view.ts';

/** Custom kinds whose objects may name those of a kind: none while they are not known, or where the cluster could not be asked. */
export interface CustomReferrers {
  readonly state: 'loading' | 'known' | 'failed';
  readonly views: readonly KindView[];
}

const LOADING: CustomReferrers = { state: 'loading', views: [] };
const FAILED: CustomReferrers = { state: 'failed', views: [] };

interface Told {
  readonly cluster: string;
  readonly resource: GroupVersionResource;
  readonly referrers: CustomReferrers;
}

/** By the packs, and of the project that the kind is of; asked when somebody looks. */
export function useCustomReferrers(cluster: string, resource: GroupVersionResource): CustomReferrers {
  const { kinds } = useClient();
  const [told, setTold] = useState<Told | null>(null);
  useEffect(() => {
    let isCurrent = true;
    const tell = (referrers: CustomReferrers) => {
      if (isCurrent) setTold({ cluster, resource, referrers });
    };
    const read = async () => {
      const listed = await kinds.referrers(cluster, resource);
      const views = await Promise.all(listed.map(viewOfCustom));
      tell({ state: 'known', views: views.filter(view => view !== undefined) });
    };
    read().catch(() => tell(FAILED));
    return () => {
      isCurrent = false;
    };
  }, [kinds, cluster, resource]);
  return told?.cluster === cluster && told.resource === resource ? told.referrers : LOADING;
}
