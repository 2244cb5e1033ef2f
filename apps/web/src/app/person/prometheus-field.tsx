import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { readServicePlace } from '@lanthorn/protocol/service-place.ts';
import { useClient } from '../../data/client/client.ts';
import { usePreferences } from '../../data/client/use-preferences.ts';
import { BareInput } from '../../ui/form/text-input.tsx';
import { visibleText } from '../../ui/words/text.ts';

/** Where the Prometheus of a cluster is, for who knows; empty where it is to be found. It is chosen by Enter, or by leaving the field. */
export function PrometheusField({ cluster }: { readonly cluster: string }) {
  const { t } = useTranslation();
  const { preferences } = useClient();
  const chosen = usePreferences(({ clusters }) => clusters[cluster]?.prometheus ?? '');
  const id = useId();
  /** As it is typed; null while what is chosen stands there. */
  const [typed, setTyped] = useState<string | null>(null);
  const [isWrong, setWrong] = useState(false);
  const choose = () => {
    if (typed === null) return;
    const place = typed.trim();
    const isPlace = place === '' || readServicePlace(place) !== null;
    setWrong(!isPlace);
    if (!isPlace) return;
    setTyped(null);
    if (place !== chosen) preferences.change({ clusters: { [cluster]: { prometheus: place === '' ? null : place } } });
  };
  return (
    <div className="zone-field">
      <label htmlFor={id}>{t('usage.prometheusOf', { cluster: visibleText(cluster) })}</label>
      <BareInput
        id={id}
        value={typed ?? chosen}
        spellCheck={false}
        autoComplete="off"
        placeholder={t('usage.prometheusFound')}
        aria-invalid={isWrong}
        aria-describedby={`${id}-error`}
        onChange={text => {
          setTyped(text);
          setWrong(false);
        }}
        onBlur={choose}
        onKeyDown={event => {
          if (event.key === 'Enter') choose();
        }}
      />
      <span id={`${id}-error`} role="status" className="tone-bad">
        {isWrong ? t('usage.prometheusWrong') : ''}
      </span>
    </div>
  );
}
