/** A column as far as its width is concerned. */
export interface GivingColumn {
  readonly id: string;
  /** As wide as its texts mostly are. */
  readonly width: number;
  /** It is read also when it is narrower than that, and gains where it is wider. */
  readonly gives: boolean;
  /** Of those that there is no room for the highest goes first; without a rank a column stays. */
  readonly rank: number | null;
}

export interface FittedColumns {
  readonly widths: ReadonlyMap<string, number>;
  /** What there is no room for. */
  readonly left: readonly string[];
}

/** Narrower than this share of its width, a text tells too little. */
const LEAST_SHARE = 0.7;
/** Wider than this, an eye loses the row on its way to the next column. */
const MOST_SHARE = 1.75;

/**
 * What a table shows in so many pixels: columns that have no room are left out, the least important first; the others share the pixels. Where
 * not even those that stay have room, the table is wider than that.
 */
export function fitColumns(columns: readonly GivingColumn[], room: number): FittedColumns {
  const shown = [...columns];
  const leaving = columns.filter(({ rank }) => rank !== null).toSorted((a, b) => (a.rank ?? 0) - (b.rank ?? 0));
  while (sum(shown, leastOf) > room) {
    const next = leaving.pop();
    if (next === undefined) break;
    shown.splice(shown.indexOf(next), 1);
  }
  const spare = room - sum(shown, ({ width }) => width);
  const reach = sum(shown, column => reachOf(column, spare));
  const share = reach === 0 ? 0 : Math.min(1, Math.abs(spare) / reach) * Math.sign(spare);
  return {
    widths: new Map(shown.map(column => [column.id, Math.floor(column.width + reachOf(column, spare) * share)])),
    left: columns.filter(column => !shown.includes(column)).map(({ id }) => id),
  };
}

/** How much of its width it gives, or gains. */
function reachOf(column: GivingColumn, spare: number): number {
  if (!column.gives) return 0;
  return spare < 0 ? column.width - leastOf(column) : column.width * (MOST_SHARE - 1);
}

function leastOf({ width, gives }: GivingColumn): number {
  return gives ? Math.ceil(width * LEAST_SHARE) : width;
}

function sum(columns: readonly GivingColumn[], of: (column: GivingColumn) => number): number {
  return columns.reduce((total, column) => total + of(column), 0);
}
