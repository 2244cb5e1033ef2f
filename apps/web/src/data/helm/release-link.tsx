import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { HELM } from '../client/page-paths.ts';

/** Leads to the page of a release. */
export function ReleaseLink({
  cluster,
  namespace,
  name,
  search = {},
  children,
}: {
  readonly cluster: string;
  readonly namespace: string;
  readonly name: string;
  readonly search?: Readonly<Record<string, string>>;
  readonly children: ReactNode;
}) {
  return (
    <Link
      to="/c/$cluster/$resource/$namespace/$name"
      params={{ cluster, resource: HELM, namespace, name }}
      search={search as never}
    >
      {children}
    </Link>
  );
}
