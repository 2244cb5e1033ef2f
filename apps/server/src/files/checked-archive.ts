import type { Writable } from 'node:stream';
import { type Problem, problem } from '@lanthorn/protocol/error-kinds.ts';
import { type Entry, extract as tarExtract, type Header } from 'tar-stream';
import { textOf } from './command-words.ts';
import { leadsOut, placeIn } from './archive-place.ts';
import { ARCHIVE_END, type EntryHeader, entryHead, entryPadding } from './archive-entry.ts';

/** Links that are kept in mind, since nothing may be written through one; those beyond are left out. */
const MAX_LINKS = 100_000;
/** Without the bits that lend the owner's rights to whoever runs it. */
const PERMISSIONS = 0o777;

/** Why an archive of a container is not passed on. */
export class ArchiveProblem extends Error {
  override name = 'ArchiveProblem';
  readonly problem: Problem;

  constructor(why: Problem) {
    super(why.message);
    this.problem = why;
  }
}

interface CheckedArchiveOptions {
  /** The name of the folder in bytes, one character each; '' for the uppermost. */
  readonly root: string;
  readonly onLeftOut: () => void;
}

/**
 * An archive as a container sends it, read and written anew entry by entry, so that whoever unpacks it writes nothing beside its folder. Devices
 * and the like are left out, and so are links that lead out of the folder; an entry that says it stands elsewhere ends it, for no tar writes
 * such a thing by itself. Held is no more than is on its way. Throws an `ArchiveProblem`.
 */
export async function* checkedArchive(
  source: AsyncIterable<Uint8Array>,
  { root, onLeftOut }: CheckedArchiveOptions,
): AsyncIterable<Uint8Array> {
  const archive = tarExtract({ filenameEncoding: 'latin1' });
  const links = new Set<string>();
  void feed(source, archive).catch((error: unknown) => archive.destroy(asError(error)));
  try {
    for await (const entry of archive) {
      const header = safeHeader(entry.header, { root, links });
      if (header === null) onLeftOut();
      if (header === null || header === 'itself') await skip(entry);
      else {
        yield await entryHead(header);
        yield* wholeContent(entry, header.size);
        yield entryPadding(header.size);
      }
    }
    yield ARCHIVE_END;
  } catch (error) {
    throw archiveProblem(error);
  } finally {
    archive.destroy();
  }
}

async function* wholeContent(entry: Entry, size: number): AsyncIterable<Uint8Array> {
  let length = 0;
  for await (const bytes of entry as AsyncIterable<Uint8Array>) {
    length += bytes.length;
    if (length <= size) yield bytes;
  }
  if (length !== size) throw new Error('an entry is not as long as it says');
}

function archiveProblem(error: unknown): ArchiveProblem {
  if (error instanceof ArchiveProblem) return error;
  return new ArchiveProblem(problem('badArchive', { detail: asError(error).message }));
}

function asError(error: unknown): Error {
  return error instanceof Error ? error : new Error(String(error));
}

async function feed(source: AsyncIterable<Uint8Array>, archive: Writable): Promise<void> {
  let wake = () => {};
  for (const event of ['drain', 'close']) archive.on(event, () => wake());
  for await (const bytes of source) {
    if (archive.destroyed) return;
    const hasRoom = archive.write(bytes);
    if (!hasRoom && !archive.destroyed)
      await new Promise<void>(resolve => {
        wake = resolve;
      });
  }
  archive.end();
}

async function skip(entry: Entry): Promise<void> {
  for await (const bytes of entry as AsyncIterable<Uint8Array>) if (bytes.length === 0) continue;
}

interface SafePlaces {
  readonly root: string;
  /** Links that were passed on. */
  readonly links: Set<string>;
}

/** What is written of an entry: null for one that is left out, `itself` for the uppermost folder, which everybody has. */
function safeHeader(given: Header, places: SafePlaces): EntryHeader | null | 'itself' {
  const { name, mode = 0, mtime, pax } = given;
  const said = bytesOf(name, pax?.['path']);
  const place = placeIn(places.root, said);
  if (place === null || throughLink(place, places.links))
    throw new ArchiveProblem(problem('unsafeArchive', { name: shown(said) }));
  if (place === '') return 'itself';
  const kind = safeKind(given, place, places);
  if (kind === null) return null;
  const changedAt = mtime?.getTime() ?? 0;
  // As every tar writes a folder; the library does not.
  const written = kind.type === 'directory' ? `${shown(place)}/` : shown(place);
  return { name: written, mode: mode & PERMISSIONS, mtime: new Date(changedAt > 0 ? changedAt : 0), ...kind };
}

/** Null of what is no file, no folder and no link within. */
function safeKind(
  { type, size = 0, linkname, pax }: Header,
  place: string,
  { root, links }: SafePlaces,
): Pick<EntryHeader, 'type' | 'size' | 'linkname'> | null {
  const target = bytesOf(linkname ?? '', pax?.['linkpath']);
  if (type === 'file' || type === 'contiguous-file') return { type: 'file', size };
  if (type === 'directory') return { type, size: 0 };
  if (type === 'symlink') {
    if (leadsOut(root, place, target) || links.size >= MAX_LINKS) return null;
    links.add(place);
    return { type, size: 0, linkname: shown(target) };
  }
  if (type !== 'link') return null;
  const other = placeIn(root, target);
  if (other === null || other === '' || throughLink(other, links)) return null;
  // A second name of a link is a link that leads elsewhere from where it stands.
  return links.has(other) ? null : { type, size: 0, linkname: shown(other) };
}

/** One character for each byte: the library reads names of pax headers as UTF-8, and others as they are. */
function bytesOf(name: string, ofPax: string | undefined): string {
  return ofPax === undefined ? name : Buffer.from(ofPax, 'utf8').toString('latin1');
}

/** As it is written: what is no UTF-8, with its bytes escaped. */
function shown(latin: string): string {
  const bytes = Buffer.from(latin, 'latin1');
  // oxlint-disable-next-line no-control-regex -- bytes beyond ASCII
  return textOf(bytes) ?? latin.replace(/[^\x00-\x7f]/g, byte => `\\x${hexOf(byte)}`);
}

function hexOf(character: string): string {
  return character.charCodeAt(0).toString(16).padStart(2, '0');
}

function throughLink(place: string, links: ReadonlySet<string>): boolean {
  if (links.size === 0) return false;
  const names = place.split('/');
  return names.some((_name, i) => i > 0 && links.has(names.slice(0, i).join('/')));
}
