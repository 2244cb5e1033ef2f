import { FileSystemError } from '../../system/file-system.ts';
import type { Value } from './awk-values.ts';

/** Characters of all that a program keeps. */
const MAX_ALL = 32 * 1024 * 1024;
/** Kept for a value besides its text. */
const VALUE_SIZE = 100;

const isArray = (value: Value | ReadonlyMap<string, Value>): value is ReadonlyMap<string, Value> =>
  value instanceof Map;

export function sizeOf(value: Value | ReadonlyMap<string, Value> | undefined): number {
  if (value === undefined || isArray(value)) return 0;
  if (typeof value === 'number') return VALUE_SIZE;
  return VALUE_SIZE + (typeof value === 'string' ? value : value.text).length;
}

/** What the values of one program take, in all. */
export class AwkMemory {
  #size = 0;

  /** More, or less where it is given back. */
  take(size: number): void {
    if (size > 0 && this.#size + size > MAX_ALL) throw new FileSystemError('out of memory');
    this.#size += size;
  }
}

/** Values by name, each of them counted. */
export class CountedMap<V extends Value | ReadonlyMap<string, Value> | undefined> extends Map<string, V> {
  readonly #memory: AwkMemory;

  constructor(memory: AwkMemory, entries: Iterable<readonly [string, V]> = []) {
    super();
    this.#memory = memory;
    for (const [name, value] of entries) this.set(name, value);
  }

  override set(name: string, value: V): this {
    const before = this.has(name) ? name.length + sizeOf(this.get(name)) : 0;
    this.#memory.take(name.length + sizeOf(value) - before);
    return super.set(name, value);
  }

  override delete(name: string): boolean {
    if (this.has(name)) this.#memory.take(-name.length - sizeOf(this.get(name)));
    return super.delete(name);
  }

  override clear(): void {
    for (const [name, value] of this) this.#memory.take(-name.length - sizeOf(value));
    super.clear();
  }
}

/** In one, where that may be kept. */
export function joinedAll(parts: readonly string[], separator: string, most: number): string {
  const length = parts.reduce((sum, part) => sum + part.length + separator.length, 0);
  if (length > most) throw new FileSystemError('out of memory');
  return parts.join(separator);
}
