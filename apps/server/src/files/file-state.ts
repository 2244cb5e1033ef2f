import { pathBytes } from '@lanthorn/protocol/files/container-path.ts';
import { type Problem, problem } from '@lanthorn/protocol/error-kinds.ts';
import type { FileKind, FileRequest } from '@lanthorn/protocol/files/file-messages.ts';
import { type CommandContext, problemOfFailure, runCommand } from './container-command.ts';
import { kindOfMode } from './folder-listing.ts';

const MAX_STATE_BYTES = 1_024;
const HEX = 16;
const PERMISSIONS = 0o7777;
const NOT_THERE = /no such file or directory/i;
/** For where there is no `stat`: its last letter is the kind. */
const PLAIN_SCRIPT = '[ -e "$1" ] || exit 1; [ -f "$1" ] && echo f && exit; [ -d "$1" ] && echo d || echo o';
const PLAIN_KINDS: Readonly<Record<string, FileKind>> = { f: 'file', d: 'folder' };

/** What a path leads to, links being followed. */
export interface FileState {
  readonly kind: FileKind;
  /** Null where the container cannot tell it. */
  readonly bytes: number | null;
  readonly mode: number | null;
}

/** Null where nothing is there. */
export async function fileState(
  context: CommandContext,
  { path, ...place }: FileRequest,
): Promise<{ readonly state: FileState | null } | { readonly problem: Problem }> {
  const words = ['stat', '-L', '-c', '%f %s', pathBytes(path)];
  const { output, failure, complaints } = await runCommand(context, place, { words, most: MAX_STATE_BYTES });
  if (failure?.kind === 'noProgram') return plainState(context, { path, ...place });
  if (failure?.kind === 'exited' && NOT_THERE.test(complaints)) return { state: null };
  if (failure !== null) return { problem: problemOfFailure(failure) };
  const [, hexMode = '', bytes] = /^([0-9a-f]{1,8}) (\d{1,16})$/.exec(output.toString('latin1').trim()) ?? [];
  if (bytes === undefined) return { problem: problem('containerSays', { detail: output.toString('utf8') }) };
  const mode = Number.parseInt(hexMode, HEX);
  return { state: { kind: kindOfMode(mode), bytes: Number(bytes), mode: mode & PERMISSIONS } };
}

async function plainState(
  context: CommandContext,
  { path, ...place }: FileRequest,
): Promise<{ readonly state: FileState | null } | { readonly problem: Problem }> {
  const words = ['sh', '-c', PLAIN_SCRIPT, 'sh', pathBytes(path)];
  const { output, failure } = await runCommand(context, place, { words, most: MAX_STATE_BYTES });
  if (failure?.kind === 'noProgram')
    return { problem: problem('noFileTools', { container: place.container, detail: failure.detail }) };
  if (failure?.kind === 'exited' && failure.detail === '') return { state: null };
  if (failure !== null) return { problem: problemOfFailure(failure) };
  return { state: { kind: PLAIN_KINDS[output.toString('latin1').trim()] ?? 'unknown', bytes: null, mode: null } };
}
