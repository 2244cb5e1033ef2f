import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../button/button.tsx';
import { IconButton } from '../button/icon-button.tsx';

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
  const { outcome, copy } = useCopy(text);
  return (
    <>
      {outcome === 'copyFailed' ? <span role="alert">{t('copyFailed')}</span> : null}
      <Button icon="copy" onClick={copy}>
        {outcome === 'copied' ? t('copied') : children}
      </Button>
    </>
  );
}

/** The same as a drawing, beside what it takes along. */
export function CopyIconButton({ text, label }: { readonly text: string; readonly label: string }) {
  const { t } = useTranslation();
  const { outcome, copy, forget } = useCopy(text);
  const isCopied = outcome === 'copied';
  return (
    <>
      <IconButton
        icon={isCopied ? 'check' : 'copy'}
        label={isCopied ? t('copied') : label}
        onClick={copy}
        onBlur={forget}
      />
      {outcome === 'copyFailed' ? <span role="alert">{t('copyFailed')}</span> : null}
    </>
  );
}

function useCopy(text: string) {
  const [told, setTold] = useState<{ readonly text: string; readonly outcome: 'copied' | 'copyFailed' } | null>(null);
  const copy = () => {
    // Refused without focus, by policy, or where the page is not a secure context.
    navigator.clipboard.writeText(text).then(
      () => setTold({ text, outcome: 'copied' }),
      () => setTold({ text, outcome: 'copyFailed' }),
    );
  };
  // Of another text nothing has been done yet.
  return { outcome: told?.text === text ? told.outcome : null, copy, forget: () => setTold(null) };
}
