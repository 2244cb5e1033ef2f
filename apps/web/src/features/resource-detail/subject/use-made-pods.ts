import { useMemo } from 'react';
import { asString } from '@lanthorn/base/json.ts';
import type { WireRow } from '@lanthorn/protocol/down-messages.ts';
import { revisionOfPod } from '@lanthorn/views/kinds/apps/pod-revision.ts';
import { labelFilter } from '@lanthorn/views/kinds/core/label-filter.ts';
import { POD_VIEW } from '@lanthorn/views/kinds/core/pods.ts';
import { columnIndex } from '@lanthorn/views/kind-index.ts';
import { useWholeList, type WholeList } from '../../../data/lists/use-whole-list.ts';
import type { DetailSubject } from './detail-subject.ts';
import { MAX_OWNED } from './owned-list.tsx';
import type { ListedRevision } from './use-kept-revisions.ts';

/** What is not well first: it is what one looks for. */
const ORDER = [
  { column: 'health', descending: true },
  { column: 'age', descending: false },
];
const HASH = columnIndex(POD_VIEW, 'templateHash');

export interface MadePods {
  readonly list: WholeList;
  readonly filter: string;
  /** The revision that each was made by, by its key; null where that is not kept any more. */
  readonly revisionOf: (pod: WireRow) => ListedRevision | null;
}

/** The pods that a workload's selector finds, and by which of its revisions each was made. Nothing is found where it selects by expressions. */
export function useMadePods(
  { cluster, namespace }: DetailSubject,
  object: unknown,
  revisions: readonly ListedRevision[],
): MadePods {
  const filter = labelFilter(object) ?? '';
  const list = useWholeList(
    useMemo(() => ({ cluster, resource: POD_VIEW.resource }), [cluster]),
    useMemo(() => ({ namespaces: [namespace], filter, sort: [...ORDER] }), [namespace, filter]),
    filter === '' ? 0 : MAX_OWNED,
  );
  const revisionOf = ({ owner, cells }: WireRow) =>
    revisionOfPod({ owner, templateHash: asString(cells[HASH]) }, revisions);
  return { list, filter, revisionOf };
}
