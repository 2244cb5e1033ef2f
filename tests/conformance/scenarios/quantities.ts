import type { Scenario, Stage } from '../scenario.ts';

/** In every form that a quantity is written in: canonical, nearly so, and not. */
const FORMS: readonly unknown[] = [
  ...[
    '1',
    '1000m',
    '0.5',
    '500m',
    '1500m',
    '1.5',
    '1.500',
    '0.500',
    '0100m',
    '1000',
    '2000',
    '12000k',
    '+5',
    '00',
    '.5',
    '5.',
  ],
  ...[
    '1024Mi',
    '1025Mi',
    '100Mi',
    '1000Mi',
    '1.5Gi',
    '0.5Gi',
    '512Ki',
    '1Ki',
    '0.1Mi',
    '1023',
    '1024',
    '2048Ki',
    '8Ei',
  ],
  ...['1e3', '1E3', '15e2', '1.5e3', '1e-3', '100e-1', '1e0', '1k', '1M', '1500M', '1000G', '1T', '1P', '1E'],
  ...[
    '100u',
    '100n',
    '1n',
    '0.0001',
    '1.0001',
    '0.123456789',
    '0.1234567891',
    '1234567890123456789012',
    '0.0000000001',
  ],
  ...['123456789012345678', '1234567890123456789', '9223372036854775807', '9223372036854775808', ' 7 '],
  ...[1, 0.5, 1000, 0, 2.25],
];

/** What is no quantity, in each way. */
const WRONG: readonly unknown[] = ['', 'much', '1.2.3', '1KB', '1Kib', '5 Mi', '--1', '1e', 'Mi', true, {}, ['1']];

/** Amounts of resources: given back as the server writes them, wherever they stand; what is none is refused. */
export const QUANTITIES: Scenario = {
  name: 'quantities',
  run: async stage => {
    await inLists(stage);
    await alone(stage);
    await autoscalers(stage);
    await controllers(stage);
  },
};

const DRY_RUN = { dryRun: 'All' };

async function inLists({ namespace, send }: Stage): Promise<void> {
  const path = `/api/v1/namespaces/${namespace}/resourcequotas`;
  const hard = Object.fromEntries(FORMS.map((form, i) => [`requests.example.com/r${i}`, form]));
  await send('a list of resources in every form', {
    method: 'POST',
    path,
    query: DRY_RUN,
    body: { metadata: { name: 'q' }, spec: { hard } },
  });
  for (const form of WRONG)
    await send(`${JSON.stringify(form)} in a list of resources`, {
      method: 'POST',
      path,
      query: DRY_RUN,
      body: { metadata: { name: 'q' }, spec: { hard: { pods: form } } },
    });
  const container = (requests: object, limits: object) => ({
    name: 'c',
    image: 'i:1',
    resources: { requests, limits },
  });
  const body = {
    metadata: { name: 'p' },
    spec: { containers: [container({ cpu: '1000m', memory: '1024Mi' }, { cpu: '2.0', memory: '2048Mi' })] },
  };
  const pods = `/api/v1/namespaces/${namespace}/pods`;
  await send('requests and limits of a container', { method: 'POST', path: pods, query: DRY_RUN, body });
  await send('a limit range', {
    method: 'POST',
    path: `/api/v1/namespaces/${namespace}/limitranges`,
    query: DRY_RUN,
    body: {
      metadata: { name: 'l' },
      spec: { limits: [{ type: 'Container', max: { cpu: '4000m' }, default: { memory: '0.5Gi' } }] },
    },
  });
}

async function alone({ namespace, send }: Stage): Promise<void> {
  const path = `/apis/storage.k8s.io/v1/namespaces/${namespace}/csistoragecapacities`;
  for (const form of FORMS)
    await send(`${JSON.stringify(form)} alone`, {
      method: 'POST',
      path,
      query: DRY_RUN,
      body: { metadata: { name: 's' }, storageClassName: 's', capacity: form },
    });
  await send('a kept one, patched', {
    method: 'POST',
    path,
    body: { metadata: { name: 's' }, storageClassName: 's', capacity: '1024Mi' },
  });
  for (const capacity of ['2048Mi', '2Gi', '0.5Gi'])
    await send(`a kept one, patched with ${capacity}`, {
      method: 'PATCH',
      path: `${path}/s`,
      type: 'application/merge-patch+json',
      body: { capacity },
    });
}

async function autoscalers({ namespace, send }: Stage): Promise<void> {
  const spec = { maxReplicas: 3, scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'd' } };
  const cpu = (target: object) => ({ type: 'Resource', resource: { name: 'cpu', target } });
  const policies = [{ type: 'Pods', value: 1, periodSeconds: 60 }];
  const specs: Readonly<Record<string, object>> = {
    'with an empty behaviour': { behavior: {} },
    'that says how to scale up': { behavior: { scaleUp: { stabilizationWindowSeconds: 30 } } },
    'that says how to scale down': { behavior: { scaleDown: { policies, selectPolicy: 'Min' } } },
    'that says both': {
      behavior: { scaleUp: { policies, tolerance: '0.050' }, scaleDown: { stabilizationWindowSeconds: 0 } },
    },
    'by an average amount': { metrics: [cpu({ type: 'AverageValue', averageValue: '0.5' })] },
    'without metrics': { metrics: [] },
  };
  for (const [title, more] of Object.entries(specs))
    await send(`an autoscaler ${title}`, {
      method: 'POST',
      path: `/apis/autoscaling/v2/namespaces/${namespace}/horizontalpodautoscalers`,
      query: DRY_RUN,
      body: { metadata: { name: 'a' }, spec: { ...spec, ...more } },
    });
}

async function controllers({ namespace, send }: Stage): Promise<void> {
  const template = {
    metadata: { labels: { app: 'a', tier: 'b' } },
    spec: { containers: [{ name: 'c', image: 'i:1' }] },
  };
  const objects: Readonly<Record<string, { readonly metadata?: object; readonly spec: object }>> = {
    'without a selector and labels': { spec: { template } },
    'with an empty selector and no labels': { metadata: { labels: {} }, spec: { selector: {}, template } },
    'with labels of its own': { metadata: { labels: { own: 'x' } }, spec: { template } },
    'with a selector of its own': { spec: { selector: { app: 'a' }, template } },
    'whose template it does not select': { spec: { selector: { app: 'z' }, template } },
    'without a template': { spec: {} },
    'without labels in its template': { spec: { template: { spec: template.spec } } },
  };
  for (const [title, { metadata, spec }] of Object.entries(objects))
    await send(`a replication controller ${title}`, {
      method: 'POST',
      path: `/api/v1/namespaces/${namespace}/replicationcontrollers`,
      query: DRY_RUN,
      body: { metadata: { name: 'r', ...metadata }, spec },
    });
}
