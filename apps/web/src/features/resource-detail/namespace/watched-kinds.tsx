import { createContext, type ReactNode, use } from 'react';
import { must } from '@lanthorn/base/assert.ts';
import type { KindView } from '@lanthorn/views/cells/kind-view.ts';
import { findKindViewAt } from '@lanthorn/views/kind-records.ts';
import { type ListAnswer, listAnswer } from '../../../data/lists/list-answer.ts';
import type { ListSnapshot } from '../../../data/lists/list-store.ts';
import { useLiveLists } from '../../../data/lists/use-live-lists.ts';
import { useSettled } from '../../../ui/time/clock.ts';

/** What runs: live lists, which say as well what is not well. */
const WATCHED = ['pods', 'deployments', 'statefulsets', 'daemonsets', 'cronjobs', 'jobs', 'persistentvolumeclaims'];
/** A watch that the server ended in good order is reopened faster than this: nobody needs to see that. */
const QUIET_MS = 700;
export const NOT_WELL = 'health>=warning';

export const viewAt = (address: string) => must(findKindViewAt(address), `${address} has a view`);

export interface WatchedKind {
  readonly address: string;
  readonly view: KindView;
  readonly answer: ListAnswer['kind'];
  /** Since when there is no news of it, 0 where nobody knows; null while it is live. */
  readonly until: number | null;
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
  const answers = WATCHED.map((_, i): ListAnswer => {
    const list = lists[i];
    return list === undefined ? { kind: 'loading' } : listAnswer(list);
  });
  const isLost = useSettled(
    answers.some(answer => untilOf(answer) !== null),
    QUIET_MS,
  );
  const watched = WATCHED.map((address, i): WatchedKind => {
    const list = lists[i];
    const answer = answers[i] ?? { kind: 'loading' };
    return {
      ...{ address, view: viewAt(address), state: list?.state },
      ...{ answer: answer.kind, until: isLost ? untilOf(answer) : null },
      ...{ total: list?.total ?? 0, notWell: list?.matched ?? 0 },
    };
  });
  return <WatchedKindsContext value={watched}>{children}</WatchedKindsContext>;
}

function untilOf(answer: ListAnswer): number | null {
  return answer.kind === 'told' ? answer.until : null;
}

/** How much of each kind there is, and how much of that is not well. */
export function useWatchedKinds(): readonly WatchedKind[] {
  return must(use(WatchedKindsContext), 'the page of what holds others watches them');
}
