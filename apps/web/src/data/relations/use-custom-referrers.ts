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
  /** Of how many nobody says what they name, and none was looked through. */
  readonly others: number;
}

const LOADING: CustomReferrers = { state: 'loading', views: [], more: 0, others: 0 };
const FAILED: CustomReferrers = { ...LOADING, state: 'failed' };

interface Told {
  readonly cluster: string;
  readonly resource: GroupVersionResource;
  readonly referrers: CustomReferrers;
}

/** By the packs, and of the project that the kind is of; asked when somebody looks. Those of which nobody knows are looked through once `lookFurther` was called. What failed is asked again by `retry`. */
export function useCustomReferrers(
  cluster: string,
  resource: GroupVersionResource,
): CustomReferrers & { readonly retry: () => void; readonly lookFurther: () => void } {
  const { kinds } = useClient();
  const [isFurther, setIsFurther] = useState(false);
  const [tries, setTries] = useState(0);
  const [told, setTold] = useState<Told | null>(null);
  useEffect(() => {
    let isCurrent = true;
    const tell = (referrers: CustomReferrers) => {
      if (isCurrent) setTold({ cluster, resource, referrers });
    };
    const read = async () => {
      const said = await kinds.referrers(cluster, resource);
      const further = isFurther ? await kinds.referrers(cluster, resource, true) : null;
      const views = await Promise.all([...said.kinds, ...(further?.kinds ?? [])].map(viewOfCustom));
      const more = said.more + (further?.more ?? 0);
      const others = further === null ? said.others : 0;
      tell({ state: more === 0 ? 'known' : 'part', views: views.filter(view => view !== undefined), more, others });
    };
    read().catch(() => tell(FAILED));
    return () => {
      isCurrent = false;
    };
  }, [kinds, cluster, resource, tries, isFurther]);
  const referrers = told?.cluster === cluster && told.resource === resource ? told.referrers : LOADING;
  const hasFailed = referrers.state === 'failed';
  const retry = useCallback(() => {
    if (!hasFailed) return;
    setTold(null);
    setTries(count => count + 1);
  }, [hasFailed]);
  const lookFurther = useCallback(() => setIsFurther(true), []);
  return { ...referrers, retry, lookFurther };
}
