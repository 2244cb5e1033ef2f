import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { WireRow } from '@lanthorn/protocol/down-messages.ts';
import type { KindView } from '@lanthorn/views/cells/kind-view.ts';
import type { ListPlace } from '../../data/lists/list-place.ts';
import { useTellActedOn } from '../../data/actions/acted-on.ts';
import { useActionItems } from '../../data/actions/use-action-items.ts';
import { useActionKeys } from '../../data/actions/use-action-keys.ts';
import { lineCount } from '../../data/lists/list-store.ts';
import type { LiveList } from '../../data/lists/use-live-list.ts';
import { parseSort, type ViewState } from '../../data/lists/view-state.ts';
import { kindTitle } from '../../parts/kind-title.ts';
import type { GridSort } from '../../ui/grid/grid-props.ts';
import { VirtualGrid } from '../../ui/grid/virtual-grid.tsx';
import { GridSkeleton } from '../../ui/grid/grid-skeleton.tsx';
import { isAwaited, ListNotice } from './list-notice.tsx';
import { RowMenu } from './row-menu.tsx';
import { useActedOn } from './use-acted-on.ts';
import type { FittingColumns } from './columns/use-fitting-columns.ts';
import { useListColumns } from './columns/use-list-columns.tsx';
import type { Groups } from './groups/use-groups.ts';
import type { ListSelection } from './use-list-model.ts';
import { useFollowingPanel, useOpenRow } from './use-open-row.ts';
import type { SelectedLogs } from './use-selected-logs.ts';
import { useListWindow, windowAt } from './use-list-window.ts';
import { isUnknown } from './is-unknown.ts';

const ROW = { keyOf: (row: WireRow) => row.key, nameOf: (row: WireRow) => row.name };

interface Sorting {
  readonly onSort: (sort: readonly GridSort[]) => void;
}

/** The rows of a list, or why there are none. */
export function ListBody({
  view,
  list,
  state,
  selection,
  logs,
  columns: { shown: kept, beyond, onSort },
  groups,
  place,
  onLeave,
}: {
  readonly view: KindView;
  readonly list: LiveList;
  readonly state: ViewState;
  readonly selection: ListSelection;
  readonly logs: SelectedLogs | null;
  readonly columns: Pick<FittingColumns, 'shown' | 'beyond'> & Sorting;
  readonly groups: Groups;
  /** Where it begins. */
  readonly place: ListPlace;
  readonly onLeave: (place: ListPlace) => void;
}) {
  const { t } = useTranslation();
  const { cluster, search } = state;
  const [menu, setMenu] = useState<{ readonly row: WireRow; readonly x: number; readonly y: number } | null>(null);
  const columns = useListColumns(view, cluster, kept);
  const order = orderOf(view, search.sort);
  const window = useListWindow(list, windowAt(place));
  const open = useOpenRow(view, state, logs);
  useActionKeys(useActionItems(useTellActedOn(useActedOn(view, cluster, selection))));
  useFollowingPanel(selection.focusedRow?.key, state);
  const count = lineCount(list);
  if (isAwaited(list))
    return <GridSkeleton columns={columns} label={t('notice.loading', { kind: kindTitle(view, t) })} />;
  if (count === 0 || count === null || isUnknown(list)) return <ListNotice list={list} state={state} view={view} />;
  return (
    <>
      <VirtualGrid
        label={kindTitle(view, t)}
        columns={columns}
        beyond={beyond}
        count={count}
        rowAt={index => list.rows.get(list.keys[index - list.offset] ?? '')}
        {...ROW}
        {...groups.grid}
        noteOf={row => (list.left.includes(row.key) ? t('list.leftRow') : null)}
        sort={order}
        selected={selection.selected}
        focused={selection.focused}
        moves={selection.moves}
        isAtTop={selection.isAtTop}
        opened={search.open ?? null}
        moved={window.moved}
        start={place.scrolled}
        onLeave={scrolled => onLeave({ scrolled, offset: list.offset, anchor: list.keys[0], focus: selection.focus })}
        onStep={selection.step}
        onJump={selection.jump}
        onRange={window.onRange}
        onHold={window.onHold}
        onSort={(column, additive) => onSort(nextSort(order, column, additive))}
        onResize={kept.resize}
        onMove={kept.move}
        onSelect={selection.select}
        onSelectAll={selection.selectMatching}
        onOpen={(row, index, how) => {
          selection.click(row, index);
          open.as(row, how);
        }}
        onRowKey={open.byKey}
        onMenu={(row, index, at) => {
          selection.click(row, index);
          setMenu({ row, ...at });
        }}
      />
      {menu === null ? null : (
        <RowMenu {...{ view, cluster, selection }} at={menu} onTab={open.at} onClose={() => setMenu(null)} />
      )}
    </>
  );
}

function orderOf(view: KindView, text: string | undefined) {
  const sort = parseSort(text);
  return sort.length === 0 ? [view.defaultSort] : sort;
}

function nextSort(sort: readonly { column: string; descending: boolean }[], column: string, additive: boolean) {
  const existing = sort.find(entry => entry.column === column);
  const next = { column, descending: existing === undefined ? false : !existing.descending };
  if (!additive) return [next];
  return existing === undefined ? [...sort, next] : sort.map(entry => (entry.column === column ? next : entry));
}
