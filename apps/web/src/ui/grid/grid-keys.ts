import type { KeyboardEvent } from 'react';
import { cellId } from './cell-reading.tsx';
import type { GridGroup, VirtualGridProps } from './grid-props.ts';

const PAGE = 20;
/** Where the keys that move the focus lead, with or without Shift. */
function moveOf(key: string, count: number): { readonly by: number } | { readonly to: number } | null {
  switch (key) {
    case 'ArrowDown':
    case 'j':
    case 'J':
      return { by: 1 };
    case 'ArrowUp':
    case 'k':
    case 'K':
      return { by: -1 };
    case 'PageDown':
      return { by: PAGE };
    case 'PageUp':
      return { by: -PAGE };
    case 'Home':
      return { to: 0 };
    case 'End':
      return { to: count - 1 };
    default:
      return null;
  }
}

/** The keys of the whole table: up to its titles, and all rows. */
function onTableKey<R>(event: KeyboardEvent, { isAtTop, onSelectAll }: VirtualGridProps<R>): boolean {
  const isControl = event.ctrlKey || event.metaKey;
  if (isControl && event.key.toLowerCase() === 'a') onSelectAll();
  else if (event.key === 'ArrowUp' && isAtTop && !isControl && !event.shiftKey && !event.altKey)
    event.currentTarget.querySelector<HTMLElement>('.grid-head button')?.focus();
  else return false;
  return true;
}

function onMoveKey<R>(event: KeyboardEvent, { count, onHold, onStep, onJump }: VirtualGridProps<R>): boolean {
  const move = moveOf(event.key, count);
  if (move === null) return false;
  onHold(true);
  if ('by' in move) onStep(move.by, event.shiftKey);
  else onJump(move.to, event.shiftKey);
  return true;
}

type Props<R> = VirtualGridProps<R> & Reading;

interface Reading {
  /** The column whose cell of the focused row is read; null where the row as a whole has the focus. */
  readonly read: number | null;
  readonly onRead: (column: number | null) => void;
}

/** On the head of a group: left folds it, right unfolds it, and with Shift all of them; Enter, Space and the like do the other of the two. */
function onGroupKey<R>(event: KeyboardEvent, group: GridGroup, { onFold }: VirtualGridProps<R>): boolean {
  const { key, shiftKey } = event;
  if (key === 'ArrowLeft' || key === 'ArrowRight') {
    const folds = key === 'ArrowLeft';
    if (shiftKey) onFold({ all: folds ? 'fold' : 'unfold' });
    else if (folds !== group.isFolded) onFold(group);
    return true;
  }
  if (!FOLD_KEYS.has(key)) return false;
  onFold(group);
  return true;
}

const FOLD_KEYS: ReadonlySet<string> = new Set(['Enter', ' ', 'x', 'o']);

/** From a row as a whole to the head of its group, where that is in sight of the window. */
function onUpKey<R>(event: KeyboardEvent, { focused, rowAt, groupOf, isGrouped, read, ...props }: Props<R>): boolean {
  if (event.key !== 'ArrowLeft' || event.shiftKey || !isGrouped || read !== null) return false;
  for (let i = focused - 1, row = rowAt(i); row !== undefined; row = rowAt(--i)) {
    if (groupOf(row) === null) continue;
    props.onHold(true);
    props.onJump(i, false);
    return true;
  }
  return false;
}

/** Along the cells of the focused row, and back to the row as a whole. */
function onCellKey<R>(event: KeyboardEvent, props: VirtualGridProps<R> & Reading): boolean {
  const { focused, columns, read, onRead, onHold } = props;
  if ((event.key !== 'ArrowLeft' && event.key !== 'ArrowRight') || event.shiftKey || focused < 0) return false;
  const next = (read ?? -1) + (event.key === 'ArrowRight' ? 1 : -1);
  onHold(true);
  onRead(next < 0 ? null : Math.min(next, columns.length - 1));
  return true;
}

/** A cell that is read and names another object is followed there. */
function onLinkKey<R>(event: KeyboardEvent, { focused, read }: VirtualGridProps<R> & Reading): boolean {
  if (event.key !== 'Enter' || read === null || event.shiftKey) return false;
  const link = document.getElementById(cellId(focused, read))?.querySelector('a');
  link?.click();
  return link !== null && link !== undefined;
}

/** The keys of the focused row; none where its object is not there to be seen. */
function onRowKey<R>(event: KeyboardEvent, { focused, rowAt, ...props }: VirtualGridProps<R>): boolean {
  const row = focused < 0 ? undefined : rowAt(focused);
  if (row === undefined) return false;
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  if (key === 'Enter') props.onOpen(row, focused, 'page');
  else if (key === 'o') props.onOpen(row, focused, 'panel');
  else if (key === ' ' || key === 'x') props.onSelect(row, focused, event.shiftKey ? 'range' : 'toggle');
  else if (key === 'ContextMenu' || (key === 'F10' && event.shiftKey)) {
    const at = document.getElementById(`grid-row-${focused}`)?.getBoundingClientRect();
    props.onMenu(row, focused, { x: (at?.left ?? 0) + MENU_INSET, y: at?.bottom ?? 0 });
  } else return props.onRowKey(row, event.key);
  return true;
}

export function onGridKey<R>(event: KeyboardEvent, props: VirtualGridProps<R> & Reading): void {
  // The titles have keys of their own.
  if (event.target instanceof HTMLElement && event.target.closest('.grid-head') !== null) return;
  const isModified = event.metaKey || event.ctrlKey || event.altKey;
  const row = props.focused < 0 ? undefined : props.rowAt(props.focused);
  const group = row === undefined ? null : props.groupOf(row);
  const isPlain = () => {
    if (onMoveKey(event, props)) return true;
    if (group !== null) return onGroupKey(event, group, props);
    return onUpKey(event, props) || onCellKey(event, props) || onLinkKey(event, props) || onRowKey(event, props);
  };
  if (!onTableKey(event, props) && (isModified || !isPlain())) return;
  event.preventDefault();
  event.stopPropagation();
}

/** A menu that a key opens stands under its row, a little in. */
const MENU_INSET = 40;
