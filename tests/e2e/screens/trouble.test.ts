import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type ActionKind, ACTION_RECORDS } from '@lanthorn/actions/action-records.ts';
import { asArray, getPath } from '@lanthorn/base/json.ts';
import { launchBrowser, openPage } from '../browser.ts';
import { type Arrived, eventually, type Lanthorn, missRuns, startLanthorn, type Witness, writes } from '../harness.ts';
import { pressAction } from '../press-action.ts';
import { objectCases, type TroubleCase, type UNTRIED } from '../trouble-cases.ts';
import { FINISHED, troubleObjects } from '../trouble-objects.ts';
import { SCENARIO_WITNESSES } from '../witnesses/scenario-witnesses.ts';

// Every action there is, by its own buttons, under the two troubles each must meet: an answer that never comes, and a right
// that was taken away after the page had offered the action.

const BATCH = '/apis/batch/v1/namespaces/shop';
const RBAC = '/apis/rbac.authorization.k8s.io/v1/namespaces/shop/rolebindings';
const MERGE = 'application/merge-patch+json';
/** Of the scenario: long there, so that a schedule of every two minutes has missed times. */
const CRONJOB = 'black-friday-banner';
const JOB = 'steady';
const DEPLOYMENT = 'recommendations';
const DEPLOYMENT_PATH = `/apis/apps/v1/namespaces/shop/deployments/${DEPLOYMENT}`;
const RESTARTED_AT = ['template', 'metadata', 'annotations', 'kubectl.kubernetes.io/restartedAt'];
const NODE = 'node-1';
const NODE_PATH = `/api/v1/nodes/${NODE}`;
const POD = 'lonely';
/** With that pod and no other. */
const DRAINED = 'to-be-drained';
const POD_PATH = `/api/v1/namespaces/shop/pods/${POD}`;
const NAMES: Readonly<Record<string, string>> = {
  ...{ cronjobs: CRONJOB, jobs: JOB, deployments: DEPLOYMENT, nodes: NODE, pods: POD },
};
/** What is deleted is another: created again, it would have missed nothing. */
const PASSING = 'passing';

const isBeyondEdit = (action: TroubleCase) => action.isBeyondEdit === true;
const isOfCluster = (action: TroubleCase) => action.isOfCluster === true || action.on === 'nodes';
const firstContainer = (spec: unknown) => asArray(getPath(spec, 'template', 'spec', 'containers'))[0];

let browser: Browser;
let cluster: Witness;
let lanthorn: Lanthorn;
let cronJob: unknown;

describe.each(SCENARIO_WITNESSES)('%s', (_witness, start) => {
  beforeAll(async () => {
    [browser, cluster] = await Promise.all([launchBrowser(), start('trouble', 6)]);
    lanthorn = await startLanthorn('--port', '0', '--kubeconfig', cluster.kubeconfig);
    cronJob = await get(`cronjobs/${CRONJOB}`);
  });

  afterAll(async () => {
    await lanthorn.stop();
    await browser.close();
    cluster.stop();
  });

  const get = async (path: string) => (await cluster.other('GET', `${BATCH}/${path}`)).body;
  const patch = (path: string, body: object) => cluster.other('PATCH', `${BATCH}/${path}`, body, MERGE);
  /** Of these two alone: the namespace's schedules go on making Jobs of their own. */
  const jobNames = async () => {
    const { items } = await get('jobs');
    const names = (items as unknown[]).map(job => String(getPath(job, 'metadata', 'name')));
    return names.filter(name => name.startsWith(`${CRONJOB}-`) || name.startsWith(`${JOB}-`));
  };

  /** The objects the actions act on, as they are before each. */
  beforeEach(async () => {
    await cluster.other('POST', `${BATCH}/cronjobs`, { metadata: { name: PASSING }, spec: getPath(cronJob, 'spec') });
    await patch(`cronjobs/${CRONJOB}`, { spec: { schedule: '0 0 27 11 *', suspend: false } });
    const annotations = { 'simulation.lanthorn.dev/container': JSON.stringify({ runSeconds: [900, 900] }) };
    await cluster.other('POST', `${BATCH}/jobs`, {
      metadata: { name: JOB },
      spec: {
        template: {
          metadata: { annotations },
          spec: { restartPolicy: 'Never', containers: [{ name: 'c', image: 'i' }] },
        },
      },
    });
    await patch(`jobs/${JOB}`, { spec: { suspend: false } });
  });

  const press = (name: string) => (page: Page) => pressAction(page, name);
  const specIs = (path: string, field: string, value: unknown) => async () =>
    getPath(await get(path), 'spec', field) === value;
  const specOf = async (path: string) => getPath((await cluster.other('GET', path)).body, 'spec');
  const patchSpec = (path: string, spec: object) => cluster.other('PATCH', path, { spec }, MERGE);
  const restartedAt = async () => getPath(await specOf(DEPLOYMENT_PATH), ...RESTARTED_AT);
  /** Of the Deployment, before it is restarted. */
  let restartedBefore: unknown;
  const PATCH_DEPLOYMENT = { method: 'PATCH', path: new RegExp(`/deployments/${DEPLOYMENT}$`) } as const;
  const PATCH_NODE = { method: 'PATCH', path: new RegExp(`/nodes/${NODE}$`) } as const;
  const imageNow = async () => getPath(firstContainer(await specOf(DEPLOYMENT_PATH)), 'image');
  /** Until the controller keeps it as a revision. */
  const setImage = async (image: string) => {
    const { name } = firstContainer(await specOf(DEPLOYMENT_PATH)) as { readonly name: string };
    const strategic = 'application/strategic-merge-patch+json';
    const spec = { paused: null, template: { spec: { containers: [{ name, image }] } } };
    await cluster.other('PATCH', DEPLOYMENT_PATH, { spec }, strategic);
    const isKept = async () => {
      const { items } = (await cluster.other('GET', '/apis/apps/v1/namespaces/shop/replicasets')).body;
      return (items as unknown[]).some(set => getPath(firstContainer(getPath(set, 'spec')), 'image') === image);
    };
    await eventually(isKept, `${image} is a revision`);
  };
  /** One that nobody makes anew, and not the one of the case before. */
  const makePod = async (placed: object = {}) => {
    const isGone = async () => (await cluster.other('GET', POD_PATH)).status === 404;
    await cluster.other('DELETE', POD_PATH, { gracePeriodSeconds: 0 });
    await eventually(isGone, 'the pod before is gone');
    const spec = { terminationGracePeriodSeconds: 1, containers: [{ name: 'c', image: 'i' }], ...placed };
    await cluster.other('POST', '/api/v1/namespaces/shop/pods', { metadata: { name: POD }, spec });
  };
  const shellNames = async () => {
    const { items } = (await cluster.other('GET', '/api/v1/namespaces/shop/pods')).body;
    return (items as unknown[])
      .map(pod => String(getPath(pod, 'metadata', 'name')))
      .filter(name => name.startsWith('node-debugger-'));
  };
  /** Shells made so far are none of this one's. */
  let podsBefore: readonly string[] = [];
  const podGoes = async () => {
    const { status, body } = await cluster.other('GET', POD_PATH);
    return status === 404 || getPath(body, 'metadata', 'deletionTimestamp') !== undefined;
  };
  const objects = () => troubleObjects(cluster);
  const isOn = (path: string, field: string, wanted: boolean) => async () =>
    (getPath(await specOf(path), field) === true) === wanted;
  const PATCH_CRONJOB = { method: 'PATCH', path: new RegExp(`/cronjobs/${CRONJOB}$`) } as const;
  const PATCH_JOB = { method: 'PATCH', path: new RegExp(`/jobs/${JOB}$`) } as const;
  const POST_JOB = { method: 'POST', path: /\/namespaces\/shop\/jobs$/ } as const;
  /** Jobs made so far are none of the next action's. */
  let jobsBefore: readonly string[] = [];
  const oneMoreJob = async () => (await jobNames()).filter(name => !jobsBefore.includes(name)).length === 1;

  type Tried = Exclude<ActionKind, keyof typeof UNTRIED>;
  const CASES: Readonly<Record<Tried, TroubleCase>> = {
    'cronjob.run': { on: 'cronjobs', begin: press('Run now'), confirm: 'Run now', request: POST_JOB, done: oneMoreJob },
    'cronjob.suspend': {
      on: 'cronjobs',
      begin: press('Suspend'),
      confirm: 'Suspend',
      request: PATCH_CRONJOB,
      done: specIs(`cronjobs/${CRONJOB}`, 'suspend', true),
    },
    'cronjob.resume': {
      on: 'cronjobs',
      given: () => patch(`cronjobs/${CRONJOB}`, { spec: { suspend: true } }),
      begin: press('Resume'),
      confirm: 'Resume',
      request: PATCH_CRONJOB,
      done: specIs(`cronjobs/${CRONJOB}`, 'suspend', false),
    },
    'cronjob.pause': {
      on: 'cronjobs',
      begin: async page => {
        await press('Pause until…')(page);
        await page.getByRole('dialog').getByRole('button', { name: 'Preview the pause' }).click();
      },
      confirm: 'Pause',
      request: PATCH_CRONJOB,
      done: specIs(`cronjobs/${CRONJOB}`, 'suspend', true),
    },
    'cronjob.reschedule': {
      on: 'cronjobs',
      begin: async page => {
        await press('Schedule…')(page);
        await page.getByRole('dialog').getByLabel('Schedule').fill('3 3 27 11 *');
        await page.getByRole('dialog').getByRole('button', { name: 'Preview the change' }).click();
      },
      confirm: 'Reschedule',
      request: PATCH_CRONJOB,
      done: specIs(`cronjobs/${CRONJOB}`, 'schedule', '3 3 27 11 *'),
    },
    'cronjob.backfill': {
      on: 'cronjobs',
      given: () => missRuns(cluster, { namespace: 'shop', name: CRONJOB }),
      begin: async page => {
        const missed = page.getByTestId('last-day');
        await missed.getByRole('checkbox').first().check();
        await missed.getByRole('button', { name: 'Run the chosen slot' }).click();
      },
      confirm: 'Run missed',
      request: POST_JOB,
      done: oneMoreJob,
    },
    'job.suspend': {
      on: 'jobs',
      begin: press('Suspend'),
      confirm: 'Suspend',
      request: PATCH_JOB,
      done: specIs(`jobs/${JOB}`, 'suspend', true),
    },
    'job.resume': {
      on: 'jobs',
      given: () => patch(`jobs/${JOB}`, { spec: { suspend: true } }),
      begin: press('Resume'),
      confirm: 'Resume',
      request: PATCH_JOB,
      done: specIs(`jobs/${JOB}`, 'suspend', false),
    },
    'job.rerun': { on: 'jobs', begin: press('Run again'), confirm: 'Run again', request: POST_JOB, done: oneMoreJob },
    'job.clean': {
      on: 'cronjobs',
      given: () => objects().makeFinished(CRONJOB),
      begin: async page => {
        await press('Delete finished Jobs…')(page);
        const form = page.getByRole('dialog');
        await form.getByText('1 Job goes, with its pods and their logs.').waitFor();
        await form.getByRole('button', { name: 'Preview the deletion' }).click();
      },
      confirm: 'Delete finished',
      request: { method: 'DELETE', path: new RegExp(`/jobs/${FINISHED}$`) },
      done: async () => (await cluster.other('GET', `${BATCH}/jobs/${FINISHED}`)).status === 404,
    },
    'workload.restart': {
      on: 'deployments',
      given: async () => {
        await patchSpec(DEPLOYMENT_PATH, { paused: null });
        restartedBefore = await restartedAt();
      },
      begin: press('Restart'),
      confirm: 'Restart',
      request: PATCH_DEPLOYMENT,
      done: async () => (await restartedAt()) !== restartedBefore,
    },
    'workload.scale': {
      on: 'deployments',
      given: () => patchSpec(DEPLOYMENT_PATH, { replicas: 1 }),
      begin: async page => {
        await press('Scale…')(page);
        await page.getByRole('dialog').getByLabel('Pods').fill('2');
        await page.getByRole('dialog').getByRole('button', { name: 'Preview the change' }).click();
      },
      confirm: 'Scale',
      request: { method: 'PATCH', path: new RegExp(`/deployments/${DEPLOYMENT}/scale$`) },
      done: async () => getPath(await specOf(DEPLOYMENT_PATH), 'replicas') === 2,
    },
    'workload.containers': {
      on: 'deployments',
      given: () => setImage('shop/recommendations:1'),
      begin: async page => {
        await press('Images and resources…')(page);
        await page.getByRole('dialog').getByLabel('Image').fill('shop/recommendations:2');
        await page.getByRole('dialog').getByRole('button', { name: 'Preview the change' }).click();
      },
      confirm: 'Change containers',
      request: PATCH_DEPLOYMENT,
      done: async () => (await imageNow()) === 'shop/recommendations:2',
    },
    'workload.rollback': {
      on: 'deployments',
      given: async () => {
        await setImage('shop/recommendations:3');
        await setImage('shop/recommendations:4');
      },
      begin: async page => {
        await press('Roll back…')(page);
        const dialog = page.getByRole('dialog');
        await dialog.getByRole('radio', { name: 'shop/recommendations:3' }).check();
        await dialog.getByRole('button', { name: 'Preview the change' }).click();
      },
      confirm: 'Roll back',
      request: PATCH_DEPLOYMENT,
      done: async () => (await imageNow()) === 'shop/recommendations:3',
    },
    'deployment.pause': {
      on: 'deployments',
      given: () => patchSpec(DEPLOYMENT_PATH, { paused: null }),
      begin: press('Pause rollout'),
      confirm: 'Pause rollout',
      request: PATCH_DEPLOYMENT,
      done: isOn(DEPLOYMENT_PATH, 'paused', true),
    },
    'deployment.resume': {
      on: 'deployments',
      given: () => patchSpec(DEPLOYMENT_PATH, { paused: true }),
      begin: press('Resume rollout'),
      confirm: 'Resume rollout',
      request: PATCH_DEPLOYMENT,
      done: isOn(DEPLOYMENT_PATH, 'paused', false),
    },
    'node.cordon': {
      on: 'nodes',
      given: () => patchSpec(NODE_PATH, { unschedulable: null }),
      begin: press('Cordon'),
      confirm: 'Cordon',
      request: PATCH_NODE,
      done: isOn(NODE_PATH, 'unschedulable', true),
    },
    'node.uncordon': {
      on: 'nodes',
      given: () => patchSpec(NODE_PATH, { unschedulable: true }),
      begin: press('Uncordon'),
      confirm: 'Uncordon',
      request: PATCH_NODE,
      done: isOn(NODE_PATH, 'unschedulable', false),
    },
    'node.taints': {
      on: 'nodes',
      given: () => patchSpec(NODE_PATH, { taints: null }),
      begin: async page => {
        await press('Taints…')(page);
        await page.getByRole('dialog').getByLabel('Key of a new one').fill('maintenance');
        await page.getByRole('dialog').getByRole('button', { name: 'Preview the change' }).click();
      },
      confirm: 'Change taints',
      request: PATCH_NODE,
      done: async () => getPath(await specOf(NODE_PATH), 'taints') !== undefined,
    },
    'node.drain': {
      on: 'nodes',
      name: DRAINED,
      given: async () => {
        await cluster.other('POST', '/api/v1/nodes', { metadata: { name: DRAINED } });
        await makePod({ nodeName: DRAINED, tolerations: [{ operator: 'Exists' }] });
      },
      begin: async page => {
        await press('Drain…')(page);
        await page
          .getByRole('dialog')
          .getByRole('checkbox', { name: /without a controller/ })
          .check();
        await page.getByRole('dialog').getByRole('button', { name: 'Drain 1 pod' }).waitFor();
      },
      confirm: /^Drain 1 pod/,
      request: { method: 'PATCH', path: new RegExp(`/nodes/${DRAINED}$`) },
      done: async () => (await isOn(`/api/v1/nodes/${DRAINED}`, 'unschedulable', true)()) && (await podGoes()),
    },
    'node.shell': {
      on: 'nodes',
      isBeyondEdit: true,
      // Its terminal was opened.
      shows: page => page.locator('.dock [data-tab]', { hasText: /operation/ }).click(),
      given: async () => {
        podsBefore = await shellNames();
      },
      begin: async page => {
        await press('Node shell…')(page);
        await page.getByRole('dialog').getByLabel('Namespace').fill('shop');
        await page.getByRole('dialog').getByRole('button', { name: 'Preview the change' }).click();
      },
      confirm: 'Open node shell',
      request: { method: 'POST', path: /\/namespaces\/shop\/pods$/ },
      done: async () => (await shellNames()).filter(name => !podsBefore.includes(name)).length === 1,
    },
    'pod.evict': {
      on: 'pods',
      given: () => makePod(),
      begin: press('Evict'),
      confirm: 'Evict',
      request: { method: 'POST', path: new RegExp(`/pods/${POD}/eviction$`) },
      done: podGoes,
    },
    'pod.debug': {
      on: 'pods',
      isBeyondEdit: true,
      // Its terminal was opened.
      shows: page => page.locator('.dock [data-tab]', { hasText: /operation/ }).click(),
      given: () => makePod(),
      begin: async page => {
        await press('Debug…')(page);
        await page.getByRole('dialog').getByLabel('Name').fill('debugger');
        await page.getByRole('dialog').getByRole('button', { name: 'Preview the change' }).click();
      },
      confirm: 'Add debug container',
      request: { method: 'PATCH', path: new RegExp(`/pods/${POD}/ephemeralcontainers$`) },
      done: async () =>
        JSON.stringify(getPath(await specOf(POD_PATH), 'ephemeralContainers') ?? []).includes('"name":"debugger"'),
    },
    'pod.resize': {
      on: 'pods',
      isBeyondEdit: true,
      given: () => makePod({ containers: [{ name: 'c', image: 'i', resources: { requests: { cpu: '10m' } } }] }),
      begin: async page => {
        await press('Resize…')(page);
        await page.getByRole('dialog').getByLabel('Request of cpu').fill('20m');
        await page.getByRole('dialog').getByRole('button', { name: 'Preview the change' }).click();
      },
      confirm: 'Resize',
      request: { method: 'PATCH', path: new RegExp(`/pods/${POD}/resize$`) },
      done: async () =>
        getPath(asArray(getPath(await specOf(POD_PATH), 'containers'))[0], 'resources', 'requests', 'cpu') === '20m',
    },
    ...objectCases(() => cluster),
    'object.mark': {
      on: 'cronjobs',
      given: () => patch(`cronjobs/${CRONJOB}`, { metadata: { labels: { team: null } } }),
      begin: async page => {
        await press('Labels and annotations…')(page);
        const form = page.getByRole('dialog');
        await form.getByRole('button', { name: 'Add a label' }).click();
        await form.getByLabel('Key', { exact: true }).fill('team');
        await form.getByLabel('Value', { exact: true }).fill('data');
        await form.getByRole('button', { name: 'Preview the change' }).click();
      },
      confirm: 'Change labels',
      request: PATCH_CRONJOB,
      done: async () => getPath(await get(`cronjobs/${CRONJOB}`), 'metadata', 'labels', 'team') === 'data',
    },
    'object.edit': {
      on: 'cronjobs',
      tab: 'yaml',
      begin: async page => {
        await page.getByRole('button', { name: 'Edit', exact: true }).click();
        await page.locator('.cm-content').click();
        await page.keyboard.press('Control+Home');
        // The editor draws only the lines in sight.
        const line = page.locator('.cm-line', { hasText: 'suspend: false' });
        for (let i = 0; i < 10 && (await line.count()) === 0; i++) await page.keyboard.press('PageDown');
        await line.first().click();
        await page.keyboard.press('End');
        for (const _character of 'false') await page.keyboard.press('Backspace');
        await page.keyboard.type('true');
        await page.getByRole('toolbar', { name: 'Editing' }).getByRole('button', { name: 'Save' }).click();
      },
      confirm: 'Save',
      request: PATCH_CRONJOB,
      done: specIs(`cronjobs/${CRONJOB}`, 'suspend', true),
    },
    'object.apply': {
      on: 'cronjobs',
      given: () => patch(`cronjobs/${CRONJOB}`, { metadata: { labels: { applied: null } } }),
      begin: async page => {
        await page.keyboard.press('Control+K');
        await page.getByRole('dialog').getByRole('combobox').waitFor();
        await page.keyboard.insertText('apply');
        await page
          .getByRole('option', { name: /^Apply/ })
          .first()
          .waitFor();
        await page.keyboard.press('Enter');
        await page.locator('.cm-content').click();
        await page.keyboard.insertText(
          `{apiVersion: batch/v1, kind: CronJob, metadata: {name: ${CRONJOB}, namespace: shop, labels: {applied: here}}}`,
        );
        await page.getByRole('button', { name: `CronJob/${CRONJOB}` }).waitFor();
        await page.keyboard.press('Control+S');
        await page
          .getByText(/^is changed$|is forbidden/)
          .first()
          .waitFor();
        await page.keyboard.press('Control+S');
      },
      confirm: 'Apply',
      request: PATCH_CRONJOB,
      done: async () => getPath(await get(`cronjobs/${CRONJOB}`), 'metadata', 'labels', 'applied') === 'here',
    },
    'object.create': {
      on: 'cronjobs',
      name: PASSING,
      begin: async page => {
        await page.locator('.dock').getByRole('button', { name: 'Undo: Delete', exact: true }).first().click();
      },
      confirm: 'Undo',
      request: { method: 'POST', path: /\/namespaces\/shop\/cronjobs$/ },
      done: async () => getPath(await get(`cronjobs/${PASSING}`), 'spec', 'timeZone') === 'America/New_York',
    },
    'object.delete': {
      on: 'cronjobs',
      name: PASSING,
      begin: press('Delete'),
      confirm: 'Delete',
      request: { method: 'DELETE', path: new RegExp(`/cronjobs/${PASSING}$`) },
      done: async () => (await cluster.other('GET', `${BATCH}/cronjobs/${PASSING}`)).status === 404,
    },
  };
  const KINDS = ACTION_RECORDS.map(({ kind }) => kind).filter((kind): kind is Tried => kind in CASES);

  async function open(context: string, action: TroubleCase): Promise<Page> {
    const { on, tab, given, opens, name = NAMES[on] ?? '' } = action;
    await given?.();
    jobsBefore = await jobNames();
    const { page } = await openPage(
      browser,
      `${lanthorn.origin}/c/${context}/${on}/${isOfCluster(action) ? '-' : 'shop'}/${name}${tab === undefined ? '' : `?tab=${tab}`}`,
    );
    await page.getByTestId('detail').getByText('live').waitFor();
    await opens?.(page);
    return page;
  }

  /** What is created again was deleted here before. */
  async function deleteFirst(page: Page): Promise<void> {
    const undos = page.locator('.dock').getByRole('button', { name: 'Undo: Delete', exact: true });
    const before = await undos.count();
    await press('Delete')(page);
    await page.getByText('The server accepts this (dry run).').waitFor();
    await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
    await eventually(CASES['object.delete'].done, 'it is deleted');
    await eventually(async () => (await undos.count()) > before, 'its undo is offered');
    await page.getByRole('dialog').waitFor({ state: 'detached' });
  }

  const seen = (page: Page, kind: ActionKind) => page.locator(`[data-operation="${kind}"][data-phase="seen"]`);

  describe('an answer that is lost', () => {
    test.each(KINDS)('%s: done once, and shown as done', async kind => {
      const action = CASES[kind];
      const page = await open('trouble', action);
      if (kind === 'object.create') await deleteFirst(page);
      const before = await seen(page, kind).count();
      await action.begin(page);
      await page.getByText(/^The server accepts .*\(dry run\)\.$/).waitFor();
      const arrived = cluster.arrived.length;
      const wasLost = cluster.loseAnswer(action.request.method, action.request.path);
      await page.getByRole('dialog').getByRole('button', { name: action.confirm, exact: true }).click();
      await eventually(wasLost, 'the answer is lost');
      await eventually(action.done, 'it is done');
      await action.shows?.(page);
      await eventually(async () => (await seen(page, kind).count()) > before, 'it is shown as done');
      // What creates is sent again and meets its own work by name; all else is found done and not sent again.
      const sent = writes(cluster.arrived.slice(arrived), action.request.method, action.request.path);
      expect(sent.length).toBeLessThanOrEqual(action.request.method === 'POST' ? 2 : 1);
      expect(await action.done()).toBe(true);
      await page.context().close();
    });
  });

  interface Binding {
    readonly metadata: { readonly name: string };
    readonly subjects: unknown;
    readonly roleRef: object;
  }

  /** What dana may in her namespace. */
  async function bindTo(role: 'edit' | 'view'): Promise<void> {
    const { items } = (await cluster.other('GET', RBAC)).body;
    for (const { metadata, subjects, roleRef } of items as Binding[]) {
      await cluster.other('DELETE', `${RBAC}/${metadata.name}`);
      const binding = { metadata: { name: metadata.name }, subjects, roleRef: { ...roleRef, name: role } };
      await cluster.other('POST', RBAC, binding);
    }
  }

  describe('a right that was taken away after the action was offered', () => {
    afterEach(() => bindTo('edit'));

    // Dana was never bound for the whole cluster.
    test.each(KINDS.filter(kind => !isOfCluster(CASES[kind]) && !isBeyondEdit(CASES[kind])))(
      '%s: refused in the server’s words, and nothing is changed',
      async kind => {
        const action = CASES[kind];
        const page = await open('trouble-dana', action);
        if (kind === 'object.create') await deleteFirst(page);
        // Offered is what the page has asked about: a question still on its way would be answered with the right gone.
        await page.waitForLoadState('networkidle');
        await bindTo('view');
        const arrived = cluster.arrived.length;
        await action.begin(page);
        await page
          .getByText(/is forbidden: User "dana" cannot/)
          .filter({ visible: true })
          .first()
          .waitFor();
        const isOfDana = ({ user, request }: Arrived) => user === 'dana' && request.path.includes('/shop/');
        const sent = cluster.arrived.slice(arrived).filter(isOfDana);
        expect(writes(sent, action.request.method, action.request.path)).toEqual([]);
        expect(await action.done()).toBe(false);
        // The button that would send it is not there to be pressed.
        const confirm = page.getByRole('dialog').getByRole('button', { name: action.confirm, exact: true });
        expect((await confirm.count()) === 0 || (await confirm.getAttribute('aria-disabled')) === 'true').toBe(true);
        await page.context().close();
      },
    );
  });
});
