import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { KubeconfigProblem } from '@lanthorn/protocol/http/cluster-messages.ts';
import { Notice } from '../../ui/status/notice.tsx';
import { Button } from '../../ui/button/button.tsx';
import { problemWords } from '../../ui/words/i18n.ts';
import { visibleText } from '../../ui/words/text.ts';

/** What is wrong with the kubeconfig files: which file, which line, why. */
export function KubeconfigProblems({ problems }: { readonly problems: readonly KubeconfigProblem[] }) {
  const { t } = useTranslation();
  return (
    <ul className="effects">
      {problems.map(({ file, line, ...why }) => (
        <li key={`${file}:${line}:${why.message}`}>
          <code>{visibleText(file)}</code>
          {line === null ? ': ' : `, ${t('kubeconfig.line', { line })}: `}
          {visibleText(problemWords(why))}
        </li>
      ))}
    </ul>
  );
}

/** The same above a screen, until it was read. */
export function KubeconfigNotes({ problems }: { readonly problems: readonly KubeconfigProblem[] }) {
  const { t } = useTranslation();
  const [isRead, setRead] = useState(false);
  if (isRead || problems.length === 0) return null;
  const isFatal = problems.some(problem => problem.isFatal);
  return (
    <Notice tone={isFatal ? 'bad' : 'warning'} role={isFatal ? 'alert' : 'status'}>
      {t(isFatal ? 'kubeconfig.unread' : 'kubeconfig.unused')}
      <KubeconfigProblems problems={problems} />
      <Button onClick={() => setRead(true)}>{t('kubeconfig.read')}</Button>
    </Notice>
  );
}
