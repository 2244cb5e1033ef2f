import * as z from 'zod/mini';
import { MAX_NAME_TEXT, MAX_PATH_TEXT, NAME_TEXT, PATH_TEXT } from './container-path.ts';
import { MAX_REASON } from '../constants.ts';
import type { Problem } from '../error-kinds.ts';
import { pathSegment, text } from '../path-segment.ts';
import { MAX_SHOWN_BYTES } from './file-bounds.ts';

// Files in a container, as the page asks for them. Paths are those of `container-path.ts`.

const id = z.string().check(z.regex(/^[0-9a-f-]{36}$/));
const path = z.string().check(z.maxLength(MAX_PATH_TEXT), z.regex(PATH_TEXT, 'is no path of a file'));
const name = z.string().check(z.maxLength(MAX_NAME_TEXT), z.regex(NAME_TEXT, 'is no name of a file'));
const hash = z.string().check(z.regex(/^[0-9a-f]{64}$/));
/** Why it is written, in the words of who does it. */
const reason = z.optional(z.string().check(z.maxLength(MAX_REASON)));

/** Which container. */
const place = {
  cluster: text,
  namespace: pathSegment,
  pod: pathSegment,
  /** Of the pod, as it was seen. */
  uid: text,
  container: pathSegment,
};

/** `POST /api/files/list` and `/api/files/read`. */
export const fileRequest = z.object({ ...place, path });
export type FileRequest = z.infer<typeof fileRequest>;
export type FilePlace = Omit<FileRequest, 'path'>;

/** `POST /api/files/fetch`: makes ready what `GET /api/files/fetched/ID` then gives, once: a file, a folder as an archive, or an image to look at. */
export const fetchRequest = z.object({ ...place, path, id, as: z.enum(['file', 'archive', 'image']) });
export type FetchRequest = z.infer<typeof fetchRequest>;

/** `POST /api/files/transfer`: how far it is, and that it shall end. */
export const transferRequest = z.object({ id, isCancelled: z.boolean() });
export type TransferRequest = z.infer<typeof transferRequest>;

/** `POST /api/files/upload?…`, the bytes being the body. */
export const uploadRequest = z.object({
  ...place,
  /** The folder. */
  path,
  name,
  /** In bytes, as a query has it. */
  size: z.string().check(z.regex(/^\d{1,15}$/)),
  /** A file of that name is taken the place of. */
  replaces: z.enum(['yes', 'no']),
  reason,
});
export type UploadRequest = z.infer<typeof uploadRequest>;

/** `POST /api/files/save`: the text of a file, where it still is what it was. */
export const saveRequest = z.object({
  ...place,
  path,
  /** Of the bytes that were read. */
  was: hash,
  reason,
  base64: z.string().check(z.maxLength(2 * MAX_SHOWN_BYTES), z.regex(/^[A-Za-z0-9+/]*={0,2}$/)),
});
export type SaveRequest = z.infer<typeof saveRequest>;

/** What a name in a folder stands for. */
export type FileKind = 'file' | 'folder' | 'link' | 'pipe' | 'socket' | 'device' | 'unknown';

export interface FileEntry {
  readonly name: string;
  readonly kind: FileKind;
  /** Of a link: what it leads to, null where that is not there; of others the same as the kind. */
  readonly leadsTo: FileKind | null;
  /** As it is written in the link; null of others, and where nobody said. */
  readonly target: string | null;
  /** The rest is null where the container cannot tell it. */
  readonly bytes: number | null;
  /** Permission bits. */
  readonly mode: number | null;
  readonly owner: string | null;
  readonly group: string | null;
  /** Milliseconds since 1970. */
  readonly modifiedAt: number | null;
}

export interface Folder {
  readonly entries: readonly FileEntry[];
  /** There is more than is shown. */
  readonly isCut: boolean;
  /** The container has no more than a shell: sizes and the like are not known. */
  readonly isPlain: boolean;
  /** What the container complained of beside; '' for nothing. */
  readonly said: string;
}

export interface ShownFile {
  readonly base64: string;
  /** Of the file as it says itself; null where nobody said. */
  readonly bytes: number | null;
  /** It goes on. */
  readonly isCut: boolean;
  /** SHA-256 of all of it; null where it is cut. */
  readonly hash: string | null;
  /** One of those that may be looked at. */
  readonly image: string | null;
  readonly mode: number | null;
}

/** Why not, or what was asked for: a refusal of the container is an answer. */
export type FolderAnswer = { readonly folder: Folder } | { readonly problem: Problem };
export type ReadAnswer = { readonly file: ShownFile } | { readonly problem: Problem };
export type SaveAnswer = { readonly hash: string } | { readonly problem: Problem };
export type UploadAnswer = { readonly bytes: number } | { readonly problem: Problem };
export type FetchAnswer =
  | { readonly name: string; readonly bytes: number | null; readonly kubectl: string }
  | { readonly problem: Problem };

/** How far something is that is fetched. */
export interface TransferState {
  readonly bytes: number;
  /** Null while it goes on. */
  readonly end: { readonly problem: Problem | null } | null;
  /** Entries of the archive that were left out, since they would lead out of its folder or are no files. */
  readonly leftOut: number;
}
