import { lineLevel } from './line-levels.ts';
import type { LogLevel } from './log-level.ts';
import { type LogLine, type LogModel, shownLines } from './log-model.ts';
import { timeReader } from './log-volume.ts';

/** What stands in a line beside what its container wrote. */
export interface LineWords {
  /** The time and the name before it, where they are shown. */
  readonly before: (line: LogLine) => string;
  /** Of what happened between two lines. */
  readonly mark: (kind: 'restarted' | 'gap') => string;
}

/** One line as it is shown. There are thousands a second, and a screen has few: its words are made when they are asked for. */
export class ShownLine {
  readonly line: LogLine;
  readonly level: LogLevel;
  /** When it was written; NaN where nobody knows. */
  readonly ms: number;
  /** Not of the log: what happened between two lines of it. */
  readonly isMark: boolean;
  /** Not asked for, but next to a line that was. */
  readonly isAround: boolean;
  readonly #words: LineWords;
  readonly #isWhole: boolean;

  constructor(
    line: LogLine,
    {
      level,
      ms,
      words,
      isWhole,
    }: Pick<ShownLine, 'level' | 'ms'> & { readonly words: LineWords; readonly isWhole: boolean },
  ) {
    this.line = line;
    this.level = level;
    this.ms = ms;
    this.isMark = line.kind === 'restarted' || line.kind === 'gap';
    this.isAround = line.kind === 'around';
    this.#words = words;
    this.#isWhole = isWhole;
  }

  get text(): string {
    const { before } = this;
    const { kind } = this.line;
    const text = kind === 'text' || kind === 'around' ? this.body : this.#words.mark(kind);
    return before === '' ? text : `${before} ${text}`;
  }

  /** The time and the name that stand before it, where they are shown. */
  get before(): string {
    return this.#words.before(this.line);
  }

  /** What the container wrote of it, without a time or a name before it. */
  get body(): string {
    return this.line.text;
  }

  /** When it was written, as logs have it; '' where nobody knows. */
  get at(): string {
    return this.line.at;
  }

  /** The whole line; null while it may go on. */
  get source(): LogLine | null {
    return this.#isWhole ? this.line : null;
  }

  /** Colours that are on at its beginning, as a terminal's codes. */
  get pen(): string {
    return this.line.pen;
  }
}

/** A log's lines as they are shown. Those that were there before stay the same: what comes costs as much as it has lines. */
export class ShownLines {
  #whole: readonly ShownLine[] = [];
  #words: LineWords | null = null;

  next(log: LogModel, words: LineWords): readonly ShownLine[] {
    const known = this.#knownOf(log.lines, words);
    const read = timeReader();
    const shown: ShownLine[] = [];
    const levelBefore = (stream: number) =>
      shown.findLast(({ line, isMark }) => line.stream === stream && !isMark)?.level ?? 'none';
    for (const [i, line] of shownLines(log).entries()) {
      const made =
        known[i] ??
        new ShownLine(line, {
          level: lineLevel(line, levelBefore),
          ms: read(line.at),
          words,
          isWhole: i < log.lines.length,
        });
      shown.push(made);
    }
    this.#whole = shown.slice(0, log.lines.length);
    this.#words = words;
    return shown;
  }

  /**
   * What was made of these lines before. Of lines that were there the oldest may be gone, and others may stand between them: from the end on
   * they are met in their order.
   */
  #knownOf(lines: readonly LogLine[], words: LineWords): readonly (ShownLine | undefined)[] {
    if (words !== this.#words) return [];
    const known: (ShownLine | undefined)[] = [];
    let last = this.#whole.length - 1;
    for (let i = lines.length - 1; i >= 0; i--) {
      const before = this.#whole[last];
      const isKnown = before !== undefined && before.line === lines[i];
      known.push(isKnown ? before : undefined);
      if (isKnown) last--;
    }
    return known.toReversed();
  }
}
