import type { LogFrame } from '@lanthorn/protocol/down-messages.ts';

/** Lines kept in the tab; the oldest go. */
const MAX_LINES = 50_000;

/** One line of one of several streams. */
export interface MergedLine {
  /** When the container wrote it, with its fraction filled up to nine digits so that text compares as time. */
  readonly at: string;
  readonly stream: number;
  readonly text: string;
}

export interface MergedLog {
  /** In the order they were written. */
  readonly lines: readonly MergedLine[];
  readonly dropped: number;
  /** What each stream has sent of its last line. */
  readonly open: readonly string[];
  readonly ends: readonly (LogFrame['end'] | null)[];
}

export function emptyLog(streams: number): MergedLog {
  const each = Array.from({ length: streams });
  return { lines: [], dropped: 0, open: each.map(() => ''), ends: each.map(() => null) };
}

/** Takes in text of one stream, every line of which begins with its timestamp, as `timestamps=true` asks for. */
export function mergeText(log: MergedLog, stream: number, text: string): MergedLog {
  const parts = `${log.open[stream] ?? ''}${text}`.split('\n');
  const open = log.open.with(stream, parts.pop() ?? '');
  const fresh = parts.map(line => readLine(line, stream));
  const lines = mergeSorted(log.lines, fresh);
  const surplus = Math.max(0, lines.length - MAX_LINES);
  return { ...log, open, lines: surplus > 0 ? lines.slice(surplus) : lines, dropped: log.dropped + surplus };
}

function readLine(line: string, stream: number): MergedLine {
  const space = line.indexOf(' ');
  const [, seconds, fraction = ''] =
    /^([\d-]+T[\d:]+)(?:\.(\d+))?Z$/.exec(space < 0 ? line : line.slice(0, space)) ?? [];
  if (seconds === undefined) return { at: '', stream, text: line };
  return { at: `${seconds}.${fraction.padEnd(9, '0')}`, stream, text: space < 0 ? '' : line.slice(space + 1) };
}

/** A line without a time follows the one before it. New lines are nearly always the newest: the search starts at the end. */
function mergeSorted(lines: readonly MergedLine[], fresh: readonly MergedLine[]): MergedLine[] {
  const merged = [...lines];
  let last = '';
  for (const entry of fresh) {
    const line = entry.at === '' ? { ...entry, at: last } : entry;
    last = line.at;
    let at = merged.length;
    while (at > 0 && (merged[at - 1]?.at ?? '') > line.at) at--;
    merged.splice(at, 0, line);
  }
  return merged;
}
