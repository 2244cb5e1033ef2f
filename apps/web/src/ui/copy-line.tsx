import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

/** A command to take along. */
export function CopyLine({ text }: { readonly text: string }) {
  const { t } = useTranslation();
  const [isCopied, setCopied] = useState(false);
  const copy = () => {
    navigator.clipboard.writeText(text).then(
      () => setCopied(true),
      () => setCopied(false),
    );
  };
  return (
    <div className="copy-line">
      <pre>{text}</pre>
      <Button size="compact-xs" variant="default" onClick={copy}>
        {isCopied ? t('copied') : t('copy')}
      </Button>
    </div>
  );
}
