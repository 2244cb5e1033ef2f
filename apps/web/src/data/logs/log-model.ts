import type { StreamEnd } from '@lanthorn/protocol/streams.ts';
import { lineLevel } from './line-levels.ts';
import { LineList } from './lines/line-list.ts';
import type { LinePart } from './lines/line-chunk.ts';
import type { LogLevel } from './lines/log-level.ts';
import { type LineKind, type LogLine, SECOND_LENGTH, timeReader } from './lines/log-line.ts';
import { penAfter } from './lines/terminal-line.ts';

interface LogStreamState {
  /** What it has sent of its last line. */
  readonly open: string;
  readonly end: StreamEnd | null;
  /** Lines that were read to find those that are asked for; null where all are, and after it was asked for again: some are read twice then. */
  readonly read: number | null;
  readonly pen: string;
  /** When its last line was written. */
  readonly at: string;
  readonly level: LogLevel;
  /** When its container was seen to restart last; '' where it was not. */
  readonly restartedAt: string;
  /** When it was asked for first: what it wrote since then is late where later lines of others were there. NaN where nobody knows. */
  readonly liveFrom: number;
  /** The lines of its last second, as they came: a resumed log begins with them. */
  readonly lastSecond: readonly string[];
  /** Of a log that was resumed: which of those lines have still to come again, and what it means when none of them does. */
  readonly expected: { readonly lines: readonly string[]; readonly otherwise: 'restarted' | 'gap' } | null;
}

export interface LogModel {
  /** In the order they were written. */
  readonly lines: LineList;
  readonly dropped: number;
  /** When a container was seen to restart last; '' where none was. */
  readonly restartedAt: string;
  readonly streams: readonly LogStreamState[];
}

const NEW_STREAM: LogStreamState = {
  ...{
    open: '',
    end: null,
    read: null,
    pen: '',
    at: '',
    level: 'none',
    restartedAt: '',
    lastSecond: [],
    expected: null,
  },
  liveFrom: Number.NaN,
};

/** Lines of several containers arrive in about the order of their times: what comes further behind is marked. */
const LATE_MS = 2_000;

export function emptyLog(streams: number): LogModel {
  return {
    lines: LineList.empty(),
    dropped: 0,
    restartedAt: '',
    streams: Array.from({ length: streams }, () => NEW_STREAM),
  };
}

/** A stream of a container that came while the others were read, behind all others or in the place of one that has no lines. */
export function addStream(log: LogModel, at: number, now: number): LogModel {
  return { ...log, streams: log.streams.toSpliced(at, 1, { ...NEW_STREAM, liveFrom: now }) };
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
  const lateBefore = log.lines.newestMs - LATE_MS;
  for (const { stream, text, kind } of parts) {
    const state = streams[stream] ?? NEW_STREAM;
    const lines = text.split('\n');
    const last = lines.pop() ?? '';
    // What came of a line of megabytes is joined with its end, and not looked through for each part of it.
    const open = lines.length === 0 ? state.open + last : last;
    if (lines.length > 0) lines[0] = state.open + (lines[0] ?? '');
    const next = lines.reduce((reader, line) => reader.read(line, kind), new StreamReader(state, stream));
    const isLate = ({ kind: of, ms }: LogLine) => of === 'text' && ms < lateBefore && ms >= state.liveFrom;
    for (const line of next.lines) fresh.push(isLate(line) ? { ...line, isLate: true } : line);
    streams[stream] = { ...next.state, open };
  }
  const { list, dropped } = log.lines.with(fresh);
  const restartedAt = fresh.findLast(({ kind }) => kind === 'restarted')?.at ?? log.restartedAt;
  return { lines: list, dropped: log.dropped + dropped, restartedAt, streams };
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
  readonly #msOf = timeReader();
  #at: string;
  #ms: number;
  #level: LogLevel;
  #pen: string;
  #expected: LogStreamState['expected'];
  #lastSecond: string[];
  /** Which that is; '' while there is none. */
  #second: string;

  constructor(state: LogStreamState, stream: number) {
    this.#before = state;
    this.#stream = stream;
    this.#at = state.at;
    this.#ms = this.#msOf(state.at);
    this.#level = state.level;
    this.#pen = state.pen;
    this.#expected = state.expected;
    this.#lastSecond = [...state.lastSecond];
    this.#second = secondOf(state.lastSecond[0] ?? '');
  }

  get state(): LogStreamState {
    const [at, pen, expected, lastSecond] = [this.#at, this.#pen, this.#expected, this.#lastSecond];
    const restartedAt = this.lines.findLast(({ kind }) => kind === 'restarted')?.at ?? this.#before.restartedAt;
    return { ...this.#before, at, level: this.#level, pen, restartedAt, expected, lastSecond };
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
      this.lines.push(this.#line({ kind: expected.otherwise, text: '', pen: '', level: 'none' }));
    }
    this.#expected = null;
    return false;
  }

  /** Which lines stand around others hangs on where a log is asked for from: those of a time that was read are there, or were not wanted. */
  #wasAround(time: string): boolean {
    return this.#expected !== null && time <= this.#at;
  }

  #take(line: string, { kind, time }: { readonly kind: LineKind; readonly time: string }): void {
    if (time !== '') {
      this.#at = time;
      this.#ms = this.#msOf(time);
    }
    const space = line.indexOf(' ');
    const text = time === '' ? line : space < 0 ? '' : line.slice(space + 1);
    this.#level = lineLevel(text, this.#level);
    this.lines.push(this.#line({ kind, text, pen: this.#pen, level: this.#level }));
    if (kind !== 'around') this.#keep(line, time.slice(0, SECOND_LENGTH));
    this.#pen = penAfter(this.#pen, text);
  }

  #line(of: Pick<LogLine, 'kind' | 'text' | 'pen' | 'level'>): LogLine {
    const { kind, text, pen, level } = of;
    return { kind, at: this.#at, ms: this.#ms, stream: this.#stream, text, pen, level, isOpen: false, isLate: false };
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

/** As nodes whose clock is in UTC write nearly all of them. */
const WHOLE_TIME = /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d\.\d{9}Z(?: |$)/;
const WHOLE_LENGTH = 29;
const TIME = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.(\d{1,9}))?(Z|[-+]\d\d:\d\d)(?= |$)/;

/** '' where a line does not begin with a time, or with one that no calendar has. Nodes in another zone write times in theirs: as UTC they compare. */
function timeOf(line: string): string {
  if (WHOLE_TIME.test(line)) return line.slice(0, WHOLE_LENGTH);
  const [, seconds, fraction = '', zone] = TIME.exec(line) ?? [];
  if (seconds === undefined) return '';
  const utc = inUtc(`${seconds}${zone ?? ''}`);
  return utc === '' ? '' : `${utc}.${fraction.padEnd(9, '0')}`;
}

function inUtc(time: string): string {
  const date = new Date(time);
  return Number.isNaN(date.getTime()) ? '' : date.toISOString().slice(0, SECOND_LENGTH);
}

function secondOf(line: string): string {
  return timeOf(line).slice(0, SECOND_LENGTH);
}

/**
 * All that is known now: the whole lines, and behind them what the streams have sent of their last ones. Of those the time comes first, and
 * half of a time would be shown as what the container wrote: it is whole when there is a space behind it.
 */
export function shownParts(log: LogModel): readonly LinePart[] {
  const open = log.streams.flatMap((state, stream) => {
    const isHidden = state.expected !== null || !state.open.includes(' ');
    return isHidden ? [] : new StreamReader(state, stream).read(state.open).lines;
  });
  return log.lines.parts(open.map(line => ({ ...line, isOpen: true })));
}
