import { Link } from '@tanstack/react-router';
import type { ReactNode, SyntheticEvent } from 'react';
import type { ObjectReference } from '@lanthorn/views/cells/kind-view.ts';
import { referenceAddress } from '@lanthorn/views/reference-address.ts';

const leaveRowAlone = (event: SyntheticEvent) => event.stopPropagation();

/** A cell that names another object leads to its page, where that can be known. Its keys are those of the table: read it, and press Enter. */
export function CellLink({
  cluster,
  reference,
  children,
}: {
  readonly cluster: string;
  readonly reference: ObjectReference;
  readonly children: ReactNode;
}) {
  const address = referenceAddress(reference);
  if (address === null) return children;
  return (
    <Link
      to="/c/$cluster/$resource/$namespace/$name"
      params={{ cluster, resource: address.resource, namespace: address.namespace || '-', name: reference.name }}
      tabIndex={-1}
      // A press on it is none on its row.
      onClick={leaveRowAlone}
      onDoubleClick={leaveRowAlone}
    >
      {children}
    </Link>
  );
}
