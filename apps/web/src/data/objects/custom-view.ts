import type { KindView, ListedResource } from '@lanthorn/views/cells/kind-view.ts';
import { viewOf } from '@lanthorn/views/custom-kind.ts';

/** How a resource without a record is shown. What reads the expressions of packs is loaded where there is one. */
export async function viewOfCustom(resource: ListedResource): Promise<KindView | undefined> {
  if (resource.custom?.pack === undefined) return viewOf(resource);
  const { packedViewOf } = await import('@lanthorn/views/packs/pack-view.ts');
  return packedViewOf(resource);
}
