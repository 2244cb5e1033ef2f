import { FileSystemError } from './file-system.ts';
import type { Process } from './process.ts';

/** What a command cannot do is said, and the script goes on. */
export async function guarded(name: string, process: Process, work: () => Promise<number>): Promise<number> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof FileSystemError || error instanceof RangeError)) throw error;
    process.err(Buffer.from(`${name}: ${error instanceof RangeError ? 'out of memory' : error.message}\n`));
    return 1;
  }
}
