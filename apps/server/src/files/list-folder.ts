import { randomBytes } from 'node:crypto';
import { problem } from '@lanthorn/protocol/error-kinds.ts';
import { MAX_ENTRIES } from '@lanthorn/protocol/files/file-bounds.ts';
import type { FileRequest, FolderAnswer } from '@lanthorn/protocol/files/file-messages.ts';
import { type CommandContext, type CommandResult, problemOfFailure, runCommand } from './container-command.ts';
import { listingWords, plainListingWords, readListing, readPlainListing } from './folder-listing.ts';

/** Read of an answer: as many names as are shown, of some length. */
const MAX_LISTING_BYTES = 4 * 1024 * 1024;
const MARK_BYTES = 12;
/** What the kernel says of a folder that cannot be read; anything else was said of the tools. */
const ABOUT_FOLDER = /permission denied|not a directory|no such file or directory|too many levels of symbolic links/i;
/** How `find` says that there is no `stat`, or one that it does not know. */
const ABOUT_TOOLS = /\bstat\b|find: (?:unrecognized|unknown|invalid|illegal)/i;

/** What is in a folder of a container: by find and stat, or where there are none by the shell alone. */
export async function listFolder(context: CommandContext, { path, ...place }: FileRequest): Promise<FolderAnswer> {
  const mark = `@${randomBytes(MARK_BYTES).toString('hex')}`;
  const asked = await runCommand(context, place, { words: listingWords(path, mark), most: MAX_LISTING_BYTES });
  const { failure } = asked;
  if (failure?.kind === 'broken') return { problem: failure.problem };
  const entries = readListing(asked.output, mark);
  if (failure === null || (entries.length > 0 && failure.kind === 'exited'))
    return { folder: { ...shown(entries, asked), isPlain: false, said: asked.complaints } };
  if (failure.kind === 'exited' && ABOUT_FOLDER.test(failure.detail) && !ABOUT_TOOLS.test(failure.detail))
    return { problem: problemOfFailure(failure) };
  return listPlainly(context, { path, ...place }, mark);
}

async function listPlainly(
  context: CommandContext,
  { path, ...place }: FileRequest,
  mark: string,
): Promise<FolderAnswer> {
  // One more than is shown: so it is known that there are more.
  const words = plainListingWords(path, { mark, most: MAX_ENTRIES + 1 });
  const asked = await runCommand(context, place, { words, most: MAX_LISTING_BYTES });
  const { failure } = asked;
  if (failure?.kind === 'noProgram')
    return { problem: problem('noFileTools', { container: place.container, detail: failure.detail }) };
  if (failure !== null) return { problem: problemOfFailure(failure) };
  return { folder: { ...shown(readPlainListing(asked.output, mark), asked), isPlain: true, said: asked.complaints } };
}

function shown<Entry>(entries: readonly Entry[], { isCut }: CommandResult) {
  return { entries: entries.slice(0, MAX_ENTRIES), isCut: isCut || entries.length > MAX_ENTRIES };
}
