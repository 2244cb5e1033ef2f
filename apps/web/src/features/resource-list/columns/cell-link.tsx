import { useNavigate } from '@tanstack/react-router';
import type { MouseEvent, ReactNode, SyntheticEvent } from 'react';
import { toAddressName } from '@lanthorn/protocol/address-name.ts';
import type { ObjectReference } from '@lanthorn/views/cells/kind-view.ts';
import { referenceAddress } from '@lanthorn/views/reference-address.ts';
import { isForBrowser } from '../../../ui/focus/is-for-browser.ts';

const leaveRowAlone = (event: SyntheticEvent) => event.stopPropagation();

/**
 * A cell that names another object leads to its page, where that can be known. Its keys are those of the table: read it, and press Enter.
 * A plain anchor: a screen of rows has a hundred of them, and the router's own link costs more than all else in a row.
 */
export function CellLink({
  cluster,
  reference,
  children,
}: {
  readonly cluster: string;
  readonly reference: ObjectReference;
  readonly children: ReactNode;
}) {
  const navigate = useNavigate();
  const address = referenceAddress(reference);
  if (address === null) return children;
  const params = { cluster, resource: address.resource, namespace: address.namespace || '-', name: reference.name };
  const path = [toAddressName(cluster), params.resource, params.namespace, params.name];
  const follow = (event: MouseEvent) => {
    // A press on it is none on its row.
    event.stopPropagation();
    if (isForBrowser(event)) return;
    event.preventDefault();
    void navigate({ to: '/c/$cluster/$resource/$namespace/$name', params });
  };
  return (
    <a
      href={`/c/${path.map(encodeURIComponent).join('/')}`}
      tabIndex={-1}
      onClick={follow}
      onDoubleClick={leaveRowAlone}
    >
      {children}
    </a>
  );
}
