import { groupResource } from '@lanthorn/kube/api/group-version-resource.ts';
import type { KindsAnswer, ServedKind } from '@lanthorn/protocol/http/kind-messages.ts';
import { findKindEntry } from '@lanthorn/views/cells/kind-entries.ts';

/** The same events under another name. */
const TWICE: ReadonlySet<string> = new Set(['events.events.k8s.io']);

/** What the cluster lists besides the kinds that have a record; none while that is not known. */
export function kindsWithoutRecord(served: KindsAnswer | null): readonly ServedKind[] {
  return (served?.kinds ?? []).filter(
    kind => kind.isListed && findKindEntry(kind) === undefined && !TWICE.has(groupResource(kind)),
  );
}
