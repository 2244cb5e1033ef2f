import { type FSWatcher, watch } from 'node:fs';
import { groupResource } from '@lanthorn/kube/api/group-version-resource.ts';
import type { PackKind } from '@lanthorn/views/cells/pack-kind.ts';
import { packFiles, type PackFileProblem, readPackFile } from './pack-file.ts';

/** An editor writes a file in several steps. */
const SETTLE_MS = 200;

/** The packs of a person's own folder, read again when a file in it changes. */
export class OwnPacks {
  readonly #folder: string;
  readonly #onProblems: (problems: readonly PackFileProblem[]) => void;
  readonly #watcher: FSWatcher | null;
  #timer: NodeJS.Timeout | null = null;
  #kinds: ReadonlyMap<string, PackKind> = new Map();
  #problems: readonly PackFileProblem[] = [];

  /** `onProblems` is told what is wrong at once, and after each change. */
  constructor(folder: string, onProblems: (problems: readonly PackFileProblem[]) => void) {
    this.#folder = folder;
    this.#onProblems = onProblems;
    this.#read();
    this.#watcher = this.#watch();
  }

  /** By `resource.group`. */
  get kinds(): ReadonlyMap<string, PackKind> {
    return this.#kinds;
  }

  get problems(): readonly PackFileProblem[] {
    return this.#problems;
  }

  close(): void {
    this.#watcher?.close();
    if (this.#timer !== null) clearTimeout(this.#timer);
  }

  #watch(): FSWatcher | null {
    try {
      const watcher = watch(this.#folder, { persistent: false }, () => this.#readSoon());
      // A folder that went is read once more, and says so.
      watcher.on('error', () => this.#readSoon());
      return watcher;
    } catch {
      // It cannot be read either, which was said.
      return null;
    }
  }

  #readSoon(): void {
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#read(), SETTLE_MS);
    this.#timer.unref();
  }

  /** A file that cannot be used says why; the others are used all the same. Of a kind that two of them know the first counts. */
  #read(): void {
    const kinds = new Map<string, PackKind>();
    const problems: PackFileProblem[] = [];
    for (const file of this.#files(problems)) {
      const reading = readPackFile(file);
      problems.push(...reading.problems);
      for (const kind of reading.kinds) {
        const name = groupResource(kind);
        if (kinds.has(name)) problems.push({ file, line: 1, path: '', message: `${name} is in another file already` });
        else kinds.set(name, kind);
      }
    }
    this.#kinds = kinds;
    this.#problems = problems;
    this.#onProblems(problems);
  }

  #files(problems: PackFileProblem[]): readonly string[] {
    try {
      return packFiles(this.#folder);
    } catch (error) {
      problems.push({
        file: this.#folder,
        line: 1,
        path: '',
        message: error instanceof Error ? error.message : String(error),
      });
      return [];
    }
  }
}
