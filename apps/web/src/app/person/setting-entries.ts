import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { PreferencesChange } from '@lanthorn/protocol/preferences.ts';
import { useClient } from '../../data/client/client.ts';
import { TIERS } from '../../data/preferences/tiers.ts';
import { LANGUAGES } from '../../ui/words/i18n.ts';
import { visibleText } from '../../ui/words/text.ts';
import { DENSITIES, THEMES, TIME_FORMS } from './settings-choices.ts';
import { useZoneChoices } from './use-zone-choices.ts';

interface SettingEntry {
  readonly id: string;
  readonly title: string;
  readonly group: string;
  readonly run: () => void;
}

/** Everything of the person's menu that is chosen by one press. */
export function useSettingEntries(cluster: string): readonly SettingEntry[] {
  const { t } = useTranslation();
  const { preferences } = useClient();
  const { choices } = useZoneChoices(cluster);
  const zones = JSON.stringify(choices.filter(({ value }) => value !== 'named'));
  return useMemo(() => {
    const entry = (group: string, title: string, change: PreferencesChange): SettingEntry => ({
      id: `setting:${JSON.stringify(change)}`,
      title,
      group,
      run: () => preferences.change(change),
    });
    const languages = [{ code: 'browser', name: t('settings.browser') } as const, ...LANGUAGES];
    return [
      ...THEMES.map(theme => entry(t('settings.theme'), t(`settings.${theme}`), { theme })),
      ...languages.map(({ code, name }) => entry(t('settings.language'), name, { language: code })),
      ...DENSITIES.map(density => entry(t('settings.density'), t(`settings.${density}`), { density })),
      ...TIME_FORMS.map(times => entry(t('settings.times'), t(`settings.${times}`), { times })),
      ...(JSON.parse(zones) as typeof choices).map(({ value, label }) =>
        entry(t('settings.timeZone'), label, { timeZone: value }),
      ),
      ...TIERS.map(tier =>
        entry(t('settings.tier', { cluster: visibleText(cluster) }), t(`tier.${tier}`), {
          clusters: { [cluster]: { tier } },
        }),
      ),
    ];
  }, [cluster, preferences, zones, t]);
}
