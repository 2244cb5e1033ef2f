import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { kindAddress } from '@lanthorn/views/kind-index.ts';
import type { KindView } from '@lanthorn/views/cells/kind-view.ts';
import { useViewState } from '../../data/lists/view-state.ts';

/** Leads to the list of a kind, in the namespaces that are looked at. */
export function ListLink({
  view,
  filter,
  className,
  children,
}: {
  readonly view: KindView;
  /** '' for all. */
  readonly filter: string;
  readonly className?: string | undefined;
  readonly children: ReactNode;
}) {
  const { cluster, search } = useViewState();
  return (
    <Link
      to="/c/$cluster/$resource"
      params={{ cluster, resource: kindAddress(view.resource) }}
      search={
        { ...(filter === '' ? {} : { q: filter }), ...(search.ns === undefined ? {} : { ns: search.ns }) } as never
      }
      className={className}
    >
      {children}
    </Link>
  );
}
