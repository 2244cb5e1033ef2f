import { useTranslation } from 'react-i18next';
import { visibleText } from '../words/text.ts';
import { CopyButton } from './copy-button.tsx';

/** Characters of it that are drawn: of a line of megabytes a page would draw for seconds. The copy has all. */
const MAX_DRAWN = 100_000;

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
  const drawn = text.slice(0, MAX_DRAWN);
  const shown = visibleText(drawn);
  const more = text.length - drawn.length;
  return (
    <div className="copy-line">
      <pre tabIndex={0} role="group" aria-label={label ?? t('copyLine')}>
        {shown}
        {more > 0 ? <span className="dim"> {t('logs.more', { count: more })}</span> : null}
      </pre>
      {shown === drawn ? null : <span className="tone-warning">{t('copyInvisible')}</span>}
      <CopyButton text={text}>{t('copy')}</CopyButton>
    </div>
  );
}
