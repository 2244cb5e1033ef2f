import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ObjectTarget } from '@lanthorn/actions/action.ts';
import type { WireRow } from '@lanthorn/protocol/down-messages.ts';
import { MAX_TARGETS } from '@lanthorn/protocol/constants.ts';
import type { MatchingRequest } from '@lanthorn/protocol/http-messages.ts';
import { ActionButtons } from '../../data/action-buttons.tsx';
import { useClient } from '../../data/client.ts';
import { useActionItems } from '../../data/use-action-items.ts';
import { visibleText } from '../../ui/text.ts';

/** What can be done with the selected rows, and the way to all that match: the server says which those are. */
export function BulkBar({
  targets,
  matched,
  matching,
  onSelect,
  onClear,
}: {
  readonly targets: readonly ObjectTarget[];
  readonly matched: number;
  readonly matching: MatchingRequest;
  readonly onSelect: (rows: readonly WireRow[]) => void;
  readonly onClear: () => void;
}) {
  const { t } = useTranslation();
  const { api } = useClient();
  const items = useActionItems(targets);
  const [problem, setProblem] = useState<string | null>(null);
  const selectAll = () =>
    api.matching(matching).then(
      ({ rows }) => {
        setProblem(null);
        const byKey = rows.toSorted((a, b) => (a.key < b.key ? -1 : 1));
        onSelect(byKey.map(row => ({ ...row, createdAt: null, ownerUid: '', cells: [] })));
      },
      (error: unknown) => setProblem(error instanceof Error ? error.message : String(error)),
    );
  return (
    <div className="bulkbar" role="toolbar" aria-label={t('list.selected', { count: targets.length })}>
      <span>{t('list.selected', { count: targets.length })}</span>
      {matched > targets.length && matched <= MAX_TARGETS ? (
        <button type="button" className="link-button" onClick={() => void selectAll()}>
          {t('list.selectMatching', { count: matched })}
        </button>
      ) : null}
      {matched > MAX_TARGETS ? <span className="dim">{t('list.tooMany', { most: MAX_TARGETS })}</span> : null}
      <ActionButtons items={items} />
      <button type="button" className="plain-button" onClick={onClear}>
        {t('list.clearSelection')}
      </button>
      {problem === null ? null : (
        <span className="tone-bad" role="alert">
          {visibleText(problem)}
        </span>
      )}
    </div>
  );
}
