import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { PackProblem as ProtocolProblem } from '@lanthorn/protocol/http/cluster-messages.ts';
import type { PackKind } from '@lanthorn/views/cells/pack-kind.ts';
import { MAX_PACK_BYTES, readPack } from '@lanthorn/views/packs/read-pack.ts';

/** Packs of one folder: several times those that Lanthorn brings along. */
const MAX_FILES = 200;

/** What is wrong with a file of a pack. */
export type PackFileProblem = ProtocolProblem;

/** A file as it is now: its kinds, or what is wrong with it. Never throws. */
export function readPackFile(file: string): {
  readonly kinds: readonly PackKind[];
  readonly problems: readonly PackFileProblem[];
} {
  try {
    // What is much too large is not even read.
    if (statSync(file).size > 4 * MAX_PACK_BYTES) return broken(file, `is larger than ${MAX_PACK_BYTES / 1024} KB`);
    const { kinds, problems } = readPack(readFileSync(file, 'utf8'));
    return { kinds, problems: problems.map(problem => ({ file, ...problem })) };
  } catch (error) {
    return broken(file, error instanceof Error ? error.message : String(error));
  }
}

function broken(file: string, message: string) {
  return { kinds: [], problems: [{ file, line: 1, path: '', message }] };
}

/** The packs of a folder by name. Throws where it cannot be read. */
export function packFiles(folder: string): readonly string[] {
  return readdirSync(folder)
    .filter(name => /\.ya?ml$/.test(name))
    .toSorted()
    .slice(0, MAX_FILES)
    .map(name => join(folder, name));
}

/** `FILE:LINE: PATH: MESSAGE`, as compilers say it. */
export function problemText({ file, line, path, message }: PackFileProblem): string {
  return `${file}:${line}: ${path === '' ? '' : `${path}: `}${message}`;
}
