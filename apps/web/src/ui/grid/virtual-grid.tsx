import { type CSSProperties, useContext, useEffect, useMemo, useRef } from 'react';
import { useMainElement } from '../focus/focus-return.ts';
import { CellReading, useReading } from './cell-reading.tsx';
import { GridHead } from './grid-head.tsx';
import { onGridKey } from './grid-keys.ts';
import type { GridColumn, VirtualGridProps } from './grid-props.ts';
import { GroupRow } from './group-row.tsx';
import { GridRow, type RowHandlers } from './grid-row.tsx';
import { RowHeightContext, StackedRowsContext } from './row-height.ts';
import { stackColumns } from './stacked-columns.ts';
import { useColumnMoves } from './use-column-moves.ts';
import { useRowElements } from './use-row-elements.ts';
import { useTallVirtualizer } from './use-tall-virtualizer.ts';

/** Rows kept beyond the screen on either side: a flick of the wheel finds them there. */
const OVERSCAN = 6;

/** An ARIA grid that draws only the rows on screen, of any number. */
export function VirtualGrid<R>(given: VirtualGridProps<R>) {
  const { columns, isStacked } = useShownColumns(given.columns);
  const props = { ...given, columns };
  const { count, focused } = props;
  const scroller = useRef<HTMLDivElement>(null);
  useMainElement(scroller);
  const rowHeight = useContext(RowHeightContext);
  const { virtualizer, tall } = useTallVirtualizer(scroller, {
    count,
    rowHeight,
    overscan: OVERSCAN,
    moved: props.moved,
    start: props.start,
  });
  useLeaving(props.onLeave, (virtualizer.scrollOffset ?? 0) / rowHeight);
  const items = virtualizer.getVirtualItems();
  const room = Math.ceil((virtualizer.scrollRect?.height ?? 0) / rowHeight) + OVERSCAN;
  useRange(items, { room, onRange: props.onRange });
  // Two lines have no order of columns.
  const moves = useColumnMoves(isStacked ? { columns, onMove: () => {} } : props);
  useInSight(props, index => virtualizer.scrollToIndex(index));
  const { read, onRead, active, reading } = useReading(props);
  const template = isStacked ? null : `34px ${columns.map(column => `${column.width}px`).join(' ')} minmax(40px, 1fr)`;
  const minWidth = isStacked ? undefined : 34 + 40 + columns.reduce((sum, column) => sum + column.width, 0);
  return (
    <>
      {/* The grid is one tab stop; its rows are reached with the arrow keys (aria-activedescendant). */}
      <div
        ref={scroller}
        className={isStacked ? 'grid is-stacked' : 'grid'}
        style={{ '--row': `${rowHeight}px` } as CSSProperties}
        role={props.isGrouped ? 'treegrid' : 'grid'}
        aria-label={props.label}
        aria-rowcount={count + 1}
        aria-colcount={columns.length + 2}
        aria-multiselectable="true"
        aria-activedescendant={active}
        tabIndex={0}
        onKeyDown={event => onGridKey(event, { ...props, read, onRead })}
        onFocus={event => {
          // A grid that was just opened has the focus without anybody reading in it.
          if (focused >= 0 || event.target !== event.currentTarget) props.onHold(true);
        }}
        onBlur={() => props.onHold(false)}
        onScroll={({ currentTarget }) => currentTarget.toggleAttribute('data-aside', currentTarget.scrollLeft > 0)}
        onPointerEnter={() => props.onHold(true)}
        onPointerLeave={() => props.onHold(false)}
      >
        <GridHead {...props} onMove={moves.onMove} style={{ gridTemplateColumns: template ?? undefined, minWidth }} />
        <div
          className="grid-body"
          role="presentation"
          style={{ height: tall.height(virtualizer.getTotalSize()), minWidth }}
        >
          <GridRows {...props} items={items} offset={tall.offset} template={template} read={read} />
        </div>
      </div>
      {read === null ? null : <CellReading {...reading} />}
      <p role="status" className="visually-hidden">
        {moves.said}
      </p>
    </>
  );
}

/**
 * Tells which rows are looked at. What a short list leaves of the screen is looked at too: rows that come there need not be asked for. Until
 * the screen is measured nobody knows.
 */
function useRange(
  items: readonly { readonly index: number }[],
  { room, onRange }: { readonly room: number; readonly onRange: (offset: number, limit: number) => void },
): void {
  const first = items[0]?.index ?? 0;
  const last = items.at(-1)?.index ?? -1;
  const limit = last < 0 ? 0 : Math.max(last - first + 1, room);
  useEffect(() => {
    if (limit > 0) onRange(first, limit);
  }, [first, limit, onRange]);
}

/** Two lines have room for some. */
function useShownColumns<R>(given: readonly GridColumn<R>[]) {
  const isStacked = useContext(StackedRowsContext);
  const columns = useMemo(() => (isStacked ? stackColumns(given) : given), [isStacked, given]);
  return { columns, isStacked };
}

/** Those on screen. */
function GridRows<R>({
  items,
  offset,
  template,
  read,
  ...props
}: VirtualGridProps<R> & {
  readonly items: readonly { readonly index: number; readonly start: number }[];
  readonly offset: number;
  readonly template: string | null;
  readonly read: number | null;
}) {
  const { columns, focused } = props;
  const handlers = useSteadyHandlers(props);
  const elements = useRowElements(
    items.flatMap(({ index }) => {
      const row = props.rowAt(index);
      return row === undefined || props.groupOf(row) !== null ? [] : props.keyOf(row);
    }),
  );
  return items.map(({ index, start }) => {
    const row = props.rowAt(index);
    const key = row === undefined ? null : props.keyOf(row);
    const group = row === undefined ? null : props.groupOf(row);
    const isFocused = index === focused;
    if (row !== undefined && group !== null)
      return (
        <GroupRow
          key={key}
          index={index}
          top={start - offset}
          template={template}
          group={group}
          isFocused={isFocused}
          columns={columns.length}
          onFold={() => {
            props.onJump(index, false);
            props.onFold(group);
          }}
        />
      );
    return (
      <GridRow
        key={key === null ? `awaited-${index}` : elements.get(key)}
        index={index}
        rowKey={key ?? undefined}
        top={start - offset}
        row={row}
        template={template}
        isSelected={key !== null && props.selected.has(key)}
        isFocused={isFocused}
        read={isFocused ? read : null}
        level={props.isGrouped ? 2 : undefined}
        isOpened={key !== null && key === props.opened}
        columns={columns}
        name={row === undefined ? '' : props.nameOf(row)}
        note={row === undefined ? null : props.noteOf(row)}
        {...handlers}
      />
    );
  });
}

/** Only what a hand moved is brought into sight: rows that come and go do not scroll a reader back. */
function useInSight<R>({ focused, moves }: VirtualGridProps<R>, scrollTo: (index: number) => void): void {
  const latest = useRef({ focused, scrollTo });
  latest.current = { focused, scrollTo };
  useEffect(() => {
    if (moves > 0 && latest.current.focused >= 0) latest.current.scrollTo(latest.current.focused);
  }, [moves]);
}

function useLeaving(onLeave: (scrolled: number) => void, scrolled: number): void {
  const latest = useRef({ onLeave, scrolled });
  latest.current = { onLeave, scrolled };
  useEffect(() => () => latest.current.onLeave(latest.current.scrolled), []);
}

/** The same functions at every drawing, so that a row that did not change is not drawn again. */
function useSteadyHandlers<R>(props: VirtualGridProps<R>): RowHandlers<R> {
  const latest = useRef(props);
  latest.current = props;
  return useMemo(
    () => ({
      onSelect: (row, index, mode) => latest.current.onSelect(row, index, mode),
      onOpen: (row, index, how) => latest.current.onOpen(row, index, how),
      onMenu: (row, index, at) => latest.current.onMenu(row, index, at),
    }),
    [],
  );
}
