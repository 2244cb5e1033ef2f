import { useTranslation } from 'react-i18next';
import type { Tier } from '@lanthorn/protocol/preferences.ts';

/** In words what the line across the top says by its colour; nothing where there is nothing to heed. */
export function TierPill({ tier }: { readonly tier: Tier }) {
  const { t } = useTranslation();
  return tier === 'other' ? null : (
    <span className="tier-mark" data-tier={tier}>
      {t(`tier.${tier}`)}
    </span>
  );
}
