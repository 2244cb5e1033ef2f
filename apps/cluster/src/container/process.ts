import type { CancelSignal, Clock } from '@lanthorn/base/clock.ts';
import type { FileSystem } from './file-system.ts';

/** What a program of a simulated container works with. */
export interface Process {
  readonly files: FileSystem;
  readonly clock: Clock;
  readonly signal: CancelSignal;
  readonly env: ReadonlyMap<string, string>;
  /** Absolute. */
  readonly cwd: string;
  /** Bytes from whoever is connected; ends when they are gone, at once where nobody is. */
  readonly stdin: AsyncIterable<Uint8Array>;
  readonly out: (bytes: Uint8Array) => void;
  readonly err: (bytes: Uint8Array) => void;
  readonly args: readonly string[];
}

/** Resolves with the exit code. */
export type Program = (process: Process) => Promise<number>;

export async function readAll(source: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of source) chunks.push(chunk);
  return Buffer.concat(chunks);
}
