import { parseJson } from '@lanthorn/base/json-text.ts';
import type { ClustersAnswer } from '@lanthorn/protocol/http/cluster-messages.ts';

/** Which clusters there are, as the server wrote it into the page; null where it did not. */
export function servedClusters(page: Document): ClustersAnswer | null {
  const written = page.querySelector('meta[name="clusters"]')?.getAttribute('content') ?? '';
  // A page that no server filled in has the name of the place.
  return written.startsWith('{') ? (parseJson(written) as ClustersAnswer) : null;
}
