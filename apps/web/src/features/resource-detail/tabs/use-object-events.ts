import { useEffect, useState } from 'react';
import { readMeta } from '@lanthorn/kube/objects/kube-object.ts';
import type { RelationTarget } from '@lanthorn/views/cells/relation-question.ts';
import { joinEvents, type JoinedEvents } from '@lanthorn/views/facts/joined-events.ts';
import { rowOfKept } from '@lanthorn/views/facts/kept-events.ts';
import { EVENT_VIEW } from '@lanthorn/views/kinds/core/events.ts';
import { listAnswer } from '../../../data/lists/list-answer.ts';
import type { ListSnapshot } from '../../../data/lists/list-store.ts';
import { useLiveLists } from '../../../data/lists/use-live-lists.ts';
import type { WholeList } from '../../../data/lists/use-whole-list.ts';
import { type KeptEvents, useKeptEvents } from '../../../data/objects/use-kept-events.ts';
import { type Descendants, MAX_ASKED, useDescendants } from '../../../data/relations/use-descendants.ts';
import type { DetailSubject } from '../subject/detail-subject.ts';
import { useOwned } from '../subject/owned-list.tsx';
import { useRested } from './use-rested.ts';
import type { OnCount } from './use-tab-counts.ts';

/** Of one question; where there are more it is said. */
const MAX_EVENTS = 200;
/** Questions of so many objects each: what a large rollout makes. */
const MAX_QUESTIONS = 4;
const NEWEST = [{ column: 'lastSeen', descending: true }];

interface ObjectEvents extends Pick<Descendants, 'targets' | 'unread'> {
  /** About the object itself. */
  readonly own: WholeList;
  /** The first list that was not told; where all were, `own`. */
  readonly gap: WholeList | ListSnapshot;
  readonly kept: KeptEvents;
  /** The newest first: the same said again is one line. */
  readonly joined: readonly JoinedEvents[];
  /** All that the object made was looked at. */
  readonly isWhole: boolean;
}

/** Events about an object and about what it made, live, with those that Lanthorn kept. `onCount` is told how many lines they are. */
export function useObjectEvents(subject: DetailSubject, object: unknown, onCount: OnCount): ObjectEvents {
  const { cluster, view } = subject;
  const { namespace, uid } = readMeta(object);
  const own = useOwned(subject, 'events', { uid });
  const { targets: made, isCut, isLoading, unread } = useDescendants(cluster, { view, object });
  const [whole, setWhole] = useState('');
  if (!isLoading && whole !== uid) setWhole(uid);
  // A rollout makes a pod after another: each would ask all questions anew.
  const targets = useRested(made, { isAtOnce: whole !== uid });
  const { lists } = useLiveLists(
    questions(targets).map(asked => ({
      ...{ cluster, resource: EVENT_VIEW.resource, namespaces: namespace === '' ? [] : [namespace] },
      ...{ filter: '', sort: NEWEST, limit: MAX_EVENTS },
      related: { way: 'back', meanings: ['about'], targets: asked } as const,
    })),
  );
  const gap = [own, ...lists].find(list => listAnswer(list).kind !== 'told') ?? own;
  const kept = useKeptEvents(cluster, [uid, ...targets.map(target => target.uid)]);
  const rows = new Map([own, ...lists].flatMap(list => [...list.rows.values()]).map(row => [row.uid, row]));
  // What the API server still says, it says itself.
  const forgotten = listAnswer(gap).kind === 'loading' ? [] : kept.events.filter(event => !rows.has(event.uid));
  const joined = joinEvents([...rows.values(), ...forgotten.map(event => ({ ...rowOfKept(event), isKept: true }))]);
  const isWhole =
    targets.length <= MAX_QUESTIONS * MAX_ASKED && !isCut && lists.every(list => (list.matched ?? 0) <= list.rows.size);
  const answers = [own, ...lists].map(list => listAnswer(list).kind);
  const isAwaited = isLoading || answers.includes('loading');
  const isTold = unread.length === 0 && answers.every(kind => kind === 'told');
  const count = isTold && isWhole && own.matched === own.rows.size ? joined.length : undefined;
  useEffect(() => {
    if (!isAwaited) onCount(count);
  }, [onCount, isAwaited, count]);
  return { own, gap, joined, kept, unread, targets, isWhole };
}

/** As many objects in each as may be asked about at once. */
function questions(targets: readonly RelationTarget[]): readonly (readonly RelationTarget[])[] {
  const count = Math.min(MAX_QUESTIONS, Math.ceil(targets.length / MAX_ASKED));
  return Array.from({ length: count }, (_, i) => targets.slice(i * MAX_ASKED, (i + 1) * MAX_ASKED));
}
