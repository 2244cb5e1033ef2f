import { Link } from '@tanstack/react-router';
import { Fragment, memo, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { ownValue } from '@lanthorn/base/own-value.ts';
import { CATEGORIES } from '@lanthorn/views/cells/kind-entries.ts';
import type { Category } from '@lanthorn/views/cells/category.ts';
import { findKindAt, kindAddress } from '@lanthorn/views/kind-index.ts';
import { useChangeSetNews } from '../data/change-set/change-set-store.ts';
import { useClient } from '../data/client/client.ts';
import { usePreferences } from '../data/client/use-preferences.ts';
import { isShowing, useSavedViews, viewSearch } from '../data/saved-views/saved-views.ts';
import { visibleText } from '../ui/words/text.ts';
import { useShownCount } from '../data/lists/shown-count.ts';
import type { ViewState } from '../data/lists/view-state.ts';
import { IconButton } from '../ui/button/icon-button.tsx';
import { Icon, type IconName, kindIcon } from '../ui/marks/icon.tsx';
import styles from './navigation.module.css';
import { navigationPlaces, type Place } from './navigation-places.ts';
import { CHANGE_SET, COSTS, FORECAST, HELM, MAP, OPERATIONS, OVERVIEW } from '../data/client/page-paths.ts';
import { PlaceLink } from './places/place-link.tsx';
import { COLLAPSE_KEY } from './use-global-keys.ts';
import { useCounts } from './use-counts.ts';
import { useServedKinds } from '../data/client/use-served-kinds.ts';

/** What people call the kinds whose names have no room here; the whole name is their title. */
const SHORT: Readonly<Record<string, string>> = {
  'kind.horizontalpodautoscalers': 'nav.hpas',
  'kind.persistentvolumeclaims': 'nav.pvcs',
  'kind.poddisruptionbudgets': 'nav.pdbs',
  'kind.certificatesigningrequests': 'nav.csrs',
  'kind.customresourcedefinitions': 'nav.crds',
};

interface Entry {
  /** The word in the address bar. */
  readonly to: string;
  readonly icon: IconName;
  /** Its word in the catalogue, or how whoever defined the kind calls it. */
  readonly title: string;
  readonly isOwnWord: boolean;
  readonly count: number | null;
  /** Of them in a bad state; null where nobody knows. */
  readonly bad: number | null;
}

type PageEntry = Pick<Entry, 'to' | 'icon' | 'title'>;
const NO_LIST = { isOwnWord: false, count: null, bad: null };

/** Pages of a cluster that are no list, above all groups. */
const TOP_PAGES: readonly PageEntry[] = [
  { to: OVERVIEW, icon: 'layout-dashboard', title: 'overview.title' },
  { to: MAP, icon: 'waypoints', title: 'map.title' },
];
const CHANGES: PageEntry = { to: CHANGE_SET, icon: 'list-plus', title: 'changeSet.title' };

/** Others, each below the group of what it is about. */
const PAGES_OF: Partial<Record<Category, readonly PageEntry[]>> = {
  workloads: [
    { to: FORECAST, icon: 'chart', title: 'forecast.nav' },
    { to: HELM, icon: 'helm', title: 'helm.title' },
  ],
  cluster: [
    { to: OPERATIONS, icon: 'list-checks', title: 'log.title' },
    { to: COSTS, icon: 'coins', title: 'costs.nav' },
  ],
};

/**
 * The kinds in groups, with how many objects of each there are, those first of which there are any; kinds that not every cluster has only
 * where there are some. A group that
 * is folded shows at most the kind that is on screen, and asks for no other. All of it folds to its drawings, by the person's
 * choice, and by itself where the screen is narrow.
 */
export const Navigation = memo(PlainNavigation);

interface NavigationProps {
  readonly state: ViewState;
  /** The same at every drawing: the links are drawn again only where something about them changes. */
  readonly onNavigate: () => void;
}

function PlainNavigation({ state, onNavigate }: NavigationProps) {
  const { t } = useTranslation();
  const { preferences } = useClient();
  const isCollapsed = usePreferences(chosen => chosen.isSidebarCollapsed);
  const openGroups = usePreferences(chosen => chosen.openGroups);
  const { cluster, place, resource, search } = state;
  const { steps } = useChangeSetNews(cluster);
  const shown = findKindAt(resource);
  const current = shown === undefined ? resource : kindAddress(shown.resource);
  const served = useServedKinds(cluster);
  const groups = useGroups(state, navigationPlaces(served, current), openGroups);
  const unanswered = served?.unanswered ?? [];
  const link = (entry: Entry) => (
    <NavigationLink
      key={entry.to}
      {...entry}
      place={place}
      ns={search.ns}
      isCurrent={entry.to === current}
      onNavigate={onNavigate}
    />
  );
  const toggle = (category: Category, isOpen: boolean) =>
    preferences.change({
      openGroups: isOpen ? openGroups.filter(name => name !== category) : [...openGroups, category],
    });
  return (
    <nav className={styles['navigation']} aria-label={t('nav.label')} data-collapsed={isCollapsed || undefined}>
      {TOP_PAGES.map(page => link({ ...page, ...NO_LIST }))}
      {steps === 0 && resource !== CHANGE_SET ? null : link({ ...CHANGES, ...NO_LIST, count: steps })}
      {groups.map(({ category, isOpen, entries }) => (
        <Fragment key={category}>
          <h2>
            <button type="button" aria-expanded={isOpen} onClick={() => toggle(category, isOpen)}>
              {t(`nav.${category}`)}
              <Icon name="chevron-down" />
            </button>
          </h2>
          {entries.map(entry => (
            <Fragment key={entry.to}>
              {link(entry)}
              <ViewLinks entry={entry} state={state} onNavigate={onNavigate} />
            </Fragment>
          ))}
        </Fragment>
      ))}
      {unanswered.length === 0 ? null : (
        <p className={styles['note']}>{t('nav.unanswered', { groups: visibleText(unanswered.join(', ')) })}</p>
      )}
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

/** Below a kind its views that the person keeps. */
function ViewLinks({
  entry,
  state: { place, resource, search },
  onNavigate,
}: {
  readonly entry: Entry;
  readonly state: ViewState;
  readonly onNavigate: () => void;
}) {
  const { views } = useSavedViews();
  return views
    .filter(view => view.resource === entry.to)
    .map(view => (
      <Link
        key={view.name}
        to="/c/$cluster/$resource"
        params={{ cluster: place, resource: view.resource }}
        search={viewSearch(view) as never}
        className={styles['view']}
        aria-current={view.resource === resource && isShowing(view, search) ? 'page' : undefined}
        title={visibleText(view.name)}
        onClick={onNavigate}
      >
        <span className={styles['title']}>{visibleText(view.name)}</span>
      </Link>
    ));
}

interface NavigationLinkProps extends Entry {
  readonly place: string;
  readonly ns: string | undefined;
  readonly isCurrent: boolean;
  readonly onNavigate: () => void;
}

const NavigationLink = memo((props: NavigationLinkProps) => {
  const { to, icon, title, isOwnWord, count, bad, place, ns, isCurrent, onNavigate } = props;
  const { t, i18n } = useTranslation();
  const word = isOwnWord ? title : t(title);
  const short = isOwnWord ? undefined : ownValue(SHORT, title);
  return (
    <PlaceLink {...{ to, place, ns, isCurrent, onNavigate }} isEmpty={count === 0} title={word}>
      <Icon name={icon} />
      <span className={styles['title']}>{short === undefined ? word : t(short)}</span>
      {bad === null || bad === 0 ? null : (
        <span className={styles['bad']}>
          <span aria-hidden="true">{bad.toLocaleString(i18n.language)}</span>
          <span className="visually-hidden">{t('nav.bad', { count: bad })}</span>
        </span>
      )}
      <span className={`nav-count ${styles['count']}`} aria-hidden="true">
        {count === null ? '' : count.toLocaleString(i18n.language)}
      </span>
    </PlaceLink>
  );
});
NavigationLink.displayName = 'NavigationLink';

interface Group {
  readonly category: Category;
  readonly isOpen: boolean;
  readonly entries: readonly Entry[];
}

/** The groups with the kinds of those that are open and their numbers; the list that is on screen has the newest. */
function useGroups(
  { clusters, place: shownAt, search, resource }: ViewState,
  places: readonly Place[],
  open: readonly string[],
): readonly Group[] {
  const shown = findKindAt(resource);
  const current = shown === undefined ? resource : kindAddress(shown.resource);
  const counted = places.filter(
    ({ to, category, hasCount }) => hasCount && (open.includes(category) || to === current),
  );
  const { counts, bad } = useCounts(clusters, search.ns, {
    kinds: counted.map(({ to }) => to),
    screen: current,
  });
  const empty = useFirstEmpty(JSON.stringify([clusters, search.ns]), counts);
  const live = useShownCount().shown;
  return [...CATEGORIES, 'custom' as const].flatMap((category): readonly Group[] => {
    const isOpen = open.includes(category);
    const kinds = places.filter(place => place.category === category);
    const entries = kinds
      .filter(({ to }) => isOpen || to === current)
      .map(({ to, icon, title }): Entry => {
        const isLive = live?.cluster === shownAt && live.address === to;
        const count = (isLive ? live.count : counts[to]) ?? null;
        return {
          to,
          icon: kindIcon(icon),
          title: title ?? `kind.${findKindAt(to)?.resource.resource ?? to}`,
          isOwnWord: title !== null,
          count,
          // Of so many: where they can no longer be read, neither number is known.
          bad: count === null ? null : (ownValue(bad, to) ?? null),
        };
      });
    const pages = (PAGES_OF[category] ?? []).filter(({ to }) => isOpen || to === current);
    if (kinds.length + pages.length === 0) return [];
    const shownPages = pages.map(page => ({ ...page, ...NO_LIST }));
    const last = entries.filter(({ to }) => empty.has(to));
    return [{ category, isOpen, entries: [...entries.filter(entry => !last.includes(entry)), ...shownPages, ...last] }];
  });
}

/** The kinds of which there were no objects when they were counted first: whatever is made later, no link moves under a hand. */
function useFirstEmpty(scope: string, counts: Readonly<Record<string, number | null>>): ReadonlySet<string> {
  const first = useRef<{ readonly scope: string; readonly isEmpty: Map<string, boolean> }>({
    scope,
    isEmpty: new Map(),
  });
  if (first.current.scope !== scope) first.current = { scope, isEmpty: new Map() };
  const { isEmpty } = first.current;
  for (const [kind, count] of Object.entries(counts))
    if (count !== null && !isEmpty.has(kind)) isEmpty.set(kind, count === 0);
  return new Set([...isEmpty].flatMap(([kind, isIt]) => (isIt ? [kind] : [])));
}
