import type { LinePart, TimeSpan } from './line-chunk.ts';
import type { LogLevel } from './log-level.ts';
import { isMark, type LogLine } from './log-line.ts';

/** Some of the lines of a part, in their order. */
export interface ChosenLines {
  readonly part: LinePart;
  /** Which; null where all. */
  readonly places: Uint32Array | null;
  readonly size: number;
  readonly span: TimeSpan;
}

export interface LineChoice {
  /** What lines hold, in small letters; '' where that is all one. */
  readonly needle: string;
  /** What is looked through for it. */
  readonly textOf: (line: LogLine) => string;
  readonly hidden: ReadonlySet<LogLevel>;
  /** Of which kind each line of a part is, 0 where nobody knows, and which kinds are shown; null where all are. */
  readonly pattern: {
    readonly idsOf: (part: LinePart) => Uint32Array;
    readonly isShown: (id: number | null) => boolean;
  } | null;
}

/** Those of the chosen levels and kinds, and the marks between them, that hold what is looked for. */
export function chooseLines(part: LinePart, { needle, textOf, hidden, pattern }: LineChoice): ChosenLines {
  const { size, span } = part;
  if (needle === '' && hidden.size === 0 && pattern === null) return { part, places: null, size, span };
  const ids = pattern?.idsOf(part);
  const places = new Uint32Array(size);
  let count = 0;
  let [from, to] = [Number.NaN, Number.NaN];
  for (let at = 0; at < size; at++) {
    const kind = part.kind(at);
    const isOther = hidden.has(part.level(at)) || (pattern !== null && !pattern.isShown(ids?.[at] || null));
    if (isOther && !isMark({ kind })) continue;
    if (needle !== '' && !textOf(part.line(at)).toLowerCase().includes(needle)) continue;
    places[count++] = at;
    if (kind !== 'text') continue;
    const ms = part.ms(at);
    if (Number.isNaN(from)) from = ms;
    if (!Number.isNaN(ms)) to = ms;
  }
  return { part, places: places.slice(0, count), size: count, span: { from, to } };
}

/** Chosen lines of the parts of a log as one list, whose lines are made when they are looked at. */
export class LineView {
  readonly size: number;
  readonly chosen: readonly ChosenLines[];
  /** Where the lines of each part begin. */
  readonly starts: readonly number[];

  constructor(chosen: readonly ChosenLines[]) {
    this.chosen = chosen;
    let size = 0;
    this.starts = chosen.map(each => (size += each.size) - each.size);
    this.size = size;
  }

  line(at: number): LogLine | undefined {
    if (at < 0 || at >= this.size) return undefined;
    // The last of those that begin there: parts without a line begin where the next one does.
    const { starts } = this;
    let [low, high] = [0, starts.length - 1];
    while (low < high) {
      const middle = Math.ceil((low + high) / 2);
      if ((starts[middle] ?? 0) <= at) low = middle;
      else high = middle - 1;
    }
    const chosen = this.chosen[low];
    const place = at - (starts[low] ?? 0);
    return chosen?.part.line(chosen.places?.[place] ?? place);
  }
}
