import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ownValue } from '@lanthorn/base/own-value.ts';
import type { ClusterInfo } from '@lanthorn/protocol/http/cluster-messages.ts';
import { useClient } from '../../data/client/client.ts';
import { usePreferences } from '../../data/client/use-preferences.ts';
import { TIERS } from '../../data/preferences/tiers.ts';
import { guessTier } from '../../data/preferences/tier-guess.ts';
import { Button } from '../../ui/button/button.tsx';
import { RadioRow } from '../../ui/form/radio-row.tsx';
import { visibleText } from '../../ui/words/text.ts';

/** Asks once what a cluster is used for; nothing of the demo is real. */
export function TierNotice({ info }: { readonly info: ClusterInfo | undefined }) {
  const isAsked = usePreferences(
    ({ clusters }) => info !== undefined && ownValue(clusters, info.name)?.tier === undefined,
  );
  if (info === undefined || info.isDemo || !isAsked) return null;
  return <TierQuestion key={info.name} cluster={info.name} />;
}

function TierQuestion({ cluster }: { readonly cluster: string }) {
  const { t } = useTranslation();
  const { preferences } = useClient();
  const [tier, setTier] = useState(() => guessTier(cluster));
  return (
    <form
      className="tier-notice"
      data-testid="tier-notice"
      onSubmit={event => {
        event.preventDefault();
        preferences.change({ clusters: { [cluster]: { tier } } });
      }}
    >
      <RadioRow
        legend={t('tier.ask', { cluster: visibleText(cluster) })}
        options={TIERS.map(value => ({ value, label: t(`tier.${value}`) }))}
        value={tier}
        onChange={setTier}
      />
      <Button type="submit">{t('tier.keep')}</Button>
    </form>
  );
}
