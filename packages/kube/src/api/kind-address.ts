import { type GroupVersionResource, groupResource } from './group-version-resource.ts';

/**
 * The kind that an address names, as kubectl reads it on its command line: `jobs.v1.batch` by version too, `jobs.batch` by group, and
 * `jobs` as the first of that name. `kinds` are in the order of the server's discovery, where built-in kinds come first.
 */
export function findKindByAddress<Kind extends GroupVersionResource>(
  address: string,
  kinds: readonly Kind[],
): Kind | undefined {
  const [resource = '', version = '', ...rest] = address.split('.');
  const group = rest.join('.');
  const isNamed = (kind: Kind) => kind.resource === resource && kind.group === group;
  return (
    kinds.find(kind => isNamed(kind) && kind.version === version) ??
    kinds.find(kind => groupResource(kind) === address) ??
    // A version that the server does not prefer, or no longer has.
    (isVersion(version) ? kinds.find(isNamed) : undefined) ??
    kinds.find(kind => kind.resource === address)
  );
}

/** As the API names versions; a custom kind's may be any word, and is then found by its name in full. */
export function isVersion(text: string): boolean {
  return /^v\d+((alpha|beta)\d+)?$/.test(text);
}
