import { folderOf, nameOf, pathBytes } from '@lanthorn/protocol/files/container-path.ts';
import { type Problem, problem } from '@lanthorn/protocol/error-kinds.ts';
import { MAX_IMAGE_BYTES } from '@lanthorn/protocol/files/file-bounds.ts';
import type { FetchRequest } from '@lanthorn/protocol/files/file-messages.ts';
import { ArchiveProblem, checkedArchive } from './checked-archive.ts';
import { type CommandContext, ContainerCommand, problemOfFailure } from './container-command.ts';
import type { Word } from './command-words.ts';

/** Why what was fetched is not whole. */
export class FetchProblem extends Error {
  override name = 'FetchProblem';
  readonly problem: Problem;

  constructor(why: Problem) {
    super(why.message);
    this.problem = why;
  }
}

interface FetchHooks {
  readonly onLeftOut: () => void;
  /** It is whole, and the container complained all the same. */
  readonly onComplaint: (why: Problem) => void;
  readonly signal: AbortSignal;
}

/** A file, a folder as an archive, or an image, as the container sends it: as fast as it is taken. Throws a `FetchProblem` where it is not whole. */
export async function* fetchedBytes(
  context: CommandContext,
  { path, as, ...place }: FetchRequest,
  hooks: FetchHooks,
): AsyncIterable<Uint8Array> {
  const isArchive = as === 'archive';
  const words = isArchive ? archiveWords(path) : ['cat', pathBytes(path)];
  const command = await ContainerCommand.open(context, place, { words, hasInput: false });
  if ('problem' in command) throw new FetchProblem(command.problem);
  const stop = () => command.close();
  hooks.signal.addEventListener('abort', stop);
  try {
    const output = isArchive
      ? checkedArchive(command.output(), { root: latin(nameOf(path)), onLeftOut: hooks.onLeftOut })
      : command.output();
    let length = 0;
    for await (const bytes of output) {
      length += bytes.length;
      if (as === 'image' && length > MAX_IMAGE_BYTES)
        throw new FetchProblem(problem('fileTooLarge', { most: MAX_IMAGE_BYTES }));
      yield bytes;
    }
    const failure = command.failure();
    if (failure === null) return;
    if (failure.kind === 'noProgram' && isArchive)
      throw new FetchProblem(problem('noTar', { container: place.container, detail: failure.detail }));
    const why = problemOfFailure(failure);
    // It could not read some of it, or some changed meanwhile: the archive says of itself that it is whole.
    if (isArchive && failure.kind === 'exited') return hooks.onComplaint(why);
    throw new FetchProblem(why);
  } catch (error) {
    if (!(error instanceof ArchiveProblem)) throw error;
    // Of an archive that breaks off, the command knows why.
    const failure = error.problem.code === 'unsafeArchive' ? null : command.failure();
    if (failure?.kind === 'noProgram')
      throw new FetchProblem(problem('noTar', { container: place.container, detail: failure.detail }));
    throw new FetchProblem(failure === null ? error.problem : problemOfFailure(failure));
  } finally {
    hooks.signal.removeEventListener('abort', stop);
    command.close();
  }
}

/** The name stands behind `./`, so that none is taken for an option. */
function archiveWords(path: string): readonly Word[] {
  const name = Buffer.concat([Buffer.from('./'), pathBytes(nameOf(path))]);
  return ['tar', 'cf', '-', '-C', pathBytes(folderOf(path)), name];
}

function latin(name: string): string {
  return Buffer.from(pathBytes(name)).toString('latin1');
}
