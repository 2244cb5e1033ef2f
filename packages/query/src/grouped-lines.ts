import type { ChunkedOrder, ValueRuns } from '@lanthorn/base/collections/chunked-order.ts';
import { cellText, isBroken } from '@lanthorn/views/cells/cell.ts';
import type { Row } from '@lanthorn/views/row.ts';

/** Of a longer text only the beginning tells groups apart: what is folded is named by it, in messages that must be short. */
const MAX_GROUP_TEXT = 120;

/** The line that stands before the rows of a group. */
export interface GroupHead {
  readonly key: string;
  /** What its rows have in the column; '' for those that have nothing. */
  readonly value: string;
  /** How many match now. */
  readonly count: number;
  readonly isFolded: boolean;
}

/** Which groups are folded: these, or all but these. */
export interface Folds {
  readonly isAllFolded: boolean;
  readonly others: readonly string[];
}

export interface Grouping {
  readonly groups: ValueRuns<Row>;
  readonly countOf: (value: string) => number;
  readonly folds: Folds;
}

/** The group of a row by the cell at this place. */
export function groupAt(index: number): (row: Row) => string {
  return row => {
    const cell = row.cells[index] ?? null;
    if (typeof cell === 'string' && cell.length <= MAX_GROUP_TEXT) return cell;
    if (isBroken(cell)) return '';
    const text = cellText(cell);
    return text.length <= MAX_GROUP_TEXT ? text : text.slice(0, MAX_GROUP_TEXT).replace(/[\uD800-\uDBFF]$/, '');
  };
}

/** No key of a row begins so: it is a path of one or two names. */
const HEAD = '//';

export function headKey(value: string): string {
  return HEAD + value;
}

/** What is shown of an order, line by line. */
export interface Lines {
  readonly length: number;
  slice(from: number, to: number): readonly (Row | GroupHead)[];
  /** The line of a row, which need not be there; of one in a folded group, that of the group's head. */
  lineOf(row: Row): number;
  /** The line of a group's head by its key; null where there is no such group. */
  lineOfHead(key: string): number | null;
}

export function isHead(line: Row | GroupHead): line is GroupHead {
  return 'isFolded' in line;
}

/** An order as it is. */
export class PlainLines implements Lines {
  readonly #order: ChunkedOrder<Row>;

  constructor(order: ChunkedOrder<Row>) {
    this.#order = order;
  }

  get length(): number {
    return this.#order.length;
  }

  slice(from: number, to: number): readonly Row[] {
    return this.#order.slice(from, to);
  }

  lineOf(row: Row): number {
    return this.#order.indexOf(row);
  }

  lineOfHead(): null {
    return null;
  }
}

interface Group {
  readonly value: string;
  readonly isFolded: boolean;
  /** Line of the head. */
  readonly line: number;
  /** Its first row in the order. */
  readonly first: number;
  readonly size: number;
}

/** An order whose first key is the group: before the rows of each group stands its head, and the rows of folded groups are left out. */
export class GroupedLines implements Lines {
  readonly length: number;
  readonly #order: ChunkedOrder<Row>;
  readonly #grouping: Grouping;
  readonly #groups: readonly Group[];

  constructor(order: ChunkedOrder<Row>, grouping: Grouping) {
    const { isAllFolded } = grouping.folds;
    const others = new Set(grouping.folds.others);
    const groups: Group[] = [];
    let line = 0;
    let first = 0;
    for (const { value, size } of order.runs(grouping.groups)) {
      const isFolded = isAllFolded !== others.has(value);
      groups.push({ value, isFolded, line, first, size });
      line += isFolded ? 1 : 1 + size;
      first += size;
    }
    this.length = line;
    this.#order = order;
    this.#grouping = grouping;
    this.#groups = groups;
  }

  slice(from: number, to: number): readonly (Row | GroupHead)[] {
    const lines: (Row | GroupHead)[] = [];
    for (
      let i = Math.max(
        0,
        this.#lastBy(group => group.line <= from),
      );
      i < this.#groups.length;
      i++
    ) {
      const group = this.#groups[i];
      if (group === undefined || group.line >= to) break;
      if (group.line >= from) lines.push(this.#head(group));
      if (group.isFolded) continue;
      const shift = group.first - group.line - 1;
      const end = Math.min(group.first + group.size, to + shift);
      lines.push(...this.#order.slice(Math.max(group.first, from + shift), end));
    }
    return lines;
  }

  lineOf(row: Row): number {
    const index = this.#order.indexOf(row);
    const group = this.#groups[this.#lastBy(({ first }) => first <= index)];
    if (group === undefined) return 0;
    return group.isFolded ? group.line : group.line + 1 + index - group.first;
  }

  lineOfHead(key: string): number | null {
    return this.#groups.find(({ value }) => headKey(value) === key)?.line ?? null;
  }

  #head({ value, isFolded }: Group): GroupHead {
    return { key: headKey(value), value, count: this.#grouping.countOf(value), isFolded };
  }

  /** The last group of which it is true; it is true of the first ones. */
  #lastBy(isBefore: (group: Group) => boolean): number {
    let low = 0;
    let high = this.#groups.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      const group = this.#groups[middle];
      if (group !== undefined && isBefore(group)) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  }
}
