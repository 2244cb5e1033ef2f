import { useNavigate } from '@tanstack/react-router';
import { useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ObjectTarget } from '@lanthorn/actions/action.ts';
import type { WireRow } from '@lanthorn/protocol/down-messages.ts';
import type { KindView } from '@lanthorn/views/kind-view.ts';
import { columnIndex } from '@lanthorn/views/kind-index.ts';
import type { Cell } from '@lanthorn/views/cells/cell.ts';
import { LiveCell } from '../../data/live-cell.tsx';
import { useClient } from '../../data/client.ts';
import { useActionItems } from '../../data/use-action-items.ts';
import { type ListWindow, type LiveList, useLiveList } from '../../data/use-live-list.ts';
import { formatSort, parseSort, useViewState, type ViewState } from '../../data/view-state.ts';
import { ActionMenu } from '../../ui/action-menu.tsx';
import { FreshnessBadge } from '../../ui/freshness.tsx';
import { type GridColumn, VirtualGrid } from '../../ui/virtual-grid.tsx';
import { BulkBar } from './bulk-bar.tsx';
import { ColumnChooser, defaultColumns } from './column-chooser.tsx';
import { FacetBar } from './facet-bar.tsx';
import { FilterField } from './filter-field.tsx';
import { ListNotice } from './list-notice.tsx';
import { rowTarget } from './row-target.ts';
import { isTyping } from '../../ui/is-typing.ts';

/** Rows asked for before the screen's size is known. */
const FIRST_LIMIT = 60;

/** The list of one kind: the generic table with its filter, counts and freshness. */
export function ResourceListPage({ view }: { readonly view: KindView }) {
  const state = useViewState();
  const { cluster, namespaces, search, setSearch } = state;
  const { t, i18n } = useTranslation();
  const sort = useMemo(() => parseSort(search.sort), [search.sort]);
  const subject = useMemo(() => ({ cluster, resource: view.resource }), [cluster, view]);
  const query = useMemo(
    () => ({ namespaces: view.namespaced ? [...namespaces] : [], filter: search.q ?? '', sort }),
    [view, namespaces, search.q, sort],
  );
  const list = useLiveList(subject, query, FIRST_LIMIT);
  const [selected, setSelected] = useState<ReadonlyMap<string, WireRow>>(new Map());
  useEffect(() => setSelected(new Map()), [cluster, view]);
  useForgetDeleted(selected, setSelected);
  const targets = useMemo(
    () => [...selected.values()].map(row => rowTarget(cluster, view, row)),
    [selected, cluster, view],
  );
  const count = list.matched;
  const title = t(`kind.${view.resource.resource}`);
  return (
    <section className="list-page" aria-label={title}>
      <div className="toolbar">
        <h1>{title}</h1>
        <span className="count" aria-live="polite" data-testid="count">
          {count === null || isUnknown(list) ? '' : count.toLocaleString(i18n.language)}
          {count !== null && search.q !== undefined && list.total !== count
            ? ` / ${list.total.toLocaleString(i18n.language)}`
            : ''}
        </span>
        <FilterField
          value={search.q ?? ''}
          error={list.filterError}
          onChange={q => setSearch({ q: q === '' ? undefined : q })}
        />
        <ColumnChooser view={view} value={search.cols} onChange={cols => setSearch({ cols })} />
        <FreshnessBadge state={list.state} onRetry={list.retry} />
      </div>
      <FacetBar
        view={view}
        facets={list.facets}
        filter={search.q ?? ''}
        onChange={q => setSearch({ q: q === '' ? undefined : q })}
      />
      {selected.size === 0 ? null : (
        <BulkBar
          targets={targets}
          matched={count ?? 0}
          matching={{ cluster, resource: view.resource, namespaces: query.namespaces, filter: query.filter }}
          onSelect={rows => setSelected(new Map(rows.map(row => [row.key, row])))}
          onClear={() => setSelected(new Map())}
        />
      )}
      {list.held === 0 ? null : (
        <div className="held-note" role="status">
          {t('list.held', { count: list.held })}
          <button
            type="button"
            className="plain-button"
            onClick={() => list.setWindow({ offset: 0, limit: FIRST_LIMIT, hold: false })}
          >
            {t('list.showHeld')}
          </button>
        </div>
      )}
      <ListBody view={view} list={list} state={state} selection={{ selected, setSelected }} />
    </section>
  );
}

/** What an operation has deleted can no longer be selected. */
function useForgetDeleted(
  selected: ReadonlyMap<string, WireRow>,
  setSelected: (selected: ReadonlyMap<string, WireRow>) => void,
): void {
  const { operations } = useClient().operations();
  useEffect(() => {
    const gone = new Set(
      operations
        .filter(({ kind }) => kind === 'object.delete')
        .flatMap(({ targets }) => targets.filter(({ phase }) => phase === 'seen').map(({ target }) => target.uid)),
    );
    const left = [...selected].filter(([, row]) => !gone.has(row.uid));
    if (left.length < selected.size) setSelected(new Map(left));
  }, [operations, selected, setSelected]);
}

/** Nothing listed yet and nothing known: a number would be a lie. */
function isUnknown({ state }: LiveList): boolean {
  return (
    state.kind === 'forbidden' ||
    (state.kind === 'stale' && state.isEmpty) ||
    (state.kind === 'loading' && state.loaded === 0)
  );
}

interface Selection {
  readonly selected: ReadonlyMap<string, WireRow>;
  readonly setSelected: (selected: ReadonlyMap<string, WireRow>) => void;
}

function ListBody({
  view,
  list,
  state,
  selection,
}: {
  readonly view: KindView;
  readonly list: LiveList;
  readonly state: ViewState;
  readonly selection: Selection;
}) {
  const { t } = useTranslation();
  const { setSearch, search } = state;
  const navigate = useNavigate();
  const [widths, setWidths] = useState<Readonly<Record<string, number>>>({});
  const [focused, setFocused] = useState(-1);
  const [menu, setMenu] = useState<{ readonly row: WireRow; readonly x: number; readonly y: number } | null>(null);
  const columns = useColumns(view, search.cols, widths);
  const sort = parseSort(search.sort);
  const window = useWindow(list);
  const rowAt = (index: number) => {
    const key = list.keys[index - list.offset];
    return key === undefined ? undefined : list.rows.get(key);
  };
  const open = (row: WireRow, how: 'panel' | 'page') => {
    if (how === 'panel') setSearch({ open: row.key, tab: undefined }, 'push');
    else
      void navigate({
        to: '/c/$cluster/$resource/$namespace/$name',
        params: { cluster: state.cluster, resource: state.resource, namespace: row.namespace || '-', name: row.name },
      });
  };
  useActionKeys(
    view,
    state,
    selection.selected.size > 0 ? [...selection.selected.values()] : focused < 0 ? [] : [rowAt(focused)],
  );
  const notice = <ListNotice list={list} state={state} view={view} />;
  if (list.matched === 0 || list.matched === null || isUnknown(list)) return notice;
  return (
    <>
      <VirtualGrid
        label={t(`kind.${view.resource.resource}`)}
        columns={columns}
        count={list.matched}
        rowAt={rowAt}
        keyOf={row => row.key}
        sort={sort.length === 0 ? [view.defaultSort] : sort}
        selected={selection.selected}
        focused={focused}
        moved={window.moved}
        onFocus={setFocused}
        onRange={window.onRange}
        onHold={window.onHold}
        onSort={(column, additive) =>
          setSearch({ sort: formatSort(nextSort(sort.length === 0 ? [view.defaultSort] : sort, column, additive)) })
        }
        onResize={(column, width) => setWidths(before => ({ ...before, [column]: width }))}
        onSelect={(row, mode) =>
          selection.setSelected(select({ selected: selection.selected, row, mode, focused, rowAt }))
        }
        onOpen={open}
        onMenu={(row, at) => setMenu({ row, ...at })}
      />
      {menu === null ? null : (
        <RowMenu target={rowTarget(state.cluster, view, menu.row)} at={menu} onClose={() => setMenu(null)} />
      )}
    </>
  );
}

function RowMenu({
  target,
  at,
  onClose,
}: {
  readonly target: ObjectTarget;
  readonly at: { readonly x: number; readonly y: number };
  readonly onClose: () => void;
}) {
  const { t } = useTranslation();
  const items = useActionItems([target]);
  return (
    <ActionMenu
      entries={items.map(item => ({ id: item.kind, ...item }))}
      at={at}
      label={t('grid.actionsOf', { name: target.name })}
      onClose={onClose}
    />
  );
}

/** The keys of actions work on the selection, else on the focused row. */
function useActionKeys(view: KindView, state: ViewState, rows: readonly (WireRow | undefined)[]): void {
  const items = useActionItems(rows.flatMap(row => (row === undefined ? [] : rowTarget(state.cluster, view, row))));
  const latest = useRef(items);
  latest.current = items;
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      if (isTyping(event) || event.metaKey || event.ctrlKey || event.altKey) return;
      const item = latest.current.find(entry => entry.shortcut === event.key);
      if (item === undefined || item.disabled !== null) return;
      event.preventDefault();
      item.run();
    };
    addEventListener('keydown', onKey);
    return () => removeEventListener('keydown', onKey);
  }, []);
}

function useColumns(
  view: KindView,
  cols: string | undefined,
  widths: Readonly<Record<string, number>>,
): GridColumn<WireRow>[] {
  const { t } = useTranslation();
  return useMemo(() => {
    const ids = cols === undefined ? defaultColumns(view) : cols.split(',');
    return ids.flatMap(id => {
      const index = columnIndex(view, id);
      const column = view.columns[index];
      if (column === undefined) return [];
      return {
        id,
        title: t(`column.${id}`),
        width: widths[id] ?? column.width,
        align:
          column.type === 'number' || column.type === 'duration' || column.type === 'time'
            ? ('right' as const)
            : ('left' as const),
        render: (row: WireRow) => (
          <LiveCell rowKey={row.key} cell={row.cells[index] as Cell | undefined} column={column} />
        ),
      };
    });
  }, [view, cols, widths, t]);
}

/**
 * Tells the server which rows are on screen, and whether their order is to be held. Below the top the first of them is an anchor: what
 * comes or goes above it moves the window, not the rows in it.
 */
function useWindow(list: LiveList) {
  const latest = useRef<ListWindow>({ offset: 0, limit: FIRST_LIMIT, hold: false });
  const known = useRef(list);
  known.current = list;
  const [moved, setMoved] = useState<{ readonly by: number } | null>(null);
  const { setWindow, offset: first, anchor: foundBy } = list;
  const tell = useCallback(
    (change: Partial<ListWindow>) => {
      const next = { ...latest.current, ...change };
      const { keys, offset } = known.current;
      const anchor = next.offset === 0 ? undefined : keys[next.offset - offset];
      const { anchor: _before, ...window } = next;
      const told = anchor === undefined ? window : { ...window, anchor };
      if (JSON.stringify(told) === JSON.stringify(latest.current)) return;
      latest.current = told;
      setWindow(told);
    },
    [setWindow],
  );
  useLayoutEffect(() => {
    const { anchor, offset } = latest.current;
    if (foundBy === null || foundBy !== anchor || first === offset) return;
    latest.current = { ...latest.current, offset: first };
    setMoved({ by: first - offset });
  }, [foundBy, first]);
  // Rows that were not there yet when they were scrolled to.
  useEffect(() => tell({}), [list.keys, tell]);
  const onRange = useCallback((offset: number, limit: number) => tell({ offset, limit: Math.max(limit, 1) }), [tell]);
  const onHold = useCallback((hold: boolean) => tell({ hold }), [tell]);
  return { onRange, onHold, moved };
}

function nextSort(sort: readonly { column: string; descending: boolean }[], column: string, additive: boolean) {
  const existing = sort.find(entry => entry.column === column);
  const next = { column, descending: existing === undefined ? false : !existing.descending };
  if (!additive) return [next];
  return existing === undefined ? [...sort, next] : sort.map(entry => (entry.column === column ? next : entry));
}

function select({
  selected,
  row,
  mode,
  focused,
  rowAt,
}: {
  selected: ReadonlyMap<string, WireRow>;
  row: WireRow;
  mode: 'toggle' | 'range' | 'all';
  focused: number;
  rowAt: (index: number) => WireRow | undefined;
}): ReadonlyMap<string, WireRow> {
  const next = new Map(selected);
  if (mode === 'toggle') {
    if (!next.delete(row.key)) next.set(row.key, row);
    return next;
  }
  // From the last selected row on screen to this one.
  let from = focused;
  while (from > 0 && !selected.has(rowAt(from)?.key ?? '')) from--;
  for (let i = from; i <= focused; i++) {
    const between = rowAt(i);
    if (between !== undefined) next.set(between.key, between);
  }
  next.set(row.key, row);
  return next;
}
