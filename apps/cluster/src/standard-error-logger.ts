import type { LogFields, Logger } from '@lanthorn/base/logger.ts';

export const LOG_LEVELS = ['debug', 'info', 'warn', 'error'] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

/** One line of JSON on standard error for each thing said at this level or above: standard output says where the cluster is. */
export function standardErrorLogger(
  lowest: LogLevel,
  write: (line: string) => void = line => void process.stderr.write(line),
): Logger {
  const from = LOG_LEVELS.indexOf(lowest);
  const at = (level: LogLevel) => (fields: LogFields, message: string) => {
    if (LOG_LEVELS.indexOf(level) < from) return;
    write(`${JSON.stringify({ level, time: new Date().toISOString(), message, ...fields })}\n`);
  };
  return { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') };
}
