import { useCallback, useEffect, useState } from 'react';
import type { GroupVersionResource } from '@lanthorn/kube/api/group-version-resource.ts';
import type { KindView } from '@lanthorn/views/cells/kind-view.ts';
import { useClient } from '../client/client.ts';
import { viewOfCustom } from '../objects/custom-view.ts';

/** Custom kinds whose objects may name those of a kind: none while they are not known, or where the cluster could not be asked. */
export interface CustomReferrers {
  /** `part`: there are more, in which nobody looks. */
  readonly state: 'loading' | 'known' | 'part' | 'failed';
  readonly views: readonly KindView[];
  /** How many more there are. */
  readonly more: number;
}

const LOADING: CustomReferrers = { state: 'loading', views: [], more: 0 };
const FAILED: CustomReferrers = { state: 'failed', views: [], more: 0 };

interface Told {
  readonly cluster: string;
  readonly resource: GroupVersionResource;
  readonly referrers: CustomReferrers;
}

/** By the packs, and of the project that the kind is of; asked when somebody looks. What failed is asked again by `retry`. */
export function useCustomReferrers(
  cluster: string,
  resource: GroupVersionResource,
): CustomReferrers & { readonly retry: () => void } {
  const { kinds } = useClient();
  const [tries, setTries] = useState(0);
  const [told, setTold] = useState<Told | null>(null);
  useEffect(() => {
    let isCurrent = true;
    const tell = (referrers: CustomReferrers) => {
      if (isCurrent) setTold({ cluster, resource, referrers });
    };
    const read = async () => {
      const { kinds: listed, more } = await kinds.referrers(cluster, resource);
      const views = await Promise.all(listed.map(viewOfCustom));
      tell({ state: more === 0 ? 'known' : 'part', views: views.filter(view => view !== undefined), more });
    };
    read().catch(() => tell(FAILED));
    return () => {
      isCurrent = false;
    };
  }, [kinds, cluster, resource, tries]);
  const referrers = told?.cluster === cluster && told.resource === resource ? told.referrers : LOADING;
  const hasFailed = referrers.state === 'failed';
  const retry = useCallback(() => {
    if (!hasFailed) return;
    setTold(null);
    setTries(count => count + 1);
  }, [hasFailed]);
  return { ...referrers, retry };
}
