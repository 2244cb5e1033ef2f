import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { GroupVersionResource } from '@lanthorn/kube/api/group-version-resource.ts';
import { kindAddress } from '@lanthorn/views/kind-index.ts';

/** Says that there is more than is shown here, how much there is, and leads to the list that has it all. Nothing where all is shown. */
export function MoreRows({
  cluster,
  shown,
  matched,
  list: { resource, filter, namespaces },
}: {
  readonly cluster: string;
  readonly shown: number;
  readonly matched: number | null;
  /** The list that has all of it. */
  readonly list: {
    readonly resource: GroupVersionResource;
    readonly filter: string;
    readonly namespaces: readonly string[];
  };
}) {
  const { t } = useTranslation();
  if (matched === null || matched <= shown) return null;
  const ns = namespaces.length === 0 ? {} : { ns: namespaces.join(',') };
  const q = filter === '' ? {} : { q: filter };
  return (
    <p className="tone-warning" data-testid="more-rows">
      {t('rows.shown', { shown, count: matched })}{' '}
      <Link
        to="/c/$cluster/$resource"
        params={{ cluster, resource: kindAddress(resource) }}
        search={{ ...q, ...ns } as never}
      >
        {t('rows.all', { count: matched })}
      </Link>
    </p>
  );
}
