import { findKindEntry } from '@lanthorn/views/cells/kind-entries.ts';
import type { ObjectView } from '@lanthorn/views/cells/kind-view.ts';
import { runsPods } from '../related/runs-pods.ts';
import type { DetailSubject } from '../subject/detail-subject.ts';
import { useObjectEvents } from './use-object-events.ts';
import { useObjectHistory } from './use-object-history.ts';
import { useRelatedGroups } from './use-related-groups.ts';
import type { CountedTab, OnCount } from './use-tab-counts.ts';

interface Counted {
  readonly subject: DetailSubject;
  readonly object: unknown;
  readonly onCount: OnCount;
}

/**
 * Tells how much is in the tabs that are not shown, as long as their object is: as far as the lists for it are read by its overview too, or
 * are those of one namespace. What would cost more is counted by its tab, when somebody looks.
 */
export function TabCounters({
  subject,
  object,
  shown,
  on,
}: Omit<Counted, 'onCount'> & {
  readonly shown: string;
  readonly on: Readonly<Record<CountedTab, OnCount>>;
}) {
  const { view, namespace } = subject;
  const about = { subject, object };
  const isShown = (tab: CountedTab) => tab === shown;
  return (
    <>
      {isShown('history') ? null : <HistoryCount {...about} onCount={on.history} />}
      {isShown('events') || namespace === '' || isCustom(view) ? null : <EventCount {...about} onCount={on.events} />}
      {isShown('related') || !looksThroughPods(view) ? null : <RelatedCount {...about} onCount={on.related} />}
    </>
  );
}

function HistoryCount({ subject, onCount }: Counted) {
  useObjectHistory(subject, onCount);
  return null;
}

function EventCount({ subject, object, onCount }: Counted) {
  useObjectEvents(subject, object, onCount);
  return null;
}

function RelatedCount({ subject, object, onCount }: Counted) {
  useRelatedGroups(subject, object, onCount);
  return null;
}

/** What it may have made is looked for in lists of many kinds. */
function isCustom({ resource }: ObjectView): boolean {
  return findKindEntry(resource) === undefined;
}

/** Sections that read the pods near an object: by far the longest of the lists that its relations are found in. */
const READ_PODS: ReadonlySet<string> = new Set([
  'selectedPods',
  'podsOnNode',
  'servicePath',
  'ingressPath',
  'routePath',
  'chain',
  'usedBy',
]);

function looksThroughPods(view: ObjectView): boolean {
  return runsPods(view) || view.sections?.some(section => READ_PODS.has(section)) === true;
}
