import {
  type CSSProperties,
  type KeyboardEvent,
  memo,
  type MouseEvent,
  type ReactNode,
  useEffect,
  useMemo,
  useRef,
} from 'react';
import { useTranslation } from 'react-i18next';
import { useMainElement } from './focus-return.ts';
import { useTallVirtualizer } from './use-tall-virtualizer.ts';
import { useWords } from './words.tsx';

export const ROW_HEIGHT = 28;
/** Rows kept beyond the screen on either side: a flick of the wheel finds them there. */
const OVERSCAN = 12;

export interface GridColumn<R> {
  readonly id: string;
  readonly title: string;
  readonly width: number;
  readonly align: 'left' | 'right';
  readonly render: (row: R) => ReactNode;
}

export interface GridSort {
  readonly column: string;
  readonly descending: boolean;
}

export interface VirtualGridProps<R> {
  readonly label: string;
  readonly columns: readonly GridColumn<R>[];
  readonly count: number;
  /** The row at a position, or undefined while it is on its way. */
  readonly rowAt: (index: number) => R | undefined;
  readonly keyOf: (row: R) => string;
  readonly sort: readonly GridSort[];
  readonly selected: ReadonlyMap<string, R>;
  readonly focused: number;
  /** The rows moved by so many places under the reader: the grid follows, so that each stays where it is on screen. */
  readonly moved: { readonly by: number } | null;
  readonly onFocus: (index: number) => void;
  readonly onRange: (offset: number, limit: number) => void;
  readonly onSort: (column: string, additive: boolean) => void;
  readonly onResize: (column: string, width: number) => void;
  readonly onSelect: (row: R, mode: 'toggle' | 'range' | 'all') => void;
  readonly onOpen: (row: R, how: 'panel' | 'page') => void;
  readonly onMenu: (row: R, at: { readonly x: number; readonly y: number }) => void;
  /** The reader's pointer or focus is in the table: rows should stay where they are. */
  readonly onHold: (hold: boolean) => void;
}

/** An ARIA grid that draws only the rows on screen, of any number. A row's element is its object's: where it moves, a press meets what it aimed at. */
export function VirtualGrid<R>(props: VirtualGridProps<R>) {
  const { columns, count, focused, onRange } = props;
  const scroller = useRef<HTMLDivElement>(null);
  useMainElement(scroller);
  const handlers = useSteadyHandlers(props);
  const { virtualizer, tall } = useTallVirtualizer(scroller, {
    count,
    rowHeight: ROW_HEIGHT,
    overscan: OVERSCAN,
    moved: props.moved,
  });
  const items = virtualizer.getVirtualItems();
  const first = items[0]?.index ?? 0;
  const last = items.at(-1)?.index ?? 0;

  useEffect(() => onRange(first, last - first + 1), [first, last, onRange]);
  useEffect(() => {
    if (focused >= 0 && focused < count) virtualizer.scrollToIndex(focused);
  }, [focused, count, virtualizer]);

  const template = `34px ${columns.map(column => `${column.width}px`).join(' ')} minmax(40px, 1fr)`;
  const totalWidth = 34 + 40 + columns.reduce((sum, column) => sum + column.width, 0);
  return (
    // The grid is one tab stop; its rows are reached with the arrow keys (aria-activedescendant).
    <div
      ref={scroller}
      className="grid"
      role="grid"
      aria-label={props.label}
      aria-rowcount={count + 1}
      aria-colcount={columns.length + 2}
      aria-multiselectable="true"
      aria-activedescendant={focused >= 0 ? `grid-row-${focused}` : undefined}
      tabIndex={0}
      onKeyDown={event => onGridKey(event, props)}
      onFocus={event => {
        // A grid that was just opened has the focus without anybody reading in it.
        if (focused >= 0 || event.target !== event.currentTarget) props.onHold(true);
      }}
      onBlur={() => props.onHold(false)}
      onPointerEnter={() => props.onHold(true)}
      onPointerLeave={() => props.onHold(false)}
    >
      <GridHead {...props} style={{ gridTemplateColumns: template, minWidth: totalWidth }} />
      <div
        className="grid-body"
        role="presentation"
        style={{ height: tall.height(virtualizer.getTotalSize()), minWidth: totalWidth }}
      >
        {items.map(({ index, start }) => {
          const row = props.rowAt(index);
          const isSelected = row !== undefined && props.selected.has(props.keyOf(row));
          return (
            <GridRow
              key={row === undefined ? index : props.keyOf(row)}
              index={index}
              top={start - tall.offset}
              row={row}
              template={template}
              isSelected={isSelected}
              isFocused={index === focused}
              columns={columns}
              {...handlers}
            />
          );
        })}
      </div>
    </div>
  );
}

/** The titles of the columns, between that of the selection and that of the actions. */
function GridHead<R>({ style, ...props }: VirtualGridProps<R> & { readonly style: CSSProperties }) {
  const { t } = useTranslation();
  return (
    <div className="grid-head" role="row" aria-rowindex={1} style={style}>
      <span role="columnheader" className="grid-check">
        <span className="visually-hidden">{t('grid.selection')}</span>
      </span>
      {props.columns.map(column => (
        <HeadCell key={column.id} column={column} {...props} />
      ))}
      <span role="columnheader">
        <span className="visually-hidden">{t('grid.actions')}</span>
      </span>
    </div>
  );
}

type RowHandlers<R> = Pick<VirtualGridProps<R>, 'onFocus' | 'onSelect' | 'onOpen' | 'onMenu'>;

/** The same functions at every drawing, so that a row that did not change is not drawn again. */
function useSteadyHandlers<R>(props: VirtualGridProps<R>): RowHandlers<R> {
  const latest = useRef(props);
  latest.current = props;
  return useMemo(
    () => ({
      onFocus: index => latest.current.onFocus(index),
      onSelect: (row, mode) => latest.current.onSelect(row, mode),
      onOpen: (row, how) => latest.current.onOpen(row, how),
      onMenu: (row, at) => latest.current.onMenu(row, at),
    }),
    [],
  );
}

/** A step of the keyboard's resizing. */
const RESIZE_STEP = 16;
const MIN_WIDTH = 48;

function HeadCell<R>({
  column,
  sort,
  onSort,
  onResize,
}: { readonly column: GridColumn<R> } & Pick<VirtualGridProps<R>, 'sort' | 'onSort' | 'onResize'>) {
  const { t } = useTranslation();
  const key = sort.find(entry => entry.column === column.id);
  const direction = key === undefined ? 'none' : key.descending ? 'descending' : 'ascending';
  const resize = (by: number) => onResize(column.id, Math.max(MIN_WIDTH, column.width + by));
  return (
    <span role="columnheader" aria-sort={direction} className={`grid-title align-${column.align}`}>
      <button
        type="button"
        tabIndex={-1}
        onClick={event => onSort(column.id, event.shiftKey)}
        title={t('grid.sortBy', { column: column.title })}
      >
        {column.title}
        <span aria-hidden="true">{key === undefined ? '' : key.descending ? ' ▾' : ' ▴'}</span>
      </button>
      <span
        role="separator"
        aria-orientation="vertical"
        aria-label={t('grid.resize', { column: column.title })}
        aria-valuenow={column.width}
        tabIndex={0}
        className="grid-resizer"
        onPointerDown={event =>
          startResize(event.nativeEvent, column.width, width => onResize(column.id, Math.max(MIN_WIDTH, width)))
        }
        onKeyDown={event => {
          if (event.key !== 'ArrowLeft' && event.key !== 'ArrowRight') return;
          event.stopPropagation();
          event.preventDefault();
          resize(event.key === 'ArrowLeft' ? -RESIZE_STEP : RESIZE_STEP);
        }}
      />
    </span>
  );
}

function startResize(down: PointerEvent, width: number, onWidth: (width: number) => void): void {
  down.preventDefault();
  const move = (event: PointerEvent) => onWidth(width + event.clientX - down.clientX);
  const stop = () => {
    removeEventListener('pointermove', move);
    removeEventListener('pointerup', stop);
  };
  addEventListener('pointermove', move);
  addEventListener('pointerup', stop);
}

interface GridRowProps<R> extends RowHandlers<R> {
  readonly columns: readonly GridColumn<R>[];
  readonly index: number;
  readonly top: number;
  readonly row: R | undefined;
  readonly template: string;
  readonly isSelected: boolean;
  readonly isFocused: boolean;
}

function PlainGridRow<R>({
  index,
  top,
  row,
  template,
  isSelected,
  isFocused,
  columns,
  onFocus,
  onSelect,
  onOpen,
  onMenu,
}: GridRowProps<R>) {
  const { t } = useWords();
  const style = { transform: `translateY(${top}px)`, gridTemplateColumns: template };
  const common = {
    id: `grid-row-${index}`,
    role: 'row',
    'aria-rowindex': index + 2,
    'aria-selected': isSelected,
    style,
  } as const;
  if (row === undefined) {
    return (
      <div {...common} className="grid-row grid-row-loading">
        <span role="gridcell" aria-label={t('grid.loadingRow')} />
      </div>
    );
  }
  const click = (event: MouseEvent) => {
    onFocus(index);
    if (event.shiftKey) onSelect(row, 'range');
    else if (event.metaKey || event.ctrlKey) onSelect(row, 'toggle');
    else onOpen(row, 'panel');
  };
  const menu = (event: MouseEvent) => {
    event.preventDefault();
    event.stopPropagation();
    onFocus(index);
    onMenu(row, { x: event.clientX, y: event.clientY });
  };
  return (
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events -- keys reach rows through the grid's own handler
    <div
      {...common}
      className={`grid-row${isFocused ? ' is-focused' : ''}${isSelected ? ' is-selected' : ''}`}
      onClick={click}
      onDoubleClick={() => onOpen(row, 'page')}
      onContextMenu={menu}
    >
      <span role="gridcell" className="grid-check">
        <input
          type="checkbox"
          tabIndex={-1}
          checked={isSelected}
          aria-label={t('grid.select')}
          onClick={event => event.stopPropagation()}
          onDoubleClick={event => event.stopPropagation()}
          onChange={() => onSelect(row, 'toggle')}
        />
      </span>
      {columns.map(column => (
        <span key={column.id} role="gridcell" className={`grid-cell align-${column.align}`}>
          {column.render(row)}
        </span>
      ))}
      <span role="gridcell" className="grid-more">
        <button type="button" tabIndex={-1} aria-label={t('grid.actions')} onClick={menu}>
          ⋯
        </button>
      </span>
    </div>
  );
}

/** Rows keep their identity while nothing about them changes, so only changed ones are drawn again. */
const GridRow = memo(PlainGridRow) as typeof PlainGridRow;

const PAGE = 20;

function onGridKey<R>(event: KeyboardEvent, props: VirtualGridProps<R>): void {
  if (event.metaKey || event.ctrlKey || event.altKey || event.target instanceof HTMLInputElement) return;
  const { count, focused, onFocus, rowAt } = props;
  const steps: Readonly<Record<string, number>> = {
    ArrowDown: focused + 1,
    j: focused + 1,
    ArrowUp: focused - 1,
    k: focused - 1,
    PageDown: focused + PAGE,
    PageUp: focused - PAGE,
    Home: 0,
    End: count - 1,
  };
  const target = steps[event.key];
  const row = focused < 0 ? undefined : rowAt(focused);
  if (target !== undefined) {
    props.onHold(true);
    onFocus(Math.max(0, Math.min(count - 1, target)));
  } else if (row === undefined) return;
  else if (event.key === 'Enter') props.onOpen(row, 'page');
  else if (event.key === 'o') props.onOpen(row, 'panel');
  else if (event.key === ' ' || event.key === 'x') props.onSelect(row, event.shiftKey ? 'range' : 'toggle');
  else return;
  event.preventDefault();
  event.stopPropagation();
}
