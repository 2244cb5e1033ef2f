import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Trouble } from '@lanthorn/views/cells/trouble.ts';
import { readContainerViews } from '@lanthorn/views/kinds/core/container-view.ts';
import { useLastLines } from '../../../data/logs/use-last-lines.ts';
import { visibleText } from '../../../ui/words/text.ts';
import styles from './last-words.module.css';

/** What the container of a pod that is the cause of a trouble wrote last, if it has run at all; and the way to all of it. */
export function LastWords({
  pod: { cluster, namespace, name, object },
  trouble: { container, exitCode },
  link,
}: {
  readonly pod: {
    readonly cluster: string;
    readonly namespace: string;
    readonly name: string;
    readonly object: unknown;
  };
  readonly trouble: Trouble;
  readonly link: ReactNode;
}) {
  const { t } = useTranslation();
  // One that runs again is asked for the run before.
  const isRunning = readContainerViews(object).find(entry => entry.name === container)?.state?.word === 'Running';
  const lines = useLastLines(
    container === null || exitCode === null ? null : { cluster, namespace, pod: name, container, previous: isRunning },
  );
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
