import type { ReactNode } from 'react';
import type { KindView, ObjectKind } from '@lanthorn/views/cells/kind-view.ts';
import { findKindView } from '@lanthorn/views/kind-records.ts';

/** What shows objects of a kind is given its record, undefined where it has none. The records are many: this is loaded with the first list or page. */
export function OfKind({
  kind,
  children,
}: {
  readonly kind: ObjectKind;
  readonly children: (record: KindView | undefined) => ReactNode;
}) {
  return children(findKindView(kind.resource));
}
