import { type ComponentProps, memo, Suspense, useCallback, useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { kindTitle } from '../../parts/kind-title.ts';
import { useRovingTab } from '../../ui/grid/use-roving-tab.ts';
import type { QueryState } from '@lanthorn/query/query-state.ts';
import { withClusterColumn } from '@lanthorn/views/cluster-column.ts';
import type { KindView } from '@lanthorn/views/cells/kind-view.ts';
import { kindAddress } from '@lanthorn/views/kind-index.ts';
import { CRONJOB_VIEW } from '@lanthorn/views/kinds/batch/cronjobs.ts';
import type { ActionSubject } from '../../data/actions/use-action-items.ts';
import { listAnswer } from '../../data/lists/list-answer.ts';
import { leftCount, lineCount } from '../../data/lists/list-store.ts';
import { keepPlace, placeIn } from '../../data/lists/list-place.ts';
import { showCount } from '../../data/lists/shown-count.ts';
import { type ListSubject, type ListView, type LiveList, useLiveList } from '../../data/lists/use-live-list.ts';
import { formatSort, parseSort, useViewState, type ViewState } from '../../data/lists/view-state.ts';
import { Button } from '../../ui/button/button.tsx';
import type { GridSort } from '../../ui/grid/grid-props.ts';
import { skipToMain } from '../../ui/focus/focus-return.ts';
import { FreshnessBadge } from '../../ui/status/freshness.tsx';
import { visibleText } from '../../ui/words/text.ts';
import { BulkBar } from './bulk-bar.tsx';
import { ColumnChooser } from './columns/column-chooser.tsx';
import { ExportButton } from './export/export-button.tsx';
import { FacetBar } from './filter/facet-bar.tsx';
import { FilterField } from '../../parts/filter/filter-field.tsx';
import { GroupButton } from './groups/group-button.tsx';
import { isUnknown } from './is-unknown.ts';
import { ListBody } from './list-body.tsx';
import { NewButton } from './new-button.tsx';
import { rowSubject } from './row-target.ts';
import { useSelectedLogs } from './use-selected-logs.ts';
import { type OfferedColumns, useFilledColumns } from './columns/use-filled-columns.ts';
import { useContentWidths } from './columns/use-content-widths.ts';
import { useFittingColumns } from './columns/use-fitting-columns.ts';
import { type KeptColumns, useKeptColumns } from './columns/use-kept-columns.ts';
import { type Groups, useGroups } from './groups/use-groups.ts';
import { useListMemory } from './use-list-memory.ts';
import { type ListSelection, useListModel } from './use-list-model.ts';
import { FIRST_LIMIT, windowAt } from './use-list-window.ts';
import { SavedViewsButton } from './views/saved-views-button.tsx';
import { later } from '../../ui/words/later.ts';

const ClusterNotes = later(async () => (await import('./notes/cluster-notes.tsx')).ClusterNotes);
const UsageNote = later(async () => (await import('./notes/usage-note.tsx')).UsageNote);
const TakenNote = later(async () => (await import('./notes/taken-note.tsx')).TakenNote);
const RecordingButton = later(async () => (await import('../../parts/recording-button.tsx')).RecordingButton);

/** The list of one kind: the generic table with its filter, counts and freshness. */
export function ResourceListPage({ view: own }: { readonly view: KindView }) {
  const state = useViewState();
  const { cluster, clusters, place: where, search, setSearch } = state;
  const view = clusters.length > 1 ? withClusterColumn(own) : own;
  const { t } = useTranslation();
  const subject = useMemo(() => subjectOf(clusters, view), [clusters, view]);
  const groups = useGroups(view, state);
  const kept = useKeptColumns(view, state);
  const query = useListQuery(view, state, kept);
  useListMemory(state);
  const placeKey = JSON.stringify([subject, query, groups.column]);
  const [place] = useState(() => placeIn(placeKey, search.open));
  const asked = { ...query, group: groups.column, folds: groups.folds };
  const list = useLiveList(subject, asked, windowAt(place));
  const matching = { ...subject, namespaces: query.namespaces, filter: query.filter };
  const columns = useFilledColumns(list, { view, search }, kept);
  const contents = useContentWidths(list, { view, ids: columns.shown.ids, question: placeKey });
  const fitting = useFittingColumns(view, search.sort, { columns: columns.shown, contents });
  const selection = useListModel(list, { subject, query, matching, focus: place.focus });
  const { selected } = selection;
  const subjects = useSubjects(view, cluster, selected);
  const logs = useSelectedLogs(view, subjects);
  useTellCount(list, where, view);
  const title = kindTitle(view, t);
  const { setFilter, setSort } = useAskedAtOnce(list, asked, setSearch);
  return (
    <section ref={fitting.measure} className="list-page" aria-label={title}>
      <div className="toolbar">
        <h1>{title}</h1>
        <Count list={list} isFiltered={search.q !== undefined} />
        <FilterField
          value={search.q ?? ''}
          error={list.filterError}
          about={{ view, facets: list.facets }}
          onChange={setFilter}
          onLeave={(to, text) => {
            if (to === 'firstRow') selection.awaitFirst(text);
            skipToMain();
          }}
        />
        <FreshnessBadge state={list.state} onRetry={list.retry} />
        <ListTools
          view={view}
          query={query}
          subject={subject}
          state={state}
          columns={columns.offered}
          left={fitting.left}
          groups={groups}
        />
      </div>
      <Facets view={view} list={list} filter={search.q ?? ''} onChange={setFilter} />
      {selected.size + selection.gone.size === 0 ? null : (
        <BulkBar
          {...{ subjects, logs }}
          gone={selection.gone.size}
          matched={list.matched ?? 0}
          onSelectAll={selection.selectMatching}
          onClear={selection.clear}
        />
      )}
      <SelectionProblem text={selection.problem} />
      <Failing list={list} />
      <WhyUnfilled view={view} state={state} rows={list.rows} ids={kept.ids} />
      <HeldNote list={list} />
      <ListBody
        view={view}
        list={list}
        state={state}
        selection={selection}
        logs={logs}
        columns={{ ...fitting, onSort: setSort }}
        groups={groups}
        place={place}
        onLeave={left => keepPlace(placeKey, left)}
      />
    </section>
  );
}

/** What is selected; the same array until that changes. */
function useSubjects(view: KindView, cluster: string, selected: ListSelection['selected']): readonly ActionSubject[] {
  return useMemo(() => [...selected.values()].map(row => rowSubject(cluster, view, row)), [selected, cluster, view]);
}

/** Filter and order go to the server as they are chosen, and then into the address: the page is drawn anew for it meanwhile. */
function useAskedAtOnce({ foresee }: LiveList, asked: ListView, setSearch: ViewState['setSearch']) {
  const latest = useRef(asked);
  latest.current = asked;
  const setFilter = useCallback(
    (filter: string) => {
      foresee({ ...latest.current, filter });
      setSearch({ q: filter === '' ? undefined : filter });
    },
    [foresee, setSearch],
  );
  const setSort = (sort: readonly GridSort[]) => {
    foresee({ ...asked, sort: [...sort] });
    setSearch({ sort: formatSort(sort) });
  };
  return { setFilter, setSort };
}

function subjectOf([cluster = '', ...others]: readonly string[], { resource }: KindView): ListSubject {
  return { cluster, resource, ...(others.length === 0 ? {} : { others }) };
}

/** How many there are of each state, and of each of several clusters. */
function Facets({
  view,
  list: { facets },
  ...rest
}: Omit<ComponentProps<typeof FacetBar>, 'facets' | 'column'> & { readonly list: LiveList }) {
  const cluster = view.columns.find(({ isCluster }) => isCluster === true);
  return (
    <>
      <FacetBar view={view} facets={facets} {...rest} />
      {cluster === undefined ? null : <FacetBar view={view} column={cluster} facets={facets} {...rest} />}
    </>
  );
}

/** Which of several clusters fail. */
function Failing({ list: { clusters, retry } }: { readonly list: LiveList }) {
  if (clusters === null) return null;
  return (
    <Suspense fallback={null}>
      <ClusterNotes clusters={clusters} onRetry={retry} />
    </Suspense>
  );
}

function SelectionProblem({ text }: { readonly text: string | null }) {
  if (text === null) return null;
  return (
    <p className="held-note tone-bad" role="alert">
      {visibleText(text)}
    </p>
  );
}

/** What is asked of the list, by the address and the columns that are shown: some are filled only for who looks at them. */
function useListQuery(view: KindView, { namespaces, search }: ViewState, { ids }: KeptColumns) {
  const sort = useMemo(() => parseSort(search.sort), [search.sort]);
  const tellsUsage = hasUsage(view, ids) || lendsShown(view, ids);
  return useMemo(
    () => ({ namespaces: view.namespaced ? [...namespaces] : [], filter: search.q ?? '', sort, tellsUsage }),
    [view, namespaces, search.q, sort, tellsUsage],
  );
}

function hasUsage({ usage }: KindView, ids: readonly string[]): boolean {
  return usage?.columns.some(id => ids.includes(id)) === true;
}

/** What is taken of what the objects lend is told in a column that is shown. */
function lendsShown({ columns }: KindView, ids: readonly string[]): boolean {
  return columns.some(({ id, lends }) => lends !== undefined && ids.includes(id));
}

/** Why columns that are filled from elsewhere stay empty. */
function WhyUnfilled({
  view,
  state: { cluster, clusters, namespaces },
  rows,
  ids,
}: {
  readonly view: KindView;
  readonly state: ViewState;
  readonly rows: LiveList['rows'];
  readonly ids: readonly string[];
}) {
  if (clusters.length > 1) return null;
  return (
    <Suspense fallback={null}>
      {view.usage !== undefined && hasUsage(view, ids) ? (
        <UsageNote cluster={cluster} join={view.usage} namespaces={view.namespaced ? namespaces : []} />
      ) : null}
      {lendsShown(view, ids) ? <TakenNote cluster={cluster} rows={rows} /> : null}
    </Suspense>
  );
}

/** How many match, and of how many where that is another number. */
function Count({ list, isFiltered }: { readonly list: LiveList; readonly isFiltered: boolean }) {
  const { t, i18n } = useTranslation();
  const { matched, total } = list;
  const countText = (count: number) =>
    isFiltered && total !== count
      ? t('list.matchedOf', { matched: count, total })
      : count.toLocaleString(i18n.language);
  return (
    <span className="count" aria-live="polite" data-testid="count">
      {isUnknown(list) || lineCount(list) === null ? '' : matched === null ? '…' : countText(matched)}
    </span>
  );
}

/** What one does with the whole list, and what only the list of one kind offers: one Tab stop, arrow keys go on in it. */
const ListTools = memo(PlainListTools);

function PlainListTools({
  view,
  subject,
  query,
  state,
  columns,
  left,
  groups,
}: {
  readonly view: KindView;
  readonly subject: ListSubject;
  readonly query: ListView;
  readonly state: ViewState;
  readonly columns: OfferedColumns;
  readonly left: readonly string[];
  readonly groups: Groups;
}) {
  const { t } = useTranslation();
  const roving = useRovingTab<HTMLDivElement>();
  return (
    <div className="list-tools" role="toolbar" aria-label={t('list.tools')} {...roving}>
      <ColumnChooser view={view} columns={columns} left={left} />
      <GroupButton groups={groups} />
      <SavedViewsButton state={state} />
      <ExportButton view={view} subject={subject} query={query} columns={columns.ids} />
      <NewButton resource={view.resource} state={state} />
      {view === CRONJOB_VIEW ? (
        <Suspense fallback={null}>
          <RecordingButton cluster={subject.cluster} near={query.namespaces} />
        </Suspense>
      ) : null}
    </div>
  );
}

/** Live, or read anew every so often in good order. */
function isCurrent(state: QueryState): boolean {
  return state.kind === 'live' || (state.kind === 'stale' && state.everyMs !== undefined);
}

/** The navigation counts this kind by what is seen here. */
function useTellCount(list: LiveList, cluster: string, view: KindView): void {
  const isTold = listAnswer(list).kind === 'told';
  const count = isCurrent(list.state) ? list.total : null;
  useEffect(() => {
    showCount(isTold ? { cluster, address: kindAddress(view.resource), count } : null);
  }, [isTold, count, cluster, view]);
  useEffect(() => () => showCount(null), []);
}

/** What waits while the reader holds the order, and what is there only for that. */
function HeldNote({ list }: { readonly list: LiveList }) {
  const { t } = useTranslation();
  const { held, setWindow } = list;
  const left = leftCount(list);
  if (held + left === 0) return null;
  return (
    <div className="held-note" role="status">
      {held === 0 ? null : <span>{t('list.held', { count: held })}</span>}
      {left === 0 ? null : <span>{t('list.left', { count: left })}</span>}
      <Button onClick={() => setWindow({ offset: 0, limit: FIRST_LIMIT, hold: false })}>{t('list.showHeld')}</Button>
    </div>
  );
}
