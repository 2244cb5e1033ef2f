import { asArray, asBoolean, asNumber, asObject, asString, asStringMap, getPath } from '@lanthorn/base/json.ts';
import { humanDuration } from '@lanthorn/kube/objects/human-duration.ts';
import { controllerOf, type KubeObject, parseTime } from '@lanthorn/kube/objects/kube-object.ts';
import { formatLabelSelector } from '@lanthorn/kube/selectors/label-selector.ts';
import { autoscalerTargets } from './autoscaler-targets.ts';

// Cells of the kinds around the workloads, as k8s.io/kubernetes/pkg/printers/internalversion prints them.

const NONE = '<none>';
const UNSET = '<unset>';
const UNKNOWN = '<unknown>';

const name = (object: KubeObject) => object.metadata.name ?? '';
const text = (object: KubeObject, ...path: string[]) => asString(getPath(object, ...path));
const orNone = (value: string) => (value === '' ? NONE : value);
/** labels.FormatLabels: sorted, as a map is printed. */
const labels = (map: unknown) => formatLabelSelector({ matchLabels: map });

function age(object: KubeObject, now: number): string {
  const at = parseTime(object.metadata.creationTimestamp);
  return at === null ? UNKNOWN : humanDuration(now - at);
}

const MODES: Readonly<Record<string, string>> = {
  ReadWriteOnce: 'RWO',
  ReadOnlyMany: 'ROX',
  ReadWriteMany: 'RWX',
  ReadWriteOncePod: 'RWOP',
};
/** In the order of kubectl, whatever the object's is. */
const accessModes = (modes: unknown) => {
  const given = new Set(asArray(modes).map(asString));
  return Object.entries(MODES)
    .flatMap(([mode, short]) => (given.has(mode) ? [short] : []))
    .join(',');
};
/** Of objects that are older than the field. */
const storageClass = (object: KubeObject) =>
  object.metadata.annotations?.['volume.beta.kubernetes.io/storage-class'] ?? text(object, 'spec', 'storageClassName');

function containers(template: unknown): [string, string] {
  const list = asArray(getPath(template, 'spec', 'containers')).map(asObject);
  return [list.map(entry => asString(entry['name'])).join(','), list.map(entry => asString(entry['image'])).join(',')];
}

/** A whole number or a percentage. */
const intOrString = (value: unknown) =>
  value === undefined ? 'N/A' : typeof value === 'number' ? String(value) : asString(value);

function quota(object: KubeObject): [string, string] {
  const hard = asStringMap(getPath(object, 'status', 'hard'));
  const used = asStringMap(getPath(object, 'status', 'used'));
  const list = (isLimit: boolean) =>
    Object.keys(hard)
      .toSorted()
      .filter(key => key.startsWith('limits.') === isLimit)
      .map(key => `${key}: ${used[key] ?? '0'}/${hard[key] ?? ''}`)
      .join(', ');
  return [list(false), list(true)];
}

function controllerText(object: KubeObject): string {
  const owner = controllerOf(object);
  if (owner === null) return NONE;
  const [group = ''] = owner.apiVersion.includes('/') ? owner.apiVersion.split('/') : [''];
  return `${owner.kind.toLowerCase()}${group === '' ? '' : `.${group}`}/${owner.name}`;
}

const DEFAULT_CLASS = [
  'storageclass.kubernetes.io/is-default-class',
  'storageclass.beta.kubernetes.io/is-default-class',
];

/** Of several the newest is, and of those the first by name (getEffectiveDefaultStorageClass): who is shown alone is not called so. */
function defaultClass(list: readonly KubeObject[]): KubeObject | undefined {
  const created = ({ metadata }: KubeObject) => parseTime(metadata.creationTimestamp) ?? 0;
  return list
    .filter(({ metadata }) => DEFAULT_CLASS.some(key => metadata.annotations?.[key] === 'true'))
    .toSorted((a, b) => created(b) - created(a) || (name(a) < name(b) ? -1 : 1))[0];
}

/** Denied stands before approved; what came of it follows (extractCSRStatus). */
function requestState(request: KubeObject): string {
  const conditions = asArray(getPath(request, 'status', 'conditions'));
  const has = (type: string) => conditions.some(entry => getPath(entry, 'type') === type);
  const decided = has('Denied') ? 'Denied' : has('Approved') ? 'Approved' : 'Pending';
  return [
    decided,
    ...(has('Failed') ? ['Failed'] : []),
    ...(text(request, 'status', 'certificate') === '' ? [] : ['Issued']),
  ].join(',');
}

/** `list` is what it is shown in, empty where it is shown alone. */
export type ResourcePrinter = (object: KubeObject, now: number, list: readonly KubeObject[]) => unknown[];

export const RESOURCE_PRINTERS: Readonly<Record<string, ResourcePrinter>> = {
  persistentvolumeclaims: (object, now) => {
    const isBound = text(object, 'spec', 'volumeName') !== '';
    return [
      name(object),
      object.metadata.deletionTimestamp === undefined ? text(object, 'status', 'phase') : 'Terminating',
      text(object, 'spec', 'volumeName'),
      isBound ? text(object, 'status', 'capacity', 'storage') : '',
      isBound ? accessModes(getPath(object, 'status', 'accessModes')) : '',
      storageClass(object),
      text(object, 'spec', 'volumeAttributesClassName') || UNSET,
      age(object, now),
      text(object, 'spec', 'volumeMode') || UNSET,
    ];
  },
  persistentvolumes: (object, now) => {
    const claim = getPath(object, 'spec', 'claimRef');
    return [
      name(object),
      text(object, 'spec', 'capacity', 'storage') || '0',
      accessModes(getPath(object, 'spec', 'accessModes')),
      text(object, 'spec', 'persistentVolumeReclaimPolicy'),
      object.metadata.deletionTimestamp === undefined ? text(object, 'status', 'phase') : 'Terminating',
      claim === undefined ? '' : `${asString(getPath(claim, 'namespace'))}/${asString(getPath(claim, 'name'))}`,
      storageClass(object),
      text(object, 'spec', 'volumeAttributesClassName') || UNSET,
      text(object, 'status', 'reason'),
      age(object, now),
      text(object, 'spec', 'volumeMode') || UNSET,
    ];
  },
  horizontalpodautoscalers: (object, now) => [
    name(object),
    `${text(object, 'spec', 'scaleTargetRef', 'kind')}/${text(object, 'spec', 'scaleTargetRef', 'name')}`,
    autoscalerTargets(object),
    asNumber(getPath(object, 'spec', 'minReplicas')) === undefined
      ? UNSET
      : String(asNumber(getPath(object, 'spec', 'minReplicas'))),
    asNumber(getPath(object, 'spec', 'maxReplicas')) ?? 0,
    asNumber(getPath(object, 'status', 'currentReplicas')) ?? 0,
    age(object, now),
  ],
  poddisruptionbudgets: (object, now) => [
    name(object),
    intOrString(getPath(object, 'spec', 'minAvailable')),
    intOrString(getPath(object, 'spec', 'maxUnavailable')),
    asNumber(getPath(object, 'status', 'disruptionsAllowed')) ?? 0,
    age(object, now),
  ],
  storageclasses: (object, now, list) => [
    `${name(object)}${object === defaultClass(list) ? ' (default)' : ''}`,
    asString(object['provisioner']),
    asString(object['reclaimPolicy']) || 'Delete',
    asString(object['volumeBindingMode']) || 'Immediate',
    asBoolean(object['allowVolumeExpansion']),
    age(object, now),
  ],
  resourcequotas: (object, now) => [name(object), ...quota(object), age(object, now)],
  limitranges: object => [name(object), object.metadata.creationTimestamp ?? ''],
  leases: (object, now) => [name(object), text(object, 'spec', 'holderIdentity'), age(object, now)],
  priorityclasses: (object, now) => [
    name(object),
    asNumber(object['value']) ?? 0,
    asBoolean(object['globalDefault']),
    age(object, now),
    asString(object['preemptionPolicy']),
  ],
  runtimeclasses: (object, now) => [name(object), asString(object['handler']), age(object, now)],
  replicationcontrollers: (object, now) => [
    name(object),
    asNumber(getPath(object, 'spec', 'replicas')) ?? 0,
    asNumber(getPath(object, 'status', 'replicas')) ?? 0,
    asNumber(getPath(object, 'status', 'readyReplicas')) ?? 0,
    age(object, now),
    ...containers(getPath(object, 'spec', 'template')),
    labels(getPath(object, 'spec', 'selector')),
  ],
  podtemplates: object => [
    name(object),
    ...containers(object['template']),
    labels(getPath(object['template'], 'metadata', 'labels')),
  ],
  controllerrevisions: (object, now) => [
    name(object),
    controllerText(object),
    object['revision'] ?? 0,
    age(object, now),
  ],
  certificatesigningrequests: (object, now) => {
    const seconds = asNumber(getPath(object, 'spec', 'expirationSeconds'));
    return [
      name(object),
      age(object, now),
      orNone(text(object, 'spec', 'signerName')),
      text(object, 'spec', 'username'),
      seconds === undefined ? NONE : humanDuration(seconds * 1000),
      requestState(object),
    ];
  },
  csidrivers: (object, now) => {
    const spec = asObject(object['spec']);
    return [
      name(object),
      spec['attachRequired'] !== false,
      asBoolean(spec['podInfoOnMount']),
      asBoolean(spec['storageCapacity']),
      spec['tokenRequests'] === undefined
        ? UNSET
        : asArray(spec['tokenRequests'])
            .map(request => asString(getPath(request, 'audience')))
            .join(','),
      asBoolean(spec['requiresRepublish']),
      asArray(spec['volumeLifecycleModes']).map(asString).join(',') || NONE,
      age(object, now),
    ];
  },
  csinodes: (object, now) => [name(object), asArray(getPath(object, 'spec', 'drivers')).length, age(object, now)],
  volumeattachments: (object, now) => [
    name(object),
    text(object, 'spec', 'attacher'),
    text(object, 'spec', 'source', 'persistentVolumeName'),
    text(object, 'spec', 'nodeName'),
    asBoolean(getPath(object, 'status', 'attached')),
    age(object, now),
  ],
  volumeattributesclasses: (object, now) => [name(object), asString(object['driverName']), age(object, now)],
};
