import { asArray, asNumber, asObject, asString, getPath, type JsonObject } from '@lanthorn/base/json.ts';
import { parseTime } from '@lanthorn/kube/objects/kube-object.ts';
import { parseQuantity } from '@lanthorn/kube/objects/quantity.ts';
import type { Tone } from '../../../cells/cell.ts';
import type { ObjectReference } from '../../../cells/kind-view.ts';
import { exitCodeOf, stateWord } from './container-statuses.ts';

/** A container as a pod or a template of pods describes it, and how it is where it runs. */
export interface ContainerView {
  readonly name: string;
  readonly role: 'container' | 'init' | 'sidecar' | 'ephemeral';
  readonly image: string;
  /** What runs in place of the image's own command, and with what; '' where nothing is said. */
  readonly command: string;
  /** Null in a template, and until a kubelet has said something. */
  readonly state: ContainerState | null;
  /** As they are written: `500m`, `256Mi`; '' where nothing is asked for. */
  readonly resources: readonly ResourceRange[];
  readonly ports: readonly string[];
  readonly probes: readonly ProbeView[];
  readonly env: readonly EnvView[];
  readonly mounts: readonly MountView[];
}

export interface ContainerState {
  /** kubectl's word, `Running` while it runs. */
  readonly word: string;
  readonly tone: Tone;
  /** When it came to be so; null where that is not said. */
  readonly since: number | null;
  readonly restarts: number;
  /** What it ended with, or the run before it; null where it never ended. */
  readonly exitCode: number | null;
}

export interface ResourceRange {
  readonly resource: string;
  readonly request: string;
  readonly limit: string;
  /** What its node gives it now where that is not the same: a change that is not done. */
  readonly now?: { readonly request: string; readonly limit: string };
}

export interface ProbeView {
  readonly type: 'startup' | 'readiness' | 'liveness';
  /** What is asked: `GET :8080/healthz`, `tcp :5432`, `exec pg_isready`. */
  readonly check: string;
}

/** An environment variable, or all keys of another object (`name` is then the prefix before them). */
export interface EnvView {
  readonly name: string;
  /** Written out; null where it comes from somewhere else. */
  readonly value: string | null;
  /** The object it comes from, and its key; '' for all of them. */
  readonly from: { readonly reference: ObjectReference; readonly key: string } | null;
  /** A field of the pod, or what the container may use; '' where it is none. */
  readonly field: string;
}

export interface MountView {
  readonly path: string;
  readonly volume: string;
  readonly isReadOnly: boolean;
  /** The kind of volume (`configMap`, `emptyDir` …); '' where the volume is not there. */
  readonly source: string;
  readonly reference: ObjectReference | null;
}

const LISTS = [
  ['initContainers', 'initContainerStatuses'],
  ['containers', 'containerStatuses'],
  ['ephemeralContainers', 'ephemeralContainerStatuses'],
] as const;

/** The containers of a pod, or of the pods that an object's template makes, in the order in which they start. Total: any JSON gives a list. */
export function readContainerViews(object: unknown): readonly ContainerView[] {
  const template = podSpecOf(object);
  if (template === null) return [];
  const { spec, status } = template;
  const namespace = asString(getPath(object, 'metadata', 'namespace'));
  return LISTS.flatMap(([list, statuses]) => {
    const told = asArray(getPath(status, statuses)).map(asObject);
    return asArray(getPath(spec, list))
      .map(asObject)
      .map(
        (container): ContainerView => ({
          name: asString(container['name']),
          role: roleOf(list, container),
          image: asString(container['image']),
          command: commandText(container),
          state: readState(
            told.find(({ name }) => name === container['name']),
            list !== 'ephemeralContainers',
          ),
          resources: readResources(
            container,
            told.find(({ name }) => name === container['name']),
          ),
          ports: asArray(container['ports']).map(portText),
          probes: readProbes(container),
          env: readEnv(container, namespace),
          mounts: readMounts(container, { spec, namespace }),
        }),
      );
  });
}

/** As a shell would be told it. */
function commandText({ command, args }: JsonObject): string {
  return [...asArray(command), ...asArray(args)]
    .map(asString)
    .map(word => (/^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", String.raw`'\''`)}'`))
    .join(' ');
}

const TEMPLATES = [
  ['spec', 'jobTemplate', 'spec', 'template', 'spec'],
  ['spec', 'template', 'spec'],
] as const;

/** Of a pod its own, or that of the pods that an object's template makes; null where there is none. */
export function podSpecOf(object: unknown): { readonly spec: unknown; readonly status: unknown } | null {
  const template = TEMPLATES.map(path => getPath(object, ...path)).find(spec => spec !== undefined);
  if (template !== undefined) return { spec: template, status: undefined };
  const spec = getPath(object, 'spec');
  return getPath(spec, 'containers') === undefined ? null : { spec, status: getPath(object, 'status') };
}

function roleOf(list: (typeof LISTS)[number][0], container: JsonObject): ContainerView['role'] {
  if (list === 'containers') return 'container';
  if (list === 'ephemeralContainers') return 'ephemeral';
  return container['restartPolicy'] === 'Always' ? 'sidecar' : 'init';
}

/** What was added to look into a pod serves nobody, and is never ready. */
function readState(status: JsonObject | undefined, canBeReady: boolean): ContainerState | null {
  if (status === undefined) return null;
  const running = getPath(status, 'state', 'running');
  const ended = asObject(getPath(status, 'state', 'terminated') ?? getPath(status, 'lastState', 'terminated'));
  const exitCode = asNumber(ended['exitCode']) ?? null;
  const word = running === undefined ? stateWord(status) || 'Waiting' : 'Running';
  return {
    word,
    tone: stateTone(canBeReady ? status : { ...status, ready: true }, word),
    since: parseTime(getPath(running, 'startedAt') ?? getPath(status, 'state', 'terminated', 'finishedAt')),
    restarts: asNumber(status['restartCount']) ?? 0,
    exitCode,
  };
}

const STARTING: ReadonlySet<string> = new Set(['Waiting', 'ContainerCreating', 'PodInitializing']);

function stateTone(status: JsonObject, word: string): Tone {
  if (word === 'Running') return status['ready'] === false ? 'warning' : 'ok';
  if (STARTING.has(word)) return 'active';
  return exitCodeOf(status) === 0 ? 'muted' : 'bad';
}

function readResources(container: JsonObject, status: JsonObject | undefined): readonly ResourceRange[] {
  const text = (value: unknown) => (typeof value === 'number' ? String(value) : asString(value));
  const ranges = (of: unknown) => {
    const requests = asObject(getPath(of, 'resources', 'requests'));
    const limits = asObject(getPath(of, 'resources', 'limits'));
    return [...new Set([...Object.keys(requests), ...Object.keys(limits)])]
      .toSorted()
      .map(resource => ({ resource, request: text(requests[resource]), limit: text(limits[resource]) }));
  };
  const given = ranges(status);
  return ranges(container).map(range => {
    const now = given.find(({ resource }) => resource === range.resource);
    const isSame =
      now === undefined || (isSameAmount(now.request, range.request) && isSameAmount(now.limit, range.limit));
    return isSame ? range : { ...range, now: { request: now.request, limit: now.limit } };
  });
}

const isSameAmount = (a: string, b: string) => (parseQuantity(a) ?? a) === (parseQuantity(b) ?? b);

function portText(port: unknown): string {
  const name = asString(getPath(port, 'name'));
  const protocol = asString(getPath(port, 'protocol'));
  const number = asNumber(getPath(port, 'containerPort')) ?? '?';
  return `${name === '' ? '' : `${name} `}${number}${protocol === '' || protocol === 'TCP' ? '' : `/${protocol}`}`;
}

const PROBES = ['startup', 'readiness', 'liveness'] as const;

function readProbes(container: JsonObject): readonly ProbeView[] {
  return PROBES.flatMap(type => {
    const probe = container[`${type}Probe`];
    return probe === undefined || probe === null ? [] : [{ type, check: checkText(probe) }];
  });
}

function checkText(probe: unknown): string {
  const port = (where: unknown) => {
    const value = getPath(where, 'port');
    return typeof value === 'number' ? `:${value}` : `:${asString(value)}`;
  };
  const [http, tcp, grpc, exec] = ['httpGet', 'tcpSocket', 'grpc', 'exec'].map(name => getPath(probe, name));
  if (http !== undefined) return `GET ${port(http)}${asString(getPath(http, 'path')) || '/'}`;
  if (tcp !== undefined) return `tcp ${port(tcp)}`;
  if (grpc !== undefined) return `grpc ${port(grpc)}`;
  return `exec ${asArray(getPath(exec, 'command')).map(asString).join(' ')}`;
}

const CORE = { apiVersion: 'v1' } as const;

function readEnv(container: JsonObject, namespace: string): readonly EnvView[] {
  const sets = asArray(container['envFrom']).flatMap((entry): readonly EnvView[] => {
    const reference = referenceOf(entry, { configMapRef: 'ConfigMap', secretRef: 'Secret' }, namespace);
    return reference === null
      ? []
      : [{ name: asString(getPath(entry, 'prefix')), value: null, from: { reference, key: '' }, field: '' }];
  });
  const single = asArray(container['env']).map((entry): EnvView => {
    const name = asString(getPath(entry, 'name'));
    const source = getPath(entry, 'valueFrom');
    if (source === undefined) return { name, value: asString(getPath(entry, 'value')), from: null, field: '' };
    const reference = referenceOf(source, { configMapKeyRef: 'ConfigMap', secretKeyRef: 'Secret' }, namespace);
    if (reference !== null) {
      const key = asString(getPath(source, reference.kind === 'Secret' ? 'secretKeyRef' : 'configMapKeyRef', 'key'));
      return { name, value: null, from: { reference, key }, field: '' };
    }
    const field = getPath(source, 'fieldRef', 'fieldPath') ?? getPath(source, 'resourceFieldRef', 'resource');
    return { name, value: null, from: null, field: asString(field) };
  });
  // A variable of its own wins over one of a set.
  return [...sets, ...single];
}

/** The object that one of these fields names. */
function referenceOf(
  entry: unknown,
  kinds: Readonly<Record<string, string>>,
  namespace: string,
): ObjectReference | null {
  for (const [field, kind] of Object.entries(kinds)) {
    const name = asString(getPath(entry, field, 'name'));
    if (name !== '') return { ...CORE, kind, namespace, name };
  }
  return null;
}

/** Fields of a volume by which it names an object, and of which kind that is. */
const VOLUME_OBJECTS: Readonly<Record<string, readonly [field: string, kind: string]>> = {
  configMap: ['name', 'ConfigMap'],
  secret: ['secretName', 'Secret'],
  persistentVolumeClaim: ['claimName', 'PersistentVolumeClaim'],
};

function readMounts(
  container: JsonObject,
  { spec, namespace }: { readonly spec: unknown; readonly namespace: string },
): readonly MountView[] {
  const volumes = asArray(getPath(spec, 'volumes')).map(asObject);
  return asArray(container['volumeMounts']).map((mount): MountView => {
    const name = asString(getPath(mount, 'name'));
    const volume = volumes.find(entry => entry['name'] === name) ?? {};
    const source = Object.keys(volume).find(field => field !== 'name') ?? '';
    const [field = '', kind = ''] = Object.hasOwn(VOLUME_OBJECTS, source) ? (VOLUME_OBJECTS[source] ?? []) : [];
    const named = asString(getPath(volume, source, field));
    return {
      path: asString(getPath(mount, 'mountPath')),
      volume: name,
      isReadOnly: getPath(mount, 'readOnly') === true,
      source,
      reference: named === '' ? null : { ...CORE, kind, namespace, name: named },
    };
  });
}
