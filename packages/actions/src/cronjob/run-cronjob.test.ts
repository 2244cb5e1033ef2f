import { describe, expect, test } from 'vitest';
import { parseJson } from '@lanthorn/base/json-text.ts';
import type { KubeObject } from '@lanthorn/kube/objects/kube-object.ts';
import type { Action } from '../machinery/action.ts';
import { CRONJOBS, JOBS } from '../machinery/batch-resources.ts';
import { BACKFILL_CRONJOB, manualJobName, RUN_CRONJOB } from './run-cronjob.ts';
import { runParametersOf } from '../machinery/run-parameters.ts';

const target = { cluster: 'c', resource: CRONJOBS, namespace: 'shop', name: 'nightly', uid: 'u1' };
const jobSpec = { backoffLimit: 2, template: { spec: { containers: [{ name: 'c', image: 'i:1' }, { name: 'd' }] } } };
const cronJob = (spec: object = {}): KubeObject => ({
  metadata: { name: 'nightly', namespace: 'shop', uid: 'u1', labels: { own: 'no' } },
  spec: { jobTemplate: { metadata: { labels: { app: 'n' }, annotations: { note: 'x' } }, spec: jobSpec }, ...spec },
});
const CONTEXT = { context: 'prod', schema: null, now: 0 };
/** As `kubectl create job --from` of 1.35 makes it. */
const made = (name: string) => ({
  apiVersion: 'batch/v1',
  kind: 'Job',
  metadata: {
    name,
    namespace: 'shop',
    labels: { app: 'n' },
    annotations: { note: 'x', 'cronjob.kubernetes.io/instantiate': 'manual' },
    ownerReferences: [{ apiVersion: 'batch/v1', kind: 'CronJob', name: 'nightly', uid: 'u1', controller: true }],
  },
  spec: jobSpec,
});
const RIGHT = { verb: 'create', group: 'batch', resource: 'jobs', namespace: 'shop', name: '' };

test.each([
  ['nightly', 'x7k2p', 'nightly-x7k2p'],
  ['my.own-nightly-run', 'x7k2p', 'my.own-nightly-run-x7k2p'],
  ['a'.repeat(57), 'x7k2p', `${'a'.repeat(57)}-x7k2p`],
  ['a'.repeat(58), 'x7k2p', `${'a'.repeat(57)}-x7k2p`],
  // A name may not have what would then stand before the dash.
  [`${'a'.repeat(54)}.-.bcd`, 'x7k2p', `${'a'.repeat(54)}-x7k2p`],
])('the Job of %s has a name that leaves its pods a label', (name, suffix, expected) => {
  expect(manualJobName(name, suffix)).toBe(expected);
  expect(expected.length).toBeLessThanOrEqual(63);
});

describe('cronjob.run', () => {
  const action: Action = { kind: 'cronjob.run', target, index: 0, suffix: 'x7k2p', params: {} };

  test('makes the Job that kubectl makes', () => {
    const { request, ...plan } = RUN_CRONJOB.plan(action, cronJob(), CONTEXT);
    expect({ ...request, body: parseJson(request.body ?? '') }).toEqual({
      method: 'POST',
      path: '/apis/batch/v1/namespaces/shop/jobs',
      headers: { 'content-type': 'application/json' },
      body: made('nightly-x7k2p'),
    });
    expect(plan).toEqual({
      right: RIGHT,
      effects: [
        { key: 'effect.jobCreated', values: { job: 'nightly-x7k2p' } },
        { key: 'effect.countsTowardHistory', values: {} },
      ],
      kubectl: 'kubectl --context=prod --namespace=shop create job nightly-x7k2p --from=cronjob/nightly',
      confirmation: { type: 'exists', resource: JOBS, namespace: 'shop', name: 'nightly-x7k2p' },
      isDone: false,
      clashes: [],
    });
  });

  test('with parameters it has them, and kubectl is given the Job itself', () => {
    const run = { ...runParametersOf(jobSpec), backoffLimit: 5 };
    const plan = RUN_CRONJOB.plan({ ...action, params: { run } }, cronJob(), CONTEXT);
    const job = parseJson(plan.request.body ?? '');
    expect(job).toEqual({ ...made('nightly-x7k2p'), spec: { ...jobSpec, backoffLimit: 5 } });
    const [line = '', ...document] = plan.kubectl.split('\n');
    expect(line).toBe("kubectl --context=prod --namespace=shop create --filename=- <<'EOF'");
    expect(document.pop()).toBe('EOF');
    expect(parseJson(document.join('\n'))).toEqual(job);
  });

  test.each([
    [{ suspend: true }, 'effect.runsThoughSuspended', {}],
    [{ concurrencyPolicy: 'Forbid' }, 'effect.notInActive', { policy: 'Forbid' }],
    [{ concurrencyPolicy: 'Replace' }, 'effect.notInActive', { policy: 'Replace' }],
  ])('of %j it is told what that means for the run', (spec, key, values) => {
    expect(RUN_CRONJOB.plan(action, cronJob(spec), CONTEXT).effects[1]).toEqual({ key, values });
  });

  test('of what changes nothing for the run, nothing is told', () => {
    const { effects } = RUN_CRONJOB.plan(action, cronJob({ suspend: false, concurrencyPolicy: 'Allow' }), CONTEXT);
    expect(effects.map(({ key }) => key)).toEqual(['effect.jobCreated', 'effect.countsTowardHistory']);
  });

  test('a Job is its own work that is marked manual and belongs to that very CronJob', () => {
    const job = made('x') as KubeObject;
    const [owner] = made('x').metadata.ownerReferences;
    const variant = (metadata: object): KubeObject => ({ ...job, metadata: { ...job.metadata, ...metadata } });
    const isOwn = (seen: KubeObject) => RUN_CRONJOB.isOwnWork(action, seen);
    expect(isOwn(job)).toBe(true);
    expect(isOwn(variant({ annotations: {} }))).toBe(false);
    expect(isOwn({ metadata: { ownerReferences: made('x').metadata.ownerReferences } })).toBe(false);
    expect(isOwn(variant({ annotations: { 'cronjob.kubernetes.io/instantiate': 'auto' } }))).toBe(false);
    expect(isOwn(variant({ ownerReferences: [{ ...owner, uid: 'other' }] }))).toBe(false);
    expect(isOwn(variant({ ownerReferences: [{ ...owner, controller: false }] }))).toBe(false);
    expect(isOwn(variant({ ownerReferences: [{ ...owner, uid: 'other' }, owner] }))).toBe(true);
  });
});

describe('cronjob.backfill', () => {
  const slots = ['2026-11-23T03:00:00Z', '2026-11-24T03:00:00Z'].map(time => Date.parse(time));
  const action = (env: string): Action => ({
    kind: 'cronjob.backfill',
    target,
    index: 1,
    suffix: 'unused',
    params: { backfill: { slots, env, atOnce: 1 } },
  });
  // The controller names a Job by the minutes since 1970 of its time (cronjob_controllerv2.go, getJobName).
  const name = 'nightly-29924820';
  const wanted = made(name);
  const annotations = {
    ...wanted.metadata.annotations,
    'batch.kubernetes.io/cronjob-scheduled-timestamp': '2026-11-24T03:00:00Z',
  };

  test('makes the Job of the missed time, under the name that the controller gives it', () => {
    const { request, ...plan } = BACKFILL_CRONJOB.plan(action(''), cronJob(), CONTEXT);
    expect([request.method, request.path]).toEqual(['POST', '/apis/batch/v1/namespaces/shop/jobs']);
    expect(parseJson(request.body ?? '')).toEqual({ ...wanted, metadata: { ...wanted.metadata, annotations } });
    expect(plan).toMatchObject({
      right: RIGHT,
      effects: [
        { key: 'effect.slotRuns', values: { job: name, time: '2026-11-24T03:00:00Z' } },
        { key: 'effect.countsTowardHistory', values: {} },
      ],
      confirmation: { type: 'exists', resource: JOBS, namespace: 'shop', name },
      isDone: false,
      clashes: [],
    });
    expect(plan.kubectl).toContain(`"name": "${name}"`);
  });

  test('its time is handed to every container in a variable, where one is wished', () => {
    const { request } = BACKFILL_CRONJOB.plan(action('DUE'), cronJob(), CONTEXT);
    const env = [{ name: 'DUE', value: '2026-11-24T03:00:00Z' }];
    const containers = [
      { name: 'c', image: 'i:1', env },
      { name: 'd', env },
    ];
    expect(parseJson(request.body ?? '')).toMatchObject({
      spec: { backoffLimit: 2, template: { spec: { containers } } },
    });
  });
});
