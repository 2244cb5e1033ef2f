import { useTranslation } from 'react-i18next';
import { MAX_TARGETS } from '@lanthorn/protocol/constants.ts';
import { ActionButtons } from '../../parts/action-buttons.tsx';
import { type ActionSubject, useActionItems } from '../../data/actions/use-action-items.ts';
import { Button } from '../../ui/button/button.tsx';

/** What can be done with the selected rows, and the way to all that match: the server says which those are. */
export function BulkBar({
  subjects,
  matched,
  onSelectAll,
  onClear,
}: {
  readonly subjects: readonly ActionSubject[];
  readonly matched: number;
  readonly onSelectAll: () => void;
  readonly onClear: () => void;
}) {
  const { t } = useTranslation();
  const items = useActionItems(subjects);
  return (
    <div className="bulkbar" role="toolbar" aria-label={t('list.selected', { count: subjects.length })}>
      <span>{t('list.selected', { count: subjects.length })}</span>
      {matched > subjects.length && matched <= MAX_TARGETS ? (
        <Button variant="link" onClick={onSelectAll}>
          {t('list.selectMatching', { count: matched })}
        </Button>
      ) : null}
      {matched > MAX_TARGETS ? <span className="dim">{t('list.tooMany', { most: MAX_TARGETS })}</span> : null}
      <ActionButtons items={items} />
      <Button onClick={onClear}>{t('list.clearSelection')}</Button>
    </div>
  );
}
