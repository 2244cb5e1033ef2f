import { expect, test } from 'vitest';
import { parseJson } from '@lanthorn/base/json-text.ts';
import { RERUN_JOB, rerunJob } from './rerun-job.ts';

const target = {
  cluster: 'c',
  resource: { group: 'batch', version: 'v1', resource: 'jobs' },
  namespace: 'n',
  name: 'once',
  uid: 'u1',
};
const owner = { apiVersion: 'batch/v1', kind: 'CronJob', name: 'cj', uid: 'u0', controller: true };
/** Those of the Job controller stand twice, under the names of today and of before. */
const labels = {
  app: 'a',
  'controller-uid': 'u1',
  'job-name': 'once',
  'batch.kubernetes.io/controller-uid': 'u1',
  'batch.kubernetes.io/job-name': 'once',
};
const job = {
  metadata: { name: 'once', labels, ownerReferences: [owner] },
  spec: {
    completionMode: 'Indexed',
    completions: 5,
    parallelism: 2,
    backoffLimitPerIndex: 1,
    selector: { matchLabels: { 'controller-uid': 'u1' } },
    suspend: true,
    template: { metadata: { labels }, spec: { containers: [{ name: 'c', env: [{ name: 'A', value: '1' }] }] } },
  },
  status: { failed: 1 },
};
const action = { kind: 'job.rerun', target, suffix: 'x7k2p', index: 0, params: {} } as const;

test('the same Job under another name, without what its controller had put on it', () => {
  expect(rerunJob(job, action)).toEqual({
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: {
      name: 'once-x7k2p',
      namespace: 'n',
      labels: { app: 'a' },
      annotations: { 'lanthorn.dev/rerun-of': 'once', 'lanthorn.dev/rerun-of-uid': 'u1' },
      ownerReferences: [owner],
    },
    spec: {
      completionMode: 'Indexed',
      completions: 5,
      parallelism: 2,
      backoffLimitPerIndex: 1,
      template: { metadata: { labels: { app: 'a' } }, spec: job.spec.template.spec },
    },
  });
});

test('one index is a plain Job that is told its index as the Job controller tells it: every container that has no word of its own for it', () => {
  const variable = {
    name: 'JOB_COMPLETION_INDEX',
    valueFrom: { fieldRef: { fieldPath: "metadata.labels['batch.kubernetes.io/job-completion-index']" } },
  };
  const own = { name: 'own', env: [{ name: 'JOB_COMPLETION_INDEX', value: 'mine' }] };
  const [container] = job.spec.template.spec.containers;
  const pod = { containers: [container, own], initContainers: [{ name: 'first' }] };
  const template = { metadata: { labels, annotations: { a: 'b' } }, spec: pod };
  const again = rerunJob(
    { ...job, spec: { ...job.spec, template } },
    { ...action, index: 1, params: { rerun: { indexes: [0, 3] } } },
  );
  expect(again.metadata.name).toBe('once-x7k2p-3');
  expect(again['spec']).toEqual({
    template: {
      metadata: {
        labels: { app: 'a', 'batch.kubernetes.io/job-completion-index': '3' },
        annotations: { a: 'b', 'batch.kubernetes.io/job-completion-index': '3' },
      },
      spec: {
        hostname: 'once-3',
        initContainers: [{ name: 'first', env: [variable] }],
        containers: [{ name: 'c', env: [{ name: 'A', value: '1' }, variable] }, own],
      },
    },
  });
});

const RIGHT = { verb: 'create', group: 'batch', resource: 'jobs', namespace: 'n', name: '' };

test.each([
  ['all of it', {}, 'once-x7k2p', ['effect.jobAgain']],
  ['one index', { rerun: { indexes: [3] } }, 'once-x7k2p-3', ['effect.jobAgain', 'effect.oneIndex']],
])('%s is made as a Job of its own, and kubectl is given that Job', (_title, params, name, effects) => {
  const { request, kubectl, ...plan } = RERUN_JOB.plan({ ...action, params }, job, {
    context: 'prod',
    schema: null,
    now: 0,
  });
  const body = parseJson(request.body ?? '');
  expect([request.method, request.path]).toEqual(['POST', '/apis/batch/v1/namespaces/n/jobs']);
  expect(body).toEqual(rerunJob(job, { ...action, params }));
  expect(parseJson(kubectl.split('\n').slice(1, -1).join('\n'))).toEqual(body);
  expect(plan).toMatchObject({
    right: RIGHT,
    confirmation: { type: 'exists', resource: target.resource, namespace: 'n', name },
    isDone: false,
    clashes: [],
  });
  expect(plan.effects.map(({ key }) => key)).toEqual(effects);
  expect(plan.effects.map(({ values }) => Object.values(values))).toEqual([[name], [3]].slice(0, effects.length));
});

test('a Job without owners, labels and a template is one again', () => {
  expect(rerunJob({ metadata: { name: 'once' } }, action)).toMatchObject({
    metadata: { labels: {} },
    spec: { template: { metadata: { labels: {} }, spec: {} } },
  });
  expect(rerunJob({ metadata: { name: 'once' } }, action).metadata).not.toHaveProperty('ownerReferences');
  const index = { 'batch.kubernetes.io/job-completion-index': '0' };
  expect(rerunJob({ metadata: {} }, { ...action, params: { rerun: { indexes: [0] } } })['spec']).toEqual({
    template: { metadata: { labels: index, annotations: index }, spec: { hostname: 'once-0' } },
  });
});

test('a Job is its own work that says of which very Job it is another', () => {
  const again = (uid: string) => ({ metadata: { annotations: { 'lanthorn.dev/rerun-of-uid': uid } } });
  expect([again('u1'), again('u2'), { metadata: {} }].map(seen => RERUN_JOB.isOwnWork(action, seen))).toEqual([
    true,
    false,
    false,
  ]);
});
