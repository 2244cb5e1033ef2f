import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { launchBrowser, openAt } from '../browser.ts';
import { eventually, type Lanthorn, startLanthorn, type Witness } from '../harness.ts';
import { SCENARIO_WITNESSES } from '../witnesses/scenario-witnesses.ts';

const GROUP = 'batch.volcano.sh';
const DEFINITION = {
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  metadata: { name: `jobs.${GROUP}` },
  spec: {
    group: GROUP,
    scope: 'Namespaced',
    names: { plural: 'jobs', singular: 'job', kind: 'Job', listKind: 'JobList' },
    versions: [
      {
        name: 'v1alpha1',
        served: true,
        storage: true,
        schema: { openAPIV3Schema: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true } },
      },
    ],
  },
};

describe.each(SCENARIO_WITNESSES)('%s', (_witness, start) => {
  let browser: Browser;
  let cluster: Witness;
  let lanthorn: Lanthorn;

  beforeAll(async () => {
    [browser, cluster] = await Promise.all([launchBrowser(), start('look', 3)]);
    lanthorn = await startLanthorn('--port', '0', '--kubeconfig', cluster.kubeconfig);
    await cluster.other('POST', '/apis/apiextensions.k8s.io/v1/customresourcedefinitions', DEFINITION);
    const job = {
      apiVersion: `${GROUP}/v1alpha1`,
      kind: 'Job',
      metadata: { name: 'render' },
      spec: { queue: 'night' },
    };
    await eventually(async () => {
      const { body } = await cluster.other(
        'GET',
        `/apis/apiextensions.k8s.io/v1/customresourcedefinitions/jobs.${GROUP}`,
      );
      return JSON.stringify(body).includes('"reason":"InitialNamesAccepted"');
    }, 'the kind is served');
    await cluster.other('POST', `/apis/${GROUP}/v1alpha1/namespaces/shop/jobs`, job);
  });

  afterAll(async () => {
    await lanthorn.stop();
    await browser.close();
    cluster.stop();
  });

  const open = (path: string) => openAt(browser, lanthorn, { path });

  test('a kind of another group that is called as one of ours has a page of its own, with nothing made up', async () => {
    const { page, errors } = await open(`/c/look/jobs.${GROUP}/shop/render`);
    await page.getByRole('heading', { name: 'Job render' }).waitFor();
    await page.locator('.freshness-live').waitFor();
    expect(await page.getByRole('tab').allTextContents()).not.toContain('Logs');
    expect(await page.getByTestId('job-progress').count()).toBe(0);
    await page.getByRole('tab', { name: 'YAML' }).click();
    await page.getByTestId('yaml').getByText('queue: night').waitFor();
    // As links were before, and as kubectl takes it too.
    await page.goto(`${lanthorn.origin}/c/look/jobs.v1alpha1.${GROUP}/shop/render`);
    await page.getByRole('heading', { name: 'Job render' }).waitFor();
    expect(errors).toEqual([]);
    await page.context().close();
  });

  test('what it owns does not lead to an object of ours', async () => {
    const { body } = await cluster.other('GET', `/apis/${GROUP}/v1alpha1/namespaces/shop/jobs/render`);
    const { uid } = (body as { metadata: { uid: string } }).metadata;
    const owner = { apiVersion: `${GROUP}/v1alpha1`, kind: 'Job', name: 'render', uid, controller: true };
    const metadata = { name: 'render-plan', ownerReferences: [owner] };
    await cluster.other('POST', '/api/v1/namespaces/shop/configmaps', { metadata, data: {} });
    const { page, errors } = await open('/c/look/configmaps/shop/render-plan');
    await page.getByText('Job/render').waitFor();
    expect(await page.locator('a[href*="/jobs/"]').count()).toBe(0);
    expect(errors).toEqual([]);
    await page.context().close();
  });

  test('what a workload has to do with, both ways, live: as a list and as a map that leads on', async () => {
    const { page, errors } = await open('/c/look/deployments/shop/storefront?tab=related');
    const group = (name: string) => page.getByTestId(`related-${name}`);
    await group('runs').getByText('ReplicaSet').first().waitFor();
    await group('scaledBy').getByRole('link', { name: 'storefront' }).waitFor();
    await page.getByTestId('header-scaledBy').getByRole('link').waitFor();
    const selector = { matchLabels: { app: 'storefront' } };
    await cluster.other('POST', '/apis/policy/v1/namespaces/shop/poddisruptionbudgets', {
      metadata: { name: 'keep-some' },
      spec: { minAvailable: 1, selector },
    });
    await group('protectedBy').getByRole('link', { name: 'keep-some' }).waitFor();
    await page
      .getByTestId('header-protectedBy')
      .getByRole('link', { name: /keep-some/ })
      .waitFor();
    await page.getByRole('radio', { name: 'Map' }).click();
    const map = page.getByTestId('map');
    await map.getByRole('link', { name: /^PodDisruptionBudget keep-some/ }).waitFor();
    await map.getByRole('link', { name: /^Deployment storefront/ }).focus();
    await page.keyboard.press('ArrowRight');
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: /^ReplicaSet storefront-/ }).waitFor();
    await page.goto(`${lanthorn.origin}/c/look/map?ns=shop`);
    await map.getByRole('link', { name: /^Deployment cart/ }).waitFor();
    expect(errors).toEqual([]);
    await page.context().close();
  });

  test('a kind that the cluster does not have is said to be none', async () => {
    const { page, errors } = await open('/c/look/ponies.example.com/shop/x');
    await page.getByText('There is no kind “ponies.example.com” in look.').waitFor();
    expect(errors).toEqual([]);
    await page.context().close();
  });

  test('what is being deleted and held looks it, in the list and on its page', async () => {
    const path = '/apis/batch/v1/namespaces/shop/cronjobs';
    const podSpec = { restartPolicy: 'Never', containers: [{ name: 'c', image: 'i' }] };
    const spec = { schedule: '* * * * *', jobTemplate: { spec: { template: { spec: podSpec } } } };
    const metadata = { name: 'held', finalizers: ['example.com/keep'] };
    await cluster.other('POST', path, { apiVersion: 'batch/v1', kind: 'CronJob', metadata, spec });
    await cluster.other('DELETE', `${path}/held`, { propagationPolicy: 'Background' });
    const { page, errors } = await open('/c/look/cronjobs?q=name=held');
    const row = page.locator('.grid-row', { hasText: 'Terminating' });
    await row.waitFor();
    await row.click();
    await page.getByTestId('deletion').getByText('example.com/keep').waitFor();
    await page.getByTestId('detail').locator('header', { hasText: 'Terminating' }).waitFor();
    expect(await page.getByTestId('next-runs').count()).toBe(0);
    await cluster.other('PATCH', `${path}/held`, { metadata: { finalizers: null } }, 'application/merge-patch+json');
    await row.waitFor({ state: 'detached' });
    expect(errors).toEqual([]);
    await page.context().close();
  });

  test('a list and the page of an object say the same of how it is', async () => {
    const { page, errors } = await open('/c/look/cronjobs?q=status=Failing');
    const row = page.locator('.grid-row').first();
    await row.waitFor();
    expect(await row.textContent()).toContain('Failing');
    await row.click();
    const detail = page.getByTestId('detail');
    await detail.locator('header', { hasText: 'Failing' }).waitFor();
    await detail.getByTestId('verdict').filter({ hasText: 'Failing' }).waitFor();
    expect(errors).toEqual([]);
    await page.context().close();
  });
});
