import { createContext, type ReactNode, use } from 'react';
import { must } from '@lanthorn/base/assert.ts';
import type { KindView } from '@lanthorn/views/cells/kind-view.ts';
import { findKindViewAt } from '@lanthorn/views/kind-records.ts';
import { listAnswer } from '../../../data/lists/list-answer.ts';
import type { ListSnapshot } from '../../../data/lists/list-store.ts';
import { useLiveLists } from '../../../data/lists/use-live-lists.ts';

/** What runs: live lists, which say as well what is not well. */
const WATCHED = ['pods', 'deployments', 'statefulsets', 'daemonsets', 'cronjobs', 'jobs', 'persistentvolumeclaims'];
export const NOT_WELL = 'health>=warning';

export const viewAt = (address: string) => must(findKindViewAt(address), `${address} has a view`);

export interface WatchedKind {
  readonly address: string;
  readonly view: KindView;
  readonly answer: ReturnType<typeof listAnswer>['kind'];
  /** As far as it was told. */
  readonly total: number;
  readonly notWell: number;
  /** How it is; undefined before it was asked for. */
  readonly state: ListSnapshot['state'] | undefined;
}

const WatchedKindsContext = createContext<readonly WatchedKind[] | null>(null);

/** What runs in a namespace, kind by kind: asked once for all on its page that tell of it. */
export function WatchedKinds({
  cluster,
  namespace,
  children,
}: {
  readonly cluster: string;
  readonly namespace: string;
  readonly children: ReactNode;
}) {
  const { lists } = useLiveLists(
    WATCHED.map(address => ({
      ...{ cluster, resource: viewAt(address).resource, namespaces: [namespace] },
      ...{ filter: NOT_WELL, sort: [], limit: 0 },
    })),
  );
  const watched = WATCHED.map((address, i): WatchedKind => {
    const list = lists[i];
    return {
      ...{ address, view: viewAt(address), state: list?.state },
      answer: list === undefined ? 'loading' : listAnswer(list).kind,
      ...{ total: list?.total ?? 0, notWell: list?.matched ?? 0 },
    };
  });
  return <WatchedKindsContext value={watched}>{children}</WatchedKindsContext>;
}

/** How much of each kind there is, and how much of that is not well. */
export function useWatchedKinds(): readonly WatchedKind[] {
  return must(use(WatchedKindsContext), 'the page of what holds others watches them');
}
