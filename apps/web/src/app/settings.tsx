import { useTranslation } from 'react-i18next';
import { useClient } from '../data/client/client.ts';
import { usePreferences } from '../data/client/use-preferences.ts';
import { LANGUAGES } from '../ui/words/i18n.ts';

export const THEMES = ['system', 'light', 'dark'] as const;

/** Theme, language, the keys: in the top bar, and on a narrow screen below the kinds. */
export function Settings({ onHelp }: { readonly onHelp: () => void }) {
  const { t } = useTranslation();
  const { preferences } = useClient();
  const { theme, language } = usePreferences(chosen => chosen);
  return (
    <>
      <select
        aria-label={t('settings.theme')}
        value={theme}
        onChange={event => preferences.change({ theme: event.target.value as (typeof THEMES)[number] })}
      >
        {THEMES.map(each => (
          <option key={each} value={each}>
            {t(`settings.${each}`)}
          </option>
        ))}
      </select>
      <select
        aria-label={t('settings.language')}
        value={language}
        onChange={event => preferences.change({ language: event.target.value as typeof language })}
      >
        <option value="browser">{t('settings.browser')}</option>
        {LANGUAGES.map(({ code, name }) => (
          <option key={code} value={code}>
            {name}
          </option>
        ))}
      </select>
      <button type="button" aria-label={t('keys.title')} title="?" onClick={onHelp}>
        ?
      </button>
    </>
  );
}
