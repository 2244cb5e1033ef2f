import { useEffect, useReducer, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { TFunction } from 'i18next';
import { useClient } from '../../../data/client/client.ts';
import { type DockedSelection, seenTabs, useDock } from '../../../data/dock/dock-store.ts';
import { MAX_READ } from '../../../data/logs/log-feed.ts';
import { keptChoice } from '../../../data/logs/selection/kept-choice.ts';
import {
  type LogRow,
  MAX_SELECTED,
  type SelectedContainer,
  type WhyUnread,
} from '../../../data/logs/selection/row-containers.ts';
import { type SelectedLogs as Told, SelectedRows } from '../../../data/logs/selection/selected-rows.ts';
import { ClusterTime } from '../../../parts/cluster-time.tsx';
import { Select } from '../../../ui/choice/select.tsx';
import { Skeleton } from '../../../ui/status/skeleton.tsx';
import { whyText } from '../../../ui/status/freshness.tsx';
import { visibleText } from '../../../ui/words/text.ts';
import { LogView } from './log-view.tsx';

const NOTHING: Told = { containers: [], unread: [], partly: [], isLoading: true };
type Which = 'work' | 'main';

/** The logs of several objects as one: of every pod its own containers. */
export function SelectedLogs({ selection }: { readonly selection: DockedSelection }) {
  const { t } = useTranslation();
  const { view, rows } = selection;
  const seen = useSeenSelections();
  const asked = rows.slice(0, Math.floor(MAX_SELECTED[view.logs === 'own' ? 'pods' : 'others'] / seen));
  const { containers, unread, partly, isLoading } = useSelected(selection, asked);
  const [which, setWhich] = useState<Which>('work');
  const wanted = which === 'work' ? containers : containers.filter(({ isMain }) => isMain);
  const read = useRead(wanted, Math.floor(MAX_READ / seen));
  if (containers.length === 0 && isLoading) return <Skeleton lines={4} label={t('detail.loading')} />;
  const notRead = [
    ...unread.map(({ row, why }) => unreadWords({ row, why }, t)),
    ...partly.map(({ row, read: count, all }) => t('logs.firstOf', { name: nameOf(row), count, total: all })),
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

/** All that are seen side by side share what a tab may read at once. */
function useSeenSelections(): number {
  const seen = useDock(dock => {
    const ids = seenTabs(dock);
    return dock.selections.filter(({ id }) => ids.includes(id)).length;
  });
  return Math.max(1, seen);
}

function useSelected({ view }: DockedSelection, rows: readonly LogRow[]): Told {
  const { connection, clock } = useClient();
  const [, change] = useReducer((changes: number) => changes + 1, 0);
  const [selected, setSelected] = useState<SelectedRows | null>(null);
  useEffect(() => {
    const opened = new SelectedRows(view, { connection, clock }, change);
    setSelected(opened);
    return () => opened.close();
  }, [connection, clock, view]);
  const key = JSON.stringify(rows);
  useEffect(() => selected?.setRows(JSON.parse(key) as LogRow[]), [selected, key]);
  return selected?.logs ?? NOTHING;
}

/** What is read of all that might be. */
function useRead(wanted: readonly SelectedContainer[], most: number): readonly SelectedContainer[] {
  const before = useRef<ReadonlySet<string>>(new Set());
  const read = keptChoice(wanted, before.current, { most, keyOf });
  before.current = new Set(read.map(keyOf));
  return read;
}

function keyOf({ cluster, namespace, pod, container }: SelectedContainer): string {
  return [cluster, namespace, pod, container].join('/');
}

function nameOf({ namespace, name }: LogRow): string {
  return visibleText(namespace === '' ? name : `${namespace}/${name}`);
}

function unreadWords({ row, why }: { readonly row: LogRow; readonly why: WhyUnread }, t: TFunction): string {
  const name = nameOf(row);
  if (why === 'gone') return t('detail.notThere', { name });
  return t('logs.unread', { name, why: why === 'unsayable' ? t('logs.unsayable') : whyText(why, t) });
}
