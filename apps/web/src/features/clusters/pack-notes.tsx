import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { PackProblem } from '@lanthorn/protocol/http/cluster-messages.ts';
import { Notice } from '../../ui/status/notice.tsx';
import { Button } from '../../ui/button/button.tsx';
import { visibleText } from '../../ui/words/text.ts';

/** What is wrong with a person's own packs, above a screen until it was read. */
export function PackNotes({ problems }: { readonly problems: readonly PackProblem[] }) {
  const { t } = useTranslation();
  const [isRead, setRead] = useState(false);
  if (isRead || problems.length === 0) return null;
  return (
    <Notice tone="warning" role="status">
      {t('packs.unused')}
      <ul className="effects">
        {problems.map(({ file, line, path, message }) => (
          <li key={`${file}:${line}:${path}:${message}`}>
            <code>{visibleText(`${file}:${line}`)}</code>
            {path === '' ? ': ' : ` ${visibleText(path)}: `}
            {visibleText(message)}
          </li>
        ))}
      </ul>
      <Button onClick={() => setRead(true)}>{t('kubeconfig.read')}</Button>
    </Notice>
  );
}
