import { asArray, asNumber, asObject, asString, getPath } from '@lanthorn/base/json.ts';
import { parseTime } from '@lanthorn/kube/objects/kube-object.ts';
import type { ObjectReference } from '../../cells/kind-view.ts';
import { podSpecOf } from './containers/container-view.ts';

/** One thing that a pod, or the template of pods, says of where and how it runs. */
export interface PodSetting {
  readonly id: string;
  readonly text: string;
  /** What it names, where that is an object. */
  readonly reference?: ObjectReference;
  /** It is a time, and the text is empty. */
  readonly at?: number;
}

const DEFAULT_SCHEDULER = 'default-scheduler';
const OF_NODE = ['hostNetwork', 'hostPID', 'hostIPC'];
const AFFINITIES = ['nodeAffinity', 'podAffinity', 'podAntiAffinity'];

/** In the order of a page; what is not said is left out. Total: any JSON gives a list. */
export function readPodSettings(object: unknown): readonly PodSetting[] {
  const found = podSpecOf(object);
  if (found === null) return [];
  const { spec, status } = found;
  const namespace = asString(getPath(object, 'metadata', 'namespace'));
  const said = (field: string) => asString(getPath(spec, field));
  // In nearly every template it is the same, and nobody asks.
  const usual = (text: string, ever: string) => (status === undefined && text === ever ? '' : text);
  const all: readonly (PodSetting | null)[] = [
    plain('qosClass', asString(getPath(status, 'qosClass'))),
    started(status),
    plain('podIps', ips(status, 'podIP')),
    plain('hostIps', ips(status, 'hostIP')),
    named('nominatedNode', asString(getPath(status, 'nominatedNodeName')), { apiVersion: 'v1', kind: 'Node' }),
    named('serviceAccount', said('serviceAccountName'), { apiVersion: 'v1', kind: 'ServiceAccount', namespace }),
    priority(spec),
    named('runtimeClass', said('runtimeClassName'), { apiVersion: 'node.k8s.io/v1', kind: 'RuntimeClass' }),
    plain('restartPolicy', usual(said('restartPolicy'), 'Always')),
    plain('gracePeriod', usual(seconds(getPath(spec, 'terminationGracePeriodSeconds')), '30s')),
    plain('scheduler', said('schedulerName') === DEFAULT_SCHEDULER ? '' : said('schedulerName')),
    plain('ofNode', OF_NODE.filter(field => getPath(spec, field) === true).join(', ')),
    plain('nodeSelector', pairs(getPath(spec, 'nodeSelector'))),
    plain('affinity', AFFINITIES.filter(field => getPath(spec, 'affinity', field) !== undefined).join(', ')),
    plain('spread', asArray(getPath(spec, 'topologySpreadConstraints')).map(spreadText).join(', ')),
    plain('tolerations', asArray(getPath(spec, 'tolerations')).map(tolerationText).join(', ')),
  ];
  return all.flatMap(setting => setting ?? []);
}

function plain(id: string, text: string): PodSetting | null {
  return text === '' ? null : { id, text };
}

function named(id: string, name: string, of: Omit<ObjectReference, 'name' | 'namespace'> & { namespace?: string }) {
  return name === '' ? null : { id, text: name, reference: { namespace: '', ...of, name } };
}

function started(status: unknown): PodSetting | null {
  const at = parseTime(getPath(status, 'startTime'));
  return at === null ? null : { id: 'startedAt', text: '', at };
}

/** `podIPs` has those of both families; an older server says one. */
function ips(status: unknown, field: 'podIP' | 'hostIP'): string {
  const all = asArray(getPath(status, `${field}s`)).map(entry => asString(getPath(entry, 'ip')));
  return all.filter(ip => ip !== '').join(', ') || asString(getPath(status, field));
}

/** Its number is what counts; its class says where that is from. */
function priority(spec: unknown): PodSetting | null {
  const name = asString(getPath(spec, 'priorityClassName'));
  const value = asNumber(getPath(spec, 'priority'));
  const number = value === undefined ? '' : String(value);
  if (name === '') return plain('priority', value === 0 ? '' : number);
  const text = number === '' ? name : `${name} (${number})`;
  const reference = { apiVersion: 'scheduling.k8s.io/v1', kind: 'PriorityClass', namespace: '', name };
  return { id: 'priority', text, reference };
}

function seconds(value: unknown): string {
  const told = asNumber(value);
  return told === undefined ? '' : `${told}s`;
}

function pairs(value: unknown): string {
  return Object.entries(asObject(value))
    .map(([key, of]) => `${key}=${asString(of)}`)
    .join(', ');
}

function spreadText(constraint: unknown): string {
  const said = (field: string) => asString(getPath(constraint, field));
  const skew = asNumber(getPath(constraint, 'maxSkew')) ?? 1;
  return `${said('topologyKey')} (maxSkew ${skew}, ${said('whenUnsatisfiable') || 'DoNotSchedule'})`;
}

/** As `kubectl describe` prints it. */
function tolerationText(toleration: unknown): string {
  const said = (field: string) => asString(getPath(toleration, field));
  const effect = said('effect') === '' ? '' : `:${said('effect')}`;
  const isAny = said('operator') === 'Exists';
  const value = said('value') === '' ? '' : `=${said('value')}`;
  const lasts = asNumber(getPath(toleration, 'tolerationSeconds'));
  return `${said('key')}${value}${effect}${isAny ? ' op=Exists' : ''}${lasts === undefined ? '' : ` for ${lasts}s`}`.trim();
}
