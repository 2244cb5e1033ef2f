import type { CSSProperties, KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import type { GridColumn, VirtualGridProps } from './grid-props.ts';

/** The titles of the columns, between that of the selection and that of the actions. */
export function GridHead<R>({ style, ...props }: VirtualGridProps<R> & { readonly style: CSSProperties }) {
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
        onKeyDown={event => onHeadKey(event, resize)}
        title={t('grid.sortBy', { column: column.title })}
        aria-keyshortcuts="Enter Shift+Enter Alt+ArrowLeft Alt+ArrowRight"
      >
        {column.title}
        <span aria-hidden="true">{key === undefined ? '' : key.descending ? ' ▾' : ' ▴'}</span>
      </button>
      {/* For the pointer; keys resize from the title. */}
      <span
        aria-hidden="true"
        className="grid-resizer"
        onPointerDown={event =>
          startResize(event.nativeEvent, column.width, width => onResize(column.id, Math.max(MIN_WIDTH, width)))
        }
      />
    </span>
  );
}

/** From one title to the next, down to the rows, and with Alt the width of the column. */
function onHeadKey(event: KeyboardEvent<HTMLButtonElement>, resize: (by: number) => void): void {
  const isBack = event.key === 'ArrowLeft';
  if (isBack || event.key === 'ArrowRight') {
    const cell = event.currentTarget.parentElement;
    const next = isBack ? cell?.previousElementSibling : cell?.nextElementSibling;
    if (event.altKey) resize(isBack ? -RESIZE_STEP : RESIZE_STEP);
    else next?.querySelector('button')?.focus();
  } else if (event.key === 'ArrowDown' || event.key === 'Escape') {
    event.currentTarget.closest<HTMLElement>('.grid')?.focus();
  } else return;
  event.preventDefault();
  event.stopPropagation();
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
