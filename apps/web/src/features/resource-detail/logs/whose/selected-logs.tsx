import { useTranslation } from 'react-i18next';
import { type DockedSelection, seenTabs, useDock } from '../../../../data/dock/dock-store.ts';
import { MAX_SELECTED } from '../../../../data/logs/selection/row-containers.ts';
import { ClusterTime } from '../../../../parts/cluster-time.tsx';
import { RowsLogs } from './rows-logs.tsx';

/** The logs of the objects that were selected in a list. */
export function SelectedLogs({ selection }: { readonly selection: DockedSelection }) {
  const { t } = useTranslation();
  const { id, view, rows } = selection;
  const seen = useSeenSelections();
  const asked = rows.slice(0, Math.floor(MAX_SELECTED[view.logs === 'own' ? 'pods' : 'others'] / seen));
  return (
    <ClusterTime cluster={rows[0]?.cluster ?? ''}>
      <RowsLogs
        key={id}
        view={view}
        rows={asked}
        more={asked.length < rows.length ? t('logs.firstRows', { count: asked.length, total: rows.length }) : null}
        first="work"
        sharedBy={seen}
        fileName={view.resource.resource}
      />
    </ClusterTime>
  );
}

/** All that are seen side by side share what a tab may read at once. */
function useSeenSelections(): number {
  const seen = useDock(dock => {
    const ids = seenTabs(dock);
    return dock.selections.filter(({ id }) => ids.includes(id)).length;
  });
  return Math.max(1, seen);
}
