/** A column as far as its width is concerned. */
export interface GivingColumn {
  readonly id: string;
  /** As wide as its texts mostly are. */
  readonly width: number;
  /** As wide as its texts are in this table, where that is known. */
  readonly content?: number | undefined;
  /** It is read also when it is narrower than that, and gains where it is wider. */
  readonly gives: boolean;
  /** Its words say something else without their end: it is narrower than they are only where nothing minor could go for it. */
  readonly isWhole?: boolean;
  readonly isMinor?: boolean;
  /** Of those that there is no room for the highest goes first; without a rank a column stays. */
  readonly rank: number | null;
}

export interface FittedColumns {
  readonly widths: ReadonlyMap<string, number>;
  /** What there is no room for. */
  readonly left: readonly string[];
}

/** A text that is cut tells too little without this share of its width; of a long one its beginning tells the most. */
const LEAST_SHARE = 0.8;
const LEAST_SHARE_BEYOND = 0.5;
const LONG = 200;
/** Wider than this, an eye loses the row on its way to the next column; so much is taken for a long text, too. */
const MOST_SHARE = 1.75;
/** What is read whole gets as much as hardly any of them is longer than. */
const MOST_SHARE_WHOLE = 2.4;
/** Narrower than this a text would have its title cut. */
const LEAST = 60;

/**
 * What a table shows in so many pixels: columns that have no room are left out, the least important first; the others share the pixels. Where
 * not even those that stay have room, the table is wider than that.
 */
export function fitColumns(given: readonly GivingColumn[], room: number): FittedColumns {
  const columns = given.map(column => ({
    ...column,
    usual: column.width,
    most: mostOf(column),
    width: wantedOf(column),
  }));
  const shown = [...columns];
  const leaving = columns.filter(({ rank }) => rank !== null).toSorted((a, b) => (a.rank ?? 0) - (b.rank ?? 0));
  const leave = (of: (column: WantedColumn) => number, mayGo: (column: WantedColumn) => boolean) => {
    while (sum(shown, of) > room) {
      const next = leaving.at(-1);
      if (next === undefined || !mayGo(next)) return;
      leaving.pop();
      shown.splice(shown.indexOf(next), 1);
    }
  };
  leave(
    column => (column.isWhole === true ? column.width : leastOf(column)),
    ({ isMinor }) => isMinor === true,
  );
  leave(leastOf, () => true);
  // Long texts of those that stay do not push others out of sight.
  const isTight = sum(shown, leastOf) > room;
  const staying = isTight ? shown.map(column => ({ ...column, width: Math.min(column.width, column.usual) })) : shown;
  const spare = room - sum(staying, ({ width }) => width);
  return {
    widths: new Map(shared(staying, spare).map(([column, by]) => [column.id, Math.floor(column.width + by)])),
    left: columns.filter(column => !shown.includes(column)).map(({ id }) => id),
  };
}

interface WantedColumn extends GivingColumn {
  /** As wide as it is where its texts are not known. */
  readonly usual: number;
  readonly most: number;
}

function wantedOf(column: GivingColumn): number {
  const { width, content } = column;
  return content === undefined ? width : Math.min(Math.max(content, LEAST), mostOf(column));
}

function mostOf({ width, isWhole }: GivingColumn): number {
  return width * (isWhole === true ? MOST_SHARE_WHOLE : MOST_SHARE);
}

/**
 * Which object a row is about is read first: that column gives after the others, and gains before them; what is read whole gives last. Where
 * the first has what it needs, what is left is for all alike.
 */
function shared(shown: readonly WantedColumn[], spare: number): (readonly [WantedColumn, number])[] {
  const isEven = spare > 0 && shown[0]?.content !== undefined;
  const others = shown.slice(1);
  const turns = isEven
    ? [shown]
    : [
        others.filter(({ isWhole }) => isWhole === true),
        shown.slice(0, 1),
        others.filter(({ isWhole }) => isWhole !== true),
      ];
  let rest = spare;
  return (spare < 0 ? turns.reverse() : turns).flatMap(turn => {
    const reach = sum(turn, column => reachOf(column, spare));
    const share = reach === 0 ? 0 : Math.min(1, Math.abs(rest) / reach) * Math.sign(spare);
    rest -= reach * share;
    return turn.map(column => [column, reachOf(column, spare) * share] as const);
  });
}

/** How much of its width it gives, or gains. */
function reachOf(column: WantedColumn, spare: number): number {
  if (!column.gives) return 0;
  return spare < 0 ? column.width - leastOf(column) : column.most - column.width;
}

function leastOf({ width, gives, isWhole }: GivingColumn): number {
  if (!gives) return width;
  if (isWhole === true) return Math.min(width, LONG);
  return Math.ceil(Math.min(width, LONG) * LEAST_SHARE + Math.max(0, width - LONG) * LEAST_SHARE_BEYOND);
}

function sum<C extends GivingColumn>(columns: readonly C[], of: (column: C) => number): number {
  return columns.reduce((total, column) => total + of(column), 0);
}
