import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ClusterInfo } from '@lanthorn/protocol/http/cluster-messages.ts';
import { useClient } from '../../data/client/client.ts';
import { usePreferences } from '../../data/client/use-preferences.ts';
import { useTier } from '../../data/client/use-tier.ts';
import { TIERS } from '../../data/preferences/tiers.ts';
import { PrometheusField } from './prometheus-field.tsx';
import { Button } from '../../ui/button/button.tsx';
import { useTimeWords } from '../../ui/time/reader-time.ts';
import { zoneName } from '../../ui/time/time-text.ts';
import { RadioRow } from '../../ui/form/radio-row.tsx';
import { LANGUAGES } from '../../ui/words/i18n.ts';
import { visibleText } from '../../ui/words/text.ts';
import { DENSITIES, THEMES, TIME_FORMS } from './settings-choices.ts';
import { useZoneChoices } from './use-zone-choices.ts';
import { ZoneField } from './zone-field.tsx';

/** How the person likes it. Each choice holds at once; Escape leaves. */
export function PersonSettings({
  info,
  onClose,
  onHelp,
}: {
  readonly info: ClusterInfo | undefined;
  readonly onClose: () => void;
  readonly onHelp: () => void;
}) {
  const { t } = useTranslation();
  const { preferences } = useClient();
  const { theme, language, density, times } = usePreferences(chosen => chosen);
  const panel = useRef<HTMLDivElement>(null);
  useEffect(() => panel.current?.querySelector<HTMLElement>('input:checked')?.focus(), []);
  const named = <T extends string>(values: readonly T[]) =>
    values.map(value => ({ value, label: t(`settings.${value}`) }));
  const languages = LANGUAGES.map(({ code, name }) => ({ value: code, label: name }));
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- Escape leaves a dialog
    <div
      ref={panel}
      role="dialog"
      aria-label={t('settings.title')}
      className="person-menu"
      onKeyDown={event => {
        if (event.key !== 'Escape') return;
        event.stopPropagation();
        onClose();
      }}
    >
      <RadioRow
        legend={t('settings.theme')}
        options={named(THEMES)}
        value={theme}
        onChange={chosen => preferences.change({ theme: chosen })}
      />
      <RadioRow
        legend={t('settings.language')}
        options={[...named(['browser'] as const), ...languages]}
        value={language}
        onChange={chosen => preferences.change({ language: chosen })}
      />
      <RadioRow
        legend={t('settings.density')}
        options={named(DENSITIES)}
        value={density}
        onChange={chosen => preferences.change({ density: chosen })}
      />
      <RadioRow
        legend={t('settings.times')}
        options={named(TIME_FORMS)}
        value={times}
        onChange={chosen => preferences.change({ times: chosen })}
      />
      <ZoneSettings cluster={info?.name ?? ''} />
      {info === undefined || info.isDemo ? null : <TierSetting cluster={info.name} />}
      {info === undefined ? null : <PrometheusField key={info.name} cluster={info.name} />}
      <Button onClick={onHelp}>
        {t('keys.title')} <kbd>?</kbd>
      </Button>
    </div>
  );
}

function TierSetting({ cluster }: { readonly cluster: string }) {
  const { t } = useTranslation();
  const { preferences } = useClient();
  return (
    <RadioRow
      legend={t('settings.tier', { cluster: visibleText(cluster) })}
      options={TIERS.map(value => ({ value, label: t(`tier.${value}`) }))}
      value={useTier(cluster)}
      onChange={tier => preferences.change({ clusters: { [cluster]: { tier } } })}
    />
  );
}

/** The zone times are told in; nothing tells that of a cluster, so a person names it once. */
function ZoneSettings({ cluster }: { readonly cluster: string }) {
  const { t } = useTranslation();
  const { preferences } = useClient();
  const { zone: current } = useTimeWords();
  const { choices, chosen, ofCluster } = useZoneChoices(cluster);
  const [isNaming, setNaming] = useState(false);
  const isNamed = isNaming || chosen === 'named';
  return (
    <>
      <RadioRow
        legend={t('settings.timeZone')}
        options={choices}
        value={isNamed ? 'named' : chosen}
        onChange={value => {
          setNaming(value === 'named');
          if (value !== 'named') preferences.change({ timeZone: value });
        }}
      />
      {isNamed ? (
        <ZoneField
          label={t('settings.zoneName')}
          value={current}
          onChoose={timeZone => preferences.change({ timeZone })}
        />
      ) : null}
      {chosen === 'cluster' && !isNaming ? (
        <ZoneField
          label={t('settings.zoneOf', { cluster: visibleText(cluster) })}
          value={ofCluster ?? ''}
          onChoose={timeZone => preferences.change({ clusters: { [cluster]: { timeZone } } })}
        />
      ) : null}
      {chosen === 'cluster' && ofCluster === undefined ? (
        <p className="dim">{t('settings.zoneNotNamed', { zone: zoneName({ zone: undefined }) })}</p>
      ) : null}
    </>
  );
}
