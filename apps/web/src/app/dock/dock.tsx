import { Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { useClient } from '../../data/client/client.ts';
import { usePreferences } from '../../data/client/use-preferences.ts';
import {
  type DockedLogs,
  dockId,
  OPERATIONS_TAB,
  PORTS_TAB,
  RECORDINGS_TAB,
  seenTabs,
  showDock,
  undock,
  useDock,
} from '../../data/dock/dock-store.ts';
import { useLiveObject } from '../../data/objects/use-live-object.ts';
import { HistoryTrouble, useOperationsNote } from '../../features/actions/operations-note.tsx';
import { ClusterTime } from '../../parts/cluster-time.tsx';
import { Skeleton } from '../../ui/status/skeleton.tsx';
import { BottomDock, type DockTab } from '../../ui/dialog/bottom-dock.tsx';
import type { Pane } from '../../ui/dialog/pane-row.tsx';
import { useMedia } from '../../ui/styles/use-media.ts';
import { visibleText } from '../../ui/words/text.ts';
import { later } from '../../ui/words/later.ts';
import { DockedOperations } from './docked-operations.ts';

const TerminalPanel = later(async () => (await import('../../features/terminals/terminal-panel.tsx')).TerminalPanel);
const RecordingsPanel = later(
  async () => (await import('../../features/terminals/recordings-panel.tsx')).RecordingsPanel,
);
const PortsPanel = later(async () => (await import('../../features/ports/ports-panel.tsx')).PortsPanel);
const DockBeside = later(async () => (await import('./dock-beside.tsx')).DockBeside);
const SelectedLogs = later(
  async () => (await import('../../features/resource-detail/logs/whose/selected-logs.tsx')).SelectedLogs,
);
const ObjectLogs = later(
  async () => (await import('../../features/resource-detail/logs/whose/object-logs.tsx')).ObjectLogs,
);

/** Narrower there is no room for two: those beside are tabs alone. */
const NARROW = '(max-width: 900px)';

/** Logs that were kept, and what was done: they stay while one goes from screen to screen. */
export function Dock({ cluster }: { readonly cluster: string }) {
  const { t } = useTranslation();
  const { preferences } = useClient();
  const height = usePreferences(({ dockHeight }) => dockHeight);
  const { shown, beside } = useDock();
  const isNarrow = useMedia(NARROW);
  const tabs = useTabs(cluster);
  if (tabs.length === 0) return <HistoryTrouble />;
  const isShown = tabs.some(({ id }) => id === shown);
  const seen = isNarrow && shown !== null ? [shown] : seenTabs({ shown, beside });
  const panes = tabs
    .filter(({ id }) => seen.includes(id))
    .toSorted((a, b) => seen.indexOf(a.id) - seen.indexOf(b.id))
    .map(
      ({ id, text }): Pane => ({
        ...{ id, label: text, isFilled: id !== OPERATIONS_TAB },
        content: (
          <Suspense fallback={<Skeleton lines={4} label={t('detail.loading')} />}>
            <Docked id={id} cluster={cluster} />
          </Suspense>
        ),
      }),
    );
  return (
    <BottomDock
      label={t('dock.title')}
      notice={<HistoryTrouble />}
      tabs={tabs}
      shown={isShown ? shown : null}
      panes={panes}
      height={height}
      tools={
        isNarrow || !isShown || tabs.every(({ id }) => id === OPERATIONS_TAB) ? null : (
          <Suspense fallback={null}>
            <DockBeside tabs={tabs} />
          </Suspense>
        )
      }
      onShow={showDock}
      onHeight={dockHeight => preferences.change({ dockHeight })}
    />
  );
}

/** In the order of their heads. */
function useTabs(cluster: string): readonly DockTab[] {
  const { t, i18n } = useTranslation();
  const note = useOperationsNote();
  const count = useClient().operations(({ operations }) => operations.length);
  const { logs, selections, terminals, ports, recordings } = useDock();
  /** Of which clusters it is, where that is not the one that is looked at. */
  const noteOf = (clusters: readonly string[]) =>
    clusters.every(each => each === cluster) ? {} : { note: visibleText([...new Set(clusters)].join(', ')) };
  return [
    ...logs.map(each => ({
      id: dockId(each),
      icon: 'logs' as const,
      text: visibleText(each.name),
      ...noteOf([each.cluster]),
      onClose: () => undock(dockId(each)),
    })),
    ...selections.map(({ id, rows }) => ({
      id,
      icon: 'logs' as const,
      text: `${visibleText(rows[0]?.name ?? '')} +${(rows.length - 1).toLocaleString(i18n.language)}`,
      ...noteOf(rows.map(row => row.cluster)),
      onClose: () => undock(id),
    })),
    ...terminals.map(({ session, pod, cluster: of }) => ({
      id: session,
      icon: 'terminal' as const,
      text: visibleText(pod),
      ...noteOf([of]),
      onClose: () => undock(session),
    })),
    ...(ports === null
      ? []
      : [{ id: PORTS_TAB, icon: 'network' as const, text: t('dock.ports'), onClose: () => undock(PORTS_TAB) }]),
    ...(recordings
      ? [
          {
            id: RECORDINGS_TAB,
            icon: 'play' as const,
            text: t('dock.recordings'),
            onClose: () => undock(RECORDINGS_TAB),
          },
        ]
      : []),
    ...(count === 0
      ? []
      : [{ id: OPERATIONS_TAB, icon: 'list-checks' as const, text: t('operations.count', { count }), note }]),
  ];
}

/** What a tab shows. */
function Docked({ id, cluster }: { readonly id: string; readonly cluster: string }) {
  const { logs, selections, terminals, ports } = useDock();
  const docked = logs.find(each => dockId(each) === id);
  const selection = selections.find(each => each.id === id);
  const terminal = terminals.find(({ session }) => session === id);
  if (selection !== undefined) return <SelectedLogs selection={selection} />;
  if (docked !== undefined) return <Logs docked={docked} />;
  if (terminal !== undefined) return <TerminalPanel docked={terminal} />;
  if (id === RECORDINGS_TAB) return <RecordingsPanel cluster={cluster} />;
  return id === PORTS_TAB && ports !== null ? (
    <PortsPanel cluster={cluster} target={ports.target} />
  ) : (
    <DockedOperations cluster={cluster} />
  );
}

function Logs({ docked }: { readonly docked: DockedLogs }) {
  const { t } = useTranslation();
  const { cluster, view, namespace, name } = docked;
  const { object, last } = useLiveObject({ cluster, resource: view.resource, namespace, name });
  const known = object ?? last;
  if (known === null || known === undefined)
    return object === null ? (
      <p className="notice">{t('detail.notThere', { name: visibleText(name) })}</p>
    ) : (
      <Skeleton lines={4} label={t('detail.loading')} />
    );
  return (
    <ClusterTime cluster={cluster}>
      <ObjectLogs subject={docked} object={known} preferred={undefined} />
    </ClusterTime>
  );
}
