import { Link } from '@tanstack/react-router';
import { useTranslation } from 'react-i18next';
import { findKindViewAt, KIND_VIEWS, kindAddress } from '@lanthorn/views/kind-index.ts';
import { useClient } from '../data/client/client.ts';
import { usePreferences } from '../data/client/use-preferences.ts';
import { listAddress } from '../data/lists/list-memory.ts';
import { useShownCount } from '../data/lists/shown-count.ts';
import type { ViewState } from '../data/lists/view-state.ts';
import { IconButton } from '../ui/button/icon-button.tsx';
import { Icon, type IconName, kindIcon } from '../ui/marks/icon.tsx';
import styles from './navigation.module.css';
import { COSTS, FORECAST, OVERVIEW } from './page-paths.ts';
import { COLLAPSE_KEY } from './use-global-keys.ts';
import { useCounts } from './use-counts.ts';

interface Entry {
  /** The word in the address bar. */
  readonly to: string;
  readonly icon: IconName;
  readonly title: string;
  readonly count: number | null;
}

/**
 * The kinds, with how many objects of each there are; kinds that not every cluster has only where there are some. It folds to its
 * drawings, by the person's choice, and by itself where the screen is narrow.
 */
export function Navigation({ state, onNavigate }: { readonly state: ViewState; readonly onNavigate: () => void }) {
  const { t } = useTranslation();
  const { preferences } = useClient();
  const isCollapsed = usePreferences(chosen => chosen.isSidebarCollapsed);
  const { cluster, resource, search } = state;
  const shown = findKindViewAt(resource);
  const current = shown === undefined ? resource : kindAddress(shown.resource);
  const entries = useKindEntries(state, current);
  const link = (entry: Entry) => (
    <NavigationLink
      key={entry.to}
      entry={entry}
      cluster={cluster}
      search={listAddress(cluster, entry.to, search.ns)}
      isCurrent={entry.to === current}
      onNavigate={onNavigate}
    />
  );
  return (
    <nav className={styles['navigation']} aria-label={t('nav.label')} data-collapsed={isCollapsed || undefined}>
      {link({ to: OVERVIEW, icon: 'layout-dashboard', title: t('overview.title'), count: null })}
      <h2>{t('nav.workloads')}</h2>
      {entries.workloads.map(link)}
      {link({ to: FORECAST, icon: 'calendar-clock', title: t('forecast.nav'), count: null })}
      <h2>{t('nav.cluster')}</h2>
      {entries.cluster.map(link)}
      {link({ to: COSTS, icon: 'coins', title: t('costs.nav'), count: null })}
      <span className={styles['fold']}>
        <IconButton
          icon="panel-left"
          label={t(isCollapsed ? 'nav.expand' : 'nav.collapse')}
          shortcut={COLLAPSE_KEY}
          onClick={() => preferences.change({ isSidebarCollapsed: !isCollapsed })}
        />
      </span>
    </nav>
  );
}

function NavigationLink({
  entry: { to, icon, title, count },
  cluster,
  search,
  isCurrent,
  onNavigate,
}: {
  readonly entry: Entry;
  readonly cluster: string;
  readonly search: object;
  readonly isCurrent: boolean;
  readonly onNavigate: () => void;
}) {
  const { i18n } = useTranslation();
  return (
    <Link
      to="/c/$cluster/$resource"
      params={{ cluster, resource: to }}
      search={search as never}
      aria-current={isCurrent ? 'page' : undefined}
      title={title}
      onClick={onNavigate}
    >
      <Icon name={icon} />
      <span className={styles['title']}>{title}</span>
      <span className={`nav-count ${styles['count']}`} aria-hidden="true">
        {count === null ? '' : count.toLocaleString(i18n.language)}
      </span>
    </Link>
  );
}

/** The kinds of both groups with their numbers; the list that is on screen has the newest. */
function useKindEntries(
  { cluster, search }: ViewState,
  current: string,
): Readonly<Record<'workloads' | 'cluster', readonly Entry[]>> {
  const { t } = useTranslation();
  const counts = useCounts(cluster, search.ns);
  const live = useShownCount().shown;
  const entriesOf = (section: 'workloads' | 'cluster') =>
    KIND_VIEWS.filter(view => view.section === section).flatMap((view): readonly Entry[] => {
      const to = kindAddress(view.resource);
      const isLive = live?.cluster === cluster && live.address === to;
      const count = (isLive ? live.count : counts[to]) ?? null;
      if (view.isOptional === true && count === null && to !== current) return [];
      return [{ to, icon: kindIcon(view.icon), title: t(`kind.${view.resource.resource}`), count }];
    });
  return { workloads: entriesOf('workloads'), cluster: entriesOf('cluster') };
}
