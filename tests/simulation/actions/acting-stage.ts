import type { ActionParams, ActionRecord } from '@lanthorn/actions/machinery/action.ts';
import { type ActionKind, ACTION_RECORDS } from '@lanthorn/actions/action-records.ts';
import { ApiServer } from '@lanthorn/apiserver/requests/api-server.ts';
import { MASTERS_GROUP } from '@lanthorn/apiserver/wire/user-info.ts';
import { must } from '@lanthorn/base/assert.ts';
import type { Clock } from '@lanthorn/base/clock.ts';
import { seededRandom } from '@lanthorn/base/random.ts';
import { type ApiRequest, type ApiSource, readBody } from '@lanthorn/kube/api/api-request.ts';
import type { GroupVersionResource } from '@lanthorn/kube/api/group-version-resource.ts';
import type { KubeObject } from '@lanthorn/kube/objects/kube-object.ts';
import { isBeingDeleted, ROLLS_OUT } from '@lanthorn/protocol/operation-state.ts';
import type { Operation } from '@lanthorn/protocol/down-messages.ts';
import type { OperationRequest } from '@lanthorn/protocol/http/operation-messages.ts';
import type { PackKind } from '@lanthorn/views/cells/pack-kind.ts';
import { MemoryOperations } from '../../../apps/server/src/history/memory/memory-operations.ts';
import { Hub } from '../../../apps/server/src/hub/hub.ts';
import { ClusterSchemas } from '../../../apps/server/src/operations/cluster-schemas.ts';
import { OperationRunner } from '../../../apps/server/src/operations/operation-runner.ts';
import { systemClock } from '../../../apps/server/src/system-clock.ts';
import { ClusterClock } from '../../../apps/server/src/upstream/sources/cluster-clock.ts';
import { clusterKey } from '../../../apps/server/src/upstream/cluster-key.ts';
import { OWNER } from '../../../apps/server/src/upstream/identity.ts';

const CRONJOBS = '/apis/batch/v1/namespaces/default/cronjobs';
export const JOBS = '/apis/batch/v1/namespaces/default/jobs';
const DEPLOYMENTS = '/apis/apps/v1/namespaces/default/deployments';
const NODES = '/api/v1/nodes';
const PODS = '/api/v1/namespaces/default/pods';
const SIGNING_REQUESTS = '/apis/certificates.k8s.io/v1/certificatesigningrequests';
const AUTOSCALERS = '/apis/autoscaling/v2/namespaces/default/horizontalpodautoscalers';
const CLAIMS = '/api/v1/namespaces/default/persistentvolumeclaims';
const SECRETS = '/api/v1/namespaces/default/secrets';
const ROLE_BINDINGS = '/apis/rbac.authorization.k8s.io/v1/namespaces/default/rolebindings';
const REPLICA_SETS = '/apis/apps/v1/namespaces/default/replicasets';
/** By the kind of the object that is acted on. */
const RESOURCES: Readonly<Record<string, GroupVersionResource>> = {
  CronJob: { group: 'batch', version: 'v1', resource: 'cronjobs' },
  Job: { group: 'batch', version: 'v1', resource: 'jobs' },
  Deployment: { group: 'apps', version: 'v1', resource: 'deployments' },
  Pod: { group: '', version: 'v1', resource: 'pods' },
  Node: { group: '', version: 'v1', resource: 'nodes' },
  HorizontalPodAutoscaler: { group: 'autoscaling', version: 'v2', resource: 'horizontalpodautoscalers' },
  PersistentVolumeClaim: { group: '', version: 'v1', resource: 'persistentvolumeclaims' },
  Secret: { group: '', version: 'v1', resource: 'secrets' },
  RoleBinding: { group: 'rbac.authorization.k8s.io', version: 'v1', resource: 'rolebindings' },
  CertificateSigningRequest: { group: 'certificates.k8s.io', version: 'v1', resource: 'certificatesigningrequests' },
};
/** What must be so before: an action that takes back another. */
export const AFTER: Partial<Record<ActionKind, ActionKind>> = {
  'cronjob.resume': 'cronjob.suspend',
  'job.resume': 'job.suspend',
  'deployment.resume': 'deployment.pause',
  'node.uncordon': 'node.cordon',
};
const SLOT = Date.UTC(2026, 10, 22, 3);
const podTemplate = { spec: { restartPolicy: 'Never', containers: [{ name: 'c', image: 'i' }] } };

/** Lets a change through and loses its answer, once; what is read next fails with it, as on a connection that broke. */
class LossySource implements ApiSource {
  readonly #inner: ApiSource;
  readonly changes: ApiRequest[] = [];
  isLosing = false;
  /** No watch can be opened. */
  isBroken = false;
  /** What somebody else does in the moment before the next change arrives. */
  meanwhile: (() => Promise<unknown>) | null = null;
  #failingReads = 0;

  constructor(inner: ApiSource) {
    this.#inner = inner;
  }

  async send(...[request, signal]: Parameters<ApiSource['send']>) {
    const isRead = request.method === 'GET' && request.query?.['watch'] === undefined;
    if (this.isBroken && request.query?.['watch'] !== undefined) throw new Error('read ECONNRESET');
    if (isRead && this.#failingReads-- > 0) throw new Error('read ECONNRESET');
    const isChange = request.method !== 'GET' && !request.path.includes('reviews');
    const { meanwhile } = this;
    if (isChange && meanwhile !== null) {
      this.meanwhile = null;
      await meanwhile();
    }
    const response = await this.#inner.send(request, signal);
    if (!isChange) return response;
    this.changes.push(request);
    if (!this.isLosing) return response;
    this.isLosing = false;
    this.#failingReads = 2;
    await readBody(response);
    throw new Error('socket hang up');
  }
}

export async function stage(user: { username: string; groups: string[] }, clock: Clock = systemClock) {
  const random = seededRandom(3);
  const server = new ApiServer({ clock, random });
  const admin = server.as({ username: 'admin', groups: [MASTERS_GROUP] });
  const request = async (method: 'GET' | 'POST' | 'PATCH' | 'DELETE', path: string, body?: unknown) => {
    const headers = { 'content-type': method === 'PATCH' ? 'application/merge-patch+json' : 'application/json' };
    const response = await admin.send({
      method,
      path,
      headers,
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return { status: response.status, body: JSON.parse(await readBody(response)) as KubeObject };
  };
  await request('POST', '/apis/rbac.authorization.k8s.io/v1/clusterrolebindings', {
    metadata: { name: 'viewer' },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'view' },
    subjects: [{ apiGroup: 'rbac.authorization.k8s.io', kind: 'User', name: 'viewer' }],
  });
  const cronJob = await request('POST', CRONJOBS, {
    metadata: { name: 'nightly' },
    spec: { schedule: '0 3 * * *', suspend: false, jobTemplate: { spec: { template: podTemplate } } },
  });
  const job = await request('POST', JOBS, { metadata: { name: 'once' }, spec: { template: podTemplate } });
  const finished = await request('POST', JOBS, { metadata: { name: 'done' }, spec: { template: podTemplate } });
  const ended = new Date(systemClock.now()).toISOString().replace(/\.\d+Z$/, 'Z');
  await request('PATCH', `${JOBS}/done/status`, {
    status: {
      ...{ startTime: ended, completionTime: ended, succeeded: 1 },
      conditions: ['SuccessCriteriaMet', 'Complete'].map(type => ({ type, status: 'True', lastTransitionTime: ended })),
    },
  });
  const labels = { app: 'web' };
  const deployment = await request('POST', DEPLOYMENTS, {
    metadata: { name: 'web' },
    spec: {
      selector: { matchLabels: labels },
      template: { metadata: { labels }, spec: { containers: podTemplate.spec.containers } },
    },
  });
  const node = await request('POST', NODES, {
    metadata: { name: 'node-1' },
    spec: { podCIDR: '10.0.0.0/24' },
  });
  const pod = await request('POST', PODS, {
    metadata: { name: 'lonely' },
    spec: {
      terminationGracePeriodSeconds: 0,
      containers: [{ name: 'c', image: 'i', resources: { requests: { cpu: '1m' } } }],
    },
  });
  const signingRequest = await request('POST', SIGNING_REQUESTS, {
    metadata: { name: 'ada' },
    spec: {
      request: 'LS0tLS1CRUdJTiBDRVJUSUZJQ0FURSBSRVFVRVNULS0tLS0KTUE9PQotLS0tLUVORCBDRVJUSUZJQ0FURSBSRVFVRVNULS0tLS0K',
      signerName: 'example.com/internal',
      usages: ['client auth'],
    },
  });
  const autoscaler = await request('POST', AUTOSCALERS, {
    metadata: { name: 'web' },
    spec: { scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' }, maxReplicas: 5 },
  });
  await request('POST', '/apis/storage.k8s.io/v1/storageclasses', {
    ...{ metadata: { name: 'fast' }, provisioner: 'example.com/disks', allowVolumeExpansion: true },
  });
  await request('POST', CLAIMS, {
    metadata: { name: 'data' },
    spec: {
      storageClassName: 'fast',
      accessModes: ['ReadWriteOnce'],
      resources: { requests: { storage: '10Gi' } },
      volumeName: 'disk',
    },
  });
  const status = { phase: 'Bound', capacity: { storage: '10Gi' } };
  const claim = await request('PATCH', `${CLAIMS}/data/status`, { status });
  const secret = await request('POST', SECRETS, { metadata: { name: 'db' }, stringData: { user: 'a', password: 'b' } });
  const binding = await request('POST', ROLE_BINDINGS, {
    metadata: { name: 'view-ada' },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'view' },
    subjects: [{ apiGroup: 'rbac.authorization.k8s.io', kind: 'User', name: 'ada' }],
  });
  // As the controller keeps an earlier state of the Deployment's template.
  await request('POST', REPLICA_SETS, {
    metadata: {
      name: 'web-1',
      labels,
      annotations: { 'deployment.kubernetes.io/revision': '1' },
      ownerReferences: [
        { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web', uid: deployment.body.metadata.uid, controller: true },
      ],
    },
    spec: {
      replicas: 0,
      selector: { matchLabels: labels },
      template: { metadata: { labels }, spec: { containers: [{ name: 'c', image: 'earlier' }] } },
    },
  });
  const source = new LossySource(server.as(user));
  const info = { name: 'sim', isDemo: true, server: '', user: user.username, namespace: 'default', problem: null };
  const cluster = {
    clock: new ClusterClock(clock),
    key: clusterKey(info.name, OWNER),
    info,
    source,
    close: async () => {},
  };
  const hub = new Hub({ clusters: { list: () => [info], get: () => cluster }, clock, random });
  const settle = new Map<string, (operation: Operation) => void>();
  const runner = new OperationRunner({
    hub,
    store: new MemoryOperations(),
    schemas: new ClusterSchemas(hub.clock),
    packs: { kindOf: () => PACK },
    publish: operation => {
      const [first] = operation.targets;
      const isOver = first !== undefined && (['seen', 'failed'].includes(first.phase) || isEnding(operation));
      if (isOver) settle.get(operation.id)?.(operation);
    },
  });
  const targetOf = ({ kind, metadata }: KubeObject) => ({
    cluster: 'sim',
    resource: must(RESOURCES[kind ?? ''], 'a resource'),
    namespace: metadata.namespace ?? '',
    name: metadata.name ?? '',
    uid: metadata.uid ?? '',
  });
  const settled = (asked: OperationRequest) =>
    new Promise<Operation>(resolve => {
      settle.set(asked.id, resolve);
      void runner.start(OWNER, asked);
    });
  const run = (kind: ActionKind, object: KubeObject, params: ActionParams) =>
    settled({ id: crypto.randomUUID(), suffix: 'x7k2p', kind, targets: [targetOf(object)], params });
  const preview = (kind: ActionKind, object: KubeObject, params: ActionParams) =>
    runner.preview(OWNER, { id: crypto.randomUUID(), suffix: 'x7k2p', kind, targets: [targetOf(object)], params });
  const undo = ({ id }: Operation) => settled({ id: crypto.randomUUID(), suffix: 'u8m3q', undoOf: id });
  const subjects = {
    cronjob: cronJob.body,
    pack: cronJob.body,
    job: job.body,
    'job.clean': finished.body,
    workload: deployment.body,
    deployment: deployment.body,
    node: node.body,
    pod: pod.body,
    certificate: signingRequest.body,
    autoscaler: autoscaler.body,
    claim: claim.body,
    secret: secret.body,
    rbac: binding.body,
    'rbac.grant': { kind: 'RoleBinding', metadata: { name: 'view-bea', namespace: 'default' } },
  };
  return { request, cronJob: cronJob.body, subjects, source, targetOf, preview, run, undo, hub, cluster };
}

/** A pod that is taken back: no kubelet is here to end it. */
function isEnding({ undoOf, targets }: Operation): boolean {
  return undoOf !== null && targets.some(isBeingDeleted);
}

/** How far its first target is, and what is said of that; nothing controls the pods of a workload here. */
export function saidOf(operation: Operation): readonly unknown[] {
  const [first] = operation.targets;
  if (isEnding(operation)) return ['seen', ''];
  return [first?.phase, first?.message === ROLLS_OUT ? '' : first?.message];
}

const PACK: PackKind = {
  group: 'batch',
  resource: 'cronjobs',
  kind: 'CronJob',
  actions: [{ name: 'refresh', title: 'Refresh', effect: 'It is looked at.', annotate: { 'example.com/at': '$now' } }],
};

/** Of the CronJob what a person would write of it, with another schedule. */
function hourly({ apiVersion = '', kind = '', metadata: { name = '', namespace = '' }, spec }: KubeObject): KubeObject {
  return { apiVersion, kind, metadata: { name, namespace }, spec: { ...(spec as object), schedule: '0 * * * *' } };
}

export const PARAMS: Partial<Record<ActionKind, (cronJob: KubeObject) => ActionParams>> = {
  'cronjob.pause': () => ({ pause: { until: '2099-01-01T00:00:00Z', by: 'a', reason: '' } }),
  'cronjob.reschedule': cronJob => ({
    schedules: { [cronJob.metadata.uid ?? '']: { schedule: '30 3 * * *', timeZone: 'Asia/Tokyo' } },
  }),
  'cronjob.backfill': () => ({ backfill: { slots: [SLOT], env: '', atOnce: 1 } }),
  'object.mark': () => ({ marks: { labels: { team: 'data' }, annotations: { 'example.org/owner': 'ada' } } }),
  'object.edit': cronJob => ({
    edit: {
      base: cronJob,
      mine: { ...cronJob, spec: { ...(cronJob['spec'] as object), schedule: '1 1 * * *' } },
      choices: {},
    },
  }),
  'pack.action': () => ({ pack: { action: 'refresh', title: 'Refresh' } }),
  'workload.scale': () => ({ scale: { replicas: 3 } }),
  'workload.containers': () => ({ containers: [{ name: 'c', isInit: false, image: 'later' }] }),
  'workload.rollback': () => ({ rollback: { revision: 1 } }),
  'autoscaler.bounds': () => ({ bounds: { min: 2, max: 9, from: { min: 1, max: 5 } } }),
  'claim.grow': () => ({ growth: { size: '20Gi' } }),
  'pod.resize': () => ({ resize: { containers: [{ name: 'c', isInit: false, requests: { cpu: '2m' } }] } }),
  'pod.debug': () => ({ debug: { name: 'debugger', image: 'busybox', target: '', profile: 'general' } }),
  'node.shell': () => ({
    nodeShell: { namespace: 'default', name: 'node-debugger-x', image: 'busybox', profile: 'general' },
  }),
  'secret.keys': () => ({
    secretKeys: { set: [{ key: 'password', value: 'Yw==' }], renamed: [{ from: 'user', to: 'login' }], removed: [] },
  }),
  'rbac.grant': () => ({
    grant: { role: { kind: 'ClusterRole', name: 'view' }, subject: { kind: 'User', name: 'bea', namespace: '' } },
  }),
  'rbac.revoke': () => ({ revoke: { subject: { kind: 'User', name: 'ada', namespace: '' } } }),
  'node.drain': () => ({ drain: { emptyDirs: false, unmanaged: false } }),
  'node.taints': () => ({ taints: { before: [], wanted: [{ key: 'a', effect: 'NoSchedule' }] } }),
  'object.apply': cronJob => ({
    apply: { documents: [{ object: hourly(cronJob), expects: 'present', takesOver: true }], stops: true },
  }),
  'object.create': cronJob => ({ object: { ...cronJob, metadata: { name: 'again', namespace: 'default' } } }),
};
const RECORDS: readonly ActionRecord<ActionKind>[] = ACTION_RECORDS;
/** What opens beside the screen sends nothing that could be lost, and a value that is looked at is no change. */
export const KINDS = RECORDS.filter(({ opens, kind }) => opens === undefined && kind !== 'secret.reveal').map(
  ({ kind }) => kind,
);

export type Stage = Awaited<ReturnType<typeof stage>>;

export function subjectOf(kind: ActionKind, { subjects }: Pick<Stage, 'subjects'>): KubeObject {
  const { cronjob } = subjects;
  if (kind === 'object.create') return { ...cronjob, metadata: { ...cronjob.metadata, name: 'again' } };
  const [of = ''] = kind.split('.');
  if (of === 'object') return cronjob;
  const all = subjects as Readonly<Record<string, KubeObject>>;
  return must(all[kind] ?? all[of], 'an object to act on');
}

/** All objects that actions change. */
export async function everything({ request }: Pick<Stage, 'request'>): Promise<unknown[]> {
  return Promise.all(
    [CRONJOBS, JOBS, DEPLOYMENTS, NODES, PODS, SIGNING_REQUESTS, AUTOSCALERS, CLAIMS, SECRETS, ROLE_BINDINGS].map(
      async path => (await request('GET', path)).body['items'],
    ),
  );
}

/** Where an object that is acted on is found. */
export function pathOf({ kind = '', metadata: { name = '', namespace = '' } }: KubeObject): string {
  const { group, version, resource } = must(RESOURCES[kind], 'a resource');
  const start = group === '' ? `/api/${version}` : `/apis/${group}/${version}`;
  return `${start}${namespace === '' ? '' : `/namespaces/${namespace}`}/${resource}/${name}`;
}

/** What they make is not there before. */
export const MAKES: ReadonlySet<ActionKind> = new Set(['object.create', 'rbac.grant']);

/** The template and its notes become those of the revision, whatever they are, as with kubectl: what they were is a revision, too. */
export const REPLACES: ReadonlySet<ActionKind> = new Set(['workload.rollback']);

/** Nothing takes them back, and why. */
export const FINAL: Partial<Record<ActionKind, string>> = {
  'job.clean': 'a Job that is made again would run again',
  'workload.restart': 'pods that went do not come again',
  'pod.debug': 'an ephemeral container stays until its pod goes',
  'pod.evict': 'a pod that went does not come again',
  'certificate.approve': 'the API server keeps a decision',
  'certificate.deny': 'the API server keeps a decision',
  'claim.grow': 'a volume does not shrink',
  'pack.action': 'what it sets off is known to its operator alone',
  'secret.keys': 'values of Secrets are kept nowhere',
};
