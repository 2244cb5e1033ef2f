import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { PAGE_TITLES } from '../../data/client/page-paths.ts';
import { ScreenTitle } from '../../ui/screen/screen-title.tsx';
import { visibleText } from '../../ui/words/text.ts';

/** A page that tells of one cluster, asked for of several: the way to that of each. */
export function OneOfSeveral({ clusters, page }: { readonly clusters: readonly string[]; readonly page: string }) {
  const { t } = useTranslation();
  return (
    <div className="notice">
      <ScreenTitle>{t('cluster.oneTitle', { page: t(PAGE_TITLES.get(page) ?? page) })}</ScreenTitle>
      <p>{t('cluster.oneText')}</p>
      <ul className="effects">
        {clusters.map(cluster => (
          <li key={cluster}>
            <Link to="/c/$cluster/$resource" params={{ cluster, resource: page }}>
              {visibleText(cluster)}
            </Link>
          </li>
        ))}
      </ul>
    </div>
  );
}
