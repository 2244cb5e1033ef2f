import { useMantineColorScheme } from '@mantine/core';
import { Outlet, useNavigate } from '@tanstack/react-router';
import { useCallback, useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ClustersAnswer } from '@lanthorn/protocol/http-messages.ts';
import { findKindViewByName } from '@lanthorn/views/kind-index.ts';
import { useClient } from '../data/client.ts';
import { useLiveList } from '../data/use-live-list.ts';
import { useViewState, type ViewState } from '../data/view-state.ts';
import { ActionDialog } from '../features/actions/action-dialog.tsx';
import { OperationsDock } from '../features/actions/operations-dock.tsx';
import { ClusterTrouble } from '../features/clusters/cluster-trouble.tsx';
import { KubeconfigNotes } from '../features/clusters/kubeconfig-notes.tsx';
import { useClusterTrouble } from '../features/clusters/use-cluster-trouble.ts';
import { CommandPalette } from '../features/palette/command-palette.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { LANGUAGES, setLanguage } from '../ui/i18n.ts';
import { visibleText } from '../ui/text.ts';
import { KeyHelp } from './key-help.tsx';
import { Navigation } from './navigation.tsx';
import { usePaletteEntries } from './palette-entries.ts';
import { useGlobalKeys } from './use-global-keys.ts';

const MAX_NAMESPACES = 500;

/** The frame around every screen. */
export function Shell() {
  const [clusters, setClusters] = useState<ClustersAnswer | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const { api } = useClient();
  const load = useCallback(() => {
    api.clusters().then(
      answer => {
        setClusters(answer);
        setProblem(null);
      },
      (error: unknown) => setProblem(error instanceof Error ? error.message : String(error)),
    );
  }, [api]);
  useEffect(load, [load]);
  const { t } = useTranslation();
  if (problem !== null && clusters === null)
    return (
      <p className="notice" role="alert">
        {t('app.noServer', { message: visibleText(problem) })}
      </p>
    );
  return clusters === null ? (
    <p className="notice">{t('app.starting')}</p>
  ) : (
    <Frame clusters={clusters} reload={load} />
  );
}

function Frame({ clusters, reload }: { readonly clusters: ClustersAnswer; readonly reload: () => void }) {
  const state = useViewState();
  const navigate = useNavigate();
  const { t } = useTranslation();
  const [isNavOpen, setNavOpen] = useState(false);
  const [overlay, setOverlay] = useState<'palette' | 'keys' | null>(null);
  const { cluster } = state;
  const { current } = clusters;
  useEffect(() => {
    if (cluster === '' && current !== '')
      void navigate({
        to: '/c/$cluster/$resource',
        params: { cluster: current, resource: 'cronjobs' },
        replace: true,
      });
  }, [cluster, current, navigate]);
  useGlobalKeys({ state, onPalette: () => setOverlay('palette'), onHelp: () => setOverlay('keys') });
  const entries = usePaletteEntries(clusters, state);
  const trouble = useClusterTrouble(clusters, cluster);
  const info = clusters.clusters.find(entry => entry.name === cluster);
  return (
    <div className="shell">
      <header className="topbar">
        <button
          type="button"
          className="nav-toggle"
          aria-label={t('nav.toggle')}
          aria-expanded={isNavOpen}
          onClick={() => setNavOpen(!isNavOpen)}
        >
          ☰
        </button>
        <span className="brand hide-narrow">
          <img src="/icon.svg" alt="" width="18" height="18" />
          Lanthorn
        </span>
        <ClusterSelect clusters={clusters} state={state} />
        {info?.isDemo === true ? (
          <span className="demo-mark" title={t('cluster.demoHint')}>
            {t('cluster.demo')}
          </span>
        ) : null}
        {cluster === '' || trouble !== null ? null : (
          <NamespaceSelect state={state} fallback={info?.namespace ?? 'default'} />
        )}
        <button type="button" className="search" onClick={() => setOverlay('palette')}>
          {t('palette.open')} <kbd className="hide-narrow">Ctrl K</kbd>
        </button>
        <span className="spacer" />
        <TopbarEnd user={info?.user ?? ''} onHelp={() => setOverlay('keys')} />
      </header>
      <Navigation state={state} isOpen={isNavOpen} onNavigate={() => setNavOpen(false)} />
      <main className="main">
        {clusters.clusters.length === 0 ? null : <KubeconfigNotes problems={clusters.problems} />}
        {trouble === null ? (
          <Outlet />
        ) : (
          <ClusterTrouble clusters={clusters} name={cluster} trouble={trouble} onChanged={reload} />
        )}
      </main>
      <OperationsDock />
      <ActionDialog />
      <CommandPalette
        entries={entries}
        cluster={cluster}
        namespaces={state.search.ns}
        opened={overlay === 'palette'}
        onClose={() => setOverlay(null)}
      />
      <Dialog opened={overlay === 'keys'} onClose={() => setOverlay(null)} title={t('keys.title')}>
        <KeyHelp />
      </Dialog>
    </div>
  );
}

function TopbarEnd({ user, onHelp }: { readonly user: string; readonly onHelp: () => void }) {
  const { t } = useTranslation();
  return (
    <>
      <Settings />
      <button type="button" className="hide-narrow" aria-label={t('keys.title')} onClick={onHelp}>
        ?
      </button>
      <span className="dim hide-narrow">{visibleText(user)}</span>
    </>
  );
}

function ClusterSelect({ clusters, state }: { readonly clusters: ClustersAnswer; readonly state: ViewState }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const isKnown = clusters.clusters.some(entry => entry.name === state.cluster);
  return (
    <select
      aria-label={t('cluster.choose')}
      value={state.cluster}
      onChange={event =>
        void navigate({
          to: '/c/$cluster/$resource',
          params: { cluster: event.target.value, resource: state.resource === '' ? 'cronjobs' : state.resource },
        })
      }
    >
      {isKnown ? null : <option value={state.cluster}>{state.cluster}</option>}
      {clusters.clusters.map(entry => (
        <option key={entry.name} value={entry.name}>
          {entry.problem === null ? entry.name : `${entry.name} (${t('cluster.broken')})`}
        </option>
      ))}
    </select>
  );
}

/** Namespaces by list where that is allowed, else by name; the address holds the choice. */
function NamespaceSelect({ state, fallback }: { readonly state: ViewState; readonly fallback: string }) {
  const { t } = useTranslation();
  const view = findKindViewByName('namespaces');
  const list = useLiveList(
    useMemo(
      () => ({
        cluster: state.cluster,
        resource: view?.resource ?? { group: '', version: 'v1', resource: 'namespaces' },
      }),
      [state.cluster, view],
    ),
    useMemo(() => ({ namespaces: [], filter: '', sort: [] }), []),
    MAX_NAMESPACES,
  );
  const { setWindow } = list;
  useEffect(() => setWindow({ offset: 0, limit: MAX_NAMESPACES, hold: false }), [setWindow]);
  const isForbidden = list.state.kind === 'forbidden';
  const { search, setSearch } = state;
  // Who may not list namespaces starts in the context's own.
  useEffect(() => {
    if (isForbidden && search.ns === undefined) setSearch({ ns: fallback });
  }, [isForbidden, search.ns, fallback, setSearch]);
  const names = [...list.rows.values()].map(row => row.name);
  const current = state.namespaces.join(',');
  const shown = [...new Set([...names, ...(current === '' ? [] : [current]), ...(isForbidden ? [fallback] : [])])];
  return (
    <select
      aria-label={t('namespace.choose')}
      value={current}
      onChange={event =>
        setSearch({ ns: event.target.value === '' ? undefined : event.target.value, open: undefined }, 'push')
      }
    >
      {isForbidden ? null : <option value="">{t('namespace.all')}</option>}
      {shown.map(name => (
        <option key={name} value={name}>
          {visibleText(name)}
        </option>
      ))}
    </select>
  );
}

function Settings() {
  const { t, i18n } = useTranslation();
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  return (
    <>
      <select
        className="hide-narrow"
        aria-label={t('settings.theme')}
        value={colorScheme}
        onChange={event => setColorScheme(event.target.value as 'auto' | 'light' | 'dark')}
      >
        {(['auto', 'light', 'dark'] as const).map(scheme => (
          <option key={scheme} value={scheme}>
            {t(`settings.${scheme}`)}
          </option>
        ))}
      </select>
      <select
        className="hide-narrow"
        aria-label={t('settings.language')}
        value={i18n.language}
        onChange={event => void setLanguage(event.target.value === 'zh-CN' ? 'zh-CN' : 'en')}
      >
        {LANGUAGES.map(({ code, name }) => (
          <option key={code} value={code}>
            {name}
          </option>
        ))}
      </select>
    </>
  );
}
