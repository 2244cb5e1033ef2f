import { type CSSProperties, useContext } from 'react';
import type { GridColumn } from './grid-props.ts';
import { RowBars } from './row-bars.tsx';
import { RowHeightContext } from './row-height.ts';

/** As many as the tallest display shows; what is below its end is cut off. */
const ROWS = 48;

/** The table before its first rows: each column at its place, and rows as high as those that will come. What is awaited is said to who listens. */
export function GridSkeleton<R>({
  columns,
  label,
}: {
  readonly columns: readonly GridColumn<R>[];
  readonly label: string;
}) {
  const rowHeight = useContext(RowHeightContext);
  const template = `34px ${columns.map(({ width }) => `${width}px`).join(' ')} minmax(40px, 1fr)`;
  return (
    <div
      className="grid grid-skeleton"
      role="status"
      aria-label={label}
      style={{ '--row': `${rowHeight}px` } as CSSProperties}
    >
      <div className="grid-head" aria-hidden="true" style={{ gridTemplateColumns: template }}>
        <span />
        {columns.map(({ id, title, align }) => (
          <span key={id} className={`grid-title align-${align}`}>
            <span className="grid-title-text">{title}</span>
          </span>
        ))}
      </div>
      {Array.from({ length: ROWS }, (_, row) => (
        <div key={row} className="grid-row-await" style={{ gridTemplateColumns: template }}>
          <span />
          <RowBars columns={columns} seed={row} />
        </div>
      ))}
    </div>
  );
}
