import type { Page } from 'playwright-core';

/** Which cluster a picture is of: see `tour.ts`. */
export type TourCluster = 'demo' | 'viewer' | 'few' | 'huge' | 'gone';

/** One screen to look at, in every size and colour of `tour.ts`. */
export interface TourStop {
  readonly name: string;
  readonly cluster: TourCluster;
  /** Behind the cluster's own address. */
  readonly path: string;
  /** Shown when the screen is whole. */
  readonly ready: string;
  readonly prepare?: (page: Page) => Promise<void>;
}

const ROW = '.grid-row';
const PAGE = '[data-testid=verdict]';

const press = (name: string) => async (page: Page) => {
  await page.getByRole('button', { name }).first().click();
};
const pressKey = (key: string) => async (page: Page) => {
  await page.locator('main').focus();
  await page.keyboard.press(key);
};

/** The page of the first object of a list. */
const openFirst = async (page: Page) => {
  await page.locator(ROW).first().dblclick();
  await page.locator(PAGE).waitFor();
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

/** The longest name a Pod may have, and the longest value of a label. */
export const LONG_NAME = `${'a-very-long-name-of-a-workload-that-somebody-generated-'.repeat(4)}${'z'.repeat(33)}`;

export const TOUR_STOPS: readonly TourStop[] = [
  { name: 'overview', cluster: 'demo', path: '/overview', ready: '[data-cause]' },
  { name: 'pods', cluster: 'demo', path: '/pods', ready: ROW },
  { name: 'pods-filtered', cluster: 'demo', path: '/pods?q=status%3ACrashLoopBackOff', ready: ROW },
  { name: 'pods-nothing-matches', cluster: 'demo', path: '/pods?q=nothingmatchesthis', ready: 'text=Nothing matches' },
  { name: 'cronjobs-panel', cluster: 'demo', path: '/cronjobs?open=shop%2Fstock-sync', ready: '[data-testid=runs]' },
  { name: 'deployments', cluster: 'demo', path: '/deployments', ready: ROW },
  { name: 'services', cluster: 'demo', path: '/services', ready: ROW },
  { name: 'nodes', cluster: 'demo', path: '/nodes', ready: ROW },
  { name: 'events', cluster: 'demo', path: '/events', ready: ROW },
  { name: 'forecast', cluster: 'demo', path: '/forecast', ready: '[data-testid=herds]' },
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
  { name: 'terminal', cluster: 'demo', path: '/pods?q=status%3DRunning', ready: ROW, prepare: openShell },
  {
    name: 'run-dialog',
    cluster: 'demo',
    path: '/cronjobs/payments/settlement',
    ready: '[data-testid=next-runs]',
    prepare: press('Run now'),
  },
  { name: 'palette', cluster: 'demo', path: '/pods', ready: ROW, prepare: pressKey('Control+k') },
  { name: 'keys', cluster: 'demo', path: '/pods', ready: ROW, prepare: pressKey('?') },
  { name: 'three-rows', cluster: 'few', path: '/configmaps', ready: ROW },
  { name: 'long-name', cluster: 'few', path: `/configmaps/default/${LONG_NAME}`, ready: PAGE },
  { name: 'empty', cluster: 'few', path: '/cronjobs', ready: 'main' },
  { name: 'forbidden', cluster: 'viewer', path: '/secrets', ready: 'main' },
  { name: 'overview-forbidden', cluster: 'viewer', path: '/overview', ready: 'main' },
  { name: 'huge', cluster: 'huge', path: '/pods', ready: ROW },
  { name: 'dead-cluster', cluster: 'gone', path: '/pods', ready: 'main' },
  { name: 'no-such-object', cluster: 'demo', path: '/pods/default/nothing-like-this', ready: 'main' },
];
