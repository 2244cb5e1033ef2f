import { type CSSProperties, type KeyboardEvent, useLayoutEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { followPointer } from '../pointer/follow-pointer.ts';
import { Icon } from '../marks/icon.tsx';
import type { GridColumn, VirtualGridProps } from './grid-props.ts';
import { type ColumnPull, useColumnPull } from './use-column-pull.ts';

/** The titles of the columns, between that of the selection and that of the actions. */
export function GridHead<R>({ style, ...props }: VirtualGridProps<R> & { readonly style: CSSProperties }) {
  const { t } = useTranslation();
  const { columns, beyond, onMove } = props;
  const head = useRef<HTMLDivElement>(null);
  const pull = useColumnPull(columns, onMove);
  const moved = useRef<{ readonly id: string; readonly to: number } | null>(null);
  // A browser takes the focus from an element that moves.
  useLayoutEffect(() => {
    if (moved.current === null || columns[moved.current.to]?.id !== moved.current.id) return;
    const titles = head.current?.querySelectorAll<HTMLElement>('.grid-title button');
    if (head.current?.contains(document.activeElement) !== true) titles?.[moved.current.to]?.focus();
    moved.current = null;
  }, [columns]);
  const moveByKey = (id: string, by: -1 | 1) => {
    const from = columns.findIndex(column => column.id === id);
    const to = from + by;
    if (from < 1 || to < 1 || to >= columns.length) return;
    moved.current = { id, to };
    onMove(id, to);
  };
  return (
    <div ref={head} className="grid-head" role="row" aria-rowindex={1} style={style}>
      <span role="columnheader" className="grid-check">
        <span className="visually-hidden">{t('grid.selection')}</span>
      </span>
      {columns.map((column, index) => (
        <HeadCell
          key={column.id}
          column={column}
          index={index}
          pull={pull}
          onMoveKey={by => moveByKey(column.id, by)}
          {...props}
        />
      ))}
      <span role="columnheader" className="grid-beyond">
        <span className="visually-hidden">{t('grid.actions')}</span>
        {beyond === null ? null : (
          <button
            type="button"
            tabIndex={-1}
            title={beyond.label}
            aria-label={`${beyond.mark} ${beyond.label}`}
            onClick={beyond.onPress}
            onKeyDown={event => onHeadKey(event, { resize: () => {}, move: () => {} })}
          >
            {beyond.mark}
          </button>
        )}
      </span>
    </div>
  );
}

/** A step of the keyboard's resizing. */
const RESIZE_STEP = 16;

interface HeadCellProps<R> extends Pick<VirtualGridProps<R>, 'sort' | 'onSort' | 'onResize'> {
  readonly column: GridColumn<R>;
  readonly index: number;
  readonly pull: ColumnPull;
  readonly onMoveKey: (by: -1 | 1) => void;
}

function HeadCell<R>({ column, index, pull, sort, onSort, onResize, onMoveKey }: HeadCellProps<R>) {
  const { t } = useTranslation();
  const key = sort.find(entry => entry.column === column.id);
  const direction = key === undefined ? 'none' : key.descending ? 'descending' : 'ascending';
  const { pulled } = pull;
  return (
    <span
      role="columnheader"
      aria-sort={direction}
      data-pulled={pulled?.id === column.id ? true : undefined}
      data-drop={pulled !== null && pulled.to === index && pulled.to !== pulled.from ? dropSide(pulled) : undefined}
      className={`grid-title align-${column.align}`}
      style={pulled?.id === column.id ? { transform: `translateX(${pulled.by}px)` } : undefined}
    >
      <button
        type="button"
        tabIndex={-1}
        onPointerDown={event => pull.start(event.nativeEvent, column.id)}
        onClick={event => {
          // A hand that has moved it did not press it.
          if (event.detail === 0 || !pull.wasPulled()) onSort(column.id, event.shiftKey);
        }}
        onKeyDown={event =>
          onHeadKey(event, { resize: by => onResize(column.id, column.width + by, true), move: onMoveKey })
        }
        title={t('grid.sortBy', { column: column.title })}
        aria-keyshortcuts="Enter Shift+Enter Alt+ArrowLeft Alt+ArrowRight Alt+Shift+ArrowLeft Alt+Shift+ArrowRight"
      >
        {column.title}
        {key === undefined ? null : <Icon name={key.descending ? 'arrow-down' : 'arrow-up'} />}
      </button>
      {/* For the pointer; keys resize from the title. */}
      <span
        aria-hidden="true"
        className="grid-resizer"
        onPointerDown={event => startResize(event.nativeEvent, column, onResize)}
      />
    </span>
  );
}

/** The column goes to the far side of the one whose place it takes. */
function dropSide({ from, to }: { readonly from: number; readonly to: number }): 'before' | 'after' {
  return to < from ? 'before' : 'after';
}

/** From one title to the next, down to the rows; with Alt the width of the column, and with Shift besides its place. */
function onHeadKey(
  event: KeyboardEvent<HTMLButtonElement>,
  { resize, move }: { readonly resize: (by: number) => void; readonly move: (by: -1 | 1) => void },
): void {
  const isBack = event.key === 'ArrowLeft';
  if (isBack || event.key === 'ArrowRight') {
    const cell = event.currentTarget.parentElement;
    const next = isBack ? cell?.previousElementSibling : cell?.nextElementSibling;
    if (event.altKey && event.shiftKey) move(isBack ? -1 : 1);
    else if (event.altKey) resize(isBack ? -RESIZE_STEP : RESIZE_STEP);
    else next?.querySelector('button')?.focus();
  } else if (event.key === 'ArrowDown' || event.key === 'Escape') {
    event.currentTarget.closest<HTMLElement>('.grid')?.focus();
  } else return;
  event.preventDefault();
  event.stopPropagation();
}

function startResize<R>(
  down: PointerEvent,
  { id, width }: GridColumn<R>,
  onResize: VirtualGridProps<R>['onResize'],
): void {
  down.preventDefault();
  let last = width;
  followPointer({
    onMove: event => onResize(id, (last = width + event.clientX - down.clientX), false),
    onEnd: isDone => onResize(id, isDone ? last : width, true),
  });
}
