import { ownValue } from '@lanthorn/base/own-value.ts';
import type { Preferences, Tier } from '@lanthorn/protocol/preferences.ts';
import { guessTier } from '../preferences/tier-guess.ts';
import { usePreferences } from './use-preferences.ts';

/** What a person chose for a cluster, and until then what its name suggests: whoever was not asked yet is to be careful. */
function tierOf({ clusters }: Preferences, cluster: string): Tier {
  return ownValue(clusters, cluster)?.tier ?? guessTier(cluster);
}

export function useTier(cluster: string): Tier {
  return usePreferences(chosen => tierOf(chosen, cluster));
}
