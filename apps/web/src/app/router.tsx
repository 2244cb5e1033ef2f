import { createRootRoute, createRoute, createRouter, redirect } from '@tanstack/react-router';
import { type ComponentProps, type ComponentType, type ReactNode, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { resourceKey } from '@lanthorn/kube/api/group-version-resource.ts';
import type { KindView } from '@lanthorn/views/cells/kind-view.ts';
import { placeFromAddress, placeToAddress } from '../data/client/cluster-place.ts';
import { useClient } from '../data/client/client.ts';
import { usePreferences } from '../data/client/use-preferences.ts';
import { openedObject } from '../data/objects/opened-object.ts';
import { useObjectKind } from '../data/objects/use-object-kind.ts';
import { NOTHING_OPEN, useViewState, validateSearch, type ViewState } from '../data/lists/view-state.ts';
import { ResourceListPage } from '../features/resource-list/resource-list-page.tsx';
import { Notice } from '../ui/status/notice.tsx';
import { Button } from '../ui/button/button.tsx';
import { focusNewScreen } from '../ui/focus/focus-return.ts';
import { ErrorBoundary } from '../ui/screen/error-boundary.tsx';
import { SidePanel } from '../ui/dialog/side-panel.tsx';
import { Skeleton } from '../ui/status/skeleton.tsx';
import { visibleText } from '../ui/words/text.ts';
import { NotFound, useImpossibleName } from './not-found.tsx';
import {
  APPLY,
  CHANGE_SET,
  COSTS,
  FORECAST,
  HELM,
  MAP,
  OPERATIONS,
  OVERVIEW,
  RIGHTS,
} from '../data/client/page-paths.ts';
import { OfKind } from './later-screens.ts';
import { ClusterTime } from '../parts/cluster-time.tsx';
import { Shell } from './shell.tsx';
import { laterPage } from '../ui/words/later.ts';

/** A list shows before any object is opened. */
const ResourceDetail = laterPage(
  async () => (await import('../features/resource-detail/resource-detail.tsx')).ResourceDetail,
);
const ForecastPage = laterPage(async () => (await import('../features/forecast/forecast-page.tsx')).ForecastPage);

const OverviewPage = laterPage(async () => (await import('../features/overview/overview-page.tsx')).OverviewPage);
const MapPage = laterPage(async () => (await import('../features/map/map-page.tsx')).MapPage);
const ApplyPage = laterPage(async () => (await import('../features/apply/apply-page.tsx')).ApplyPage);
const CostsPage = laterPage(async () => (await import('../features/costs/costs-page.tsx')).CostsPage);
const RightsPage = laterPage(
  async () => (await import('../features/resource-detail/access/rights-page.tsx')).RightsPage,
);
const ChangeSetPage = laterPage(async () => (await import('../features/change-set/change-set-page.tsx')).ChangeSetPage);
const OperationLogPage = laterPage(
  async () => (await import('../features/operation-log/operation-log-page.tsx')).OperationLogPage,
);
const HelmPage = laterPage(async () => (await import('../features/resource-detail/helm/helm-page.tsx')).HelmPage);
const ReleasePage = laterPage(
  async () => (await import('../features/resource-detail/helm/release-page.tsx')).ReleasePage,
);
const FleetPage = laterPage(async () => (await import('../features/overview/fleet/fleet-page.tsx')).FleetPage);
const OneOfSeveral = laterPage(async () => (await import('../features/clusters/one-of-several.tsx')).OneOfSeveral);
/** Pages of a cluster that are no list. */
const PAGES: Readonly<Record<string, ComponentType>> = {
  [FORECAST]: ForecastPage,
  [OVERVIEW]: OverviewPage,
  [COSTS]: CostsPage,
  [MAP]: MapPage,
  [APPLY]: ApplyPage,
  [RIGHTS]: RightsPage,
  [CHANGE_SET]: ChangeSetPage,
  [OPERATIONS]: OperationLogPage,
  [HELM]: HelmPage,
};

function clusterFromAddress<T extends { readonly cluster: string }>(params: T): T {
  return { ...params, cluster: placeFromAddress(params.cluster) };
}

function clusterToAddress<T extends { readonly cluster: string }>(params: T): T {
  return { ...params, cluster: placeToAddress(params.cluster) };
}

const rootRoute = createRootRoute({ component: Shell, notFoundComponent: () => <NotFound /> });
const indexRoute = createRoute({ getParentRoute: () => rootRoute, path: '/', component: () => null });
/** A cluster's own address leads to its overview. */
const clusterRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/c/$cluster',
  params: { parse: clusterFromAddress, stringify: clusterToAddress },
  validateSearch,
  beforeLoad: ({ params, search }) => {
    throw redirect({
      to: '/c/$cluster/$resource',
      params: { cluster: params.cluster, resource: OVERVIEW },
      search,
      replace: true,
    });
  },
});
const listRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/c/$cluster/$resource',
  params: { parse: clusterFromAddress, stringify: clusterToAddress },
  validateSearch,
  component: ListScreen,
});
const objectRoute = createRoute({
  getParentRoute: () => rootRoute,
  path: '/c/$cluster/$resource/$namespace/$name',
  params: { parse: clusterFromAddress, stringify: clusterToAddress },
  validateSearch,
  component: ObjectScreen,
});

export const router = createRouter({
  routeTree: rootRoute.addChildren([indexRoute, clusterRoute, listRoute, objectRoute]),
  defaultPreload: false,
  // It stands between clusters that are looked at together.
  pathParamsAllowedCharacters: ['+'],
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}

// A screen is its path; filters, tabs and the panel are search, and leave focus where it is.
router.subscribe('onBeforeLoad', ({ pathChanged }) => {
  if (pathChanged) focusNewScreen();
});

function ListScreen() {
  const state = useViewState();
  const { t } = useTranslation();
  const found = useObjectKind(state.clusters, state.resource);
  const Special = Object.hasOwn(PAGES, state.resource) ? PAGES[state.resource] : undefined;
  if (Special !== undefined && state.clusters.length > 1)
    return (
      <Suspense fallback={<PageAwaited />}>
        {state.resource === OVERVIEW ? <FleetPage /> : <OneOfSeveral clusters={state.clusters} page={state.resource} />}
      </Suspense>
    );
  if (Special !== undefined)
    return (
      <Suspense fallback={<PageAwaited />}>
        <Special />
      </Suspense>
    );
  if (found.state === 'loading') return <PageAwaited />;
  if (found.state === 'failed') return <Broken>{t('kind.unasked', { message: visibleText(found.message) })}</Broken>;
  if (found.state === 'unknown') return <NotFound />;
  return (
    <Suspense fallback={<PageAwaited />}>
      <OfKind clusters={state.clusters} kind={found.kind} namespace={state.namespaces[0] ?? ''}>
        {view => (view === undefined ? <NotFound /> : <ListOfKind view={view} state={state} />)}
      </OfKind>
    </Suspense>
  );
}

function ListOfKind({ view, state }: { readonly view: KindView; readonly state: ViewState }) {
  const { t } = useTranslation();
  const { preferences } = useClient();
  const width = usePreferences(({ panelWidth }) => panelWidth);
  const { open } = state.search;
  const close = () => state.setSearch(NOTHING_OPEN);
  const fallback = (error: Error) => <Broken>{t('detail.broken', { message: visibleText(error.message) })}</Broken>;
  return (
    <>
      <ErrorBoundary key={resourceKey(view.resource)} fallback={fallback}>
        <ResourceListPage key={`${state.place}/${resourceKey(view.resource)}`} view={view} />
      </ErrorBoundary>
      {open === undefined ? null : (
        <SidePanel label={t('detail.panel')} width={width} onWidth={panelWidth => preferences.change({ panelWidth })}>
          <ErrorBoundary key={open} fallback={fallback}>
            <OpenDetail open={open} cluster={state.cluster} view={view} onClose={close} />
          </ErrorBoundary>
        </SidePanel>
      )}
    </>
  );
}

/** The object of a row's key, told by the clock of its own cluster. */
function OpenDetail({
  open,
  cluster,
  view,
  onClose,
}: {
  readonly open: string;
  /** Where the key does not say. */
  readonly cluster: string;
  readonly view: KindView;
  readonly onClose: () => void;
}) {
  const object = openedObject(open, cluster);
  return (
    <ClusterTime cluster={object.cluster}>
      <Detail subject={{ ...object, view }} onClose={onClose} />
    </ClusterTime>
  );
}

function ObjectScreen() {
  const { cluster, resource, namespace = '', name = '' } = useViewState();
  const { t } = useTranslation();
  const found = useObjectKind([cluster], resource);
  const why = useImpossibleName(namespace, name);
  if (resource === HELM && why === null)
    return (
      <Suspense fallback={<PageAwaited />}>
        <ReleasePage key={`${cluster}/${namespace}/${name}`} />
      </Suspense>
    );
  if (found.state === 'loading') return <PageAwaited />;
  if (found.state === 'unknown')
    return (
      <p className="notice">{t('kind.unknown', { kind: visibleText(resource), cluster: visibleText(cluster) })}</p>
    );
  if (found.state === 'failed') return <Broken>{t('kind.unasked', { message: visibleText(found.message) })}</Broken>;
  // What names an object of a kind that is not known here cannot say that it is in no namespace.
  const within = found.kind.namespaced === false ? '' : namespace;
  return (
    <ErrorBoundary
      key={`${cluster}/${resource}/${within}/${name}`}
      fallback={error => <Broken>{t('detail.broken', { message: visibleText(error.message) })}</Broken>}
    >
      <Suspense fallback={<PageAwaited />}>
        <OfKind clusters={[cluster]} kind={found.kind} namespace={within}>
          {record => (
            <Detail
              subject={{ cluster, view: record ?? { ...found.kind, columns: [] }, namespace: within, name }}
              onClose={null}
            />
          )}
        </OfKind>
      </Suspense>
    </ErrorBoundary>
  );
}

/** In the place of a page that cannot be shown. */
function Broken({ children }: { readonly children: ReactNode }) {
  return (
    <div className="page-awaited">
      <Notice tone="bad">{children}</Notice>
    </div>
  );
}

/** The room of a page that is on its way. */
function PageAwaited() {
  const { t } = useTranslation();
  return (
    <div className="page-awaited">
      <Skeleton lines={14} label={t('detail.loading')} />
    </div>
  );
}

/** One object, in the panel or on its own page; an address that names none says so. */
function Detail({ subject, onClose }: ComponentProps<typeof ResourceDetail>) {
  const { t } = useTranslation();
  const why = useImpossibleName(subject.namespace, subject.name);
  if (why === null)
    return (
      <Suspense fallback={<PageAwaited />}>
        <ResourceDetail subject={subject} onClose={onClose} />
      </Suspense>
    );
  if (onClose === null) return <NotFound why={why} />;
  return (
    <div className="notice">
      <p>{why}</p>
      <Button onClick={onClose}>{t('close')}</Button>
    </div>
  );
}
