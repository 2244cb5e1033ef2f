import { pathBytes } from '@lanthorn/protocol/files/container-path.ts';
import { type Problem, problem } from '@lanthorn/protocol/error-kinds.ts';
import { MAX_SHOWN_BYTES } from '@lanthorn/protocol/files/file-bounds.ts';
import type { FileRequest, SaveAnswer, SaveRequest } from '@lanthorn/protocol/files/file-messages.ts';
import { countedWrite } from './command-words.ts';
import { type CommandContext, ContainerCommand, drain, problemOfFailure, runCommand } from './container-command.ts';
import { hashOf, readStart } from './read-file.ts';

/**
 * Writes a small file that is what it was when it was read, and looks whether it is what it shall be then. It is written where it stands:
 * owner, permissions and links stay. Between the look and the writing somebody else may write; nobody can lock a file of a container.
 */
export async function saveFile(
  context: CommandContext,
  { was, base64, ...request }: Omit<SaveRequest, 'reason'>,
): Promise<SaveAnswer> {
  const bytes = Buffer.from(base64, 'base64');
  if (bytes.length > MAX_SHOWN_BYTES) return { problem: problem('fileTooLarge', { most: MAX_SHOWN_BYTES }) };
  const before = await hashNow(context, request);
  if ('problem' in before) return before;
  if (before.hash !== was) return { problem: problem('fileChanged', {}) };
  const failed = await write(context, request, bytes);
  if (failed !== null) return { problem: failed };
  const after = await hashNow(context, request);
  if ('problem' in after) return after;
  return after.hash === hashOf(bytes) ? { hash: after.hash } : { problem: problem('fileNotWritten', {}) };
}

async function hashNow(
  context: CommandContext,
  request: FileRequest,
): Promise<{ readonly hash: string | null } | { readonly problem: Problem }> {
  const { output, isCut, failure } = await readStart(context, request, MAX_SHOWN_BYTES);
  if (failure !== null) return { problem: problemOfFailure(failure) };
  return { hash: isCut ? null : hashOf(output) };
}

async function write(context: CommandContext, { path, ...place }: FileRequest, bytes: Buffer): Promise<Problem | null> {
  const counted = countedWrite(pathBytes(path), bytes.length);
  const most = MAX_SHOWN_BYTES;
  const tee = await ContainerCommand.open(context, place, { words: ['tee', pathBytes(path)], hasInput: true });
  if ('problem' in tee) return tee.problem;
  if (tee.canEndInput) {
    const fed = tee.write(bytes).then(() => tee.endInput());
    // What it writes on is what it was given.
    await drain(tee, most);
    await fed;
    const failure = tee.failure();
    if (failure === null) return null;
    if (failure.kind !== 'noProgram') return problemOfFailure(failure);
  } else tee.close();
  const { failure } = await runCommand(context, place, { words: counted, most, input: bytes });
  return failure === null ? null : problemOfFailure(failure);
}
