import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import type { GroupVersionResource } from '@lanthorn/kube/api/group-version-resource.ts';
import { kindAddress } from '@lanthorn/views/kind-index.ts';

interface AllRows {
  readonly resource: GroupVersionResource;
  readonly filter: string;
  readonly namespaces: readonly string[];
}

/** Says that there is more than is shown here, how much there is, and leads to the list that has it all. Nothing where all is shown. */
export function MoreRows({
  cluster,
  shown,
  matched,
  list,
}: {
  readonly cluster: string;
  readonly shown: number;
  readonly matched: number | null;
  /** The list that has all of it; null where no filter says which. */
  readonly list: AllRows | null;
}) {
  const { t } = useTranslation();
  if (matched === null || matched <= shown) return null;
  return (
    <p className="tone-warning" data-testid="more-rows">
      {t('rows.shown', { shown, count: matched })}{' '}
      {list === null ? null : (
        <Link
          to="/c/$cluster/$resource"
          params={{ cluster, resource: kindAddress(list.resource) }}
          search={searchOf(list) as never}
        >
          {t('rows.all', { count: matched })}
        </Link>
      )}
    </p>
  );
}

function searchOf({ filter, namespaces }: AllRows): { readonly q?: string; readonly ns?: string } {
  return {
    ...(filter === '' ? {} : { q: filter }),
    ...(namespaces.length === 0 ? {} : { ns: namespaces.join(',') }),
  };
}
