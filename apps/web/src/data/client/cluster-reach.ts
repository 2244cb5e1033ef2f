import { create } from 'zustand';
import type { ClusterTroubleKind } from '@lanthorn/protocol/http/cluster-messages.ts';
import type { Api } from '../connection/api.ts';

/** What this tab has learned of a cluster by asking it. */
export type Reach =
  | { readonly kind: 'asking' }
  | { readonly kind: 'answers'; readonly version: string }
  | { readonly kind: 'fails'; readonly trouble: ClusterTroubleKind };

/** By the cluster's name; of what is not here nobody has asked. A cluster is asked when it is shown, or when a person says so: asking may start a login. */
export const useClusterReach = create<{ readonly known: ReadonlyMap<string, Reach> }>(() => ({ known: new Map() }));

/** Without a reach nothing is known of it any more. */
export function tellReach(cluster: string, reach: Reach | undefined): void {
  useClusterReach.setState(({ known }) => {
    const next = new Map(known);
    if (reach === undefined) next.delete(cluster);
    else next.set(cluster, reach);
    return { known: next };
  });
}

/** Asks clusters whether they answer; where our own server is away, they are as unknown as before. */
export async function askReach(api: Pick<Api, 'health'>, clusters: readonly string[]): Promise<void> {
  await Promise.all(
    clusters.map(async cluster => {
      tellReach(cluster, { kind: 'asking' });
      try {
        const { trouble, version } = await api.health(cluster);
        tellReach(cluster, trouble === null ? { kind: 'answers', version } : { kind: 'fails', trouble });
      } catch {
        tellReach(cluster, undefined);
      }
    }),
  );
}
