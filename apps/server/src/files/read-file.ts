import { createHash } from 'node:crypto';
import { pathBytes } from '@lanthorn/protocol/files/container-path.ts';
import { problem } from '@lanthorn/protocol/error-kinds.ts';
import { MAX_SHOWN_BYTES } from '@lanthorn/protocol/files/file-bounds.ts';
import type { FileRequest, ReadAnswer } from '@lanthorn/protocol/files/file-messages.ts';
import { type CommandContext, type CommandResult, problemOfFailure, runCommand } from './container-command.ts';
import { fileState } from './file-state.ts';
import { imageType } from './image-type.ts';

/** The beginning of a file, as much as is shown. Pipes and devices are not read: they may have no end, or wait for somebody. */
export async function readFile(context: CommandContext, request: FileRequest): Promise<ReadAnswer> {
  const found = await fileState(context, request);
  if ('problem' in found) return found;
  const { state } = found;
  if (state === null) return { problem: problem('lacks', { what: request.path }) };
  if (state.kind !== 'file') return { problem: problem('noPlainFile', {}) };
  const { output, isCut, failure } = await readStart(context, request, MAX_SHOWN_BYTES);
  if (failure !== null) return { problem: problemOfFailure(failure) };
  return {
    file: {
      base64: output.toString('base64'),
      bytes: state.bytes,
      isCut,
      hash: isCut ? null : hashOf(output),
      image: imageType(output),
      mode: state.mode,
    },
  };
}

/** No more than `most` bytes; that it goes on is known by one more. */
export async function readStart(
  context: CommandContext,
  { path, ...place }: FileRequest,
  most: number,
): Promise<CommandResult> {
  const bytes = pathBytes(path);
  const read = await runCommand(context, place, { words: ['head', '-c', String(most + 1), bytes], most });
  return read.failure?.kind === 'noProgram' ? runCommand(context, place, { words: ['cat', bytes], most }) : read;
}

export function hashOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
