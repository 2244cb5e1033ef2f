import { asArray, asObject, asString, getPath } from '@lanthorn/base/json.ts';
import { parseApiVersion, resourceKey, resourcePath } from '@lanthorn/kube/api/group-version-resource.ts';
import { eventually, type Witness } from '../../harness.ts';
import { defineKind, KNOWN_KINDS, type SeededKind } from './seed-every-kind.ts';

const NAMESPACE = 'shop';
/** Of the objects of a kind so many are tried: a real server refuses what is in an impossible state. */
const TRIED = 4;

/** A hundred definitions take a busy machine a minute. */
const SERVED_MS = 180_000;

/** A kind as a real cluster has it. */
export interface RealKind extends SeededKind {
  readonly hasObjects: boolean;
}

/**
 * Has a real cluster serve the kinds of all packs, and gives it objects of every kind that it serves and has none of, as far as it takes them. Kinds
 * of its own that this version does not serve are left out.
 */
export async function seedRealKinds(cluster: Pick<Witness, 'other'>): Promise<readonly RealKind[]> {
  const before = await servedKinds(cluster);
  const kinds: SeededKind[] = [];
  // All are defined before the first is waited for: each takes a moment to be served.
  for (const { kind, isPacked } of KNOWN_KINDS) {
    if (before.has(resourceKey(kind.resource))) kinds.push(kind);
    else if (isPacked) kinds.push(await defineKind(cluster, kind));
  }
  const areServed = async () => {
    const served = await servedKinds(cluster);
    return kinds.every(({ resource }) => served.has(resourceKey(resource)));
  };
  await eventually(areServed, 'all kinds are served', SERVED_MS);
  const found: RealKind[] = [];
  for (const kind of kinds)
    found.push({ ...kind, hasObjects: (await hasSome(cluster, kind)) || (await make(cluster, kind)) });
  return found;
}

/** By discovery: of a group that is not served a real server says so in no JSON. */
async function servedKinds({ other }: Pick<Witness, 'other'>): Promise<ReadonlySet<string>> {
  const { body } = await other('GET', '/apis');
  const versions = asArray(body['groups']).flatMap(group =>
    asArray(getPath(group, 'versions')).map(version => asString(getPath(version, 'groupVersion'))),
  );
  const lists = await Promise.all(
    ['v1', ...versions].map(async groupVersion => {
      const at = parseApiVersion(groupVersion);
      const answer = await other('GET', `/${at.group === '' ? 'api' : 'apis'}/${groupVersion}`);
      return asArray(answer.body['resources']).map(each =>
        resourceKey({ ...at, resource: asString(getPath(each, 'name')) }),
      );
    }),
  );
  return new Set(lists.flat());
}

async function hasSome(cluster: Pick<Witness, 'other'>, { resource }: SeededKind): Promise<boolean> {
  const { body } = await cluster.other('GET', resourcePath(resource));
  return asArray(body['items']).length > 0;
}

async function make(
  cluster: Pick<Witness, 'other'>,
  { resource, kind, namespaced, objects }: SeededKind,
): Promise<boolean> {
  const { group, version } = resource;
  const apiVersion = group === '' ? version : `${group}/${version}`;
  const place = namespaced ? { namespace: NAMESPACE } : {};
  const path = resourcePath({ ...resource, ...place });
  for (const [i, object] of objects.slice(0, TRIED).entries()) {
    const { labels, annotations } = asObject(getPath(object, 'metadata'));
    const metadata = { ...place, name: `state-${i}`, labels, annotations };
    const { status } = await cluster.other('POST', path, { ...asObject(object), apiVersion, kind, metadata });
    if (status === 201) return true;
  }
  return false;
}
