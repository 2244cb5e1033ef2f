import { useTranslation } from 'react-i18next';
import type { QueryState } from '@lanthorn/query/query-state.ts';
import { Button } from '../../../ui/button/button.tsx';
import { reasonText, whyText } from '../../../ui/status/freshness.tsx';
import { visibleText } from '../../../ui/words/text.ts';

/** Which of several clusters fail, and why; those that do well are not mentioned. */
export function ClusterNotes({
  clusters,
  onRetry,
}: {
  readonly clusters: Readonly<Record<string, QueryState>>;
  readonly onRetry: () => void;
}) {
  const { t } = useTranslation();
  const failing = Object.entries(clusters).filter(([, state]) => isFailing(state));
  if (failing.length === 0) return null;
  return (
    <div className="held-note" role="status" data-testid="cluster-notes">
      <ul className="tone-warning">
        {failing.map(([name, state]) => (
          <li key={name}>
            <b>{visibleText(name)}</b>{' '}
            {t(hasRows(state) ? 'list.clusterOld' : 'list.clusterMissing', {
              why: state.kind === 'stale' ? reasonText(state.reason, t) : whyText(state, t),
            })}
          </li>
        ))}
      </ul>
      <Button onClick={onRetry}>{t('freshness.retry')}</Button>
    </div>
  );
}

function isFailing(state: QueryState): boolean {
  return (
    state.kind === 'forbidden' ||
    state.kind === 'partial' ||
    (state.kind === 'stale' && state.everyMs === undefined && state.reason.code !== 'relisting')
  );
}

function hasRows(state: QueryState): boolean {
  return state.kind === 'partial' || (state.kind === 'stale' && !state.isEmpty);
}
