import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../button/button.tsx';

/** Takes a text along, and says whether it did. */
export function CopyButton({
  text,
  children,
}: {
  readonly text: string;
  /** What the button says before. */
  readonly children: string;
}) {
  const { t } = useTranslation();
  const [outcome, setOutcome] = useState<'copied' | 'copyFailed' | null>(null);
  const copy = () => {
    // Refused without focus, by policy, or where the page is not a secure context.
    navigator.clipboard.writeText(text).then(
      () => setOutcome('copied'),
      () => setOutcome('copyFailed'),
    );
  };
  return (
    <>
      {outcome === 'copyFailed' ? <span role="alert">{t('copyFailed')}</span> : null}
      <Button icon="copy" onClick={copy}>
        {outcome === 'copied' ? t('copied') : children}
      </Button>
    </>
  );
}
