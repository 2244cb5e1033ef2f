import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import type { ObjectReference } from '@lanthorn/views/cells/kind-view.ts';
import { referenceAddress } from '@lanthorn/views/reference-address.ts';

/** What names an object leads to its page, where that can be known; else it is text. */
export function ObjectLink({
  cluster,
  reference,
  children,
}: {
  readonly cluster: string;
  readonly reference: ObjectReference;
  readonly children: ReactNode;
}) {
  const address = referenceAddress(reference);
  if (address === null) return <span>{children}</span>;
  return (
    <Link
      to="/c/$cluster/$resource/$namespace/$name"
      params={{ cluster, resource: address.resource, namespace: address.namespace || '-', name: reference.name }}
    >
      {children}
    </Link>
  );
}
