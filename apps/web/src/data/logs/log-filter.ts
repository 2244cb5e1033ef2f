import { MAX_LOG_FILTER } from '@lanthorn/protocol/constants.ts';
import type { LogQuery, LogTerm } from '@lanthorn/protocol/stream-queries.ts';

/** Which lines are asked for, as it is typed and as an address has it. */
export interface LogFilterText {
  readonly text: string;
  /** Lines around each that is found. */
  readonly around: number;
}

export const NO_FILTER: LogFilterText = { text: '', around: 0 };

type LogFilter = NonNullable<LogQuery['filter']>;

/** A pattern between slashes, a text between quotes, or a word; each after a minus for what a line must not hold. */
const TERM = /\s*(-?)(?:\/((?:\\[^]|[^\\/])+)\/(i?)(?=\s|$)|"((?:\\[^]|[^\\"])+)"(?=\s|$)|(\S+))/y;

/**
 * Reads what is typed: `error -healthz "not found" /time(d )?out/i`. A line must hold all of it; words and quoted texts are found in any case.
 * What is no whole pattern or quote is a word, as it stands there: every text means something.
 */
export function readLogFilter({ text, around }: LogFilterText): LogFilter | undefined {
  const terms = [...text.slice(0, MAX_LOG_FILTER).matchAll(new RegExp(TERM, 'gy'))].map(readTerm);
  return terms.length === 0 ? undefined : { terms, around };
}

function readTerm([, minus, pattern, insensitive, quoted, word = '']: RegExpMatchArray): LogTerm {
  // A minus alone is a word.
  const isExcluded = minus === '-';
  if (pattern !== undefined)
    return {
      text: pattern.replaceAll(/\\([^])/g, (whole, sign: string) => (sign === '/' ? sign : whole)),
      isPattern: true,
      ignoresCase: insensitive === 'i',
      isExcluded,
    };
  const found = quoted === undefined ? word : quoted.replaceAll(/\\(["\\])/g, '$1');
  return { text: found, isPattern: false, ignoresCase: true, isExcluded };
}
