import { asArray, asNumber, asObject, asString, asStringMap, getPath } from '@lanthorn/base/json.ts';
import { humanDuration } from '@lanthorn/kube/human-duration.ts';
import { findCondition, type KubeObject, parseTime, readMeta } from '@lanthorn/kube/kube-object.ts';
import { EXTENSION_PRINTERS } from './extension-printers.ts';
import { printPod } from './pod-printer.ts';
import { RESOURCE_PRINTERS } from './resource-printers.ts';
import columns from './data/columns.json' with { type: 'json' };
import type { TableColumn } from './served-resource.ts';

type Printer = (object: KubeObject, now: number) => unknown[];

const COLUMNS = columns as Readonly<Record<string, readonly TableColumn[]>>;
const NONE = '<none>';
const UNKNOWN = '<unknown>';

// Cells as k8s.io/kubernetes/pkg/printers/internalversion prints them.

function age(time: unknown, now: number): string {
  const at = parseTime(time);
  return at === null ? UNKNOWN : humanDuration(now - at);
}

const created = (object: KubeObject, now: number) => age(object.metadata.creationTimestamp, now);
const name = (object: KubeObject) => object.metadata.name ?? '';
const number = (object: KubeObject, ...path: string[]) => asNumber(getPath(object, ...path)) ?? 0;

function containers(podSpec: unknown): [string, string] {
  const list = asArray(getPath(podSpec, 'containers')).map(asObject);
  return [list.map(entry => asString(entry['name'])).join(','), list.map(entry => asString(entry['image'])).join(',')];
}

function selectorText(selector: unknown): string {
  const pairs = Object.entries(asStringMap(asObject(selector)['matchLabels'])).map(([key, value]) => `${key}=${value}`);
  return pairs.length === 0 ? NONE : pairs.join(',');
}

const printNode: Printer = (node, now) => {
  const ready = findCondition(node, 'Ready')?.['status'];
  const states = [ready === 'True' ? 'Ready' : ready === 'Unknown' || ready === 'False' ? 'NotReady' : 'Unknown'];
  if (getPath(node, 'spec', 'unschedulable') === true) states.push('SchedulingDisabled');
  const prefix = 'node-role.kubernetes.io/';
  const roles = Object.keys(readMeta(node).labels).filter(key => key.startsWith(prefix));
  const address = (type: string) =>
    asString(
      asArray(getPath(node, 'status', 'addresses'))
        .map(asObject)
        .find(entry => entry['type'] === type)?.['address'],
    ) || NONE;
  const info = (key: string) => asString(getPath(node, 'status', 'nodeInfo', key)) || UNKNOWN;
  return [
    name(node),
    states.join(','),
    roles
      .map(key => key.slice(prefix.length))
      .sort()
      .join(',') || NONE,
    created(node, now),
    asString(getPath(node, 'status', 'nodeInfo', 'kubeletVersion')),
    address('InternalIP'),
    address('ExternalIP'),
    info('osImage'),
    info('kernelVersion'),
    info('containerRuntimeVersion'),
  ];
};

const printCronJob: Printer = (cronJob, now) => {
  const spec = asObject(cronJob['spec']);
  const last = getPath(cronJob, 'status', 'lastScheduleTime');
  const podSpec = getPath(spec, 'jobTemplate', 'spec', 'template', 'spec');
  return [
    name(cronJob),
    asString(spec['schedule']),
    asString(spec['timeZone']) || NONE,
    spec['suspend'] === true ? 'True' : 'False',
    asArray(getPath(cronJob, 'status', 'active')).length,
    last === undefined ? NONE : age(last, now),
    created(cronJob, now),
    ...containers(podSpec),
    selectorText(getPath(spec, 'jobTemplate', 'spec', 'selector')),
  ];
};

const printJob: Printer = (job, now) => {
  const completions = asNumber(getPath(job, 'spec', 'completions'));
  const succeeded = number(job, 'status', 'succeeded');
  const parallelism = number(job, 'spec', 'parallelism');
  const text =
    completions === undefined
      ? parallelism > 1
        ? `${succeeded}/1 of ${parallelism}`
        : `${succeeded}/1`
      : `${succeeded}/${completions}`;
  const start = parseTime(getPath(job, 'status', 'startTime'));
  const end = parseTime(getPath(job, 'status', 'completionTime'));
  const duration = start === null ? '' : humanDuration((end ?? now) - start);
  return [
    name(job),
    jobStatus(job),
    text,
    duration,
    created(job, now),
    ...containers(getPath(job, 'spec', 'template', 'spec')),
    selectorText(getPath(job, 'spec', 'selector')),
  ];
};

function jobStatus(job: KubeObject): string {
  const has = (type: string) => findCondition(job, type)?.['status'] === 'True';
  if (has('Complete')) return 'Complete';
  if (has('Failed')) return 'Failed';
  if (readMeta(job).deletedAt !== null) return 'Terminating';
  if (has('Suspended')) return 'Suspended';
  if (has('FailureTarget')) return 'FailureTarget';
  return has('SuccessCriteriaMet') ? 'SuccessCriteriaMet' : 'Running';
}

const template = (object: KubeObject) => containers(getPath(object, 'spec', 'template', 'spec'));
const selector = (object: KubeObject) => selectorText(getPath(object, 'spec', 'selector'));

const PRINTERS: Readonly<Record<string, Printer>> = {
  pods: printPod,
  nodes: printNode,
  cronjobs: printCronJob,
  jobs: printJob,
  namespaces: (object, now) => [name(object), asString(getPath(object, 'status', 'phase')), created(object, now)],
  configmaps: (object, now) => [
    name(object),
    Object.keys(asObject(object['data'])).length + Object.keys(asObject(object['binaryData'])).length,
    created(object, now),
  ],
  secrets: (object, now) => [
    name(object),
    asString(object['type']),
    Object.keys(asObject(object['data'])).length,
    created(object, now),
  ],
  serviceaccounts: (object, now) => [name(object), created(object, now)],
  services: (object, now) => {
    const ports = asArray(getPath(object, 'spec', 'ports')).map(
      entry => `${Number(asObject(entry)['port'])}/${asString(asObject(entry)['protocol'])}`,
    );
    const pairs = Object.entries(asStringMap(getPath(object, 'spec', 'selector'))).map(
      ([key, value]) => `${key}=${value}`,
    );
    return [
      name(object),
      asString(getPath(object, 'spec', 'type')),
      asString(getPath(object, 'spec', 'clusterIP')) || NONE,
      NONE,
      ports.join(',') || NONE,
      created(object, now),
      pairs.join(',') || NONE,
    ];
  },
  events: (event, now) => {
    const involved = asObject(event['involvedObject']);
    const object = `${asString(involved['kind']).toLowerCase()}/${asString(involved['name'])}`;
    const { component = event['reportingComponent'], host = event['reportingInstance'] } = asObject(event['source']);
    const source = [component, host].map(asString).filter(part => part !== '');
    const last = event['lastTimestamp'] ?? event['eventTime'];
    return [
      age(last, now),
      asString(event['type']),
      asString(event['reason']),
      object,
      asString(involved['fieldPath']),
      source.join(', '),
      asString(event['message']).trim(),
      age(event['firstTimestamp'] ?? event['eventTime'], now),
      asNumber(event['count']) ?? 1,
      name(event),
    ];
  },
  deployments: (object, now) => [
    name(object),
    `${number(object, 'status', 'readyReplicas')}/${number(object, 'spec', 'replicas')}`,
    number(object, 'status', 'updatedReplicas'),
    number(object, 'status', 'availableReplicas'),
    created(object, now),
    ...template(object),
    selector(object),
  ],
  replicasets: (object, now) => [
    name(object),
    number(object, 'spec', 'replicas'),
    number(object, 'status', 'replicas'),
    number(object, 'status', 'readyReplicas'),
    created(object, now),
    ...template(object),
    selector(object),
  ],
  statefulsets: (object, now) => [
    name(object),
    `${number(object, 'status', 'readyReplicas')}/${number(object, 'spec', 'replicas')}`,
    created(object, now),
    ...template(object),
  ],
  daemonsets: (object, now) => {
    const nodes = Object.entries(asStringMap(getPath(object, 'spec', 'template', 'spec', 'nodeSelector'))).map(
      ([key, value]) => `${key}=${value}`,
    );
    const count = (key: string) => number(object, 'status', key);
    return [
      name(object),
      count('desiredNumberScheduled'),
      count('currentNumberScheduled'),
      count('numberReady'),
      count('updatedNumberScheduled'),
      count('numberAvailable'),
      nodes.join(',') || NONE,
      created(object, now),
      ...template(object),
      selector(object),
    ];
  },
  rolebindings: (object, now) => [name(object), roleRef(object), created(object, now), ...subjects(object)],
  clusterrolebindings: (object, now) => [name(object), roleRef(object), created(object, now), ...subjects(object)],
  ...RESOURCE_PRINTERS,
  ...EXTENSION_PRINTERS,
  roles: object => [name(object), object.metadata.creationTimestamp ?? ''],
  clusterroles: object => [name(object), object.metadata.creationTimestamp ?? ''],
};

function roleRef(binding: KubeObject): string {
  return `${asString(getPath(binding, 'roleRef', 'kind'))}/${asString(getPath(binding, 'roleRef', 'name'))}`;
}

function subjects(binding: KubeObject): string[] {
  const list = asArray(binding['subjects']).map(asObject);
  const of = (kind: string) =>
    list
      .filter(entry => entry['kind'] === kind)
      .map(entry => (kind === 'ServiceAccount' ? `${asString(entry['namespace'])}/` : '') + asString(entry['name']))
      .join(', ');
  return [of('User'), of('Group'), of('ServiceAccount')];
}

const DEFAULT_COLUMNS: readonly TableColumn[] = [
  { name: 'Name', type: 'string', format: 'name', priority: 0 },
  { name: 'Created At', type: 'date', format: '', priority: 0 },
];

export function tableColumns(key: string): readonly TableColumn[] {
  return COLUMNS[key] ?? DEFAULT_COLUMNS;
}

/** The cells of one row, in the order of `tableColumns`. */
export function tableCells(resource: string, object: KubeObject, now: number): unknown[] {
  const print = PRINTERS[resource];
  return print === undefined ? [name(object), object.metadata.creationTimestamp ?? null] : print(object, now);
}
