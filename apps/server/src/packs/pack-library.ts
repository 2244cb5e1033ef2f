import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type GroupVersionResource, groupResource } from '@lanthorn/kube/api/group-version-resource.ts';
import type { PackKind } from '@lanthorn/views/cells/pack-kind.ts';
import { readPack } from '@lanthorn/views/packs/read-pack.ts';

/** A file of the packs that Lanthorn brings along; it is parsed when somebody looks at a kind of one of its groups. */
class ShippedPack {
  readonly #file: string;
  readonly #text: string;
  #kinds: ReadonlyMap<string, PackKind> | null = null;

  constructor(file: string) {
    this.#file = file;
    this.#text = readFileSync(file, 'utf8');
  }

  kindOf({ group, resource }: Pick<GroupVersionResource, 'group' | 'resource'>): PackKind | undefined {
    if (this.#kinds === null && !this.#text.includes(group)) return undefined;
    this.#kinds ??= this.#read();
    return this.#kinds.get(groupResource({ group, resource }));
  }

  #read(): ReadonlyMap<string, PackKind> {
    const reading = readPack(this.#text);
    const [problem] = reading.problems;
    if (problem !== undefined) throw new Error(`${this.#file}:${problem.line}: ${problem.path}: ${problem.message}`);
    return byResource(reading.kinds);
  }
}

/** What packs say of kinds. Nothing is read before the first question. */
export class PackLibrary {
  readonly #folder: string;
  #shipped: readonly ShippedPack[] | null = null;

  /** `folder` holds the packs that Lanthorn brings along. */
  constructor(folder: string) {
    this.#folder = folder;
  }

  /** Null where no pack knows the kind, or none in this version. */
  kindOf(resource: GroupVersionResource): PackKind | null {
    this.#shipped ??= packFiles(this.#folder).map(file => new ShippedPack(file));
    for (const pack of this.#shipped) {
      const kind = pack.kindOf(resource);
      if (kind !== undefined) return isOf(kind, resource) ? kind : null;
    }
    return null;
  }
}

export function packFiles(folder: string): readonly string[] {
  return readdirSync(folder)
    .filter(name => /\.ya?ml$/.test(name))
    .toSorted()
    .map(name => join(folder, name));
}

function byResource(kinds: readonly PackKind[]): ReadonlyMap<string, PackKind> {
  return new Map(kinds.map(kind => [groupResource(kind), kind]));
}

function isOf({ versions }: PackKind, { version }: GroupVersionResource): boolean {
  return versions === undefined || versions.includes(version);
}
