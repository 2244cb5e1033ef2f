import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { TFunction } from 'i18next';
import { useClient } from '../../../data/client/client.ts';
import type { DockedSelection } from '../../../data/dock/dock-store.ts';
import { type LogRow, MAX_SELECTED, type WhyUnread } from '../../../data/logs/selection/row-containers.ts';
import { type SelectedLogs as Told, SelectedRows } from '../../../data/logs/selection/selected-rows.ts';
import { ClusterTime } from '../../../parts/cluster-time.tsx';
import { Select } from '../../../ui/choice/select.tsx';
import { Skeleton } from '../../../ui/status/skeleton.tsx';
import { whyText } from '../../../ui/status/freshness.tsx';
import { visibleText } from '../../../ui/words/text.ts';
import { LogView } from './log-view.tsx';

/** Each is a stream; of a tab's some are left for what else it reads. */
const MAX_CONTAINERS = 50;
const NOTHING: Told = { containers: [], unread: [], isLoading: true };
type Which = 'work' | 'main';

/** The logs of several objects as one: of every pod its own containers. */
export function SelectedLogs({ selection }: { readonly selection: DockedSelection }) {
  const { t } = useTranslation();
  const { view, rows } = selection;
  const asked = rows.slice(0, MAX_SELECTED[view.logs === 'own' ? 'pods' : 'others']);
  const { containers, unread, isLoading } = useSelected(selection, asked);
  const [which, setWhich] = useState<Which>('work');
  if (containers.length === 0 && isLoading) return <Skeleton lines={4} label={t('detail.loading')} />;
  const wanted = which === 'work' ? containers : containers.filter(({ isMain }) => isMain);
  const read = wanted.slice(0, MAX_CONTAINERS);
  const notRead = [
    ...unread.map(({ row, why }) => unreadWords({ row, why }, t)),
    ...(asked.length < rows.length ? [t('logs.firstRows', { count: asked.length, total: rows.length })] : []),
    ...(read.length < wanted.length ? [t('logs.firstContainers', { count: read.length, total: wanted.length })] : []),
  ];
  const choices = (['work', 'main'] as const).map(value => ({ value, text: t(`logs.which.${value}`) }));
  return (
    <ClusterTime cluster={rows[0]?.cluster ?? ''}>
      <LogView
        key={selection.id}
        isMerged
        containers={read.map(({ isMain: _isMain, ...container }) => container)}
        fileName={view.resource.resource}
        unread={notRead}
        picker={
          <label>
            {t('logs.container')}
            <Select choices={choices} value={which} onChange={setWhich} />
          </label>
        }
      />
    </ClusterTime>
  );
}

function useSelected({ view }: DockedSelection, rows: readonly LogRow[]): Told {
  const { connection } = useClient();
  const [told, setTold] = useState(NOTHING);
  const key = JSON.stringify(rows);
  useEffect(() => {
    const opened = new SelectedRows({ view, rows: JSON.parse(key) as LogRow[] }, connection, setTold);
    return () => opened.close();
  }, [connection, view, key]);
  return told;
}

function unreadWords({ row, why }: { readonly row: LogRow; readonly why: WhyUnread }, t: TFunction): string {
  const name = visibleText(row.namespace === '' ? row.name : `${row.namespace}/${row.name}`);
  if (why === 'gone') return t('detail.notThere', { name });
  return t('logs.unread', { name, why: why === 'unsayable' ? t('logs.unsayable') : whyText(why, t) });
}
