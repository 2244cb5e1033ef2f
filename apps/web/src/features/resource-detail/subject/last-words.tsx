import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Trouble } from '@lanthorn/views/cells/trouble.ts';
import { type LastWordsPod, useLastWords } from '../../../data/logs/use-last-words.ts';
import { visibleText } from '../../../ui/words/text.ts';
import styles from './last-words.module.css';

/** What the container of a pod that is the cause of a trouble wrote last, if it has run at all; and the way to all of it. */
export function LastWords({
  pod,
  trouble,
  link,
}: {
  readonly pod: LastWordsPod;
  readonly trouble: Trouble;
  readonly link: ReactNode;
}) {
  const { t } = useTranslation();
  const lines = useLastWords(pod, trouble);
  return (
    <p className="dim">
      {lines.length === 0 ? null : (
        <>
          {t('verdict.lastWords')} <code className={styles['lines']}>{visibleText(lines.join('\n'))}</code>{' '}
        </>
      )}
      {link}
    </p>
  );
}
