import { type ReactNode, useEffect, useReducer, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { TFunction } from 'i18next';
import type { ObjectView } from '@lanthorn/views/cells/kind-view.ts';
import { useClient } from '../../../../data/client/client.ts';
import { MAX_READ } from '../../../../data/logs/log-feed.ts';
import { keptChoice } from '../../../../data/logs/selection/kept-choice.ts';
import type { LogRow, SelectedContainer, WhyUnread } from '../../../../data/logs/selection/row-containers.ts';
import { type SelectedLogs, SelectedRows } from '../../../../data/logs/selection/selected-rows.ts';
import { Select } from '../../../../ui/choice/select.tsx';
import { whyText } from '../../../../ui/status/freshness.tsx';
import { visibleText } from '../../../../ui/words/text.ts';
import { LogView } from '../log-view.tsx';
import { LogAwaited } from './log-awaited.tsx';

const NOTHING: SelectedLogs = { containers: [], unread: [], partly: [], isLoading: true };
type Which = 'work' | 'main';
const PARTLY = { pods: 'logs.firstOf', runs: 'logs.newestRunsOf', runPods: 'logs.newestOf' } as const;

interface RowsLogsProps {
  readonly view: ObjectView;
  /** Those that are read. */
  readonly rows: readonly LogRow[];
  /** That there are more of them; null where there are not. */
  readonly more: string | null;
  /** Which of their containers are read at first. */
  readonly first: Which;
  /** How many share what a tab may read at once. */
  readonly sharedBy?: number;
  readonly fileName: string;
  readonly picker?: ReactNode;
}

/** The logs of several objects of a kind as one: of every pod its own containers. */
export function RowsLogs({ view, rows, more, first, sharedBy = 1, fileName, picker }: RowsLogsProps) {
  const { t } = useTranslation();
  const { containers, unread, partly, isLoading } = useSelected(view, rows);
  const [which, setWhich] = useState<Which>(first);
  const wanted = which === 'work' ? containers : containers.filter(({ isMain }) => isMain);
  const read = useRead(wanted, Math.floor(MAX_READ / sharedBy));
  if (containers.length === 0 && isLoading) return <LogAwaited picker={picker} />;
  const notRead = [
    ...unread.map(({ row, why }) => unreadWords({ row, why }, t)),
    ...partly.map(({ row, of, read: count, all }) => t(PARTLY[of], { name: nameOf(row), count, total: all })),
    ...(more === null ? [] : [more]),
    ...(read.length < wanted.length ? [t('logs.firstContainers', { count: read.length, total: wanted.length })] : []),
  ];
  const choices = (['work', 'main'] as const).map(value => ({ value, text: t(`logs.which.${value}`) }));
  return (
    <LogView
      isMerged
      containers={read.map(({ isMain: _isMain, ...container }) => container)}
      choice={which}
      fileName={fileName}
      unread={notRead}
      picker={
        <>
          {picker}
          <label>
            {t('logs.container')}
            <Select choices={choices} value={which} onChange={setWhich} />
          </label>
        </>
      }
    />
  );
}

function useSelected(view: ObjectView, rows: readonly LogRow[]): SelectedLogs {
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
