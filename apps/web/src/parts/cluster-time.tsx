import type { ReactNode } from 'react';
import { TimeContext } from '../ui/time/clock.ts';
import { useClient } from '../data/client/client.ts';

/** Every age and every countdown inside is told by the cluster's clock. */
export function ClusterTime({ cluster, children }: { readonly cluster: string; readonly children: ReactNode }) {
  const { times } = useClient();
  return <TimeContext value={times.ticker(cluster)}>{children}</TimeContext>;
}
