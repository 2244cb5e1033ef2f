import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../button/button.tsx';
import { visibleText } from '../words/text.ts';

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
  const [outcome, setOutcome] = useState<'copied' | 'copyFailed' | null>(null);
  const shown = visibleText(text);
  const copy = () => {
    // Refused without focus, by policy, or where the page is not a secure context.
    navigator.clipboard.writeText(text).then(
      () => setOutcome('copied'),
      () => setOutcome('copyFailed'),
    );
  };
  return (
    <div className="copy-line">
      <pre tabIndex={0} role="group" aria-label={label ?? t('copyLine')}>
        {shown}
      </pre>
      {shown === text ? null : <span className="tone-warning">{t('copyInvisible')}</span>}
      {outcome === 'copyFailed' ? <span role="alert">{t('copyFailed')}</span> : null}
      <Button icon="copy" onClick={copy}>
        {t(outcome === 'copied' ? 'copied' : 'copy')}
      </Button>
    </div>
  );
}
