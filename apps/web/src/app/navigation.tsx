import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { findKindViewAt, KIND_VIEWS, kindAddress } from '@lanthorn/views/kind-index.ts';
import { listAddress } from '../data/lists/list-memory.ts';
import { useShownCount } from '../data/lists/shown-count.ts';
import type { ViewState } from '../data/lists/view-state.ts';
import { COSTS, FORECAST, OVERVIEW } from './page-paths.ts';
import { useCounts } from './use-counts.ts';

/** The kinds, with how many objects of each there are; kinds that not every cluster has only where there are some. */
export function Navigation({ state, onNavigate }: { readonly state: ViewState; readonly onNavigate: () => void }) {
  const { t, i18n } = useTranslation();
  const { cluster, resource, search } = state;
  const shown = findKindViewAt(resource);
  const current = shown === undefined ? resource : kindAddress(shown.resource);
  const counts = useCounts(cluster, search.ns);
  const live = useShownCount().shown;
  const isLive = (address: string) => live?.cluster === cluster && live.address === address;
  const link = (to: string, children: ReactNode) => (
    <Link
      key={to}
      to="/c/$cluster/$resource"
      params={{ cluster, resource: to }}
      search={listAddress(cluster, to, search.ns) as never}
      aria-current={to === current ? 'page' : undefined}
      onClick={onNavigate}
    >
      {children}
    </Link>
  );
  return (
    <nav className="nav" aria-label={t('nav.label')}>
      {link(OVERVIEW, t('overview.title'))}
      {(['workloads', 'cluster'] as const).map(section => (
        <div key={section}>
          <h2>{t(`nav.${section}`)}</h2>
          {KIND_VIEWS.filter(view => view.section === section).map(view => {
            const address = kindAddress(view.resource);
            const count = (isLive(address) ? live?.count : counts[address]) ?? null;
            if (view.isOptional === true && count === null && address !== current) return null;
            return link(
              address,
              <>
                <span>{t(`kind.${view.resource.resource}`)}</span>
                <span className="nav-count" aria-hidden="true">
                  {count === null ? '' : count.toLocaleString(i18n.language)}
                </span>
              </>,
            );
          })}
          {section === 'workloads' ? link(FORECAST, t('forecast.nav')) : link(COSTS, t('costs.nav'))}
        </div>
      ))}
    </nav>
  );
}
