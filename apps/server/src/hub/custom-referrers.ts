import type { Clock } from '@lanthorn/base/clock.ts';
import { type Discovered, type DiscoveredResource, isListed } from '@lanthorn/kube/api/discovery.ts';
import { type GroupVersionResource, groupResource } from '@lanthorn/kube/api/group-version-resource.ts';
import { findKindEntry } from '@lanthorn/views/cells/kind-entries.ts';
import type { CustomKind, ListedResource, PrintedColumn } from '@lanthorn/views/cells/kind-view.ts';
import type { PackKind } from '@lanthorn/views/cells/pack-kind.ts';
import type { ReferrersAnswer } from '@lanthorn/protocol/http/kind-messages.ts';
import { mayName } from '@lanthorn/views/referring-kinds.ts';
import type { PackLibrary } from '../packs/pack-library.ts';
import type { Cluster } from '../upstream/cluster.ts';

/** As many lists a page opens beside those of the kinds that have a record; a tab may have 64. */
const MAX_KINDS = 12;
/** For who asks for it: with the others a page has half of the lists that a tab may have. */
const MAX_OTHERS = 24;
/** Kinds of which there is a record under another name. */
const IS_NONE: ReadonlySet<string> = new Set(['events.events.k8s.io']);

interface ReferrerServices {
  readonly clock: Pick<Clock, 'nextTurn'>;
  readonly kinds: { of(cluster: Cluster): Promise<Pick<Discovered, 'kinds'>> };
  readonly columns: {
    of(cluster: Cluster, resource: GroupVersionResource, namespace: null): Promise<readonly PrintedColumn[]>;
  };
  readonly packs: Pick<PackLibrary, 'kindOf'>;
}

interface Candidate {
  readonly kind: DiscoveredResource;
  readonly pack: PackKind | null;
  readonly why: ReturnType<typeof mayName>;
}

/**
 * Custom kinds that a cluster serves and whose objects may name those of the target: packs say so, which come first, or both are of one project.
 * Worked out when somebody looks at such an object, and not kept.
 */
export async function customReferrers(
  cluster: Cluster,
  target: GroupVersionResource,
  services: ReferrerServices,
): Promise<ReferrersAnswer> {
  const candidates = await candidatesOf(cluster, target, services);
  const found = candidates.filter(({ why }) => why !== null);
  const isNamed = ({ why }: Candidate) => why === 'byRule';
  const sorted = found.toSorted((a, b) => Number(isNamed(b)) - Number(isNamed(a)));
  const told = await Promise.all(
    sorted.slice(0, MAX_KINDS).map(async ({ kind, pack }) => {
      const { group, version, resource } = kind;
      return listed(kind, { pack, columns: await services.columns.of(cluster, { group, version, resource }, null) });
    }),
  );
  return {
    kinds: told,
    more: found.length - told.length,
    others: candidates.filter(isUnsaid).slice(0, MAX_OTHERS).length,
  };
}

/** Those of which nobody says what their objects name: that is guessed of each, and so they are looked through for who asks alone. */
export async function otherReferrers(
  cluster: Cluster,
  target: GroupVersionResource,
  services: ReferrerServices,
): Promise<ReferrersAnswer> {
  const others = (await candidatesOf(cluster, target, services)).filter(isUnsaid);
  const told = others
    .slice(0, MAX_OTHERS)
    .map(({ kind, pack }) => listed(kind, { pack, columns: [], isGuessed: true }));
  return { kinds: told, more: others.length - told.length, others: 0 };
}

function isUnsaid({ pack, why }: Candidate): boolean {
  return why === null && pack?.references === undefined;
}

function listed(
  { group, version, resource, kind, isNamespaced }: DiscoveredResource,
  { pack, ...said }: Pick<CustomKind, 'columns' | 'isGuessed'> & { readonly pack: PackKind | null },
): ListedResource {
  const custom = { kind, namespaced: isNamespaced, ...said, ...(pack === null ? {} : { pack }) };
  return { group, version, resource, custom };
}

async function candidatesOf(
  cluster: Cluster,
  target: GroupVersionResource,
  { clock, kinds, packs }: ReferrerServices,
): Promise<readonly Candidate[]> {
  const found: Candidate[] = [];
  const { kinds: served } = await kinds.of(cluster);
  for (const kind of served) {
    if (!isListed(kind) || findKindEntry(kind) !== undefined || IS_NONE.has(groupResource(kind))) continue;
    // A file of packs may be read for it.
    await clock.nextTurn();
    const pack = packs.kindOf(kind);
    const references = pack?.references;
    found.push({
      kind,
      pack,
      why: mayName({ resource: kind, ...(references === undefined ? {} : { references }) }, target),
    });
  }
  return found;
}
