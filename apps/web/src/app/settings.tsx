import { useMantineColorScheme } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { chooseLanguage, LANGUAGES } from '../ui/words/i18n.ts';

/** Theme, language, the keys: in the top bar, and on a narrow screen below the kinds. */
export function Settings({ onHelp }: { readonly onHelp: () => void }) {
  const { t, i18n } = useTranslation();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  return (
    <>
      <select
        aria-label={t('settings.theme')}
        value={colorScheme}
        onChange={event => setColorScheme(event.target.value as 'auto' | 'light' | 'dark')}
      >
        {(['auto', 'light', 'dark'] as const).map(scheme => (
          <option key={scheme} value={scheme}>
            {t(`settings.${scheme}`)}
          </option>
        ))}
      </select>
      <select
        aria-label={t('settings.language')}
        value={i18n.language}
        onChange={event => void chooseLanguage(event.target.value === 'zh-CN' ? 'zh-CN' : 'en')}
      >
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
