import { asArray, asObject, getPath } from '@lanthorn/base/json.ts';
import { groupResource, resourcePath } from '@lanthorn/kube/api/group-version-resource.ts';
import { eventually, type Witness } from '../../harness.ts';
import { defineKind, KNOWN_KINDS, type SeededKind } from './seed-every-kind.ts';

const NAMESPACE = 'shop';
/** Of the objects of a kind so many are tried: a real server refuses what is in an impossible state. */
const TRIED = 4;

/** A kind as a real cluster has it. */
export interface RealKind extends SeededKind {
  readonly hasObjects: boolean;
}

/**
 * Has a real cluster serve the kinds of all packs, and gives it objects of every kind that it serves and has none of, as far as it takes them. Kinds
 * of its own that this version does not serve are left out.
 */
export async function seedRealKinds(cluster: Pick<Witness, 'other'>): Promise<readonly RealKind[]> {
  const found: RealKind[] = [];
  for (const { kind, isPacked } of KNOWN_KINDS) {
    const served = await servedKind(cluster, kind, isPacked);
    if (served !== null)
      found.push({ ...served, hasObjects: (await hasSome(cluster, served)) || (await make(cluster, served)) });
  }
  return found;
}

async function servedKind(
  cluster: Pick<Witness, 'other'>,
  kind: SeededKind,
  isPacked: boolean,
): Promise<SeededKind | null> {
  const isServed = async ({ resource }: SeededKind) =>
    (await cluster.other('GET', resourcePath(resource))).status === 200;
  if (await isServed(kind)) return kind;
  if (!isPacked) return null;
  const defined = await defineKind(cluster, kind);
  await eventually(() => isServed(defined), `${groupResource(kind.resource)} is served`);
  return defined;
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
