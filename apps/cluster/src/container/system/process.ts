import type { CancelSignal, Clock } from '@lanthorn/base/clock.ts';
import type { Budget } from './budget.ts';
import type { Signals } from './signals.ts';
import type { TerminalInput } from './terminal-input.ts';
import { type FileSystem, FileSystemError } from './file-system.ts';

export interface TerminalSize {
  readonly columns: number;
  readonly rows: number;
}

/** What a program of a simulated container works with. */
export interface Process {
  readonly files: FileSystem;
  readonly clock: Clock;
  /** Shared by all that one command starts. */
  readonly budget: Budget;
  readonly signal: CancelSignal;
  readonly env: ReadonlyMap<string, string>;
  /** Absolute. */
  readonly cwd: string;
  /** Bytes from whoever is connected; ends when they are gone, at once where nobody is. */
  readonly stdin: AsyncIterable<Uint8Array>;
  readonly out: (bytes: Uint8Array) => void;
  readonly err: (bytes: Uint8Array) => void;
  /** When the reader has taken enough of what was written: to be waited for by who writes without end. */
  readonly drained: () => Promise<void>;
  /** The terminal it is typed in; null where there is none. */
  readonly terminal: TerminalInput | null;
  /** Of that terminal; null while nobody said it. */
  readonly size: () => TerminalSize | null;
  readonly args: readonly string[];
  /** Of the first process of a container: what its node sends it. */
  readonly signals?: Signals | null;
  /** What is run where nobody here knows a program of the name. */
  readonly otherwise?: Program;
}

/** Resolves with the exit code. */
export type Program = (process: Process) => Promise<number>;

/** As much as a container keeps, twice: what does not fit is refused, not swallowed. */
export const MAX_INPUT_BYTES = 32 * 1024 * 1024;

export async function readAll(source: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of source) {
    length += chunk.length;
    if (length > MAX_INPUT_BYTES) throw new FileSystemError('write error: No space left on device');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
