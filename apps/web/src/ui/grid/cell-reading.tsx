import { useEffect, useLayoutEffect, useState } from 'react';
import type { VirtualGridProps } from './grid-props.ts';

/** The cell's text as a whole, and what the pointer would be told beside it. */
const READING_ID = 'grid-reading';

export function cellId(index: number, column: number): string {
  return `grid-cell-${index}-${column}`;
}

/** The cell that is read, whole: in its column it may be cut off. It is brought into sight. */
export function CellReading({
  id,
  title,
  row,
}: {
  readonly id: string;
  readonly title: string;
  readonly row: unknown;
}) {
  const [text, setText] = useState('');
  // What is drawn there is known to its column alone.
  // oxlint-disable-next-line react/exhaustive-deps -- a row that changes is drawn anew
  useLayoutEffect(() => setText(wholeText(document.getElementById(id))), [id, row]);
  useEffect(() => document.getElementById(id)?.scrollIntoView({ block: 'nearest', inline: 'nearest' }), [id]);
  return (
    <div id={READING_ID} className="grid-reading">
      <b>{title}</b> <span>{text}</span>
    </div>
  );
}

function wholeText(cell: HTMLElement | null): string {
  if (cell === null) return '';
  const titles = [...cell.querySelectorAll<HTMLElement>('[title]')].map(element => element.title);
  return [...new Set([cell.textContent ?? '', ...titles])].filter(part => part !== '').join(' · ');
}

/** What the cell that is read has beside the others. */
export function readProps(index: number, column: number) {
  return { id: cellId(index, column), 'aria-describedby': READING_ID } as const;
}

/** Which cell of the focused row is read. */
export function useReading<R>({ columns, focused, rowAt }: Pick<VirtualGridProps<R>, 'columns' | 'focused' | 'rowAt'>) {
  const [chosen, setChosen] = useState<number | null>(null);
  const title = chosen === null ? undefined : columns[chosen]?.title;
  const row = focused < 0 ? undefined : rowAt(focused);
  const read = title === undefined || row === undefined ? null : chosen;
  const active = focused < 0 ? undefined : read === null ? `grid-row-${focused}` : cellId(focused, read);
  return { read, onRead: setChosen, active, reading: { id: active ?? '', title: title ?? '', row } };
}
