import { randomBytes } from 'node:crypto';
import { pathBytes, pathIn } from '@lanthorn/protocol/files/container-path.ts';
import { type Problem, problem } from '@lanthorn/protocol/error-kinds.ts';
import type { FilePlace, UploadAnswer, UploadRequest } from '@lanthorn/protocol/files/file-messages.ts';
import { ARCHIVE_END, type EntryHeader, entryHead, entryPadding } from './archive-entry.ts';
import { countedWrite } from './command-words.ts';
import { type CommandContext, ContainerCommand, drain, problemOfFailure, runCommand } from './container-command.ts';
import { fileState } from './file-state.ts';

const NEW_MODE = 0o644;
const SUFFIX_BYTES = 6;
/** What tar, mv and rm write is nothing, or a complaint. */
const MAX_OUTPUT_BYTES = 64 * 1024;

/** What is uploaded, and what cuts it off. */
interface Upload {
  readonly request: UploadRequest;
  readonly body: AsyncIterable<Uint8Array>;
  readonly signal: AbortSignal;
}

/**
 * Writes a file into a folder of a container, as it comes. It has a name of its own until it is whole, then takes its place at once; what was not
 * whole is taken away again.
 */
export async function putFile(context: CommandContext, upload: Upload): Promise<UploadAnswer> {
  const { name, size, replaces, path: folder, reason: _reason, ...place } = upload.request;
  const path = pathIn(folder, name);
  const found = await fileState(context, { ...place, path });
  if ('problem' in found) return found;
  const { state } = found;
  if (state !== null && state.kind !== 'file') return { problem: problem('noPlainFile', {}) };
  if (state !== null && replaces === 'no') return { problem: problem('fileThere', {}) };
  const temporary = `.lanthorn-${randomBytes(SUFFIX_BYTES).toString('hex')}`;
  const header: EntryHeader = {
    type: 'file',
    name: temporary,
    size: Number(size),
    mode: state?.mode ?? NEW_MODE,
    mtime: new Date(0),
  };
  const failed =
    (await send(context, place, { upload, folder, header })) ??
    (await quiet(context, place, ['mv', '-f', pathBytes(pathIn(folder, temporary)), pathBytes(path)]));
  if (failed === null) return { bytes: header.size };
  await quiet(context, place, ['rm', '-f', pathBytes(pathIn(folder, temporary))]);
  return { problem: failed };
}

interface Sending {
  readonly upload: Upload;
  readonly folder: string;
  readonly header: EntryHeader;
}

async function send(context: CommandContext, place: FilePlace, sending: Sending): Promise<Problem | null> {
  const { folder, header } = sending;
  const tar = await quietly(context, place, ['tar', '--version']);
  const isTar = tar.failure?.kind !== 'noProgram';
  const counted = countedWrite(pathBytes(pathIn(folder, header.name)), header.size);
  const words = isTar ? ['tar', 'xmf', '-', '-C', pathBytes(folder)] : counted;
  let command = await ContainerCommand.open(context, place, { words, hasInput: true });
  let isArchive = isTar;
  if (!('problem' in command) && isArchive && !command.canEndInput) {
    command.close();
    isArchive = false;
    command = await ContainerCommand.open(context, place, { words: counted, hasInput: true });
  }
  if ('problem' in command) return command.problem;
  return feedFile(command, { ...sending, isArchive, place });
}

async function feedFile(
  command: ContainerCommand,
  {
    upload: { body, signal },
    header,
    isArchive,
    place,
  }: Sending & { readonly isArchive: boolean; readonly place: FilePlace },
): Promise<Problem | null> {
  const stop = () => command.close();
  signal.addEventListener('abort', stop);
  // A container that complains and ends takes nothing more.
  let isOver = false;
  const ended = drain(command, MAX_OUTPUT_BYTES).then(() => {
    isOver = true;
  });
  let sent = 0;
  let cutBy: unknown = null;
  try {
    const counted = (async function* () {
      try {
        for await (const bytes of body) {
          sent += bytes.length;
          if (sent > header.size || isOver || signal.aborted) return;
          yield bytes;
        }
      } catch (error) {
        // Whoever sent it is gone: what is missing says so.
        cutBy = error;
      }
    })();
    const bytes = isArchive ? archived(counted, header) : counted;
    for await (const part of bytes) await Promise.race([command.write(part), ended]);
    const isWhole = sent === header.size && cutBy === null && !signal.aborted;
    if (!isWhole && !isOver) {
      command.close();
      await ended;
      return problem('uploadCut', { bytes: sent, size: header.size });
    }
    if (isArchive && !isOver) await command.endInput();
    await ended;
    const failure = command.failure();
    if (failure?.kind === 'noProgram')
      return problem('noFileTools', { container: place.container, detail: failure.detail });
    return failure === null ? null : problemOfFailure(failure);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

/** An archive of the one file; it breaks off where the bytes do. */
async function* archived(body: AsyncIterable<Uint8Array>, header: EntryHeader): AsyncIterable<Uint8Array> {
  yield await entryHead(header);
  let sent = 0;
  for await (const bytes of body) {
    sent += bytes.length;
    yield bytes;
  }
  if (sent !== header.size) return;
  yield entryPadding(header.size);
  yield ARCHIVE_END;
}

async function quiet(
  context: CommandContext,
  place: FilePlace,
  words: readonly (string | Uint8Array)[],
): Promise<Problem | null> {
  const { failure } = await quietly(context, place, words);
  return failure === null ? null : problemOfFailure(failure);
}

function quietly(context: CommandContext, place: FilePlace, words: readonly (string | Uint8Array)[]) {
  return runCommand(context, place, { words, most: MAX_OUTPUT_BYTES });
}
