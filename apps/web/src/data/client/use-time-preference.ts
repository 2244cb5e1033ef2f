import { useMemo } from 'react';
import { ownValue } from '@lanthorn/base/own-value.ts';
import type { TimePreference } from '../../ui/time/reader-time.ts';
import { isKnownZone } from '../../ui/time/time-text.ts';
import { usePreferences } from './use-preferences.ts';

/** How the person wants the times of a cluster to be told. */
export function useTimePreference(cluster: string): TimePreference {
  const wanted = usePreferences(({ timeZone }) => timeZone);
  const ofCluster = usePreferences(({ clusters }) => ownValue(clusters, cluster)?.timeZone);
  const isAbsolute = usePreferences(({ times }) => times === 'absolute');
  return useMemo(() => ({ zone: chosenZone(wanted, ofCluster), isAbsolute }), [wanted, ofCluster, isAbsolute]);
}

/** The zone that is meant; undefined for that of this machine, also where the one of the cluster or of this name is not known here. */
export function chosenZone(wanted: string, ofCluster: string | undefined): string | undefined {
  if (wanted === 'utc') return 'UTC';
  const name = wanted === 'cluster' ? ofCluster : wanted === 'local' ? undefined : wanted;
  return name !== undefined && isKnownZone(name) ? name : undefined;
}
