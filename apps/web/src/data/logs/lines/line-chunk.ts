import { LOG_LEVELS, type LevelCounts, type LogLevel, NO_COUNTS } from './log-level.ts';
import { isMark, type LogLine, NS_PER_MS, SECOND_LENGTH } from './log-line.ts';

/** From when to when lines were written that were asked for; NaN where nobody knows of any. */
export interface TimeSpan {
  readonly from: number;
  readonly to: number;
}

/** Lines of a log that stand behind each other. Nothing of a part changes: what was made of it once holds. */
export interface LinePart {
  readonly size: number;
  /** How many lines there are of each level; marks are none. */
  readonly levels: LevelCounts;
  /** How many of them were asked for: neither marks nor lines around others. */
  readonly asked: number;
  readonly span: TimeSpan;
  line(at: number): LogLine;
  level(at: number): LogLevel;
  kind(at: number): LogLine['kind'];
  /** When it was written; NaN where nobody knows. */
  ms(at: number): number;
}

/** The newest lines, as they came. */
export class LineTail implements LinePart {
  readonly size: number;
  readonly levels: LevelCounts;
  readonly asked: number;
  readonly span: TimeSpan;
  readonly #lines: readonly LogLine[];

  constructor(lines: readonly LogLine[]) {
    this.#lines = lines;
    this.size = lines.length;
    this.levels = countLevels(lines);
    this.asked = lines.reduce((sum, { kind }) => sum + (kind === 'text' ? 1 : 0), 0);
    this.span = spanOf(lines);
  }

  line(at: number): LogLine {
    const line = this.#lines[at];
    if (line === undefined) throw new RangeError(`no line ${at} of ${this.size}`);
    return line;
  }

  level(at: number): LogLevel {
    return this.line(at).level;
  }

  kind(at: number): LogLine['kind'] {
    return this.line(at).kind;
  }

  ms(at: number): number {
    return this.line(at).ms;
  }
}

const KINDS: readonly LogLine['kind'][] = ['text', 'around', 'restarted', 'gap'];
/** A level, a kind, and whether it came late, in one byte. */
const LEVEL_STEP = KINDS.length;
const LATE = LEVEL_STEP * LOG_LEVELS.length;
/** Of a line beside its text: where it ends, its second, the rest of its time, its stream, and level and kind. */
const BYTES_BESIDE = 4 + 8 + 4 + 2 + 1;
const ONE_BYTE = /^[\0-\u00ff]*$/;

/** Lines in the least room, for there may be a million: their texts as one, and numbers. A line is made of it when it is looked at. */
export class LineChunk implements LinePart {
  readonly size: number;
  readonly levels: LevelCounts;
  readonly asked: number;
  readonly span: TimeSpan;
  /** What it takes in memory. */
  readonly bytes: number;
  readonly #text: string;
  readonly #ends: Uint32Array;
  /** Milliseconds, of whole seconds; NaN where nobody knows. */
  readonly #seconds: Float64Array;
  readonly #nanoseconds: Uint32Array;
  readonly #streams: Uint16Array;
  readonly #signs: Uint8Array;
  /** Most lines begin without a colour. */
  readonly #pens = new Map<number, string>();

  constructor(lines: readonly LogLine[]) {
    const { length } = lines;
    this.size = length;
    this.#text = lines.map(({ text }) => text).join('');
    this.#ends = new Uint32Array(length);
    this.#seconds = new Float64Array(length);
    this.#nanoseconds = new Uint32Array(length);
    this.#streams = new Uint16Array(length);
    this.#signs = new Uint8Array(length);
    let end = 0;
    for (const [i, { at, ms, stream, text, pen, level, kind, isLate }] of lines.entries()) {
      end += text.length;
      this.#ends[i] = end;
      const nanoseconds = Number(at.slice(SECOND_LENGTH + 1));
      this.#nanoseconds[i] = nanoseconds;
      // What is added to a whole second may be rounded up to the next.
      this.#seconds[i] = Math.round((ms - nanoseconds / NS_PER_MS) / 1_000) * 1_000;
      this.#streams[i] = stream;
      this.#signs[i] = LOG_LEVELS.indexOf(level) * LEVEL_STEP + KINDS.indexOf(kind) + (isLate ? LATE : 0);
      if (pen !== '') this.#pens.set(i, pen);
    }
    this.levels = countLevels(lines);
    this.asked = lines.reduce((sum, { kind }) => sum + (kind === 'text' ? 1 : 0), 0);
    this.span = spanOf(lines);
    this.bytes = end * (ONE_BYTE.test(this.#text) ? 1 : 2) + length * BYTES_BESIDE;
  }

  line(at: number): LogLine {
    const seconds = this.#seconds[at];
    const sign = this.#signs[at];
    if (seconds === undefined || sign === undefined) throw new RangeError(`no line ${at} of ${this.size}`);
    return {
      kind: this.kind(at),
      at: Number.isNaN(seconds)
        ? ''
        : `${new Date(seconds).toISOString().slice(0, SECOND_LENGTH)}.${String(this.#nanoseconds[at]).padStart(9, '0')}`,
      ms: this.ms(at),
      stream: this.#streams[at] ?? 0,
      text: this.#text.slice(at === 0 ? 0 : this.#ends[at - 1], this.#ends[at]),
      pen: this.#pens.get(at) ?? '',
      level: this.level(at),
      isOpen: false,
      isLate: sign >= LATE,
    };
  }

  level(at: number): LogLevel {
    return LOG_LEVELS[Math.floor(((this.#signs[at] ?? 0) % LATE) / LEVEL_STEP)] ?? 'none';
  }

  kind(at: number): LogLine['kind'] {
    return KINDS[((this.#signs[at] ?? 0) % LATE) % LEVEL_STEP] ?? 'text';
  }

  ms(at: number): number {
    return (this.#seconds[at] ?? Number.NaN) + (this.#nanoseconds[at] ?? 0) / NS_PER_MS;
  }
}

function countLevels(lines: readonly LogLine[]): LevelCounts {
  const counts: Record<LogLevel, number> = { ...NO_COUNTS };
  for (const line of lines) if (!isMark(line)) counts[line.level]++;
  return counts;
}

function spanOf(lines: readonly LogLine[]): TimeSpan {
  const isCounted = ({ kind, ms }: LogLine) => kind === 'text' && !Number.isNaN(ms);
  const from = lines.find(isCounted)?.ms ?? Number.NaN;
  return { from, to: lines.findLast(isCounted)?.ms ?? Number.NaN };
}
