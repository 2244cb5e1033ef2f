import { readFileSync } from 'node:fs';
import { type GroupVersionResource, groupResource } from '@lanthorn/kube/api/group-version-resource.ts';
import type { PackKind } from '@lanthorn/views/cells/pack-kind.ts';
import { readPack } from '@lanthorn/views/packs/read-pack.ts';
import type { OwnPacks } from './own-packs.ts';
import { packFiles, type PackFileProblem, problemText } from './pack-file.ts';

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
    const { kinds, problems } = readPack(this.#text);
    const [problem] = problems;
    if (problem !== undefined) throw new Error(problemText({ file: this.#file, ...problem }));
    return new Map(kinds.map(kind => [groupResource(kind), kind]));
  }
}

/** What packs say of kinds; a person's own go before those that Lanthorn brings along, of which nothing is read before the first question. */
export class PackLibrary {
  readonly #folder: string;
  readonly #own: Pick<OwnPacks, 'kinds' | 'problems'> | null;
  #shipped: readonly ShippedPack[] | null = null;

  /** `folder` holds the packs that Lanthorn brings along. */
  constructor(folder: string, own: Pick<OwnPacks, 'kinds' | 'problems'> | null = null) {
    this.#folder = folder;
    this.#own = own;
  }

  /** What is wrong with a person's own packs. */
  get problems(): readonly PackFileProblem[] {
    return this.#own?.problems ?? [];
  }

  /** Null where no pack knows the kind, or none in this version. */
  kindOf(resource: GroupVersionResource): PackKind | null {
    const own = this.#own?.kinds.get(groupResource(resource));
    if (own !== undefined && isOf(own, resource)) return own;
    this.#shipped ??= packFiles(this.#folder).map(file => new ShippedPack(file));
    for (const pack of this.#shipped) {
      const kind = pack.kindOf(resource);
      if (kind !== undefined) return isOf(kind, resource) ? kind : null;
    }
    return null;
  }
}

function isOf({ versions }: PackKind, { version }: GroupVersionResource): boolean {
  return versions === undefined || versions.includes(version);
}
