import { useShallow } from 'zustand/react/shallow';
import { ownValue } from '@lanthorn/base/own-value.ts';
import type { Preferences, Tier } from '@lanthorn/protocol/preferences.ts';
import { guessTier } from '../preferences/tier-guess.ts';
import { usePreferences } from './use-preferences.ts';

/** What a person chose for a cluster, and until then what its name suggests: whoever was not asked yet is to be careful. */
function tierOf({ clusters }: Preferences, cluster: string): Tier {
  return ownValue(clusters, cluster)?.tier ?? guessTier(cluster);
}

const CAREFUL: readonly Tier[] = ['production', 'staging', 'other'];

/** Of several clusters the one that asks for most care. */
export function useTiersOf(clusters: readonly string[]): Tier {
  return usePreferences(chosen => {
    const tiers = clusters.map(cluster => tierOf(chosen, cluster));
    return CAREFUL.find(tier => tiers.includes(tier)) ?? 'other';
  });
}

/** Those of them that are production. */
export function useProductionOf(clusters: readonly string[]): readonly string[] {
  return usePreferences(useShallow(chosen => clusters.filter(cluster => tierOf(chosen, cluster) === 'production')));
}

export function useTier(cluster: string): Tier {
  return usePreferences(chosen => tierOf(chosen, cluster));
}
