import { useCallback, useEffect, useMemo, useState } from 'react';
import type { GroupVersionResource } from '@lanthorn/kube/api/group-version-resource.ts';
import type { KindView, ListedResource } from '@lanthorn/views/cells/kind-view.ts';
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

/** What was asked about the kinds of which nobody says what they name. */
interface Further {
  readonly of: CustomReferrers;
  readonly answer: 'awaited' | 'failed' | Pick<CustomReferrers, 'views' | 'more'>;
}

export interface AskedReferrers extends CustomReferrers {
  /** Asks again what failed. */
  readonly retry: () => void;
  /** Looks through those of which nobody knows as well. What was told stays meanwhile, and when it fails. */
  readonly lookFurther: () => void;
  readonly further: 'unasked' | 'awaited' | 'failed' | 'told';
}

/** By the packs, and of the project that the kind is of; asked when somebody looks. */
export function useCustomReferrers(cluster: string, resource: GroupVersionResource): AskedReferrers {
  const { kinds } = useClient();
  const [tries, setTries] = useState(0);
  const [told, setTold] = useState<Told | null>(null);
  const [asked, setAsked] = useState<Further | null>(null);
  useEffect(() => {
    let isCurrent = true;
    const tell = (referrers: CustomReferrers) => {
      if (isCurrent) setTold({ cluster, resource, referrers });
    };
    const read = async () => {
      const { more, others, ...said } = await kinds.referrers(cluster, resource);
      tell({ state: more === 0 ? 'known' : 'part', views: await viewsOf(said.kinds), more, others });
    };
    read().catch(() => tell(FAILED));
    return () => {
      isCurrent = false;
    };
  }, [kinds, cluster, resource, tries]);
  const first = told?.cluster === cluster && told.resource === resource ? told.referrers : LOADING;
  const further = asked?.of === first ? asked.answer : 'unasked';
  const referrers = useMemo(() => (typeof further === 'string' ? first : both(first, further)), [first, further]);
  const hasFailed = first.state === 'failed';
  const retry = useCallback(() => {
    if (!hasFailed) return;
    setTold(null);
    setTries(count => count + 1);
  }, [hasFailed]);
  const lookFurther = () => {
    const awaited: Further = { of: first, answer: 'awaited' };
    // Of another object, or asked once more, it comes too late.
    const answered = (answer: Further['answer']) => setAsked(now => (now === awaited ? { of: first, answer } : now));
    const read = async () => {
      const said = await kinds.referrers(cluster, resource, true);
      answered({ views: await viewsOf(said.kinds), more: said.more });
    };
    setAsked(awaited);
    read().catch(() => answered('failed'));
  };
  return { ...referrers, retry, lookFurther, further: typeof further === 'string' ? further : 'told' };
}

function both(first: CustomReferrers, further: Pick<CustomReferrers, 'views' | 'more'>): CustomReferrers {
  const more = first.more + further.more;
  return { state: more === 0 ? 'known' : 'part', views: [...first.views, ...further.views], more, others: 0 };
}

async function viewsOf(kinds: readonly ListedResource[]): Promise<readonly KindView[]> {
  const views = await Promise.all(kinds.map(viewOfCustom));
  return views.filter(view => view !== undefined);
}
