import { useTranslation } from 'react-i18next';
import type { Problem } from '@lanthorn/protocol/error-kinds.ts';
import type { FilePlace } from '@lanthorn/protocol/files/file-messages.ts';
import { POD_VIEW } from '@lanthorn/views/kinds/core/pods.ts';
import { askForDebugContainer } from '../../../data/actions/ask-for-debug-container.ts';
import { Button } from '../../../ui/button/button.tsx';
import { useFocusReturn } from '../../../ui/focus/focus-return.ts';
import { EmptyState } from '../../../ui/status/empty-state.tsx';
import { problemWords } from '../../../ui/words/i18n.ts';
import { visibleText } from '../../../ui/words/text.ts';

/** Why a container shows none of its files, in its words or ours. */
export function FileProblem({
  place: { cluster, namespace, pod: name, uid, container },
  problem,
  onRetry,
}: {
  readonly place: FilePlace;
  readonly problem: Problem;
  readonly onRetry: () => void;
}) {
  const { t } = useTranslation();
  useFocusReturn();
  const target = { cluster, resource: POD_VIEW.resource, namespace, name, uid };
  return (
    <EmptyState
      title={t('files.failed')}
      actions={
        <>
          <Button onClick={onRetry}>{t('files.again')}</Button>
          {problem.code === 'noFileTools' ? (
            <Button onClick={() => askForDebugContainer(target, container)}>{t('debug.offer')}</Button>
          ) : null}
        </>
      }
    >
      <span role="alert">{visibleText(problemWords(problem))}</span>
    </EmptyState>
  );
}
