import { useEffect, useRef, useState } from 'react';
import type { Cell } from '@lanthorn/views/cell.ts';
import type { ColumnView } from '@lanthorn/views/kind-view.ts';
import { CellView } from './cell-view.tsx';

/** A cell that flashes once, softly, when its fact changed while its row was on screen. */
export function LiveCell({
  rowKey,
  cell,
  column,
}: {
  readonly rowKey: string;
  readonly cell: Cell | undefined;
  readonly column: ColumnView;
}) {
  const text = JSON.stringify(cell ?? null);
  const shown = useRef({ rowKey, text });
  const [changes, setChanges] = useState(0);
  useEffect(() => {
    const before = shown.current;
    shown.current = { rowKey, text };
    if (before.rowKey === rowKey && before.text !== text) setChanges(count => count + 1);
  }, [rowKey, text]);
  // A new key starts the animation again.
  return (
    <span key={changes} className={changes > 0 ? 'cell-changed' : undefined}>
      <CellView cell={cell} column={column} />
    </span>
  );
}
