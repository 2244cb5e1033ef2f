import { type ActionKind, ACTION_RECORDS, isFitting } from '@lanthorn/actions/action-records.ts';
import type { Action, ActionParams, Confirmation, ObjectTarget } from '@lanthorn/actions/machinery/action.ts';
import { objectState } from '@lanthorn/actions/machinery/object-state.ts';
import { must } from '@lanthorn/base/assert.ts';
import type { PackAction } from '@lanthorn/views/cells/pack-kind.ts';
import type { KubeObject } from '@lanthorn/kube/objects/kube-object.ts';
import { proofTable } from './action-proofs.ts';
import { allEnglish as english } from '../../apps/web/src/ui/locales/all-english.ts';

// docs/ACTIONS.md, made of the actions' own records: what each sends for one example, needs, previews and undoes.

const NOW = Date.UTC(2026, 10, 23, 12);
const TARGET: ObjectTarget = {
  cluster: 'prod',
  resource: { group: 'batch', version: 'v1', resource: 'cronjobs' },
  namespace: 'data',
  name: 'nightly',
  uid: '6f1c…',
};
const JOB_TARGET: ObjectTarget = {
  ...TARGET,
  resource: { ...TARGET.resource, resource: 'jobs' },
  name: 'nightly-29924160',
  uid: '0c57…',
};
const container = { name: 'app', image: 'backup:1', args: ['--all'] };
const OBJECT: KubeObject = {
  apiVersion: 'batch/v1',
  kind: 'CronJob',
  metadata: { name: 'nightly', namespace: 'data', uid: '6f1c…', resourceVersion: '4711' },
  spec: {
    schedule: '0 3 * * *',
    suspend: false,
    jobTemplate: { spec: { template: { spec: { restartPolicy: 'Never', containers: [container] } } } },
  },
};
const JOB: KubeObject = {
  apiVersion: 'batch/v1',
  kind: 'Job',
  metadata: { name: 'nightly-29924160', namespace: 'data', uid: '0c57…', resourceVersion: '4712' },
  spec: { suspend: false, template: { spec: { restartPolicy: 'Never', containers: [container] } } },
};
const DEPLOYMENT: KubeObject = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'web', namespace: 'data', uid: '41aa…', resourceVersion: '4713' },
  spec: { replicas: 2, paused: false, template: { spec: { containers: [container] } } },
};
const POD: KubeObject = {
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'web-x7k2p', namespace: 'data', uid: '5d1e…', resourceVersion: '4715' },
  spec: { containers: [container] },
};
/** An earlier state of the Deployment's template, as its controller keeps it. */
const REPLICA_SET: KubeObject = {
  metadata: {
    name: 'web-7c9d',
    annotations: { 'deployment.kubernetes.io/revision': '3' },
    ownerReferences: [{ apiVersion: 'apps/v1', kind: 'Deployment', name: 'web', uid: '41aa…', controller: true }],
  },
  spec: { template: { spec: { containers: [{ ...container, image: 'backup:0' }] } } },
};
const NODE: KubeObject = {
  apiVersion: 'v1',
  kind: 'Node',
  metadata: { name: 'node-1', uid: '77c0…', resourceVersion: '4714' },
  spec: { unschedulable: false },
};
const SIGNING_REQUEST: KubeObject = {
  apiVersion: 'certificates.k8s.io/v1',
  kind: 'CertificateSigningRequest',
  metadata: { name: 'ada', uid: 'c51f…', resourceVersion: '4716' },
  spec: { signerName: 'kubernetes.io/kube-apiserver-client', username: 'ada', usages: ['client auth'] },
};
const AUTOSCALER: KubeObject = {
  apiVersion: 'autoscaling/v2',
  kind: 'HorizontalPodAutoscaler',
  metadata: { name: 'web', namespace: 'data', uid: 'a07e…', resourceVersion: '4717' },
  spec: {
    scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' },
    minReplicas: 2,
    maxReplicas: 5,
  },
  status: { currentReplicas: 2 },
};
const CLAIM: KubeObject = {
  apiVersion: 'v1',
  kind: 'PersistentVolumeClaim',
  metadata: { name: 'backups', namespace: 'data', uid: 'e3d9…', resourceVersion: '4718' },
  spec: { storageClassName: 'fast', resources: { requests: { storage: '10Gi' } } },
  status: { phase: 'Bound' },
};
const ADA = { kind: 'User', name: 'ada', namespace: '' } as const;
const ROLE_BINDING: KubeObject = {
  apiVersion: 'rbac.authorization.k8s.io/v1',
  kind: 'RoleBinding',
  metadata: { name: 'view-ada', namespace: 'data', uid: 'd2b7…', resourceVersion: '4720' },
  roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'view' },
  subjects: [{ apiGroup: 'rbac.authorization.k8s.io', kind: 'User', name: 'ada' }],
};
/** One object of each kind that has actions of its own; what applies to many kinds is shown on the first. */
const EXAMPLES: readonly { readonly target: ObjectTarget; readonly object: KubeObject }[] = [
  { target: TARGET, object: OBJECT },
  { target: JOB_TARGET, object: JOB },
  {
    target: {
      ...TARGET,
      resource: { ...TARGET.resource, group: 'apps', resource: 'deployments' },
      name: 'web',
      uid: '41aa…',
    },
    object: DEPLOYMENT,
  },
  {
    target: {
      ...TARGET,
      resource: { ...TARGET.resource, group: '', resource: 'nodes' },
      namespace: '',
      name: 'node-1',
      uid: '77c0…',
    },
    object: NODE,
  },
  {
    target: {
      ...TARGET,
      resource: { ...TARGET.resource, group: '', resource: 'pods' },
      name: 'web-x7k2p',
      uid: '5d1e…',
    },
    object: POD,
  },
  {
    target: { ...TARGET, resource: { group: '', version: 'v1', resource: 'secrets' }, name: 'db', uid: '9b2f…' },
    object: {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: 'db', namespace: 'shop', uid: '9b2f…', resourceVersion: '4719' },
      data: { user: '•••', password: '•••', old: '•••' },
    },
  },
  {
    target: {
      ...TARGET,
      resource: { group: 'certificates.k8s.io', version: 'v1', resource: 'certificatesigningrequests' },
      namespace: '',
      name: 'ada',
      uid: 'c51f…',
    },
    object: SIGNING_REQUEST,
  },
  {
    target: {
      ...TARGET,
      resource: { group: 'autoscaling', version: 'v2', resource: 'horizontalpodautoscalers' },
      name: 'web',
      uid: 'a07e…',
    },
    object: AUTOSCALER,
  },
  {
    target: {
      ...TARGET,
      resource: { group: '', version: 'v1', resource: 'persistentvolumeclaims' },
      name: 'backups',
      uid: 'e3d9…',
    },
    object: CLAIM,
  },
  {
    target: {
      ...TARGET,
      resource: { group: 'rbac.authorization.k8s.io', version: 'v1', resource: 'rolebindings' },
      name: 'view-ada',
      uid: 'd2b7…',
    },
    object: ROLE_BINDING,
  },
];
const RELATED: Partial<Record<ActionKind, readonly (readonly KubeObject[])[]>> = {
  'workload.scale': [[], []],
  'workload.rollback': [[REPLICA_SET]],
  'pod.evict': [[]],
  'autoscaler.bounds': [[], [DEPLOYMENT]],
  'rbac.grant': [[{ metadata: { name: 'view' }, rules: [{ apiGroups: [''], resources: ['pods'], verbs: ['get'] }] }]],
  'rbac.revoke': [[], []],
  'claim.grow': [[{ metadata: { name: 'fast' }, allowVolumeExpansion: true }], []],
};
/** The same suspended, paused, cordoned or finished: so that each action fits one of the two. */
const changed = (object: KubeObject): KubeObject => ({
  ...object,
  spec: { ...(object['spec'] as object), suspend: true, paused: true, unschedulable: true },
  status: { ...(object['status'] as object | undefined), conditions: [{ type: 'Complete', status: 'True' }] },
});
/** What a pack may say. */
const PACK_ACTION: PackAction = {
  name: 'refresh',
  title: 'Refresh',
  effect: 'The operator reads it again.',
  annotate: { 'example.com/refresh': '$now' },
};
const PARAMS: Partial<Record<ActionKind, ActionParams>> = {
  'cronjob.pause': { pause: { until: '2026-11-24T12:00:00Z', by: 'ada', reason: 'migration' } },
  'cronjob.backfill': { backfill: { slots: [Date.UTC(2026, 10, 22, 3)], env: 'SCHEDULED_AT', atOnce: 2 } },
  'pack.action': { pack: { action: PACK_ACTION.name, title: PACK_ACTION.title } },
  'workload.scale': { scale: { replicas: 3 } },
  'workload.containers': { containers: [{ name: 'app', isInit: false, image: 'backup:2', requests: { cpu: '250m' } }] },
  'autoscaler.bounds': { bounds: { min: 3, max: 9, from: { min: 2, max: 5 } } },
  'rbac.grant': { grant: { role: { kind: 'ClusterRole', name: 'view' }, subject: ADA } },
  'rbac.revoke': { revoke: { subject: ADA } },
  'claim.grow': { growth: { size: '20Gi' } },
  'pod.debug': { debug: { name: 'debugger-x7k2p', image: 'busybox', target: 'app', profile: 'general' } },
  'pod.resize': { resize: { containers: [{ name: 'app', isInit: false, requests: { cpu: '250m' } }] } },
  'node.shell': {
    nodeShell: { namespace: 'ops', name: 'node-debugger-node-1-x7k2p', image: 'busybox', profile: 'general' },
  },
  'workload.rollback': { rollback: { revision: 3 } },
  'node.drain': { drain: { emptyDirs: true, unmanaged: false } },
  'node.taints': { taints: { before: [], wanted: [{ key: 'maintenance', effect: 'NoSchedule' }] } },
  'cronjob.reschedule': { schedules: { '6f1c…': { schedule: '20 3 * * *', timeZone: 'Europe/Berlin' } } },
  'secret.reveal': { reveal: { key: 'password' } },
  'secret.keys': {
    secretKeys: {
      set: [{ key: 'password', value: 'bmV3' }],
      renamed: [{ from: 'user', to: 'login' }],
      removed: ['old'],
    },
  },
  'object.mark': { marks: { labels: { team: 'data', tier: null }, annotations: { 'example.org/owner': 'ada' } } },
  'object.edit': {
    edit: {
      base: OBJECT,
      mine: { ...OBJECT, spec: { ...(OBJECT['spec'] as object), schedule: '0 4 * * *' } },
      choices: {},
    },
  },
  'object.apply': { apply: { documents: [{ object: OBJECT }], stops: true } },
  'object.create': { object: OBJECT },
};
const CONFIRMED: Readonly<Record<Confirmation['type'], string>> = {
  exists: 'the watch shows the object it created',
  field: 'the watch shows the field with its new value',
  answered: 'the watch shows what the server answered, or something newer',
  condition: 'the watch shows that its condition is true',
  gone: 'the watch shows that the object is gone',
};

const text = (key: string): string => {
  const catalogue = english as Readonly<Record<string, string>>;
  const words = catalogue[key] ?? catalogue[`${key}_other`] ?? key;
  // How a value is written is no concern of the document's.
  return words.replaceAll(/\{\{(\w+), number\}\}/g, '{{$1}}');
};

export function actionsDoc(): string {
  const parts = ACTION_RECORDS.map(section);
  return `${[HEAD, proofTable(), ...parts].join('\n\n')}\n`;
}

const HEAD = `# Actions

Made from the actions' records by \`npm test -- -u tests/docs\`; a test fails when it is out of date. Each action is previewed by the server's
dry run of the very request, sent once for any number of clicks (its id is drawn when the dialog opens), confirmed by the watch and recorded
with what was before and after. The examples are those of a CronJob \`data/nightly\` and its Job
\`data/nightly-29924160\`, of a Deployment \`data/web\`, its Pod \`data/web-x7k2p\` and a Node \`node-1\`, in the context \`prod\`.`;

function section(record: (typeof ACTION_RECORDS)[number]): string {
  const { kind } = record;
  const { target, object } = must(
    EXAMPLES.find(example => record.appliesTo(example.target.resource)),
    `an action on a kind without an example: ${kind}`,
  );
  const action: Action = { kind, target, index: 0, suffix: 'x7k2p', params: PARAMS[kind] ?? {} };
  const fresh = isFitting(record, objectState(object)) ? object : changed(object);
  const { request, right, effects, kubectl, confirmation } = record.plan(action, fresh, {
    context: 'prod',
    schema: null,
    now: NOW,
    related: RELATED[kind] ?? [],
    packAction: PACK_ACTION,
  });
  const undo = record.inverse({ target, before: object, after: changed(object) });
  const query = request.query === undefined ? '' : `?${new URLSearchParams(request.query).toString()}`;
  return [
    `## ${text(`action.${kind}`)} (\`${kind}\`)`,
    `- Needs the right: \`${right.verb} ${right.resource}${right.group === '' ? '' : `.${right.group}`}\`${target.namespace === '' ? '' : ' in the namespace'}.`,
    `- Needs the object to be ${record.needs}.`,
    `- Sends: \`${request.method} ${request.path}${query}\`, \`${request.headers?.['content-type'] ?? ''}\``,
    `- Done when ${CONFIRMED[confirmation.type]}.`,
    `- Undone by: ${undo === null ? 'nothing' : `\`${undo.kind}\``}`,
    ...(effects.length === 0 ? [] : ['- Says before:', ...effects.map(({ key }) => `  - ${text(key)}`)]),
    `\n\`\`\`json\n${JSON.stringify(JSON.parse(request.body ?? '{}'), null, 2)}\n\`\`\``,
    `\n\`\`\`sh\n${kubectl}\n\`\`\``,
  ].join('\n');
}
