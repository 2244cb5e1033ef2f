import type { LogLevel } from './log-level.ts';

/** A line that was asked for, or one around it. */
export type LineKind = 'text' | 'around';

/** One line of one of several containers, or what happened between two lines of it. */
export interface LogLine {
  readonly kind: LineKind | 'restarted' | 'gap';
  /**
   * When the container wrote it, with its fraction filled up to nine digits so that text compares as time. Of a line without a time that of
   * the line before it in its stream; '' where there is none.
   */
  readonly at: string;
  /** The same as a number, for there is much to compare; NaN where nobody knows. */
  readonly ms: number;
  readonly stream: number;
  readonly text: string;
  /** Colours that lines before it left on, as the terminal's own codes. */
  readonly pen: string;
  readonly level: LogLevel;
  /** It may go on. */
  readonly isOpen: boolean;
  /** It came when lines that were written after it were there. */
  readonly isLate: boolean;
}

/** Not of the log: what happened between two lines of it. */
export function isMark({ kind }: Pick<LogLine, 'kind'>): boolean {
  return kind === 'restarted' || kind === 'gap';
}

/** A line is made whenever it is looked at. */
export function isSameLine(line: LogLine, other: LogLine | undefined): boolean {
  return line.at === other?.at && line.stream === other.stream && line.text === other.text;
}

/** As their texts compare. */
export function byTime(a: LogLine, b: LogLine): number {
  return a.ms - b.ms || (a.at < b.at ? -1 : a.at > b.at ? 1 : 0);
}

/** Of `2026-11-29T18:00:00`. */
export const SECOND_LENGTH = 19;
export const NS_PER_MS = 1_000_000;

/** Reads times one after another: those of one second are parsed once. */
export function timeReader(): (at: string) => number {
  let second = '';
  let ms = Number.NaN;
  return at => {
    if (!at.startsWith(second) || second === '') {
      second = at.slice(0, SECOND_LENGTH);
      ms = Date.parse(`${second}Z`);
    }
    return ms + Number(at.slice(SECOND_LENGTH + 1)) / NS_PER_MS;
  };
}
