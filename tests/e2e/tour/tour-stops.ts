import type { Page } from 'playwright-core';
import type { Witness } from '../harness.ts';
import { pressAction } from '../press-action.ts';
import { wordOn } from './word-on.ts';

/** Which cluster a picture is of: see `tour.ts`. */
export type TourCluster = 'demo' | 'viewer' | 'few' | 'huge' | 'gone' | 'none';

/** One screen to look at, in every size and colour of `tour.ts`. */
export interface TourStop {
  readonly name: string;
  readonly cluster: TourCluster;
  /** Behind the cluster's own address. */
  readonly path: string;
  /** Shown when the screen is whole. */
  readonly ready: string;
  readonly prepare?: (page: Page) => Promise<void>;
  /** While it is looked at, by somebody else. */
  readonly given?: (cluster: Witness) => Promise<unknown>;
}

const ROW = '.grid-row';
/** The overview of an object; what has no state has no verdict. */
const PAGE = '[role=tabpanel] dl';

/** Whatever is pressed is named by its word in the catalogue. */
const press = (word: string) => async (page: Page) => {
  await page
    .getByRole('button', { name: await wordOn(page, word) })
    .first()
    .click();
};
const pressKey = (key: string) => async (page: Page) => {
  await page.locator('main').focus();
  await page.keyboard.press(key);
};

/** The page of the first object of a list. By its name: other cells may lead elsewhere. */
const openFirst = async (page: Page) => {
  await page.locator(ROW).first().locator('.grid-cell').first().dblclick();
  await page.locator(PAGE).first().waitFor();
};

const openMenu = async (page: Page) => {
  await page.locator(ROW).first().click({ button: 'right' });
  await page.getByRole('menu').waitFor();
};

/** What is asked before something is done, with what the server thinks of it. */
const openDialog = (word: string) => async (page: Page) => {
  await pressAction(page, await wordOn(page, word), await wordOn(page, 'detail.moreActions'));
  await page.getByRole('dialog').waitFor();
};

/** Another image for a StatefulSet: its pods are replaced one by one while it is looked at. */
const rollOut = (cluster: Witness) =>
  cluster.other(
    'PATCH',
    '/apis/apps/v1/namespaces/data/statefulsets/timeseries',
    {
      spec: {
        template: {
          spec: { containers: [{ name: 'timeseries', image: `registry.example/data/timeseries:${Date.now()}` }] },
        },
      },
    },
    'application/strategic-merge-patch+json',
  );

/** Rows somewhere in a list that is much longer than the screen. */
const scrollFar = async (page: Page) => {
  await page.locator(ROW).first().hover();
  await page.mouse.wheel(0, 100_000);
  await page.waitForTimeout(1_500);
};

/** Three rows of a list. */
const choose = async (page: Page) => {
  for (const i of [0, 1, 2]) await page.locator(ROW).nth(i).locator('input[type=checkbox]').click();
};

/** A shell in the first of them. */
const openShell = async (page: Page) => {
  await page.locator(ROW).first().click();
  await page.keyboard.press('s');
  await page.locator('.xterm').waitFor();
};

/** The files of a pod that runs, beside its list. */
const openFiles = async (page: Page) => {
  await openMenu(page);
  await page.getByRole('menuitem', { name: await wordOn(page, 'action.pod.files') }).click();
  await page.getByRole('button', { name: 'etc/' }).click();
  await page.getByRole('button', { name: 'os-release', exact: true }).waitFor();
};

/** A port of a pod that is open, in the dock. */
const openPort = async (page: Page) => {
  await openMenu(page);
  await page.getByRole('menuitem', { name: await wordOn(page, 'action.pod.forward') }).click();
  await page
    .getByTestId('port-form')
    .getByRole('button', { name: await wordOn(page, 'ports.forward') })
    .click();
  await page.locator('tr[data-port]').first().waitFor();
};

/** One of the ways in which a log is shown. */
const viewAs = (word: string) => async (page: Page) => {
  await page.getByRole('button', { name: await wordOn(page, 'logs.view') }).click();
  await page.getByRole('checkbox', { name: await wordOn(page, word) }).click();
  await page.keyboard.press('Escape');
};

/** The longest name a Pod may have, and the longest of a Service, a namespace and a label. */
export const LONG_NAME = `${'a-very-long-name-of-a-workload-that-somebody-generated-'.repeat(4)}${'z'.repeat(33)}`;
export const LONG_LABEL = `a-name-as-long-as-a-label-may-be-and-not-one-letter-more-${'z'.repeat(6)}`;

export const TOUR_STOPS: readonly TourStop[] = [
  { name: 'overview', cluster: 'demo', path: '/overview', ready: '[data-cause]' },
  { name: 'pods', cluster: 'demo', path: '/pods', ready: ROW },
  { name: 'pods-filtered', cluster: 'demo', path: '/pods?q=status%3ACrashLoopBackOff', ready: ROW },
  { name: 'pods-nothing-matches', cluster: 'demo', path: '/pods?q=nothingmatchesthis', ready: '.notice' },
  { name: 'cronjobs-panel', cluster: 'demo', path: '/cronjobs?open=shop%2Fstock-sync', ready: '[data-testid=runs]' },
  { name: 'deployments', cluster: 'demo', path: '/deployments', ready: ROW },
  { name: 'services', cluster: 'demo', path: '/services', ready: ROW },
  { name: 'nodes', cluster: 'demo', path: '/nodes', ready: ROW },
  { name: 'events', cluster: 'demo', path: '/events', ready: ROW },
  { name: 'forecast', cluster: 'demo', path: '/forecast', ready: '[data-testid=herds]' },
  { name: 'releases', cluster: 'demo', path: '/helm', ready: '[data-testid=releases]' },
  { name: 'release', cluster: 'demo', path: '/helm/shop/sessions', ready: '[data-testid=release-objects]' },
  { name: 'release-stuck', cluster: 'demo', path: '/helm/data/search?tab=commands', ready: '[data-testid=uninstall]' },
  {
    name: 'release-history',
    cluster: 'demo',
    path: '/helm/shop/sessions?tab=history',
    ready: '[data-testid=compare-revisions] [data-testid=changes]',
  },
  { name: 'release-manifest', cluster: 'demo', path: '/helm/shop/sessions?tab=manifest', ready: '[data-testid=hooks]' },
  {
    name: 'release-chart',
    cluster: 'demo',
    path: '/helm/shop/sessions?tab=chart',
    ready: '[data-testid=release-notes]',
  },
  { name: 'costs', cluster: 'demo', path: '/costs', ready: '[data-cost]' },
  { name: 'cronjob', cluster: 'demo', path: '/cronjobs/shop/stock-sync', ready: '[data-testid=runs]' },
  { name: 'cronjob-yaml', cluster: 'demo', path: '/cronjobs/shop/stock-sync?tab=yaml', ready: '[data-testid=yaml]' },
  { name: 'cronjob-history', cluster: 'demo', path: '/cronjobs/shop/stock-sync?tab=history', ready: 'main' },
  { name: 'cronjob-logs', cluster: 'demo', path: '/cronjobs/platform/image-prune?tab=logs', ready: '.log-line' },
  { name: 'deployment', cluster: 'demo', path: '/deployments/shop/recommendations', ready: PAGE },
  { name: 'deployment-events', cluster: 'demo', path: '/deployments/shop/recommendations?tab=events', ready: 'main' },
  { name: 'pod', cluster: 'demo', path: '/pods?q=status%3ACrashLoopBackOff', ready: ROW, prepare: openFirst },
  { name: 'job', cluster: 'demo', path: '/jobs?q=status%3AFailed', ready: ROW, prepare: openFirst },
  { name: 'statefulset', cluster: 'demo', path: '/statefulsets', ready: ROW, prepare: openFirst },
  {
    name: 'statefulset-rollout',
    cluster: 'demo',
    path: '/statefulsets/data/timeseries',
    ready: '[data-testid=rollout]',
    given: rollOut,
  },
  { name: 'daemonset', cluster: 'demo', path: '/daemonsets', ready: ROW, prepare: openFirst },
  { name: 'namespace', cluster: 'demo', path: '/namespaces/-/shop', ready: '[role=tabpanel] dl' },
  { name: 'node', cluster: 'demo', path: '/nodes/-/node-1', ready: PAGE },
  { name: 'service', cluster: 'demo', path: '/services?q=ns%3Ashop', ready: ROW, prepare: openFirst },
  { name: 'ingress', cluster: 'demo', path: '/ingresses', ready: ROW, prepare: openFirst },
  {
    name: 'autoscaler',
    cluster: 'demo',
    path: '/horizontalpodautoscalers.autoscaling',
    ready: ROW,
    prepare: openFirst,
  },
  { name: 'budget', cluster: 'demo', path: '/poddisruptionbudgets.policy', ready: ROW, prepare: openFirst },
  { name: 'configmap', cluster: 'demo', path: '/configmaps?q=ns%3Ashop', ready: ROW, prepare: openFirst },
  { name: 'secret', cluster: 'demo', path: '/secrets', ready: ROW, prepare: openFirst },
  { name: 'claim', cluster: 'demo', path: '/persistentvolumeclaims', ready: ROW, prepare: openFirst },
  {
    name: 'related',
    cluster: 'demo',
    path: '/deployments/shop/recommendations?tab=related',
    ready: '[data-testid=related] a',
  },
  { name: 'apply', cluster: 'demo', path: '/apply', ready: '.cm-content' },
  { name: 'new', cluster: 'demo', path: '/apply?tab=new%3Adeployments&ns=shop', ready: 'main' },
  {
    name: 'pods-usage',
    cluster: 'demo',
    path: '/pods?cols=name,ready,status,cpuUsed,memoryUsed,cpuRequest',
    ready: ROW,
  },
  { name: 'pods-chosen', cluster: 'demo', path: '/pods?q=ns%3Ashop', ready: ROW, prepare: choose },
  { name: 'files', cluster: 'demo', path: '/pods?q=status%3DRunning', ready: ROW, prepare: openFiles },
  {
    name: 'ports',
    cluster: 'demo',
    path: '/pods?q=checkout%20status%3DRunning%20ns%3Ashop',
    ready: ROW,
    prepare: openPort,
  },
  { name: 'workload-logs', cluster: 'demo', path: '/deployments/shop/recommendations?tab=logs', ready: '.log-line' },
  {
    name: 'logs-filtered',
    cluster: 'demo',
    path: '/deployments/shop/recommendations?tab=logs&log=%2F%5Cd%7B3%7Dms%2F&around=1',
    ready: '.log-line',
  },
  {
    name: 'logs-bad-pattern',
    cluster: 'demo',
    path: '/deployments/shop/recommendations?tab=logs&log=%2Fa(%2F',
    ready: '.log-filter-problem',
  },
  {
    name: 'logs-columns',
    cluster: 'demo',
    path: '/deployments/shop/recommendations?tab=logs',
    ready: '.log-line',
    prepare: viewAs('logs.asColumns'),
  },
  {
    name: 'logs-patterns',
    cluster: 'demo',
    path: '/deployments/shop/recommendations?tab=logs',
    ready: '.log-line',
    prepare: viewAs('logs.patterns'),
  },
  { name: 'terminal', cluster: 'demo', path: '/pods?q=status%3DRunning', ready: ROW, prepare: openShell },
  {
    name: 'run-dialog',
    cluster: 'demo',
    path: '/cronjobs/payments/settlement',
    ready: '[data-testid=next-runs]',
    prepare: press('action.cronjob.run'),
  },
  { name: 'palette', cluster: 'demo', path: '/pods', ready: ROW, prepare: pressKey('Control+k') },
  { name: 'keys', cluster: 'demo', path: '/pods', ready: ROW, prepare: pressKey('?') },
  { name: 'clusters', cluster: 'demo', path: '/pods', ready: ROW, prepare: pressKey('C') },
  { name: 'namespaces', cluster: 'demo', path: '/pods', ready: ROW, prepare: pressKey('n') },
  { name: 'row-menu', cluster: 'demo', path: '/pods', ready: ROW, prepare: openMenu },
  { name: 'pods-grouped', cluster: 'demo', path: '/pods?group=node', ready: ROW },
  { name: 'jobs', cluster: 'demo', path: '/jobs', ready: ROW },
  { name: 'claims', cluster: 'demo', path: '/persistentvolumeclaims', ready: ROW },
  { name: 'namespaces-list', cluster: 'demo', path: '/namespaces', ready: ROW },
  { name: 'map', cluster: 'demo', path: '/map?ns=payments', ready: '[data-testid=map] [data-node]' },
  {
    name: 'map-object',
    cluster: 'demo',
    path: '/deployments/shop/storefront?tab=related%3Amap',
    ready: '[data-testid=map] [data-node]',
  },
  {
    name: 'compare',
    cluster: 'demo',
    path: '/deployments/shop/storefront?tab=yaml%3Acompare%3Ashop%2Frecommendations',
    ready: '[data-testid=changes]',
  },
  { name: 'rights', cluster: 'demo', path: '/rights', ready: 'main h1' },
  { name: 'service-account', cluster: 'demo', path: '/serviceaccounts/shop/deployer', ready: PAGE },
  {
    name: 'definition',
    cluster: 'demo',
    path: '/customresourcedefinitions.apiextensions.k8s.io',
    ready: ROW,
    prepare: openFirst,
  },
  {
    name: 'signing-request',
    cluster: 'demo',
    path: '/certificatesigningrequests.certificates.k8s.io/-/gateway-payments',
    ready: PAGE,
  },
  { name: 'storage-class', cluster: 'demo', path: '/storageclasses.storage.k8s.io', ready: ROW, prepare: openFirst },
  { name: 'role', cluster: 'demo', path: '/roles/shop/deployer', ready: PAGE },
  {
    name: 'delete-dialog',
    cluster: 'demo',
    path: '/deployments/shop/storefront',
    ready: PAGE,
    prepare: openDialog('action.object.delete'),
  },
  { name: 'drain-dialog', cluster: 'demo', path: '/nodes/-/node-2', ready: PAGE, prepare: openDialog('form.drain') },
  {
    name: 'containers-dialog',
    cluster: 'demo',
    path: '/deployments/shop/storefront',
    ready: PAGE,
    prepare: openDialog('form.containers'),
  },
  { name: 'three-rows', cluster: 'few', path: '/configmaps', ready: ROW },
  { name: 'long-name', cluster: 'few', path: `/configmaps/default/${LONG_NAME}`, ready: PAGE },
  { name: 'long-panel', cluster: 'few', path: `/configmaps?open=default%2F${LONG_NAME}`, ready: PAGE },
  {
    name: 'long-dialog',
    cluster: 'few',
    path: `/configmaps/default/${LONG_NAME}`,
    ready: PAGE,
    prepare: openDialog('action.object.delete'),
  },
  { name: 'long-pods', cluster: 'few', path: '/pods', ready: ROW },
  { name: 'long-pod', cluster: 'few', path: `/pods/default/${LONG_NAME}`, ready: PAGE },
  { name: 'long-service', cluster: 'few', path: `/services/default/${LONG_LABEL}`, ready: PAGE },
  { name: 'long-namespaces', cluster: 'few', path: '/namespaces', ready: ROW },
  { name: 'long-map', cluster: 'few', path: '/map?ns=default', ready: 'main h1' },
  { name: 'long-overview', cluster: 'few', path: '/overview', ready: '[data-figure]' },
  { name: 'empty', cluster: 'few', path: '/cronjobs', ready: '.notice' },
  { name: 'empty-namespace', cluster: 'few', path: '/pods?ns=kube-public', ready: 'main' },
  { name: 'empty-events', cluster: 'few', path: '/events', ready: 'main' },
  { name: 'empty-forecast', cluster: 'few', path: '/forecast', ready: 'main h1' },
  { name: 'empty-costs', cluster: 'few', path: '/costs', ready: 'main h1' },
  { name: 'empty-map', cluster: 'few', path: '/map?ns=kube-public', ready: 'main h1' },
  { name: 'empty-rights', cluster: 'few', path: '/rights', ready: 'main h1' },
  { name: 'empty-nodes', cluster: 'few', path: '/nodes', ready: 'main' },
  { name: 'forbidden', cluster: 'viewer', path: '/secrets', ready: 'main' },
  { name: 'forbidden-object', cluster: 'viewer', path: '/secrets/shop/database', ready: 'main' },
  { name: 'forbidden-actions', cluster: 'viewer', path: '/cronjobs/shop/stock-sync', ready: PAGE },
  { name: 'forbidden-forecast', cluster: 'viewer', path: '/forecast', ready: 'main h1' },
  { name: 'forbidden-rights', cluster: 'viewer', path: '/rights', ready: 'main h1' },
  { name: 'forbidden-apply', cluster: 'viewer', path: '/apply', ready: '.cm-content' },
  { name: 'overview-forbidden', cluster: 'viewer', path: '/overview', ready: 'main' },
  { name: 'huge', cluster: 'huge', path: '/pods', ready: ROW },
  { name: 'huge-scrolled', cluster: 'huge', path: '/pods', ready: ROW, prepare: scrollFar },
  { name: 'huge-filtered', cluster: 'huge', path: '/pods?q=status%3ACrashLoopBackOff', ready: '.grid, .notice' },
  { name: 'huge-grouped', cluster: 'huge', path: '/pods?group=node', ready: ROW },
  { name: 'huge-overview', cluster: 'huge', path: '/overview', ready: '[data-figure]' },
  { name: 'huge-nodes', cluster: 'huge', path: '/nodes', ready: ROW },
  {
    name: 'huge-map',
    cluster: 'huge',
    path: '/map?ns=team-000',
    ready: '[data-testid=map] [data-node], main .notice, main h2',
  },
  { name: 'dead-cluster', cluster: 'gone', path: '/pods', ready: 'main' },
  { name: 'dead-overview', cluster: 'gone', path: '/overview', ready: 'main' },
  { name: 'dead-object', cluster: 'gone', path: '/pods/default/one', ready: 'main' },
  { name: 'no-such-object', cluster: 'demo', path: '/pods/default/nothing-like-this', ready: 'main' },
  { name: 'no-such-kind', cluster: 'demo', path: '/nothinglikethis', ready: 'main' },
  { name: 'no-such-cluster', cluster: 'none', path: '/pods', ready: 'main' },
];
