import { useTranslation } from 'react-i18next';
import type { ObjectTarget } from '@lanthorn/actions/action.ts';
import { MAX_TARGETS } from '@lanthorn/protocol/constants.ts';
import { ActionButtons } from '../../data/action-buttons.tsx';
import { useActionItems } from '../../data/use-action-items.ts';

/** What can be done with the selected rows, and the way to all that match: the server says which those are. */
export function BulkBar({
  targets,
  matched,
  onSelectAll,
  onClear,
}: {
  readonly targets: readonly ObjectTarget[];
  readonly matched: number;
  readonly onSelectAll: () => void;
  readonly onClear: () => void;
}) {
  const { t } = useTranslation();
  const items = useActionItems(targets);
  return (
    <div className="bulkbar" role="toolbar" aria-label={t('list.selected', { count: targets.length })}>
      <span>{t('list.selected', { count: targets.length })}</span>
      {matched > targets.length && matched <= MAX_TARGETS ? (
        <button type="button" className="link-button" onClick={onSelectAll}>
          {t('list.selectMatching', { count: matched })}
        </button>
      ) : null}
      {matched > MAX_TARGETS ? <span className="dim">{t('list.tooMany', { most: MAX_TARGETS })}</span> : null}
      <ActionButtons items={items} />
      <button type="button" className="plain-button" onClick={onClear}>
        {t('list.clearSelection')}
      </button>
    </div>
  );
}
