import { asArray, asBoolean, asNumber, asObject, asString, asStringMap, getPath } from '@lanthorn/base/json.ts';
import { humanDuration } from '@lanthorn/kube/objects/human-duration.ts';
import { controllerOf, type KubeObject, parseTime } from '@lanthorn/kube/objects/kube-object.ts';

// Cells of the kinds around the workloads, as k8s.io/kubernetes/pkg/printers/internalversion prints them.

const NONE = '<none>';
const UNSET = '<unset>';
const UNKNOWN = '<unknown>';

const name = (object: KubeObject) => object.metadata.name ?? '';
const text = (object: KubeObject, ...path: string[]) => asString(getPath(object, ...path));
const orNone = (value: string) => (value === '' ? NONE : value);
const labels = (map: unknown) =>
  orNone(
    Object.entries(asStringMap(map))
      .map(([key, value]) => `${key}=${value}`)
      .join(','),
  );

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

function autoscalerTargets(object: KubeObject): string {
  const metrics = asArray(getPath(object, 'spec', 'metrics')).map(asObject);
  const current = asArray(getPath(object, 'status', 'currentMetrics')).map(asObject);
  const texts = metrics.map((metric, i) => {
    const target = asObject(getPath(metric, 'resource', 'target'));
    const now = asObject(getPath(current[i], 'resource', 'current'));
    const resource = asString(getPath(metric, 'resource', 'name'));
    const percent = (value: unknown) => (asNumber(value) === undefined ? UNKNOWN : `${asNumber(value) ?? 0}%`);
    return target['averageUtilization'] === undefined
      ? `${resource}: ${asString(now['averageValue']) || UNKNOWN}/${asString(target['averageValue'])}`
      : `${resource}: ${percent(now['averageUtilization'])}/${percent(target['averageUtilization'])}`;
  });
  return orNone(texts.join(', '));
}

const ingressPorts = (object: KubeObject) => (asArray(getPath(object, 'spec', 'tls')).length > 0 ? '80, 443' : '80');

function ingressHosts(object: KubeObject): string {
  const hosts = asArray(getPath(object, 'spec', 'rules')).map(rule => asString(getPath(rule, 'host')) || '*');
  return hosts.length === 0 ? '*' : hosts.join(',');
}

function controllerText(object: KubeObject): string {
  const owner = controllerOf(object);
  if (owner === null) return NONE;
  const [group = ''] = owner.apiVersion.includes('/') ? owner.apiVersion.split('/') : [''];
  return `${owner.kind.toLowerCase()}${group === '' ? '' : `.${group}`}/${owner.name}`;
}

export type ResourcePrinter = (object: KubeObject, now: number) => unknown[];

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
    const claim = asObject(getPath(object, 'spec', 'claimRef'));
    return [
      name(object),
      text(object, 'spec', 'capacity', 'storage'),
      accessModes(getPath(object, 'spec', 'accessModes')),
      text(object, 'spec', 'persistentVolumeReclaimPolicy'),
      object.metadata.deletionTimestamp === undefined ? text(object, 'status', 'phase') : 'Terminating',
      claim['name'] === undefined ? '' : `${asString(claim['namespace'])}/${asString(claim['name'])}`,
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
  ingresses: (object, now) => [
    name(object),
    orNone(text(object, 'spec', 'ingressClassName')),
    ingressHosts(object),
    asArray(getPath(object, 'status', 'loadBalancer', 'ingress'))
      .map(entry => asString(getPath(entry, 'ip')) || asString(getPath(entry, 'hostname')))
      .join(','),
    ingressPorts(object),
    age(object, now),
  ],
  ingressclasses: (object, now) => {
    const parameters = asObject(getPath(object, 'spec', 'parameters'));
    const group = asString(parameters['apiGroup']);
    const shown = `${asString(parameters['kind'])}${group === '' ? '' : `.${group}`}/${asString(parameters['name'])}`;
    return [name(object), text(object, 'spec', 'controller'), shown === '/' ? NONE : shown, age(object, now)];
  },
  networkpolicies: (object, now) => [
    name(object),
    labels(getPath(object, 'spec', 'podSelector', 'matchLabels')),
    age(object, now),
  ],
  ipaddresses: object => {
    const { resource, namespace, name: parent } = asObject(getPath(object, 'spec', 'parentRef'));
    return [name(object), [resource, namespace, parent].map(asString).join('/')];
  },
  servicecidrs: (object, now) => [
    name(object),
    asArray(getPath(object, 'spec', 'cidrs'))
      .map(asString)
      .join(','),
    age(object, now),
  ],
  storageclasses: (object, now) => {
    const isDefault = object.metadata.annotations?.['storageclass.kubernetes.io/is-default-class'] === 'true';
    return [
      `${name(object)}${isDefault ? ' (default)' : ''}`,
      asString(object['provisioner']),
      asString(object['reclaimPolicy']) || 'Delete',
      asString(object['volumeBindingMode']) || UNSET,
      asBoolean(object['allowVolumeExpansion']),
      age(object, now),
    ];
  },
  resourcequotas: (object, now) => [name(object), ...quota(object), age(object, now)],
  limitranges: object => [name(object), object.metadata.creationTimestamp ?? ''],
  endpoints: (object, now) => {
    const places = asArray(object['subsets']).flatMap(subset =>
      asArray(getPath(subset, 'addresses')).flatMap(address =>
        asArray(getPath(subset, 'ports')).map(
          port => `${asString(getPath(address, 'ip'))}:${asNumber(getPath(port, 'port')) ?? ''}`,
        ),
      ),
    );
    return [name(object), orNone(places.join(',')), age(object, now)];
  },
  endpointslices: (object, now) => [
    name(object),
    asString(object['addressType']),
    asArray(object['ports'])
      .map(port => asNumber(getPath(port, 'port')) ?? '*')
      .join(',') || UNSET,
    asArray(object['endpoints'])
      .flatMap(endpoint => asArray(getPath(endpoint, 'addresses')).map(asString))
      .join(',') || UNSET,
    age(object, now),
  ],
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
    const states = asArray(getPath(object, 'status', 'conditions')).map(entry => asString(getPath(entry, 'type')));
    const seconds = asNumber(getPath(object, 'spec', 'expirationSeconds'));
    return [
      name(object),
      age(object, now),
      orNone(text(object, 'spec', 'signerName')),
      text(object, 'spec', 'username'),
      seconds === undefined ? NONE : humanDuration(seconds * 1000),
      states.length === 0 ? 'Pending' : states.join(','),
    ];
  },
  csidrivers: (object, now) => {
    const spec = asObject(object['spec']);
    return [
      name(object),
      spec['attachRequired'] !== false,
      asBoolean(spec['podInfoOnMount']),
      asBoolean(spec['storageCapacity']),
      asArray(spec['tokenRequests'])
        .map(request => asString(getPath(request, 'audience')))
        .join(',') || UNSET,
      asBoolean(spec['requiresRepublish']),
      asArray(spec['volumeLifecycleModes']).map(asString).join(',') || UNSET,
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
