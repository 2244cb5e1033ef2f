import { useTranslation } from 'react-i18next';
import { MAX_TARGETS } from '@lanthorn/protocol/constants.ts';
import { ActionButtons } from '../../parts/action-buttons.tsx';
import { type ActionSubject, useActionItems } from '../../data/actions/use-action-items.ts';
import { Button } from '../../ui/button/button.tsx';

/** What can be done with the selected rows, and the way to all that match: the server says which those are. */
export function BulkBar({
  subjects,
  gone,
  matched,
  onSelectAll,
  onClear,
}: {
  readonly subjects: readonly ActionSubject[];
  /** So many that were selected are no more. */
  readonly gone: number;
  readonly matched: number;
  readonly onSelectAll: () => void;
  readonly onClear: () => void;
}) {
  const { t } = useTranslation();
  const items = useActionItems(subjects);
  const selected = t('list.selected', { count: subjects.length });
  return (
    <div className="bulkbar" role="toolbar" aria-label={selected}>
      <span>{selected}</span>
      <span role="status" className="tone-warning">
        {gone === 0 ? '' : t('list.gone', { count: gone })}
      </span>
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
