import { useTranslation } from 'react-i18next';
import { exactTerm } from '@lanthorn/query/filter-parser.ts';
import { CLUSTER_ROLE_BINDING_VIEW } from '@lanthorn/views/kinds/rbac.authorization.k8s.io/clusterrolebindings.ts';
import { ROLE_BINDING_VIEW } from '@lanthorn/views/kinds/rbac.authorization.k8s.io/rolebindings.ts';
import { kindOf } from '../subject/detail-subject.ts';
import { ListedRows } from '../sections/listed-rows.tsx';
import type { SectionProps } from '../sections/section-props.ts';

const SUBJECTS = ['users', 'groups', 'accounts'];

/** Who has a role: the bindings that give it, each with those it names. One of the cluster may be given everywhere, or in a namespace. */
export function GivenBy({ subject, object }: Pick<SectionProps, 'subject' | 'object'>) {
  const { t } = useTranslation();
  const { cluster, namespace, name } = subject;
  const filter = exactTerm('role', `${kindOf(subject, object)}/${name}`);
  const query = { filter, sort: [] };
  const none = t('rights.givenToNobody');
  if (namespace !== '')
    return (
      <ListedRows
        {...{ cluster, none }}
        title={t('rights.given')}
        columns={SUBJECTS}
        query={{ ...query, view: ROLE_BINDING_VIEW, namespaces: [namespace] }}
      />
    );
  return (
    <>
      <ListedRows
        {...{ cluster, none }}
        title={t('rights.givenEverywhere')}
        columns={SUBJECTS}
        query={{ ...query, view: CLUSTER_ROLE_BINDING_VIEW, namespaces: [] }}
      />
      <ListedRows
        {...{ cluster, none }}
        title={t('rights.givenInNamespaces')}
        columns={['namespace', ...SUBJECTS]}
        query={{ ...query, view: ROLE_BINDING_VIEW, namespaces: [] }}
      />
    </>
  );
}
