import { useTranslation } from 'react-i18next';
import { isToBeTakenBack } from '@lanthorn/protocol/operation-state.ts';
import { ChangeList } from '../../parts/change-list.tsx';
import { operationTitle } from '../../data/operations/operation-title.ts';
import { UndoButton } from '../../parts/undo-button.tsx';
import { Skeleton } from '../../ui/status/skeleton.tsx';
import { FocusReturn } from '../../ui/focus/focus-return.ts';
import { Notice } from '../../ui/status/notice.tsx';
import { Button } from '../../ui/button/button.tsx';
import { CopyLine } from '../../ui/form/copy-line.tsx';
import { visibleText } from '../../ui/words/text.ts';
import { useTimeWords } from '../../ui/time/reader-time.ts';
import type { DetailSubject } from './subject/detail-subject.ts';
import type { OnCount } from './tabs/use-tab-counts.ts';
import { useObjectHistory } from './tabs/use-object-history.ts';

/** What was done to this object through Lanthorn, newest first, each with its way back. */
export function ObjectHistory({ subject, onCount }: { readonly subject: DetailSubject; readonly onCount: OnCount }) {
  const { t } = useTranslation();
  const { exact } = useTimeWords();
  const { answer, problem, isAsking, showOlder } = useObjectHistory(subject, onCount);
  if (problem !== null) return <Notice tone="bad">{visibleText(problem)}</Notice>;
  if (answer === null) return <Skeleton lines={6} label={t('detail.loading')} />;
  return (
    <section className="section" data-testid="history">
      {answer.state.isLasting ? null : <p className="dim">{t('history.notLasting')}</p>}
      {answer.state.unreadable === 0 ? null : (
        <p className="tone-warning">{t('history.unreadable', { count: answer.state.unreadable })}</p>
      )}
      {answer.entries.length === 0 ? <p className="dim">{t('history.none')}</p> : null}
      {answer.entries.map(({ operation, entry, changes }) => (
        <article key={operation.id} className="history-entry" data-history={operation.kind}>
          <h2>
            {operationTitle(operation, t)}
            {entry.created === null ? '' : ` → ${visibleText(entry.created.name)}`}
          </h2>
          <p className="dim">
            {exact(operation.startedAt)} · {visibleText(operation.user)} · {t(`phase.${entry.phase}`)}{' '}
            {entry.isUndone ? t('undo.undone') : null}
            {isToBeTakenBack(entry) ? <UndoButton operation={operation} /> : null}
          </p>
          <ChangeList changes={changes} />
          {entry.kubectl === '' ? null : <CopyLine text={entry.kubectl} />}
        </article>
      ))}
      {answer.hasMore ? (
        <p className="dim">
          {t('history.hasMore', { count: answer.entries.length })} <FocusReturn />
          <Button variant="link" isBusy={isAsking} onClick={showOlder}>
            {t('history.older')}
          </Button>
        </p>
      ) : null}
    </section>
  );
}
