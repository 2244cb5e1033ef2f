import { asArray, asNumber, asObject, asString, getPath } from '@lanthorn/base/json.ts';
import { humanDuration } from '@lanthorn/kube/objects/human-duration.ts';
import { formatLabelSelector } from '@lanthorn/kube/selectors/label-selector.ts';
import { findCondition, type KubeObject, parseTime, readMeta } from '@lanthorn/kube/objects/kube-object.ts';
import { byPrecedence, EXTENSION_PRINTERS } from './extension-printers.ts';
import { printPod } from './pod-printer.ts';
import { balancedAddresses, NETWORK_PRINTERS } from './network-printers.ts';
import { RESOURCE_PRINTERS, type ResourcePrinter } from './resource-printers.ts';
import columns from '../data/columns.json' with { type: 'json' };
import type { TableColumn } from '../resources/served-resource.ts';

type Printer = ResourcePrinter;

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

/** labels.FormatLabels: sorted, as a map is printed. */
function labelsText(labels: unknown): string {
  return formatLabelSelector({ matchLabels: labels });
}

const printNode: Printer = (node, now) => {
  const ready = findCondition(node, 'Ready')?.['status'];
  const states = [ready === 'True' ? 'Ready' : ready === 'Unknown' || ready === 'False' ? 'NotReady' : 'Unknown'];
  if (getPath(node, 'spec', 'unschedulable') === true) states.push('SchedulingDisabled');
  const prefix = 'node-role.kubernetes.io/';
  const roles = new Set(
    Object.entries(readMeta(node).labels).map(([key, value]) =>
      key === 'kubernetes.io/role' ? value : key.startsWith(prefix) ? key.slice(prefix.length) : '',
    ),
  );
  roles.delete('');
  const address = (type: string) =>
    asString(
      asArray(getPath(node, 'status', 'addresses'))
        .map(asObject)
        .find(entry => entry['type'] === type)?.['address'],
    ) || NONE;
  const architecture = asString(getPath(node, 'status', 'nodeInfo', 'architecture'));
  const info = (key: string) => asString(getPath(node, 'status', 'nodeInfo', key)) || UNKNOWN;
  return [
    name(node),
    states.join(','),
    [...roles].sort().join(',') || NONE,
    created(node, now),
    asString(getPath(node, 'status', 'nodeInfo', 'kubeletVersion')),
    address('InternalIP'),
    address('ExternalIP'),
    info('osImage'),
    `${info('kernelVersion')}${architecture === '' ? '' : ` (${architecture})`}`,
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
    formatLabelSelector(getPath(spec, 'jobTemplate', 'spec', 'selector')),
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
    formatLabelSelector(getPath(job, 'spec', 'selector')),
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
const selector = (object: KubeObject) => formatLabelSelector(getPath(object, 'spec', 'selector'));

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
  services: (object, now) => [
    name(object),
    asString(getPath(object, 'spec', 'type')),
    asString(getPath(object, 'spec', 'clusterIP')) || NONE,
    externalAddress(object),
    asArray(getPath(object, 'spec', 'ports'))
      .map(servicePort)
      .join(',') || NONE,
    created(object, now),
    labelsText(getPath(object, 'spec', 'selector')),
  ],
  events: (event, now) => {
    const involved = asObject(event['involvedObject']);
    const about = asString(involved['name']);
    const object = `${asString(involved['kind']).toLowerCase()}${about === '' ? '' : `/${about}`}`;
    const first = event['firstTimestamp'] ?? event['eventTime'];
    const series = event['series'] === undefined ? null : asObject(event['series']);
    const { component = event['reportingComponent'], host = event['reportingInstance'] } = asObject(event['source']);
    const source = [component, host].map(asString).filter(part => part !== '');
    const last = series === null ? (event['lastTimestamp'] ?? first) : series['lastObservedTime'];
    return [
      age(last, now),
      asString(event['type']),
      asString(event['reason']),
      object,
      asString(involved['fieldPath']),
      source.join(', '),
      asString(event['message']).trim(),
      age(first, now),
      (series === null ? asNumber(event['count']) || 1 : asNumber(series['count'])) ?? 0,
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
    const count = (key: string) => number(object, 'status', key);
    return [
      name(object),
      count('desiredNumberScheduled'),
      count('currentNumberScheduled'),
      count('numberReady'),
      count('updatedNumberScheduled'),
      count('numberAvailable'),
      labelsText(getPath(object, 'spec', 'template', 'spec', 'nodeSelector')),
      created(object, now),
      ...template(object),
      selector(object),
    ];
  },
  rolebindings: (object, now) => [name(object), roleRef(object), created(object, now), ...subjects(object)],
  clusterrolebindings: (object, now) => [name(object), roleRef(object), created(object, now), ...subjects(object)],
  ...RESOURCE_PRINTERS,
  ...NETWORK_PRINTERS,
  ...EXTENSION_PRINTERS,
  roles: object => [name(object), object.metadata.creationTimestamp ?? ''],
  clusterroles: object => [name(object), object.metadata.creationTimestamp ?? ''],
};

function servicePort(port: unknown): string {
  const { port: own, nodePort, protocol } = asObject(port);
  const onNode = asNumber(nodePort) ?? 0;
  return `${asNumber(own) ?? 0}${onNode > 0 ? `:${onNode}` : ''}/${asString(protocol)}`;
}

/** getServiceExternalIP: where a Service is reached from outside. */
function externalAddress(service: KubeObject): string {
  const spec = asObject(service['spec']);
  const type = asString(spec['type']);
  if (type === 'ExternalName') return asString(spec['externalName']);
  const fixed = asArray(spec['externalIPs']).map(asString);
  if (type !== 'LoadBalancer') return fixed.join(',') || NONE;
  return [...balancedAddresses(service), ...fixed].join(',') || '<pending>';
}

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

/** How the rows of a Table are ordered, where a list is in another order. */
export const ROW_ORDERS: Readonly<Record<string, (a: KubeObject, b: KubeObject) => number>> = {
  flowschemas: byPrecedence,
};

export function tableColumns(key: string): readonly TableColumn[] {
  return COLUMNS[key] ?? DEFAULT_COLUMNS;
}

/** The cells of one row, in the order of `tableColumns`; `list` is what it is shown in, if it is not shown alone. */
export function tableCells(
  resource: string,
  object: KubeObject,
  { now, list = [] }: { readonly now: number; readonly list?: readonly KubeObject[] },
): unknown[] {
  const print = PRINTERS[resource];
  return print === undefined ? [name(object), object.metadata.creationTimestamp ?? null] : print(object, now, list);
}
