import { asString } from '@lanthorn/base/json.ts';
import type { WireRow } from '@lanthorn/protocol/down-messages.ts';
import { revisionOfPod } from '@lanthorn/views/kinds/apps/pod-revision.ts';
import { POD_VIEW } from '@lanthorn/views/kinds/core/pods.ts';
import { columnIndex } from '@lanthorn/views/kind-index.ts';
import { WORST_THEN_NEWEST } from '../../../data/lists/worst-first.ts';
import type { DetailSubject } from './detail-subject.ts';
import { MAX_OWNED } from './owned-list.tsx';
import type { ListedRevision } from './use-kept-revisions.ts';
import { type OwnPods, useOwnPods } from './use-own-pods.ts';

const HASH = columnIndex(POD_VIEW, 'templateHash');

export interface MadePods extends OwnPods {
  /** The revision that each was made by, by its key; null where that is not kept any more. */
  readonly revisionOf: (pod: WireRow) => ListedRevision | null;
}

/** The pods of a workload, and by which of its revisions each was made. */
export function useMadePods(subject: DetailSubject, object: unknown, revisions: readonly ListedRevision[]): MadePods {
  const own = useOwnPods(subject, object, { sort: WORST_THEN_NEWEST, limit: MAX_OWNED });
  const revisionOf = ({ owner, cells }: WireRow) =>
    revisionOfPod({ owner, templateHash: asString(cells[HASH]) }, revisions);
  return { ...own, revisionOf };
}
