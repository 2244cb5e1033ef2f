import { useTranslation } from 'react-i18next';
import { ownValue } from '@lanthorn/base/own-value.ts';
import { usePreferences } from '../../data/client/use-preferences.ts';
import { zoneName } from '../../ui/time/time-text.ts';
import { visibleText } from '../../ui/words/text.ts';

type ZoneChoice = 'local' | 'utc' | 'cluster' | 'named';

/** The zones that are offered, which of them is chosen, and what was named for the cluster. */
export function useZoneChoices(cluster: string): {
  readonly choices: readonly { readonly value: ZoneChoice; readonly label: string }[];
  readonly chosen: ZoneChoice;
  readonly ofCluster: string | undefined;
} {
  const { t } = useTranslation();
  const wanted = usePreferences(({ timeZone }) => timeZone);
  const ofCluster = usePreferences(({ clusters }) => ownValue(clusters, cluster)?.timeZone);
  const isNamed = wanted !== 'local' && wanted !== 'utc' && wanted !== 'cluster';
  const named = isNamed ? `${t('settings.zoneNamed')} (${wanted})` : t('settings.zoneNamed');
  return {
    choices: [
      { value: 'local', label: t('settings.zoneLocal', { zone: zoneName({ zone: undefined }) }) },
      { value: 'utc', label: 'UTC' },
      {
        value: 'cluster',
        label: t('settings.zoneCluster', {
          cluster: visibleText(cluster),
          zone: ofCluster ?? t('settings.zoneUnnamed'),
        }),
      },
      { value: 'named', label: named },
    ],
    chosen: isNamed ? 'named' : wanted,
    ofCluster,
  };
}
