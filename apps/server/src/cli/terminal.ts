import { withoutCredentials } from '../upstream/credentials/without-credentials.ts';
import type { Output } from './schedule-command.ts';
import { terminalText } from './terminal-text.ts';

/** Standard output and error for words of ours and of others alike: nothing in them can steer the terminal, and no credential is in them. */
export const terminal: Output = {
  out: text => process.stdout.write(`${terminalText(text)}\n`),
  error: text => process.stderr.write(`${terminalText(withoutCredentials(text))}\n`),
};

/** What standard output has otherwise, where that is read by a program. */
export const aside: Pick<Output, 'out'> = { out: text => process.stderr.write(`${terminalText(text)}\n`) };

/** Where the log goes: JSON leaves C1 controls as they are. */
export const terminalLog = {
  write: (line: string) => process.stderr.write(`${terminalText(withoutCredentials(line))}\n`),
};

/**
 * What nobody reads any more, because its reader ended or its terminal was closed, goes nowhere. Else a line of the log that cannot be written
 * would be a fault, which is a line of the log.
 */
export function outliveReaders(): void {
  for (const output of [process.stdout, process.stderr]) output.on('error', () => {});
}
