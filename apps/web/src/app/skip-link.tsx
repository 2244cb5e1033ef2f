import { useTranslation } from 'react-i18next';
import { skipToMain } from '../ui/focus/focus-return.ts';

/** The first stop of the Tab key: past navigation to what the screen is about. */
export function SkipLink() {
  const { t } = useTranslation();
  return (
    <a
      className="skip-link"
      href="#main"
      onClick={event => {
        event.preventDefault();
        skipToMain();
      }}
    >
      {t('app.skip')}
    </a>
  );
}
