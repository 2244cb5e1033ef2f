import { useTranslation } from 'react-i18next';
import { asString, getPath } from '@lanthorn/base/json.ts';
import type { WireRow } from '@lanthorn/protocol/down-messages.ts';
import type { JobIndex } from '@lanthorn/views/kinds/batch/job-progress.ts';
import { columnIndex } from '@lanthorn/views/kind-index.ts';
import { POD_VIEW } from '@lanthorn/views/kinds/core/pods.ts';
import { useViewState } from '../../../../data/lists/view-state.ts';
import { ROVING, useRovingTab } from '../../../../ui/grid/use-roving-tab.ts';
import { visibleText } from '../../../../ui/words/text.ts';
import { MAX_WHOLE } from '../../../../data/lists/use-whole-list.ts';
import { MoreOwned, useOwned } from '../../subject/owned-list.tsx';
import type { DetailSubject } from '../../subject/detail-subject.ts';

/** How a pod's tone looks as an attempt. */
const LOOKS: Readonly<Record<string, string>> = { bad: 'failed', muted: 'completed' };

/** Index by attempt: each index is a column of its pods, the oldest first; an index without pods shows what the Job's status says of it. */
export function IndexGrid({
  subject,
  job,
  indexes,
}: {
  readonly subject: DetailSubject;
  readonly job: { readonly uid: string; readonly name: string };
  readonly indexes: readonly JobIndex[];
}) {
  const { t } = useTranslation();
  const { rows, matched } = useOwned(subject, 'pods', { uid: job.uid, limit: MAX_WHOLE });
  const roving = useRovingTab<HTMLUListElement>();
  const attempts = new Map<unknown, WireRow[]>();
  for (const row of [...rows.values()].toSorted((a, b) => (a.createdAt ?? 0) - (b.createdAt ?? 0))) {
    const index = row.cells[columnIndex(POD_VIEW, 'completionIndex')];
    attempts.set(index, [...(attempts.get(index) ?? []), row]);
  }
  return (
    <>
      <ul className="index-grid" {...roving} aria-label={t('job.indexes', { count: indexes.length })}>
        {indexes.map(({ index, state }) => (
          <li key={index}>
            {attempts
              .get(index)
              ?.map((row, i) => <Attempt key={row.uid} index={index} attempt={i + 1} row={row} />) ?? (
              <span className={`index-cell index-${state}`} title={t(`job.index.${state}`, { index })}>
                <span className="visually-hidden">{t(`job.index.${state}`, { index })}</span>
              </span>
            )}
          </li>
        ))}
      </ul>
      <p className="dim">{t('job.attemptHelp')}</p>
      <MoreOwned
        subject={subject}
        resourceName="pods"
        owner={{ kind: 'Job', name: job.name }}
        shown={rows.size}
        matched={rows.size < MAX_WHOLE ? null : matched}
      />
    </>
  );
}

function Attempt({ index, attempt, row }: { readonly index: number; readonly attempt: number; readonly row: WireRow }) {
  const { t } = useTranslation();
  const { setSearch } = useViewState();
  const cell = row.cells[columnIndex(POD_VIEW, 'status')];
  const status = visibleText(asString(getPath(cell, 'status')));
  const look = LOOKS[asString(getPath(cell, 'tone'))] ?? 'active';
  const text = t('job.attempt', { index, attempt, status, pod: visibleText(row.name) });
  return (
    <button
      type="button"
      {...ROVING}
      className={`index-cell index-${look}`}
      title={text}
      aria-label={text}
      onClick={() => setSearch({ tab: `logs:${row.name}` }, 'push')}
    />
  );
}
