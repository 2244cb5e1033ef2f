/** How grave a line is, as whoever wrote it says; 'none' where it does not say. */
export type LogLevel = 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace' | 'none';

/** The gravest first. */
export const LOG_LEVELS: readonly LogLevel[] = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'none'];

/** What loggers call them: by name, by the letters of klog and glog. */
const WORDS: Readonly<Record<string, LogLevel>> = {
  fatal: 'fatal',
  critical: 'fatal',
  crit: 'fatal',
  emerg: 'fatal',
  emergency: 'fatal',
  alert: 'fatal',
  panic: 'fatal',
  dpanic: 'fatal',
  severe: 'error',
  error: 'error',
  err: 'error',
  eror: 'error',
  warning: 'warn',
  warn: 'warn',
  info: 'info',
  information: 'info',
  informational: 'info',
  notice: 'info',
  log: 'info',
  debug: 'debug',
  dbg: 'debug',
  fine: 'debug',
  verbose: 'trace',
  trace: 'trace',
  finer: 'trace',
  finest: 'trace',
};
const KLOG_LETTERS: Readonly<Record<string, LogLevel>> = { F: 'fatal', E: 'error', W: 'warn', I: 'info' };

/** A line says its level at its beginning, or never: of more nothing is read, so that a line of megabytes costs no more than another. */
const MAX_READ = 2_000;
/** Before a word is taken for a level: a time, a thread and a name. */
const MAX_BEFORE_WORD = 160;

/** `I0102 15:04:05.678901    1234 file.go:12] text`. */
const KLOG = /^([IWEF])\d{4} \d\d:\d\d:\d\d/;
/** In JSON, whatever stands around it: the whole line may be longer than is read. */
const JSON_LEVEL = /"(?:level|lvl|severity|log\.level|levelname|loglevel|@l)"\s*:\s*(?:"([a-zA-Z]{3,13})"|(\d{1,3}))/i;
/** A mapping at its beginning, which tells nothing by words in its text. */
const JSON_LINE = /^\s*\{\s*"/;
const LOGFMT_LEVEL = /(?:^|\s)(?:level|lvl|severity)="?([a-zA-Z]{3,13})"?(?=\s|$)/i;
/** In capitals, or in brackets: words of a sentence are neither. */
const MARKED_WORD = /[[(<|]\s*([a-zA-Z]{3,13})\s*[\])>|]|(?:^|[\s:|>\]-])([A-Z]{3,13})(?=$|[\s:|\]-])/g;
/** At the very beginning, with a colon: `error: no such file`. */
const FIRST_WORD = /^\s*([a-zA-Z]{3,13}):\s/;
/** Lines that a runtime writes before it ends, or of what was thrown. */
const GRAVE = /^(?:panic: |fatal error: |Traceback \(most recent call last\)|Exception in thread |Unhandled )/;

/** Numbers as bunyan and pino write them, and those of syslog. */
function ofNumber(number: number): LogLevel {
  if (number >= 60) return 'fatal';
  if (number >= 50) return 'error';
  if (number >= 40) return 'warn';
  if (number >= 30) return 'info';
  if (number >= 20) return 'debug';
  if (number >= 10) return 'trace';
  return (['fatal', 'fatal', 'fatal', 'error', 'warn', 'info', 'info', 'debug'] as const)[number] ?? 'none';
}

function ofWord(word: string | undefined): LogLevel {
  const lower = word?.toLowerCase() ?? '';
  return Object.hasOwn(WORDS, lower) ? (WORDS[lower] ?? 'none') : 'none';
}

/**
 * The level of a line without colours: of JSON, logfmt, klog, `TIME LEVEL [thread] text` as log4j and its kin write it, and of plain words that
 * stand where a level does. Total, and in the time of a short line however long it is.
 */
export function levelOf(line: string): LogLevel {
  const text = line.length > MAX_READ ? line.slice(0, MAX_READ) : line;
  const klog = KLOG.exec(text)?.[1];
  if (klog !== undefined) return KLOG_LETTERS[klog] ?? 'none';
  if (JSON_LINE.test(text)) {
    const [, word, number] = JSON_LEVEL.exec(text) ?? [];
    return number === undefined ? ofWord(word) : ofNumber(Number(number));
  }
  const logfmt = ofWord(LOGFMT_LEVEL.exec(text)?.[1]);
  if (logfmt !== 'none') return logfmt;
  const begin = text.slice(0, MAX_BEFORE_WORD);
  for (const [, inBrackets, inCapitals] of begin.matchAll(MARKED_WORD)) {
    const level = ofWord(inBrackets ?? inCapitals);
    if (level !== 'none') return level;
  }
  const first = ofWord(FIRST_WORD.exec(begin)?.[1]);
  if (first !== 'none') return first;
  return GRAVE.test(begin) ? 'error' : 'none';
}

/** How many lines there are of each level. */
export type LevelCounts = Readonly<Record<LogLevel, number>>;

export const NO_COUNTS: LevelCounts = { fatal: 0, error: 0, warn: 0, info: 0, debug: 0, trace: 0, none: 0 };

/** Of all parts of a log together. */
export function sumLevels(parts: readonly { readonly levels: LevelCounts }[]): LevelCounts {
  const counts: Record<LogLevel, number> = { ...NO_COUNTS };
  for (const { levels } of parts) for (const level of LOG_LEVELS) counts[level] += levels[level];
  return counts;
}

/** JSON with its parts on lines of their own; null where a line is no JSON, or holds nothing to unfold. */
export function prettyJson(line: string): string | null {
  const at = line.indexOf('{');
  if (at < 0) return null;
  try {
    const value: unknown = JSON.parse(line.slice(at));
    return `${line.slice(0, at)}${JSON.stringify(value, null, 2)}`;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}
