import { useTranslation } from 'react-i18next';
import type { Problem } from '@lanthorn/protocol/error-kinds.ts';
import { Button } from '../../../ui/button/button.tsx';
import { EmptyState } from '../../../ui/status/empty-state.tsx';
import { problemWords } from '../../../ui/words/i18n.ts';
import { visibleText } from '../../../ui/words/text.ts';

/** Why a container shows none of its files, in its words or ours. */
export function FileProblem({ problem, onRetry }: { readonly problem: Problem; readonly onRetry: () => void }) {
  const { t } = useTranslation();
  return (
    <EmptyState title={t('files.failed')} actions={<Button onClick={onRetry}>{t('files.again')}</Button>}>
      <span role="alert">{visibleText(problemWords(problem))}</span>
    </EmptyState>
  );
}
