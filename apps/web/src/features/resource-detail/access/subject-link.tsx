import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { type AccessSubject, subjectText } from '@lanthorn/views/kinds/rbac.authorization.k8s.io/access-subject.ts';
import { RIGHTS } from '../../../data/client/page-paths.ts';

/** Leads to what somebody may do; where not all namespaces may be read, to what in one. */
export function SubjectLink({
  cluster,
  subject,
  namespace,
  children,
}: {
  readonly cluster: string;
  readonly subject: AccessSubject;
  readonly namespace: string;
  readonly children: ReactNode;
}) {
  const search = { q: subjectText(subject), ...(namespace === '' ? {} : { ns: namespace }) };
  return (
    <Link to="/c/$cluster/$resource" params={{ cluster, resource: RIGHTS }} search={search as never}>
      {children}
    </Link>
  );
}
