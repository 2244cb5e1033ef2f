import { memo, useLayoutEffect, useRef, useState } from 'react';
import { deepEqual } from '@lanthorn/base/json.ts';
import type { Cell } from '@lanthorn/views/cells/cell.ts';
import type { ColumnView } from '@lanthorn/views/cells/kind-view.ts';
import { CellView } from './cell-view.tsx';

/** As long as a flash takes to fade (list.css). What changes before then needs no flash to be seen, and a screen full of them would be painted all the time. */
const FADE_MS = 1_200;

/** A cell that flashes once, softly, when its fact changed while its row was on screen; it is drawn again only then. */
export const LiveCell = memo(
  ({
    rowKey,
    cell,
    column,
  }: {
    readonly rowKey: string;
    readonly cell: Cell | undefined;
    readonly column: ColumnView;
  }) => {
    const shown = useRef({ rowKey, cell, changedAt: Number.NEGATIVE_INFINITY });
    const [changes, setChanges] = useState(0);
    useLayoutEffect(() => {
      const before = shown.current;
      const isSame = before.rowKey === rowKey;
      const isChange = isSame && !deepEqual(before.cell, cell);
      const changedAt = isChange ? performance.now() : isSame ? before.changedAt : Number.NEGATIVE_INFINITY;
      shown.current = { rowKey, cell, changedAt };
      // Another row in its place has not changed.
      if (!isSame) setChanges(0);
      else if (isChange && changedAt - before.changedAt > FADE_MS) setChanges(count => count + 1);
    }, [rowKey, cell]);
    // A new key starts the animation again; an element that is only moved must not, so what has faded is as if it never was.
    return (
      <span
        key={changes}
        className={changes > 0 ? 'cell-changed' : undefined}
        onAnimationEnd={({ currentTarget }) => currentTarget.classList.remove('cell-changed')}
      >
        <CellView cell={cell} column={column} />
      </span>
    );
  },
);
LiveCell.displayName = 'LiveCell';
