import { must } from '@lanthorn/base/assert.ts';
import { asNumber } from '@lanthorn/base/json.ts';
import { readMeta } from '@lanthorn/kube/objects/kube-object.ts';
import type { WireRow } from '@lanthorn/protocol/down-messages.ts';
import type { KindView } from '@lanthorn/views/cells/kind-view.ts';
import type { KeptRevision } from '@lanthorn/views/kinds/apps/pod-revision.ts';
import { columnIndex, kindAddress } from '@lanthorn/views/kind-index.ts';
import { findKindViewAt } from '@lanthorn/views/kind-records.ts';
import type { WholeList } from '../../../data/lists/use-whole-list.ts';
import type { DetailSubject } from './detail-subject.ts';
import { useOwned } from './owned-list.tsx';

/** One that is kept, and its row. */
export interface ListedRevision extends KeptRevision {
  readonly row: WireRow;
}

interface KeptRevisions {
  /** Of the kind that keeps them. */
  readonly view: KindView;
  readonly list: WholeList;
  /** The newest first. */
  readonly revisions: readonly ListedRevision[];
}

/** The states of a workload's template that the cluster keeps. */
export function useKeptRevisions(subject: DetailSubject, object: unknown): KeptRevisions {
  const view = must(findKindViewAt(subject.view.revisions ?? ''), 'the record names the kind that keeps revisions');
  const list = useOwned(subject, kindAddress(view.resource), { uid: readMeta(object).uid });
  const index = columnIndex(view, 'revision');
  const revisions = [...list.rows.values()]
    .map(row => ({ row, name: row.name, revision: asNumber(row.cells[index]) ?? 0 }))
    .filter(({ revision }) => revision > 0)
    .toSorted((a, b) => b.revision - a.revision);
  return { view, list, revisions };
}
