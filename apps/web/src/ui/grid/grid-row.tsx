import { memo, type MouseEvent, useRef } from 'react';
import { Icon } from '../marks/icon.tsx';
import { useWords } from '../words/words.tsx';
import { readProps } from './cell-reading.tsx';
import type { GridColumn, VirtualGridProps } from './grid-props.ts';
import { RowBars } from './row-bars.tsx';
import { useFlashes } from './use-flashes.ts';
import { focusGrid, useOwnPress } from './use-own-press.ts';

export type RowHandlers<R> = Pick<VirtualGridProps<R>, 'onSelect' | 'onOpen' | 'onMenu'>;

interface GridRowProps<R> extends RowHandlers<R> {
  /** What the row's controls are named by. Text: a function that is new at each drawing would draw every row again. */
  readonly name: string;
  readonly note: string | null;
  /** Of the row that the element draws now; undefined before it is read. */
  readonly rowKey: string | undefined;
  readonly columns: readonly GridColumn<R>[];
  readonly index: number;
  readonly top: number;
  readonly row: R | undefined;
  /** Null where a row has two lines: the style sheet has its places. */
  readonly template: string | null;
  readonly isSelected: boolean;
  readonly isFocused: boolean;
  readonly isOpened: boolean;
  /** Below the heads of groups, where there are such. */
  readonly level?: number | undefined;
  /** The column whose cell is read; null for none of this row. */
  readonly read: number | null;
}

function PlainGridRow<R>({
  index,
  top,
  row,
  rowKey,
  template,
  isSelected,
  isFocused,
  isOpened,
  level,
  read,
  columns,
  name,
  note,
  onSelect,
  onOpen,
  onMenu,
}: GridRowProps<R>) {
  const { t } = useWords();
  const element = useRef<HTMLDivElement>(null);
  const ownPress = useOwnPress(element, rowKey);
  const flashes = useFlashes(element, { row, rowKey, columns });
  const style = { transform: `translateY(${top}px)`, gridTemplateColumns: template ?? undefined };
  const common = {
    id: `grid-row-${index}`,
    role: 'row',
    'aria-rowindex': index + 2,
    'aria-level': level,
    'aria-selected': isSelected,
    'aria-current': isOpened ? 'true' : undefined,
    style,
  } as const;
  if (row === undefined) {
    return (
      <div {...common} className="grid-row" data-awaited>
        <span role="gridcell" aria-label={t('grid.loadingRow')} />
        <RowBars columns={columns} seed={index} />
      </div>
    );
  }
  const menu = (event: MouseEvent) => {
    event.preventDefault();
    event.stopPropagation();
    onMenu(row, index, { x: event.clientX, y: event.clientY });
  };
  const click = (event: MouseEvent) => {
    const part = partOf(event);
    if (part === 'more') menu(event);
    else if (part === 'check') onSelect(row, index, event.shiftKey ? 'range' : 'toggle');
    else if (event.shiftKey) onSelect(row, index, 'range');
    else if (event.metaKey || event.ctrlKey) onSelect(row, index, 'toggle');
    else onOpen(row, index, 'panel');
  };
  return (
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events -- keys reach rows through the grid's own handler
    <div
      {...common}
      ref={element}
      {...ownPress}
      {...flashes}
      className={`grid-row${isFocused ? ' is-focused' : ''}${isSelected ? ' is-selected' : ''}${isOpened ? ' is-opened' : ''}${note === null ? '' : ' is-noted'}`}
      title={note ?? undefined}
      aria-description={note ?? undefined}
      // Selecting rows with Shift is not selecting text.
      onMouseDown={event => event.shiftKey && event.preventDefault()}
      onClick={click}
      onDoubleClick={event => partOf(event) === null && onOpen(row, index, 'page')}
      onContextMenu={menu}
    >
      <RowCheck isSelected={isSelected} name={name} />
      <RowCells columns={columns} row={row} index={index} template={template} read={read} />
      <RowMore name={name} />
    </div>
  );
}

function RowCells<R>({
  columns,
  row,
  index,
  template,
  read,
}: Pick<GridRowProps<R>, 'columns' | 'index' | 'template' | 'read'> & { readonly row: R }) {
  return columns.map((column, i) => (
    <span
      key={column.id}
      role="gridcell"
      data-place={column.place}
      data-empty={(template === null && column.isEmptyAt?.(row)) || undefined}
      data-title={column.isChosen === true ? column.title : undefined}
      className={`grid-cell align-${column.align}${column.isBeside === true ? ' is-beside' : ''}${i === read ? ' is-read' : ''}`}
      {...(i === read ? readProps(index, i) : {})}
    >
      {column.render(row)}
    </span>
  ));
}

/** Which of the row's controls was pressed; null for the row itself. */
function partOf({ target }: MouseEvent): 'check' | 'more' | null {
  if (!(target instanceof Element)) return null;
  if (target.closest('.grid-check') !== null) return 'check';
  return target.closest('.grid-more button') === null ? null : 'more';
}

/** The grid keeps the focus, whatever of a row is pressed: its keys work on, and what gives the focus back finds no other row there. */
function keepFocus(event: MouseEvent): void {
  event.preventDefault();
  focusGrid(event.currentTarget);
}

/** The row answers its presses, so that it is not drawn again when only cells change. */
const RowCheck = memo(({ isSelected, name }: { readonly isSelected: boolean; readonly name: string }) => {
  const { named } = useWords();
  return (
    <span role="gridcell" className="grid-check">
      <input
        type="checkbox"
        tabIndex={-1}
        checked={isSelected}
        aria-label={named('grid.select', name)}
        onMouseDown={keepFocus}
        readOnly
      />
    </span>
  );
});
RowCheck.displayName = 'RowCheck';

/** The same in each row, that it is not drawn again. */
const MORE = <Icon name="more" />;

/** As the check box. */
const RowMore = memo(({ name }: { readonly name: string }) => {
  const { named } = useWords();
  return (
    <span role="gridcell" className="grid-more">
      <button type="button" tabIndex={-1} aria-label={named('grid.actionsOf', name)} onMouseDown={keepFocus}>
        {MORE}
      </button>
    </span>
  );
});
RowMore.displayName = 'RowMore';

/** Rows keep their identity while nothing about them changes, so only changed ones are drawn again. */
export const GridRow = memo(PlainGridRow) as typeof PlainGridRow;
