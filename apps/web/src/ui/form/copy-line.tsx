import { useTranslation } from 'react-i18next';
import { visibleText } from '../words/text.ts';
import { CopyButton } from './copy-button.tsx';

/** A command, or another text, to take along. What cannot be seen in it is shown as symbols; the copy is exact, and that is said. */
export function CopyLine({
  text,
  label,
}: {
  readonly text: string;
  /** What it is, where it is no command. */
  readonly label?: string;
}) {
  const { t } = useTranslation();
  const shown = visibleText(text);
  return (
    <div className="copy-line">
      <pre tabIndex={0} role="group" aria-label={label ?? t('copyLine')}>
        {shown}
      </pre>
      {shown === text ? null : <span className="tone-warning">{t('copyInvisible')}</span>}
      <CopyButton text={text}>{t('copy')}</CopyButton>
    </div>
  );
}
