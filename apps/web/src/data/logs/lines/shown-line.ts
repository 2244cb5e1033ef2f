import { isMark, type LogLine } from './log-line.ts';
import { plainText } from './terminal-line.ts';

/** What stands in a line beside what its container wrote. */
export interface LineWords {
  /** The time and the name before it, where they are shown. */
  readonly before: (line: LogLine) => string;
  /** The same for a file or a copy, which others read elsewhere: times are in UTC, and say so. */
  readonly taken: (line: LogLine) => string;
  /** Which of several containers wrote it; null where it is one. */
  readonly source: (line: LogLine) => number | null;
  /** Of what happened between two lines. */
  readonly mark: (line: Pick<LogLine, 'at' | 'stream'> & { readonly kind: 'restarted' | 'gap' }) => string;
}

/** A line as it is shown. */
function lineText(line: LogLine, words: LineWords): string {
  return behind(words.before(line), line, words);
}

/** The same without what stands before it. */
export function saidText(line: LogLine, words: LineWords): string {
  return behind('', line, words);
}

/** A line as it is taken along. */
export function takenText(line: LogLine, words: LineWords): string {
  return behind(words.taken(line), line, words);
}

function behind(before: string, { kind, text, at, stream }: LogLine, words: LineWords): string {
  const said = kind === 'restarted' || kind === 'gap' ? words.mark({ kind, at, stream }) : text;
  return before === '' ? said : `${before} ${said}`;
}

/** What is looked through in it: colours between letters are no letters. */
export function searchedText(line: LogLine, words: LineWords): string {
  return plainText(lineText(line, words));
}

/** Its class names: how grave it is, or that it is none of the log's. */
export function lineClass(line: LogLine): string {
  return `log-line ${isMark(line) ? 'log-mark' : `log-${line.level}`}${line.kind === 'around' ? ' log-around' : ''}`;
}
