import type { ReactNode } from 'react';
import { useTimePreference } from '../data/client/use-time-preference.ts';
import { TimeContext } from '../ui/time/clock.ts';
import { TimePreferenceContext } from '../ui/time/reader-time.ts';
import { useClient } from '../data/client/client.ts';

/** Every age and every countdown inside is told by the cluster's clock, and every moment in the zone that the reader wants for it. */
export function ClusterTime({ cluster, children }: { readonly cluster: string; readonly children: ReactNode }) {
  const { times } = useClient();
  const preference = useTimePreference(cluster);
  return (
    <TimePreferenceContext value={preference}>
      <TimeContext value={times.ticker(cluster)}>{children}</TimeContext>
    </TimePreferenceContext>
  );
}
