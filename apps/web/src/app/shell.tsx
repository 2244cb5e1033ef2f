import { Outlet, useLocation, useNavigate } from '@tanstack/react-router';
import { type ComponentProps, memo, Suspense, useCallback, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ClustersAnswer } from '@lanthorn/protocol/http/cluster-messages.ts';
import { openUndoDialog } from '../data/actions/action-dialog-store.ts';
import { useLeftForms } from '../data/actions/asked-form.ts';
import { useClient } from '../data/client/client.ts';
import { useKnownClusters } from '../data/client/known-clusters.ts';
import { useConnectionState } from '../data/client/use-connection-state.ts';
import { useTiersOf } from '../data/client/use-tier.ts';
import { ClusterTime } from '../parts/cluster-time.tsx';
import { toggleDock } from '../data/dock/dock-store.ts';
import { lastUndoable } from '../data/operations/operation-store.ts';
import { useViewState, type ViewState } from '../data/lists/view-state.ts';
import { useObjectSize } from '../data/objects/use-object-size.ts';
import { ClusterSwitcher } from '../features/clusters/cluster-switcher.tsx';
import { ClockNotice } from '../features/clusters/clock-notice.tsx';
import { PackNotes } from '../features/clusters/pack-notes.tsx';
import { KubeconfigNotes } from '../features/clusters/kubeconfig-notes.tsx';
import { LanthornNotice } from '../features/clusters/lanthorn-notice.tsx';
import { TierNotice } from '../features/clusters/tier-notice.tsx';
import { useClusterTrouble } from '../features/clusters/use-cluster-trouble.ts';
import { NamespaceButton } from '../features/namespaces/namespace-button.tsx';
import { ReadOnlyNotice } from '../features/clusters/read-only-notice.tsx';
import { Button } from '../ui/button/button.tsx';
import { IconButton } from '../ui/button/icon-button.tsx';
import { RowLook } from './row-look.tsx';
import { Drawer } from '../ui/dialog/drawer.tsx';
import { useMedia } from '../ui/styles/use-media.ts';
import { visibleText } from '../ui/words/text.ts';
import { OVERVIEW } from '../data/client/page-paths.ts';
import { LaterLayers, type Overlay } from './later-layers.tsx';
import { BottomBar, ClusterTrouble } from './later-screens.ts';
import { Dock } from './dock/dock.tsx';
import { Navigation } from './navigation.tsx';
import { SkipLink } from './skip-link.tsx';
import { useDocumentTitle } from './use-document-title.ts';
import { useWantedPlace } from './use-wanted-place.ts';
import { PersonMenu } from './person/person-menu.tsx';
import { useRecents } from './person/use-recents.ts';
import { useGlobalKeys } from './use-global-keys.ts';

/** The frame around every screen. */
export function Shell() {
  const { api } = useClient();
  const clusters = useKnownClusters(state => state.answer);
  const [problem, setProblem] = useState<string | null>(null);
  /** What came with the page was asked for by the page. */
  const isTold = useRef(clusters !== null);
  const load = useCallback(() => {
    api.clusters().then(
      answer => {
        useKnownClusters.setState({ answer });
        setProblem(null);
      },
      (error: unknown) => setProblem(error instanceof Error ? error.message : String(error)),
    );
  }, [api]);
  // Asked again when the server went and when it came back: it may be another one.
  const isAway = useConnectionState().kind === 'lost';
  useEffect(() => {
    if (!isTold.current) load();
    isTold.current = false;
  }, [load, isAway]);
  return clusters === null ? <Starting problem={problem} /> : <Frame clusters={clusters} reload={load} />;
}

function Starting({ problem }: { readonly problem: string | null }) {
  const { t } = useTranslation();
  return (
    <>
      <LanthornNotice />
      {problem === null ? (
        <p className="notice">{t('app.starting')}</p>
      ) : (
        <p className="notice" role="alert">
          {t('app.noServer', { message: visibleText(problem) })}
        </p>
      )}
    </>
  );
}

/** An address that names no cluster still has the way to all screens beside it. */
function useShownState({ current }: ClustersAnswer): ViewState {
  const address = useViewState();
  return address.cluster === '' ? { ...address, cluster: current, clusters: [current], place: current } : address;
}

function Frame({ clusters, reload }: { readonly clusters: ClustersAnswer; readonly reload: () => void }) {
  const state = useShownState(clusters);
  const { t } = useTranslation();
  const { operations, preferences } = useClient();
  const [isNavOpen, setNavOpen] = useState(false);
  const [overlay, setOverlay] = useState<Overlay | null>(null);
  const [note, setNote] = useState('');
  const { cluster } = state;
  const closeNav = useCallback(() => setNavOpen(false), []);
  const openPalette = useCallback(() => setOverlay('palette'), []);
  useDocumentTitle(state);
  useFirstScreen(clusters);
  useRecents(clusters, state);
  useLeftForms(state);
  const onResize = useObjectSize(state);
  useGlobalKeys({
    state,
    onPalette: () => setOverlay(overlay === 'palette' ? null : 'palette'),
    onHelp: () => setOverlay('keys'),
    onNamespaces: () => setOverlay('namespace-choice'),
    onClusters: () => setOverlay('cluster-choice'),
    onDock: toggleDock,
    onResize,
    onCollapse: () =>
      preferences.change({ isSidebarCollapsed: !preferences.store.getState().chosen.isSidebarCollapsed }),
    onUndo: () => {
      const last = lastUndoable(operations.getState().operations, state.clusters);
      if (last !== undefined) openUndoDialog(last);
      setNote(last === undefined ? t('undo.nothing') : '');
    },
  });
  const tier = useTiersOf(state.clusters);
  // Of several the list itself says which fail.
  const trouble = useClusterTrouble(clusters, state.clusters.length > 1 ? '' : cluster);
  return (
    <ClusterTime cluster={cluster}>
      <div className="shell" data-tier={tier}>
        <SteadySkipLink />
        <TopBar clusters={clusters} state={state} isUsable={trouble === null} overlay={{ overlay, setOverlay }} />
        <Drawer opened={isNavOpen} onClose={() => setNavOpen(false)}>
          <Navigation state={state} onNavigate={closeNav} />
        </Drawer>
        <main id="main" className="main" tabIndex={-1}>
          <Notices clusters={clusters} shown={state.clusters} />
          <div className="main-screen">
            {trouble === null ? (
              <RowLook>
                <Outlet />
              </RowLook>
            ) : (
              <Suspense fallback={null}>
                <ClusterTrouble clusters={clusters} name={cluster} trouble={trouble} onChanged={reload} />
              </Suspense>
            )}
          </div>
        </main>
        <ShellNote text={note} onDone={() => setNote('')} />
        <PreferenceNote />
        <SteadyDock cluster={cluster} />
        <NarrowBar
          place={state.place}
          current={state.resource}
          ns={state.search.ns}
          areKindsOpen={isNavOpen}
          onKinds={setNavOpen}
          onSearch={openPalette}
        />
        <LaterLayers clusters={clusters} state={state} overlay={overlay} onClose={() => setOverlay(null)} />
      </div>
    </ClusterTime>
  );
}

// A letter of a filter is another address: what does not depend on that is not drawn anew for it.
const SteadySkipLink = memo(SkipLink);
const SteadyDock = memo(Dock);

/** As the styles have it: wider screens have the navigation beside the page. */
const NARROW = '(max-width: 900px)';

/** Its room is there before it is. */
function NarrowBar(props: ComponentProps<typeof BottomBar>) {
  if (!useMedia(NARROW)) return null;
  return (
    <Suspense fallback={null}>
      <BottomBar {...props} />
    </Suspense>
  );
}

/** What the reader should know of the clusters that are shown. */
const Notices = memo(
  ({ clusters, shown }: { readonly clusters: ClustersAnswer; readonly shown: ViewState['clusters'] }) => {
    const [cluster = ''] = shown;
    return (
      <>
        <LanthornNotice />
        {clusters.clusters.length === 0 ? null : <KubeconfigNotes problems={clusters.problems} />}
        <PackNotes problems={clusters.packProblems} />
        <ClockNotice cluster={cluster} />
        <TierNotice info={shown.length > 1 ? undefined : clusters.clusters.find(({ name }) => name === cluster)} />
        <ReadOnlyNotice clusters={clusters.clusters.filter(({ name }) => shown.includes(name))} />
      </>
    );
  },
);
Notices.displayName = 'Notices';

/** An address without anything leads to what needs somebody in the current context. */
function useFirstScreen({ current }: ClustersAnswer): void {
  const navigate = useNavigate();
  const pathname = useLocation({ select: location => location.pathname });
  useEffect(() => {
    if (pathname !== '/' || current === '') return;
    void navigate({
      to: '/c/$cluster/$resource',
      params: { cluster: current, resource: OVERVIEW },
      replace: true,
    });
  }, [pathname, current, navigate]);
}

function TopBar({
  clusters,
  state,
  isUsable,
  overlay: { overlay, setOverlay },
}: {
  readonly clusters: ClustersAnswer;
  readonly state: ViewState;
  /** Whether the cluster can be asked anything. */
  readonly isUsable: boolean;
  readonly overlay: { readonly overlay: Overlay | null; readonly setOverlay: (overlay: Overlay | null) => void };
}) {
  useWantedPlace(state);
  const { t } = useTranslation();
  const info = clusters.clusters.find(({ name }) => name === state.cluster);
  return (
    <header className="topbar">
      <span className="brand hide-narrow">
        <img src="/icon.svg" alt="" width="18" height="18" />
        Lanthorn
      </span>
      <ClusterSwitcher
        clusters={clusters}
        state={state}
        opened={overlay === 'cluster-choice'}
        onOpen={opened => setOverlay(opened ? 'cluster-choice' : null)}
      />
      {info?.isDemo === true ? (
        <span className="demo-mark" title={t('cluster.demoHint')}>
          {t('cluster.demo')}
        </span>
      ) : null}
      {state.cluster === '' || !isUsable ? null : (
        <NamespaceButton
          state={state}
          fallback={info?.namespace ?? 'default'}
          opened={overlay === 'namespace-choice'}
          onOpen={opened => setOverlay(opened ? 'namespace-choice' : null)}
        />
      )}
      <span className="search hide-narrow">
        <Button icon="search" shortcut="Ctrl K" onClick={() => setOverlay('palette')}>
          <span className="search-words">{t('palette.open')}</span>
        </Button>
      </span>
      <span className="spacer" />
      <span className="hide-narrow">
        <IconButton icon="help" label={t('keys.title')} shortcut="?" onClick={() => setOverlay('keys')} />
      </span>
      <PersonMenu info={info} onHelp={() => setOverlay('keys')} />
    </header>
  );
}

/** What a person should know of what they chose; it is said until it was read. */
function PreferenceNote() {
  const { t } = useTranslation();
  const { preferences } = useClient();
  const trouble = preferences.store(state => state.trouble);
  if (trouble === null) return null;
  const problem = visibleText(trouble.problem);
  const key = trouble.kind === 'unkept' && problem !== '' ? 'settings.unkeptWhy' : `settings.${trouble.kind}`;
  return (
    <p className="shell-note" role="status">
      {t(key, { problem })} <Button onClick={() => preferences.dismissTrouble()}>{t('close')}</Button>
    </p>
  );
}

/** Long enough to read a sentence. */
const NOTE_MS = 4_000;

/** A sentence that needs no answer. */
function ShellNote({ text, onDone }: { readonly text: string; readonly onDone: () => void }) {
  const { clock } = useClient();
  const latest = useRef(onDone);
  latest.current = onDone;
  useEffect(() => (text === '' ? undefined : clock.schedule(NOTE_MS, () => latest.current())), [text, clock]);
  return (
    <p className={text === '' ? 'visually-hidden' : 'shell-note'} role="status">
      {text}
    </p>
  );
}
