import { resourceKey } from '@lanthorn/kube/api/group-version-resource.ts';
import type { KindsAnswer } from '@lanthorn/protocol/http/kind-messages.ts';
import { KIND_ENTRIES } from '@lanthorn/views/cells/kind-entries.ts';
import { kindAddress } from '@lanthorn/views/kind-index.ts';
import { kindsWithoutRecord } from '../../data/client/kinds-without-record.ts';

/** A kind whose objects are counted before they go. */
export interface CountedKind {
  /** How the server is asked for it. */
  readonly address: string;
  readonly plural: string;
  /** As whoever defined it calls it; null where the catalogue has its name. */
  readonly title: string | null;
  /** Where it is not known how many there are, there are none mostly. */
  readonly isOptional: boolean;
}

/** The kinds whose objects are in a namespace: those with a record, and what else the cluster serves. */
export function countedKinds(served: KindsAnswer | null): readonly CountedKind[] {
  const known = KIND_ENTRIES.filter(({ namespaced }) => namespaced).map(({ resource, isOptional }) => ({
    address: kindAddress(resource),
    plural: resource.resource,
    title: null,
    isOptional: isOptional === true,
  }));
  const others = kindsWithoutRecord(served)
    .filter(({ isNamespaced }) => isNamespaced)
    .map(kind => ({ address: resourceKey(kind), plural: kind.resource, title: kind.kind, isOptional: false }));
  return [...known, ...others];
}
