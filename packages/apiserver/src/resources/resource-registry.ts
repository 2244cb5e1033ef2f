import { must } from '@lanthorn/base/assert.ts';
import { resourceKey } from '@lanthorn/kube/api/group-version-resource.ts';
import type { ServedResource } from './served-resource.ts';

/** The kinds served now: the built-in ones and those that definitions add. */
export class ResourceRegistry {
  readonly #byKey: Map<string, ServedResource>;
  /** Kept, since every request asks for it. */
  #versions: Set<string> | null = null;
  /** Keys of each definition's versions. */
  readonly #defined = new Map<string, readonly string[]>();

  constructor(builtIn: readonly ServedResource[]) {
    this.#byKey = new Map(builtIn.map(resource => [resourceKey(resource), resource]));
  }

  all(): readonly ServedResource[] {
    return [...this.#byKey.values()];
  }

  find(group: string, version: string, resource: string): ServedResource | undefined {
    return this.#byKey.get(resourceKey({ group, version, resource }));
  }

  /** A resource the program itself names. */
  named(key: string): ServedResource {
    return must(this.#byKey.get(key), `resource ${key} is not served`);
  }

  hasVersion(group: string, version: string): boolean {
    this.#versions ??= new Set(this.all().map(info => `${info.group}/${info.version}`));
    return this.#versions.has(`${group}/${version}`);
  }

  /** Replaces the versions that a definition serves; an empty list removes them. */
  define(definition: string, resources: readonly ServedResource[]): void {
    for (const key of this.#defined.get(definition) ?? []) this.#byKey.delete(key);
    this.#versions = null;
    this.#defined.set(definition, resources.map(resourceKey));
    for (const resource of resources) this.#byKey.set(resourceKey(resource), resource);
  }
}
