import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { WireRow } from '@lanthorn/protocol/down-messages.ts';
import { exactTerm } from '@lanthorn/query/filter-parser.ts';
import type { Cell } from '@lanthorn/views/cells/cell.ts';
import { columnIndex, kindAddress } from '@lanthorn/views/kind-index.ts';
import { LiveCell } from '../../parts/live-cell.tsx';
import type { ListSnapshot } from '../../data/lists/list-store.ts';
import { type HeadQuery, useLiveLists } from '../../data/lists/use-live-lists.ts';
import { useViewState } from '../../data/lists/view-state.ts';
import { ScreenTitle } from '../../ui/screen/screen-title.tsx';
import { FreshnessBadge, type Freshness, whyText } from '../../ui/status/freshness.tsx';
import { visibleText } from '../../ui/words/text.ts';
import { type Concern, CONCERNS } from './concerns.ts';

/** Of each concern: enough to know what it is about; the list has the rest. */
const EXAMPLES = 5;
const REASONS = 6;

/** What is wrong now, each with the list that shows all of it: the same lists, live, with a filter. */
export function OverviewPage() {
  const { cluster, namespaces } = useViewState();
  const { t } = useTranslation();
  const { lists, retry } = useLiveLists(CONCERNS.map(concern => queryOf(concern, cluster, namespaces)));
  const concerns = CONCERNS.flatMap((concern, i) => {
    const list = lists[i];
    return list === undefined ? [] : [{ concern, list }];
  });
  const there = concerns.filter(({ concern, list }) => !isAbsent(concern, list));
  const wrong = there.filter(({ list }) => (list.matched ?? 0) > 0 && !isUnknown(list.state));
  const unknown = there.filter(({ list }) => isUnknown(list.state) || isHalfSeen(list));
  const well = there.filter(
    ({ list }) => list.matched === 0 && list.total > 0 && !isUnknown(list.state) && !isHalfSeen(list),
  );
  return (
    <section className="list-page" aria-label={t('overview.title')} data-testid="overview">
      <div className="toolbar">
        <ScreenTitle>{t('overview.title')}</ScreenTitle>
        <span className="count" aria-live="polite">
          {unknown.length === 0 && wrong.length === 0 ? t('overview.allWell') : ''}
        </span>
        <FreshnessBadge state={worst(there.map(({ list }) => list.state))} onRetry={retry} />
      </div>
      <div className="tab-body overview" tabIndex={0} role="group" aria-label={t('overview.title')}>
        {wrong.map(({ concern, list }) => (
          <ConcernSection key={concern.id} concern={concern} list={list} />
        ))}
        {unknown.map(({ concern, list }) => (
          <p key={concern.id} className="dim" data-concern={concern.id}>
            {list.state.kind === 'loading'
              ? t('overview.loading', { kind: t(`kind.${concern.view.resource.resource}`) })
              : `${t(`overview.${concern.id}`)}: ${whyText(list.state, t)}`}
          </p>
        ))}
        {well.length === 0 ? null : (
          <ul className="overview-well" aria-label={t('overview.well')}>
            {well.map(({ concern, list }) => (
              <li key={concern.id} data-concern={concern.id}>
                ✓ {t(`overview.well.${concern.id}`, { count: list.total })}
              </li>
            ))}
          </ul>
        )}
      </div>
    </section>
  );
}

function queryOf({ view, filter }: Concern, cluster: string, namespaces: readonly string[]): HeadQuery {
  const scopes = view.namespaced ? [...namespaces] : [];
  return { cluster, resource: view.resource, namespaces: scopes, filter, sort: [], limit: EXAMPLES };
}

/** The cluster does not have such objects at all. */
function isAbsent({ view }: Concern, { state }: ListSnapshot): boolean {
  return view.isOptional === true && state.kind === 'stale' && state.isEmpty && state.retryAt === null;
}

/** Nothing can be said yet, or not at all: no problem seen is not the same as no problem. */
function isUnknown(state: Freshness): boolean {
  return state.kind === 'loading' || state.kind === 'forbidden' || (state.kind === 'stale' && state.isEmpty);
}

/** Nothing is wrong in what may be seen, and not all may be. */
function isHalfSeen({ state, matched }: ListSnapshot): boolean {
  return state.kind === 'partial' && matched === 0;
}

const BADNESS: readonly Freshness['kind'][] = ['live', 'forbidden', 'partial', 'loading', 'stale'];

/** The page is as fresh as its least fresh part; what one may not see is said where it would be. */
function worst(states: readonly Freshness[]): Freshness {
  const [first = { kind: 'live' } as const, ...rest] = states.toSorted(
    (a, b) => BADNESS.indexOf(b.kind) - BADNESS.indexOf(a.kind),
  );
  return first.kind === 'forbidden' && rest.length > 0 && rest.at(-1)?.kind === 'live' ? { kind: 'live' } : first;
}

function ConcernSection({ concern, list }: { readonly concern: Concern; readonly list: ListSnapshot }) {
  const { t, i18n } = useTranslation();
  const { filter, reason, id } = concern;
  const reasons = (list.facets[reason] ?? []).filter(({ value }) => value !== '');
  return (
    <section className="concern" data-concern={id} aria-label={t(`overview.${id}`)}>
      <h2>
        <FilteredLink concern={concern} filter={filter}>
          {t(`overview.${id}`)}{' '}
          <span className="concern-count">{(list.matched ?? 0).toLocaleString(i18n.language)}</span>
        </FilteredLink>
        {list.state.kind === 'live' ? null : (
          // Once for all of them, the badge of the page says it in full.
          <span className="concern-stale" title={whyText(list.state, t)}>
            {' '}
            <span aria-hidden="true">▲</span>
            <span className="visually-hidden">{whyText(list.state, t)}</span>
          </span>
        )}
      </h2>
      <div className="facets">
        {reasons.slice(0, REASONS).map(({ value, count }) => (
          <FilteredLink
            key={value}
            concern={concern}
            filter={`${filter} ${exactTerm(reason, value)}`}
            className="facet"
          >
            {`${visibleText(value)} ${count.toLocaleString(i18n.language)}`}
          </FilteredLink>
        ))}
      </div>
      <ul className="concern-examples">
        {list.keys.slice(0, EXAMPLES).map(key => {
          const row = list.rows.get(key);
          return row === undefined ? null : <Example key={key} concern={concern} row={row} />;
        })}
      </ul>
    </section>
  );
}

function FilteredLink({
  concern,
  filter,
  className,
  children,
}: {
  readonly concern: Concern;
  readonly filter: string;
  readonly className?: string;
  readonly children: ReactNode;
}) {
  const { cluster, search } = useViewState();
  return (
    <Link
      to="/c/$cluster/$resource"
      params={{ cluster, resource: kindAddress(concern.view.resource) }}
      search={{ q: filter, ...(search.ns === undefined ? {} : { ns: search.ns }) } as never}
      className={className}
    >
      {children}
    </Link>
  );
}

function Example({ concern: { view, reason }, row }: { readonly concern: Concern; readonly row: WireRow }) {
  const { cluster } = useViewState();
  const index = columnIndex(view, reason);
  const column = view.columns[index];
  return (
    <li>
      <Link
        to="/c/$cluster/$resource/$namespace/$name"
        params={{ cluster, resource: kindAddress(view.resource), namespace: row.namespace || '-', name: row.name }}
      >
        {visibleText(row.name)}
      </Link>
      <span className="dim">{visibleText(row.namespace)}</span>
      {column === undefined ? null : (
        <LiveCell rowKey={row.key} cell={row.cells[index] as Cell | undefined} column={column} />
      )}
    </li>
  );
}
