/** A file of a simulated container. */
export interface File {
  readonly content: Uint8Array;
  /** Permission bits. */
  readonly mode: number;
  /** Milliseconds since 1970. */
  readonly modifiedAt: number;
}

export interface DirectoryEntry {
  readonly name: string;
  /** Null for a directory. */
  readonly file: File | null;
}

/** What a simulated container may keep in all: it is memory of the cluster's process. */
const MAX_BYTES = 16 * 1024 * 1024;
/** Files and directories, and characters of the path of one. */
const MAX_ENTRIES = 10_000;
const MAX_PATH = 4_096;
const FILE_MODE = 0o644;

/** Why something cannot be done with a path, in the words of a shell. */
export class FileSystemError extends Error {
  override name = 'FileSystemError';
}

/** Files in memory, by absolute path; directories are where something is in them, or where one was made. */
export class FileSystem {
  readonly #files = new Map<string, File>();
  /** When each was made, by path. */
  readonly #directories = new Map<string, number>([['/', 0]]);
  /** What is in each directory. */
  readonly #names = new Map<string, Set<string>>([['/', new Set()]]);
  #bytes = 0;

  /** An absolute path without `.` and `..`. */
  static resolve(base: string, path: string): string {
    const parts: string[] = [];
    for (const part of `${path.startsWith('/') ? '' : `${base}/`}${path}`.split('/')) {
      if (part === '..') parts.pop();
      else if (part !== '' && part !== '.') parts.push(part);
    }
    return `/${parts.join('/')}`;
  }

  isDirectory(path: string): boolean {
    return this.#directories.has(path);
  }

  file(path: string): File | undefined {
    return this.#files.get(path);
  }

  read(path: string): Uint8Array {
    const file = this.#files.get(path);
    if (file !== undefined) return file.content;
    throw new FileSystemError(
      this.isDirectory(path) ? `${path}: Is a directory` : `${path}: No such file or directory`,
    );
  }

  write(
    path: string,
    content: Uint8Array,
    { modifiedAt, mode = FILE_MODE }: { modifiedAt: number; mode?: number },
  ): void {
    if (this.isDirectory(path)) throw new FileSystemError(`${path}: Is a directory`);
    const more = content.length - (this.#files.get(path)?.content.length ?? 0);
    if (this.#bytes + more > MAX_BYTES) throw new FileSystemError(`${path}: No space left on device`);
    const parent = parentOf(path);
    if (!this.isDirectory(parent)) throw new FileSystemError(`${path}: No such file or directory`);
    if (!this.#files.has(path)) this.#add(path);
    this.#bytes += more;
    this.#files.set(path, { content, mode, modifiedAt });
  }

  /** When a directory was made; undefined where there is none. */
  directory(path: string): number | undefined {
    return this.#directories.get(path);
  }

  /** With all directories above it. */
  makeDirectory(path: string, at = 0): void {
    if (this.#files.has(path)) throw new FileSystemError(`${path}: File exists`);
    if (path !== '/') this.makeDirectory(parentOf(path), at);
    if (this.#directories.has(path)) return;
    this.#add(path);
    this.#directories.set(path, at);
    this.#names.set(path, new Set());
  }

  #add(path: string): void {
    if (path.length > MAX_PATH) throw new FileSystemError(`${path.slice(0, 40)}…: File name too long`);
    if (this.#files.size + this.#directories.size >= MAX_ENTRIES)
      throw new FileSystemError(`${path}: No space left on device`);
    this.#names.get(parentOf(path))?.add(nameOf(path));
  }

  /** Entries of a directory by name. */
  list(path: string): DirectoryEntry[] {
    if (!this.isDirectory(path)) throw new FileSystemError(`${path}: No such file or directory`);
    const prefix = path === '/' ? '/' : `${path}/`;
    return [...(this.#names.get(path) ?? [])]
      .toSorted()
      .map(name => ({ name, file: this.#files.get(`${prefix}${name}`) ?? null }));
  }

  remove(path: string): void {
    const file = this.#files.get(path);
    if (file === undefined) throw new FileSystemError(`${path}: No such file or directory`);
    this.#bytes -= file.content.length;
    this.#files.delete(path);
    this.#names.get(parentOf(path))?.delete(nameOf(path));
  }

  /** A directory with all below it. */
  removeTree(path: string): void {
    for (const entry of this.list(path)) {
      const below = path === '/' ? `/${entry.name}` : `${path}/${entry.name}`;
      if (entry.file === null) this.removeTree(below);
      else this.remove(below);
    }
    if (path === '/') return;
    this.#directories.delete(path);
    this.#names.delete(path);
    this.#names.get(parentOf(path))?.delete(nameOf(path));
  }
}

function parentOf(path: string): string {
  const slash = path.lastIndexOf('/');
  return slash <= 0 ? '/' : path.slice(0, slash);
}

const nameOf = (path: string) => path.slice(path.lastIndexOf('/') + 1);
