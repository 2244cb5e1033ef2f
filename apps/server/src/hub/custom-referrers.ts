import type { Clock } from '@lanthorn/base/clock.ts';
import { type Discovered, isListed } from '@lanthorn/kube/api/discovery.ts';
import type { GroupVersionResource } from '@lanthorn/kube/api/group-version-resource.ts';
import { findKindEntry } from '@lanthorn/views/cells/kind-entries.ts';
import type { PrintedColumn } from '@lanthorn/views/cells/kind-view.ts';
import type { ReferrersAnswer } from '@lanthorn/protocol/http/kind-messages.ts';
import { mayName } from '@lanthorn/views/referring-kinds.ts';
import type { PackLibrary } from '../packs/pack-library.ts';
import type { Cluster } from '../upstream/cluster.ts';

/** As many lists a page opens beside those of the kinds that have a record; a tab may have 64. */
const MAX_KINDS = 12;

interface ReferrerServices {
  readonly clock: Pick<Clock, 'nextTurn'>;
  readonly kinds: { of(cluster: Cluster): Promise<Pick<Discovered, 'kinds'>> };
  readonly columns: {
    of(cluster: Cluster, resource: GroupVersionResource, namespace: null): Promise<readonly PrintedColumn[]>;
  };
  readonly packs: Pick<PackLibrary, 'kindOf'>;
}

/**
 * Custom kinds that a cluster serves and whose objects may name those of the target: packs say so, which come first, or both are of one project.
 * Worked out when somebody looks at such an object, and not kept.
 */
export async function customReferrers(
  cluster: Cluster,
  target: GroupVersionResource,
  { clock, kinds, columns, packs }: ReferrerServices,
): Promise<ReferrersAnswer> {
  const found = [];
  const { kinds: served } = await kinds.of(cluster);
  for (const kind of served) {
    if (!isListed(kind) || findKindEntry(kind) !== undefined) continue;
    // A file of packs may be read for it.
    await clock.nextTurn();
    const pack = packs.kindOf(kind);
    const references = pack?.references;
    const why = mayName({ resource: kind, ...(references === undefined ? {} : { references }) }, target);
    if (why !== null) found.push({ kind, pack, why });
  }
  const isNamed = ({ why }: { readonly why: string }) => why === 'byRule';
  const sorted = found.toSorted((a, b) => Number(isNamed(b)) - Number(isNamed(a)));
  const told = await Promise.all(
    sorted.slice(0, MAX_KINDS).map(async ({ kind: { group, version, resource, kind, isNamespaced }, pack }) => {
      const said = {
        kind,
        namespaced: isNamespaced,
        columns: await columns.of(cluster, { group, version, resource }, null),
      };
      return { group, version, resource, custom: { ...said, ...(pack === null ? {} : { pack }) } };
    }),
  );
  return { kinds: told, more: found.length - told.length };
}
