import type { ChunkedOrder, Run, ValueRuns } from '@lanthorn/base/collections/chunked-order.ts';
import { type Cell, cellText } from '@lanthorn/views/cells/cell.ts';
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

/** The group of a row by one of its cells. */
export function groupBy(cellOf: (row: Row) => Cell | undefined): (row: Row) => string {
  return row => {
    const text = cellText(cellOf(row));
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

/** What of the lines is made of the rows of one chunk of the order. */
interface Part {
  readonly runs: readonly Run[];
  /** Its first run goes on with the last of the part before, where its head is. */
  readonly isContinued: boolean;
  /** Its first line, and its first row in the order. */
  readonly line: number;
  readonly first: number;
}

/** A run of a part, as it is met on the way through. */
interface Met extends Run {
  readonly isFolded: boolean;
  readonly hasHead: boolean;
  /** Where it begins: its head, or the first of its rows. */
  readonly line: number;
  readonly first: number;
}

/** How many lines the runs of a chunk are, with a head for each: they are counted once for each way of folding, and go when either goes. */
const COUNTED = new WeakMap<
  Folds,
  { readonly others: ReadonlySet<string>; readonly lines: WeakMap<readonly Run[], number> }
>();

function countedFor(folds: Folds) {
  const known = COUNTED.get(folds) ?? { others: new Set(folds.others), lines: new WeakMap<readonly Run[], number>() };
  COUNTED.set(folds, known);
  return known;
}

/**
 * An order whose first key is the group: before the rows of each group stands its head, and the rows of folded groups are left out. What it
 * costs follows the chunks of the order, however many groups there are.
 */
export class GroupedLines implements Lines {
  readonly length: number;
  readonly #order: ChunkedOrder<Row>;
  readonly #grouping: Grouping;
  readonly #others: ReadonlySet<string>;
  readonly #parts: readonly Part[];

  constructor(order: ChunkedOrder<Row>, grouping: Grouping) {
    this.#order = order;
    this.#grouping = grouping;
    const counted = countedFor(grouping.folds);
    this.#others = counted.others;
    const parts: Part[] = [];
    let line = 0;
    let first = 0;
    for (const { runs, length } of order.chunkRuns(grouping.groups)) {
      const isContinued = parts.at(-1)?.runs.at(-1)?.value === runs[0]?.value;
      parts.push({ runs, isContinued, line, first });
      const lines = counted.lines.get(runs) ?? this.#count(runs);
      counted.lines.set(runs, lines);
      line += isContinued ? lines - 1 : lines;
      first += length;
    }
    this.length = line;
    this.#parts = parts;
  }

  slice(from: number, to: number): readonly (Row | GroupHead)[] {
    const lines: (Row | GroupHead)[] = [];
    for (
      let at = Math.max(
        0,
        lastBy(this.#parts, part => part.line <= from),
      );
      at < this.#parts.length;
      at++
    ) {
      const part = this.#parts[at];
      if (part === undefined || part.line >= to) break;
      for (const run of this.#walk(part)) {
        if (run.line >= to) break;
        if (run.hasHead && run.line >= from) lines.push(this.#head(run));
        if (run.isFolded) continue;
        const shift = run.first - run.line - (run.hasHead ? 1 : 0);
        const end = Math.min(run.first + run.size, to + shift);
        if (end > from + shift) lines.push(...this.#order.slice(Math.max(run.first, from + shift), end));
      }
    }
    return lines;
  }

  lineOf(row: Row): number {
    const index = this.#order.indexOf(row);
    const part = this.#parts[lastBy(this.#parts, ({ first }) => first <= index)];
    let found: Met | undefined;
    for (const run of part === undefined ? [] : this.#walk(part)) if (run.first <= index) found = run;
    if (found === undefined) return 0;
    // All between it and its head is folded as well.
    if (found.isFolded) return found.hasHead ? found.line : found.line - 1;
    return found.line + (found.hasHead ? 1 : 0) + index - found.first;
  }

  lineOfHead(key: string): number | null {
    if (!key.startsWith(HEAD)) return null;
    const wanted = key.slice(HEAD.length);
    for (const part of this.#parts) {
      if (!part.runs.some(({ value }) => value === wanted)) continue;
      for (const run of this.#walk(part)) if (run.hasHead && run.value === wanted) return run.line;
    }
    return null;
  }

  *#walk({ runs, isContinued, ...start }: Part): Generator<Met> {
    let { line, first } = start;
    for (const [i, { value, size }] of runs.entries()) {
      const isFolded = this.#isFolded(value);
      const hasHead = i > 0 || !isContinued;
      yield { value, size, isFolded, hasHead, line, first };
      line += (hasHead ? 1 : 0) + (isFolded ? 0 : size);
      first += size;
    }
  }

  #count(runs: readonly Run[]): number {
    return runs.reduce((sum, { value, size }) => sum + 1 + (this.#isFolded(value) ? 0 : size), 0);
  }

  #isFolded(value: string): boolean {
    return this.#grouping.folds.isAllFolded !== this.#others.has(value);
  }

  #head({ value, isFolded }: Met): GroupHead {
    return { key: headKey(value), value, count: this.#grouping.countOf(value), isFolded };
  }
}

/** The last of which it is true; it is true of the first ones. */
function lastBy<T>(all: readonly T[], isBefore: (one: T) => boolean): number {
  let low = 0;
  let high = all.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (isBefore(all[middle] as T)) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
