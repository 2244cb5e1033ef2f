import { Disk } from './disk.ts';

/** A file of a simulated container. */
export interface File {
  readonly content: Uint8Array;
  /** Permission bits. */
  readonly mode: number;
  /** Milliseconds since 1970. */
  readonly modifiedAt: number;
  /** Keeps nothing of what is written (`devices.ts`). */
  readonly isDevice?: boolean;
}

export interface DirectoryEntry {
  readonly name: string;
  /** Null for a directory. */
  readonly file: File | null;
}

/** What one simulated container may keep, or one volume. */
const MAX_BYTES = 16 * 1024 * 1024;
/** Files and directories, and characters of the path of one. */
const MAX_ENTRIES = 10_000;
const MAX_PATH = 4_096;
const FILE_MODE = 0o644;
const DEVICE_MODE = 0o666;

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
  /** Folders of a volume, which several containers may have, by where they are seen; the innermost first. */
  #mounts: readonly { readonly at: string; readonly files: FileSystem; readonly from: string }[] = [];
  /** Null once its room was given back. */
  #disk: Disk | null;
  #bytes = 0;

  /** On a disk of its own, unless it is one of many. */
  constructor(disk = new Disk()) {
    this.#disk = disk;
  }

  /** An absolute path without `.` and `..`. */
  static resolve(base: string, path: string): string {
    const parts: string[] = [];
    for (const part of `${path.startsWith('/') ? '' : `${base}/`}${path}`.split('/')) {
      if (part === '..') parts.pop();
      else if (part !== '' && part !== '.') parts.push(part);
    }
    return `/${parts.join('/')}`;
  }

  /** From then on a folder of other files is seen there. */
  mount(at: string, files: FileSystem, from = '/'): void {
    this.makeDirectory(at);
    files.makeDirectory(from);
    this.#mounts = [...this.#mounts, { at, files, from }].toSorted((a, b) => b.at.length - a.at.length);
  }

  /** Done where the path really lies; undefined where that is here. */
  #there<T>(path: string, work: (files: FileSystem, path: string) => T): { readonly value: T } | undefined {
    const mount = this.#mounts.find(({ at }) => path === at || path.startsWith(`${at}/`));
    if (mount === undefined) return undefined;
    const inside = FileSystem.resolve(mount.from, `.${path.slice(mount.at.length)}`);
    try {
      return { value: work(mount.files, inside) };
    } catch (error) {
      if (!(error instanceof FileSystemError)) throw error;
      throw new FileSystemError(error.message.replace(inside, () => path));
    }
  }

  isDirectory(path: string): boolean {
    const there = this.#there(path, (files, inside) => files.isDirectory(inside));
    return there?.value ?? this.#directories.has(path);
  }

  file(path: string): File | undefined {
    const there = this.#there(path, (files, inside) => files.file(inside));
    return there === undefined ? this.#files.get(path) : there.value;
  }

  read(path: string): Uint8Array {
    const file = this.file(path);
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
    if (this.#there(path, (files, inside) => files.write(inside, content, { modifiedAt, mode })) !== undefined) return;
    if (this.isDirectory(path)) throw new FileSystemError(`${path}: Is a directory`);
    if (this.#files.get(path)?.isDevice === true) return;
    const more = content.length - (this.#files.get(path)?.content.length ?? 0);
    const parent = parentOf(path);
    if (!this.isDirectory(parent)) throw new FileSystemError(`${path}: No such file or directory`);
    if (this.#bytes + more > MAX_BYTES || this.#disk?.take(more) !== true)
      throw new FileSystemError(`${path}: No space left on device`);
    this.#bytes += more;
    if (!this.#files.has(path)) this.#add(path);
    this.#files.set(path, { content, mode, modifiedAt });
  }

  makeDevice(path: string, modifiedAt: number): void {
    this.write(path, new Uint8Array(), { modifiedAt });
    this.#files.set(path, { content: new Uint8Array(), mode: DEVICE_MODE, modifiedAt, isDevice: true });
  }

  /** When a directory was made; undefined where there is none. */
  directory(path: string): number | undefined {
    const there = this.#there(path, (files, inside) => files.directory(inside));
    return there === undefined ? this.#directories.get(path) : there.value;
  }

  /** With all directories above it. */
  makeDirectory(path: string, at = 0): void {
    if (this.#there(path, (files, inside) => files.makeDirectory(inside, at)) !== undefined) return;
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
    const there = this.#there(path, (files, inside) => files.list(inside));
    if (there !== undefined) return there.value;
    if (!this.isDirectory(path)) throw new FileSystemError(`${path}: No such file or directory`);
    const prefix = path === '/' ? '/' : `${path}/`;
    return [...(this.#names.get(path) ?? [])]
      .toSorted()
      .map(name => ({ name, file: this.#files.get(`${prefix}${name}`) ?? null }));
  }

  remove(path: string): void {
    if (this.#there(path, (files, inside) => files.remove(inside)) !== undefined) return;
    const file = this.#files.get(path);
    if (file === undefined) throw new FileSystemError(`${path}: No such file or directory`);
    this.#bytes -= file.content.length;
    this.#disk?.take(-file.content.length);
    this.#files.delete(path);
    this.#names.get(parentOf(path))?.delete(nameOf(path));
  }

  /** Gives back its room: nobody will read it again, and nothing more is written. */
  release(): void {
    this.#disk?.take(-this.#bytes);
    this.#disk = null;
    this.#bytes = 0;
    this.#files.clear();
  }

  /** A directory with all below it. */
  removeTree(path: string): void {
    for (const entry of this.list(path)) {
      const below = path === '/' ? `/${entry.name}` : `${path}/${entry.name}`;
      if (entry.file === null) this.removeTree(below);
      else this.remove(below);
    }
    const isMounted = this.#mounts.some(({ at }) => at === path);
    if (isMounted) throw new FileSystemError(`${path}: Device or resource busy`);
    if (path === '/' || this.#there(path, (files, inside) => files.#forgetDirectory(inside)) !== undefined) return;
    this.#forgetDirectory(path);
  }

  #forgetDirectory(path: string): void {
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
