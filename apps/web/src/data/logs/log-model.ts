import type { StreamEnd } from '@lanthorn/protocol/streams.ts';
import { timeReader } from './log-volume.ts';
import { penAfter } from './terminal-line.ts';

/** Lines kept in the tab; the oldest go. */
export const MAX_LINES = 50_000;

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
  readonly stream: number;
  readonly text: string;
  /** Colours that lines before it left on, as the terminal's own codes. */
  readonly pen: string;
}

interface LogStreamState {
  /** What it has sent of its last line. */
  readonly open: string;
  readonly end: StreamEnd | null;
  /** Lines that were read to find those that are asked for; null where all are, and after it was asked for again: some are read twice then. */
  readonly read: number | null;
  readonly pen: string;
  /** When its last line was written. */
  readonly at: string;
  /** The lines of its last second, as they came: a resumed log begins with them. */
  readonly lastSecond: readonly string[];
  /** Of a log that was resumed: which of those lines have still to come again, and what it means when none of them does. */
  readonly expected: { readonly lines: readonly string[]; readonly otherwise: 'restarted' | 'gap' } | null;
}

export interface LogModel {
  /** In the order they were written. */
  readonly lines: readonly LogLine[];
  readonly dropped: number;
  readonly streams: readonly LogStreamState[];
}

const NEW_STREAM: LogStreamState = { open: '', end: null, read: null, pen: '', at: '', lastSecond: [], expected: null };

export function emptyLog(streams: number): LogModel {
  return { lines: [], dropped: 0, streams: Array.from({ length: streams }, () => NEW_STREAM) };
}

/** Takes in text of one stream, every line of which begins with its timestamp, as `timestamps=true` asks for. */
export function addText(log: LogModel, stream: number, text: string): LogModel {
  return addParts(log, [{ stream, text, kind: 'text' }]);
}

/** What came of one stream; lines around those that were asked for come whole. */
export interface LogPart {
  readonly stream: number;
  readonly text: string;
  readonly kind: LineKind;
}

/** Takes in what came of any streams, in the order it came: what is there is gone through once, however many parts there are. */
export function addParts(log: LogModel, parts: readonly LogPart[]): LogModel {
  const streams = [...log.streams];
  const fresh: LogLine[] = [];
  for (const { stream, text, kind } of parts) {
    const state = streams[stream] ?? NEW_STREAM;
    const lines = `${state.open}${text}`.split('\n');
    const open = lines.pop() ?? '';
    const next = lines.reduce((reader, line) => reader.read(line, kind), new StreamReader(state, stream));
    fresh.push(...next.lines);
    streams[stream] = { ...next.state, open };
  }
  return withLines({ ...log, streams }, fresh);
}

/** The stream has ended: what it sent of a last line without a line break is a line. A cut one may have been cut in its middle. */
export function endStream(log: LogModel, stream: number, end: StreamEnd): LogModel {
  const { open } = log.streams[stream] ?? NEW_STREAM;
  const whole = open === '' || end.reason === 'cut' ? log : addText(log, stream, '\n');
  return change(whole, stream, { end });
}

/** How many lines were read to find those that are there. */
export function countRead(log: LogModel, stream: number, read: number): LogModel {
  return change(log, stream, { read });
}

/** From when a stream is to be asked for again; null where nothing of it is known, and it is asked for as at first. */
export function resumeTime(log: LogModel, stream: number): string | null {
  const [first] = log.streams[stream]?.lastSecond ?? [];
  return first === undefined ? null : `${secondOf(first)}Z`;
}

/**
 * The stream is asked for again from `resumeTime` on. What comes twice is left out; where the log does not go on at the line it was left at,
 * a mark says that its container has restarted, or that lines may be missing.
 */
export function resumeStream(log: LogModel, stream: number, otherwise: 'restarted' | 'gap'): LogModel {
  const { lastSecond } = log.streams[stream] ?? NEW_STREAM;
  return change(log, stream, { open: '', end: null, read: null, expected: { lines: lastSecond, otherwise } });
}

function change(log: LogModel, stream: number, to: Partial<LogStreamState>): LogModel {
  return { ...log, streams: log.streams.with(stream, { ...(log.streams[stream] ?? NEW_STREAM), ...to }) };
}

/** Reads the lines of one stream, one after the other. What it keeps is copied once for all of them: there are thousands a second. */
class StreamReader {
  readonly lines: LogLine[] = [];
  readonly #before: LogStreamState;
  readonly #stream: number;
  #at: string;
  #pen: string;
  #expected: LogStreamState['expected'];
  #lastSecond: string[];
  /** Which that is; '' while there is none. */
  #second: string;

  constructor(state: LogStreamState, stream: number) {
    this.#before = state;
    this.#stream = stream;
    this.#at = state.at;
    this.#pen = state.pen;
    this.#expected = state.expected;
    this.#lastSecond = [...state.lastSecond];
    this.#second = secondOf(state.lastSecond[0] ?? '');
  }

  get state(): LogStreamState {
    const [at, pen, expected, lastSecond] = [this.#at, this.#pen, this.#expected, this.#lastSecond];
    return { ...this.#before, at, pen, expected, lastSecond };
  }

  read(line: string, kind: LineKind = 'text'): this {
    const time = timeOf(line);
    const isRepeated = kind === 'text' ? this.#isRepeated(line) : this.#wasAround(time);
    if (!isRepeated) this.#take(line, { kind, time });
    return this;
  }

  /** The server knows whole seconds only: a resumed log repeats the lines of the second it was left in. */
  #isRepeated(line: string): boolean {
    const expected = this.#expected;
    if (expected === null) return false;
    const at = expected.lines.indexOf(line);
    if (at >= 0) {
      this.#expected = { ...expected, lines: expected.lines.slice(at + 1) };
      return true;
    }
    if (this.#lastSecond.length > 0 && expected.lines.length === this.#lastSecond.length) {
      this.lines.push({ kind: expected.otherwise, at: this.#at, stream: this.#stream, text: '', pen: '' });
    }
    this.#expected = null;
    return false;
  }

  /** Which lines stand around others hangs on where a log is asked for from: those of a time that was read are there, or were not wanted. */
  #wasAround(time: string): boolean {
    return this.#expected !== null && time <= this.#at;
  }

  #take(line: string, { kind, time }: { readonly kind: LineKind; readonly time: string }): void {
    if (time !== '') this.#at = time;
    const space = line.indexOf(' ');
    const text = time === '' ? line : space < 0 ? '' : line.slice(space + 1);
    this.lines.push({ kind, at: this.#at, stream: this.#stream, text, pen: this.#pen });
    if (kind !== 'around') this.#keep(line, time.slice(0, SECOND_LENGTH));
    this.#pen = penAfter(this.#pen, text);
  }

  /** A line without a time is of the second of the one before it; before any, nothing can be resumed from it. */
  #keep(line: string, second: string): void {
    if (second === '' && this.#lastSecond.length === 0) return;
    if (second !== '' && second !== this.#second) {
      this.#lastSecond = [];
      this.#second = second;
    }
    this.#lastSecond.push(line);
  }
}

/** Of `2026-11-29T18:00:00`. */
const SECOND_LENGTH = 19;
/** As nodes whose clock is in UTC write nearly all of them. */
const WHOLE_TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{9}Z(?: |$)/;
const WHOLE_LENGTH = 29;
const TIME = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d{1,9}))?(Z|[-+]\d\d:\d\d)(?= |$)/;

/** '' where a line does not begin with a time, or with one that no calendar has. Nodes in another zone write times in theirs: as UTC they compare. */
function timeOf(line: string): string {
  if (WHOLE_TIME.test(line)) return line.slice(0, WHOLE_LENGTH);
  const [, seconds, fraction = '', zone] = TIME.exec(line) ?? [];
  if (seconds === undefined) return '';
  const utc = zone === 'Z' ? seconds : inUtc(`${seconds}${zone ?? ''}`);
  return utc === '' ? '' : `${utc}.${fraction.padEnd(9, '0')}`;
}

function inUtc(time: string): string {
  const date = new Date(time);
  return Number.isNaN(date.getTime()) ? '' : date.toISOString().slice(0, SECOND_LENGTH);
}

function secondOf(line: string): string {
  return timeOf(line).slice(0, SECOND_LENGTH);
}

interface TimedLine {
  readonly line: LogLine;
  /** When it was written, for there is much to compare; NaN where nobody knows. */
  readonly ms: number;
}

/** As their texts compare. */
function byTime(a: TimedLine, b: TimedLine): number {
  return a.ms - b.ms || (a.line.at < b.line.at ? -1 : a.line.at > b.line.at ? 1 : 0);
}

function withLines(log: LogModel, fresh: readonly LogLine[]): LogModel {
  const lines = mergeSorted(log.lines, fresh);
  const surplus = Math.max(0, lines.length - MAX_LINES);
  return { ...log, lines: surplus > 0 ? lines.slice(surplus) : lines, dropped: log.dropped + surplus };
}

/** New lines are nearly always the newest: from the end on what is newer than the first of them is gone through with them, once. */
function mergeSorted(lines: readonly LogLine[], fresh: readonly LogLine[]): readonly LogLine[] {
  const read = timeReader();
  const timed = (line: LogLine) => ({ line, ms: read(line.at) });
  // Stable: lines of one moment stay as they came.
  const sorted = fresh.map(timed).toSorted(byTime);
  const [first] = sorted;
  if (first === undefined) return lines;
  const from = lines.findLastIndex(line => byTime(timed(line), first) <= 0) + 1;
  const tail: LogLine[] = [];
  let at = from;
  for (const each of sorted) {
    for (let next = lines[at]; next !== undefined && byTime(timed(next), each) <= 0; next = lines[++at])
      tail.push(next);
    tail.push(each.line);
  }
  return lines.slice(0, from).concat(tail, lines.slice(at));
}

/**
 * All that is known now: the whole lines, and behind them what the streams have sent of their last ones. Of those the time comes first, and
 * half of a time would be shown as what the container wrote: it is whole when there is a space behind it.
 */
export function shownLines(log: LogModel): LogLine[] {
  const open = log.streams.flatMap((state, stream) => {
    const isHidden = state.expected !== null || !state.open.includes(' ');
    return isHidden ? [] : new StreamReader(state, stream).read(state.open).lines;
  });
  return [...log.lines, ...open];
}
