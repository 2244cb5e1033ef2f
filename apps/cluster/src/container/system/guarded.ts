import { FileSystemError } from './file-system.ts';
import type { Process } from './process.ts';

/** As a shell ends that cannot go on. */
const FAILED = 2;

/** Whatever goes wrong ends this command, and nothing else of the process that all containers live in. */
export async function saidAtLeast(name: string, process: Process, work: () => Promise<number>): Promise<number> {
  try {
    return await guarded(name, process, work);
  } catch (error) {
    process.err(Buffer.from(`${name}: ${error instanceof Error ? error.message : String(error)}\n`));
    return FAILED;
  }
}

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
