/** Of a column, how wide the text that will come may be: the same every time, so that nothing flickers. */
const SHARES = [0.72, 0.55, 0.84, 0.63, 0.47] as const;

/** Bars where the cells of a row will be, between the room of its check box and that of its actions. Nobody listens to them. */
export function RowBars({
  columns,
  seed,
}: {
  readonly columns: readonly { readonly id: string; readonly width: number; readonly align: 'left' | 'right' }[];
  /** Rows differ a little, as texts do. */
  readonly seed: number;
}) {
  return columns.map(({ id, width, align }, i) => (
    <span key={id} aria-hidden="true" className={`grid-cell grid-bar align-${align}`}>
      <span style={{ width: Math.round((width - 16) * (SHARES[(seed + i) % SHARES.length] ?? 1)) }} />
    </span>
  ));
}
