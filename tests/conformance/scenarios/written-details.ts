import { asArray, asObject, getPath, type JsonObject } from '@lanthorn/base/json.ts';
import type { Scenario, Stage } from '../scenario.ts';

// What a server makes of writes besides what was written: times that nobody set, generations, owners, what a path leaves as it is.

const MERGE = 'application/merge-patch+json';
const APPLY = 'application/apply-patch+yaml';
const LABELS = { app: 'detail' };
const TEMPLATE = {
  metadata: { labels: LABELS },
  spec: { containers: [{ name: 'main', image: 'registry.example/app:1' }] },
};
const WORKLOAD = { selector: { matchLabels: LABELS }, template: TEMPLATE };
const CONDITION = { type: 'Seen', status: 'True' };

const STATED: readonly (readonly [group: string, plural: string, spec: JsonObject, status: JsonObject])[] = [
  ['/api/v1', 'pods', TEMPLATE.spec, {}],
  ['/api/v1', 'replicationcontrollers', { selector: LABELS, template: TEMPLATE }, { replicas: 0 }],
  [
    '/api/v1',
    'persistentvolumeclaims',
    { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } },
    { phase: 'Pending' },
  ],
  ['/apis/apps/v1', 'deployments', WORKLOAD, {}],
  ['/apis/apps/v1', 'replicasets', WORKLOAD, { replicas: 0 }],
  ['/apis/apps/v1', 'statefulsets', { ...WORKLOAD, serviceName: 's' }, { replicas: 0 }],
  [
    '/apis/apps/v1',
    'daemonsets',
    WORKLOAD,
    { currentNumberScheduled: 0, numberMisscheduled: 0, desiredNumberScheduled: 0, numberReady: 0 },
  ],
  [
    '/apis/batch/v1',
    'jobs',
    { template: { spec: { ...TEMPLATE.spec, restartPolicy: 'Never' } } },
    { startTime: '2026-01-01T00:00:00Z' },
  ],
  [
    '/apis/autoscaling/v2',
    'horizontalpodautoscalers',
    { maxReplicas: 2, scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'd' } },
    { desiredReplicas: 1 },
  ],
];

/** A condition that says no time has none. */
async function timesUnset({ send, ask, look, namespace }: Stage): Promise<void> {
  for (const [group, plural, spec, status] of STATED) {
    const path = `${group}/namespaces/${namespace}/${plural}`;
    await ask({ method: 'POST', path, body: { metadata: { name: 'timeless' }, spec } });
    const body = { status: { ...status, conditions: [CONDITION] } };
    const answer = await ask({ method: 'PATCH', path: `${path}/timeless/status`, type: MERGE, body });
    look(`${plural}: a condition without its times`, {
      status: answer.status,
      conditions: getPath(answer.body, 'status', 'conditions') ?? null,
      message: answer.status < 300 ? null : answer.body['message'],
    });
  }
  const body = { metadata: { name: `${namespace}-timeless` }, status: { conditions: [CONDITION] } };
  await send('a node whose condition has no times', { method: 'POST', path: '/api/v1/nodes', body });
  await ask({ method: 'DELETE', path: `/api/v1/nodes/${namespace}-timeless` });
}

const TEMPLATE_GENERATION = 'deprecated.daemonset.template.generation';

/** What counts as another generation. */
async function generations({ ask, look, namespace }: Stage): Promise<void> {
  const changes: readonly (readonly [string, JsonObject])[] = [
    ['a label', { metadata: { labels: { a: 'b' } } }],
    ['an annotation', { metadata: { annotations: { a: 'b' } } }],
    ['the same annotation', { metadata: { annotations: { a: 'b' } } }],
    ['a finalizer', { metadata: { finalizers: ['conformance.example.com/held'] } }],
    ['an own template generation', { metadata: { annotations: { [TEMPLATE_GENERATION]: '7' } } }],
    ['its history', { spec: { revisionHistoryLimit: 3 } }],
    ['its template', { spec: { template: { metadata: { labels: { ...LABELS, a: 'b' } } } } }],
    ['no finalizer', { metadata: { finalizers: null } }],
  ];
  for (const plural of ['deployments', 'replicasets', 'statefulsets', 'daemonsets']) {
    const path = `/apis/apps/v1/namespaces/${namespace}/${plural}`;
    const tell = (what: string, { status, body }: { status: number; body: JsonObject }) => {
      const template = getPath(body, 'metadata', 'annotations', TEMPLATE_GENERATION) ?? null;
      const message = status < 300 ? {} : { message: body['message'] };
      look(`${plural}: the generation after ${what}`, {
        ...{ generation: getPath(body, 'metadata', 'generation') ?? null, template, ...message },
      });
    };
    const spec = plural === 'statefulsets' ? { ...WORKLOAD, serviceName: 's' } : WORKLOAD;
    tell('it is made', await ask({ method: 'POST', path, body: { metadata: { name: 'counted' }, spec } }));
    for (const [what, body] of changes) {
      if (plural === 'replicasets' && what === 'its history') continue;
      tell(what, await ask({ method: 'PATCH', path: `${path}/counted`, type: MERGE, body }));
    }
  }
  const path = `/apis/apps/v1/namespaces/${namespace}/daemonsets`;
  const annotated = { name: 'given', annotations: { [TEMPLATE_GENERATION]: '5' } };
  const made = await ask({ method: 'POST', path, body: { metadata: annotated, spec: WORKLOAD } });
  look('daemonsets: a template generation that was given', getPath(made.body, 'metadata', 'annotations') ?? null);
}

/** An apply of which nothing is taken is no write. */
async function keptBack({ ask, look, namespace }: Stage): Promise<void> {
  const path = `/apis/apps/v1/namespaces/${namespace}/deployments`;
  await ask({ method: 'POST', path, agent: 'maker', body: { metadata: { name: 'applied' }, spec: WORKLOAD } });
  const configuration = { apiVersion: 'apps/v1', kind: 'Deployment', status: { replicas: 1 } };
  const apply = (labels: JsonObject, replicas = 1) =>
    ask({
      ...{
        method: 'PATCH',
        path: `${path}/applied/status`,
        type: APPLY,
        query: { fieldManager: 'applier', force: 'true' },
      },
      body: { ...configuration, status: { replicas }, metadata: { name: 'applied', labels } },
    });
  const versionOf = ({ body }: { body: JsonObject }) => getPath(body, 'metadata', 'resourceVersion');
  const first = await apply({ a: 'b' });
  await new Promise(resolve => setTimeout(resolve, 1_100));
  const same = await apply({ a: 'b' });
  look('the same status applied again is written', versionOf(first) !== versionOf(same));
  await new Promise(resolve => setTimeout(resolve, 1_100));
  const other = await apply({ a: 'c' });
  look('a status applied with other labels alone is written', versionOf(same) !== versionOf(other));
  const timesOf = ({ body }: { body: JsonObject }) =>
    asArray(getPath(body, 'metadata', 'managedFields'))
      .map(asObject)
      .filter(({ manager }) => manager === 'applier')
      .map(({ time }) => time);
  look('and has another time', JSON.stringify(timesOf(same)) !== JSON.stringify(timesOf(other)));
  await new Promise(resolve => setTimeout(resolve, 1_100));
  const last = await apply({ a: 'c' }, 2);
  look('another status has another time', JSON.stringify(timesOf(other)) !== JSON.stringify(timesOf(last)));
}

/** Paths of a part take what they are for, and no metadata or all of it. */
async function partsWithMetadata({ ask, look, namespace }: Stage): Promise<void> {
  const metadata = (word: string) => ({
    ...{ labels: { [word]: 'true' }, annotations: { [word]: 'true' } },
    finalizers: [`conformance.example.com/${word}`],
  });
  const tell = (what: string, { status, body }: { status: number; body: JsonObject }) => {
    const { labels, annotations, finalizers, managedFields } = asObject(body['metadata']);
    const owners = asArray(managedFields)
      .map(asObject)
      .map(({ manager, operation, subresource, fieldsV1 }) => ({ manager, operation, subresource, fieldsV1 }));
    const message = status < 300 ? {} : { message: body['message'] };
    look(what, {
      labels: labels ?? null,
      annotations: annotations ?? null,
      finalizers: finalizers ?? null,
      owners,
      ...message,
    });
  };
  const name = `${namespace}-part`;
  const namespaces = '/api/v1/namespaces';
  await ask({ method: 'POST', path: namespaces, agent: 'maker', body: { metadata: { name } } });
  const before = await ask({ method: 'GET', path: `${namespaces}/${name}` });
  const finalized = {
    ...before.body,
    metadata: { ...asObject(before.body['metadata']), annotations: { sent: 'true' } },
  };
  tell(
    'a namespace finalized with an annotation',
    await ask({ method: 'PUT', path: `${namespaces}/${name}/finalize`, agent: 'finalizer', body: finalized }),
  );
  await ask({ method: 'DELETE', path: `${namespaces}/${name}` });
  const pods = `/api/v1/namespaces/${namespace}/pods`;
  await ask({ method: 'POST', path: pods, agent: 'maker', body: { metadata: { name: 'parts' }, spec: TEMPLATE.spec } });
  const asked = { metadata: metadata('sent'), spec: { ephemeralContainers: [{ name: 'look', image: 'i' }] } };
  tell(
    'containers to look with and metadata',
    await ask({
      method: 'PATCH',
      path: `${pods}/parts/ephemeralcontainers`,
      agent: 'patcher',
      type: 'application/strategic-merge-patch+json',
      body: asked,
    }),
  );
  tell(
    'a resize with metadata',
    await ask({
      method: 'PATCH',
      path: `${pods}/parts/resize`,
      agent: 'patcher',
      type: MERGE,
      body: { metadata: metadata('resized') },
    }),
  );
  await ask({ method: 'DELETE', path: `${pods}/parts`, query: { gracePeriodSeconds: '0' } });
}

/** For CN=someone. */
const SIGNING_REQUEST =
  'LS0tLS1CRUdJTiBDRVJUSUZJQ0FURSBSRVFVRVNULS0tLS0KTUlITE1IUUNBUUF3RWpFUU1BNEdBMVVFQXd3SGMyOXRaVzl1WlRCWk1CTUdCeXFHU000OUFnRUdDQ3FHU000OQpBd0VIQTBJQUJQMHRPK2JWdTJ3WmRxS2FkZFNwTEU2OVhqQkdGY0hOblVrNGgyM01oQXBORzlEdjdKSHN4QzRTCmFwdVNxZ01GbmN0V3ZPdmtnV01Dei9lRWVLSU5LUXFnQURBS0JnZ3Foa2pPUFFRREFnTkhBREJFQWlCSERxcGsKVmJsQ1dBejAyK1lVTkxBK3MyQUFLV0dOYXdvNHBad09ydDBOdndJZ1RWTHA4ZGlMZTJYRDVuV0JMaTVTY2tETAozUS9qVzNBbDN6SGovVkxWcEVFPQotLS0tLUVORCBDRVJUSUZJQ0FURSBSRVFVRVNULS0tLS0K';

/** Who owns what of a request for a certificate, which is asked once and decided by a path of its own. */
async function signingRequest({ ask, look, namespace }: Stage): Promise<void> {
  const path = '/apis/certificates.k8s.io/v1/certificatesigningrequests';
  const name = `${namespace}-owned`;
  const tell = (what: string, { status, body }: { status: number; body: JsonObject }) => {
    const { labels, annotations, managedFields } = asObject(body['metadata']);
    const owners = asArray(managedFields)
      .map(asObject)
      .map(({ manager, operation, subresource, fieldsV1 }) => ({ manager, operation, subresource, fieldsV1 }));
    const message = status < 300 ? {} : { message: body['message'] };
    look(`a request for a certificate: ${what}`, {
      ...{ labels: labels ?? null, annotations: annotations ?? null, owners, ...message },
    });
  };
  const spec = { request: SIGNING_REQUEST, signerName: 'conformance.example.com/nobody', usages: ['client auth'] };
  const one = `${path}/${name}`;
  tell('made', await ask({ method: 'POST', path, agent: 'maker', body: { metadata: { name }, spec } }));
  const other = { metadata: { labels: { a: 'b' } }, spec: { usages: ['server auth'] } };
  tell('with other usages', await ask({ method: 'PATCH', path: one, type: MERGE, agent: 'patcher', body: other }));
  const configuration = { apiVersion: 'certificates.k8s.io/v1', kind: 'CertificateSigningRequest' };
  const apply = { method: 'PATCH', type: APPLY, query: { fieldManager: 'applier', force: 'true' } } as const;
  const applied = { ...configuration, metadata: { name, labels: { c: 'd' } }, spec };
  tell('applied', await ask({ ...apply, path: one, body: applied }));
  const conditions = [{ type: 'Approved', status: 'True', reason: 'Seen', message: 'seen' }];
  const approval = { metadata: { labels: { e: 'f' }, annotations: { g: 'h' } }, status: { conditions } };
  tell(
    'approved, with metadata',
    await ask({ method: 'PATCH', path: `${one}/approval`, type: MERGE, agent: 'approver', body: approval }),
  );
  const again = { ...configuration, metadata: { name, labels: { i: 'j' } }, spec, status: { conditions } };
  tell('its approval applied, with metadata', await ask({ ...apply, path: `${one}/approval`, body: again }));
  await ask({ method: 'DELETE', path: one });
}

/** Of an eviction, what it asks of the pod and what a budget says. */
async function evictions({ ask, send, look, namespace }: Stage): Promise<void> {
  const pods = `/api/v1/namespaces/${namespace}/pods`;
  const budgets = `/apis/policy/v1/namespaces/${namespace}/poddisruptionbudgets`;
  const labels = { app: 'evicted' };
  await ask({ method: 'POST', path: pods, body: { metadata: { name: 'guarded', labels }, spec: TEMPLATE.spec } });
  const ready = { phase: 'Running', conditions: [{ type: 'Ready', status: 'True' }] };
  await ask({ method: 'PATCH', path: `${pods}/guarded/status`, type: MERGE, body: { status: ready } });
  const budget = { metadata: { name: 'strict' }, spec: { minAvailable: 1, selector: { matchLabels: labels } } };
  await ask({ method: 'POST', path: budgets, body: budget });
  const state = { disruptionsAllowed: 0, currentHealthy: 1, desiredHealthy: 1, expectedPods: 1, observedGeneration: 1 };
  await ask({ method: 'PATCH', path: `${budgets}/strict/status`, type: MERGE, body: { status: state } });
  const evict = (title: string, deleteOptions: JsonObject) =>
    send(title, {
      method: 'POST',
      path: `${pods}/guarded/eviction`,
      body: { metadata: { name: 'guarded' }, deleteOptions },
    });
  const other = { uid: '11111111-1111-1111-1111-111111111111' };
  await evict('an eviction of another pod of the name, which a budget forbids', { preconditions: other });
  await evict('an eviction of another version, which a budget forbids', { preconditions: { resourceVersion: '1' } });
  await evict('an eviction that a budget forbids', {});
  await ask({
    method: 'PATCH',
    path: `${budgets}/strict/status`,
    type: MERGE,
    body: { status: { disruptionsAllowed: 1 } },
  });
  await evict('an eviction of another pod of the name', { preconditions: other });
  await evict('an eviction of another version', { preconditions: { resourceVersion: '1' } });
  const { body: after } = await ask({ method: 'GET', path: `${budgets}/strict` });
  look('what the budget allows after them', getPath(after, 'status', 'disruptionsAllowed') ?? null);
}

export const WRITTEN_DETAILS: Scenario = {
  name: 'written-details',
  async run(stage) {
    await timesUnset(stage);
    await generations(stage);
    await keptBack(stage);
    await partsWithMetadata(stage);
    await evictions(stage);
    await signingRequest(stage);
  },
};
