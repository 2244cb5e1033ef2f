import { asArray, asObject, type JsonObject } from '@lanthorn/base/json.ts';
import type { Scenario, Stage } from '../scenario.ts';

// What of an object's metadata each kind takes that is sent to its status, and who owns it then.

const MERGE = 'application/merge-patch+json';
const APPLY = 'application/apply-patch+yaml';
const SINCE = '2026-01-01T00:00:00Z';
const CONDITION = { type: 'Seen', status: 'True', reason: 'Seen', message: 'seen', lastTransitionTime: SINCE };
const LABELS = { app: 'metadata' };
const CONTAINERS = [{ name: 'main', image: 'registry.example/app:1' }];
const RULES = [{ apiGroups: [''], apiVersions: ['v1'], operations: ['CREATE'], resources: ['configmaps'] }];
const SERVED = { verbs: ['*'], apiGroups: ['*'], resources: ['*'], clusterScope: true, namespaces: ['*'] };
/** For CN=someone. */
const SIGNING_REQUEST =
  'LS0tLS1CRUdJTiBDRVJUSUZJQ0FURSBSRVFVRVNULS0tLS0KTUlITE1IUUNBUUF3RWpFUU1BNEdBMVVFQXd3SGMyOXRaVzl1WlRCWk1CTUdCeXFHU000OUFnRUdDQ3FHU000OQpBd0VIQTBJQUJQMHRPK2JWdTJ3WmRxS2FkZFNwTEU2OVhqQkdGY0hOblVrNGgyM01oQXBORzlEdjdKSHN4QzRTCmFwdVNxZ01GbmN0V3ZPdmtnV01Dei9lRWVLSU5LUXFnQURBS0JnZ3Foa2pPUFFRREFnTkhBREJFQWlCSERxcGsKVmJsQ1dBejAyK1lVTkxBK3MyQUFLV0dOYXdvNHBad09ydDBOdndJZ1RWTHA4ZGlMZTJYRDVuV0JMaTVTY2tETAozUS9qVzNBbDN6SGovVkxWcEVFPQotLS0tLUVORCBDRVJUSUZJQ0FURSBSRVFVRVNULS0tLS0K';

interface Kind {
  readonly kind: string;
  readonly version: string;
  readonly isOfCluster?: boolean;
  readonly spec: JsonObject;
  readonly status: JsonObject;
}

const CONDITIONS = { conditions: [CONDITION] };

const KINDS: Readonly<Record<string, Kind>> = {
  pods: { kind: 'Pod', version: 'v1', spec: { containers: CONTAINERS }, status: { message: 'seen' } },
  services: { kind: 'Service', version: 'v1', spec: { ports: [{ port: 80 }] }, status: CONDITIONS },
  nodes: {
    ...{ kind: 'Node', version: 'v1', isOfCluster: true, spec: {} },
    status: { conditions: [{ ...CONDITION, lastHeartbeatTime: SINCE }] },
  },
  deployments: {
    ...{ kind: 'Deployment', version: 'apps/v1', status: { replicas: 1 } },
    spec: {
      selector: { matchLabels: LABELS },
      template: { metadata: { labels: LABELS }, spec: { containers: CONTAINERS } },
    },
  },
  servicecidrs: {
    ...{ kind: 'ServiceCIDR', version: 'networking.k8s.io/v1', isOfCluster: true },
    ...{ spec: { cidrs: ['10.9.0.0/24'] }, status: CONDITIONS },
  },
  volumeattachments: {
    ...{ kind: 'VolumeAttachment', version: 'storage.k8s.io/v1', isOfCluster: true, status: { attached: true } },
    spec: { attacher: 'a', nodeName: 'n', source: { persistentVolumeName: 'p' } },
  },
  csinodes: {
    ...{ kind: 'CSINode', version: 'storage.k8s.io/v1', isOfCluster: true, status: {} },
    spec: { drivers: [{ name: 'd', nodeID: 'n' }] },
  },
  certificatesigningrequests: {
    ...{ kind: 'CertificateSigningRequest', version: 'certificates.k8s.io/v1', isOfCluster: true },
    spec: { request: SIGNING_REQUEST, signerName: 'conformance.example.com/nobody', usages: ['client auth'] },
    status: CONDITIONS,
  },
  apiservices: {
    ...{ kind: 'APIService', version: 'apiregistration.k8s.io/v1', isOfCluster: true, status: {} },
    spec: { version: 'v1', groupPriorityMinimum: 100, versionPriority: 100 },
  },
  customresourcedefinitions: {
    ...{ kind: 'CustomResourceDefinition', version: 'apiextensions.k8s.io/v1', isOfCluster: true, status: {} },
    spec: {
      ...{ scope: 'Namespaced', names: { plural: 'things', kind: 'Thing' } },
      versions: [
        {
          ...{ name: 'v1', served: true, storage: true, subresources: { status: {} } },
          schema: { openAPIV3Schema: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true } },
        },
      ],
    },
  },
  validatingadmissionpolicies: {
    ...{ kind: 'ValidatingAdmissionPolicy', version: 'admissionregistration.k8s.io/v1', isOfCluster: true },
    spec: { matchConstraints: { resourceRules: RULES }, validations: [{ expression: 'true' }] },
    status: CONDITIONS,
  },
  flowschemas: {
    ...{ kind: 'FlowSchema', version: 'flowcontrol.apiserver.k8s.io/v1', isOfCluster: true, status: {} },
    spec: {
      ...{ matchingPrecedence: 9_000, priorityLevelConfiguration: { name: 'workload-low' } },
      rules: [{ subjects: [{ kind: 'User', user: { name: 'nobody' } }], resourceRules: [SERVED] }],
    },
  },
};

/** Kinds of whose state the server itself says what it finds, soon after they were made. */
const STATED_BY_SERVER: Readonly<Record<string, string>> = {
  customresourcedefinitions: 'Established',
  flowschemas: 'Dangling',
};

/** Names and further fields that follow from the namespace, so that they are a run's own. */
function named(plural: string, namespace: string, { spec }: Kind): { name: string; spec: JsonObject } {
  const group = `${namespace}.example.com`;
  if (plural === 'customresourcedefinitions') return { name: `things.${group}`, spec: { ...spec, group } };
  if (plural === 'apiservices') return { name: `v1.${group}`, spec: { ...spec, group } };
  return { name: `${namespace}-one`, spec };
}

const owner = (name: string, digit: string) => ({
  ...{ apiVersion: 'v1', kind: 'ConfigMap', name },
  uid: '00000000-0000-0000-0000-000000000000'.replaceAll('0', digit),
});

async function runKind({ look, ask, until, namespace }: Stage, plural: string, kind: Kind): Promise<void> {
  const { version, isOfCluster = false, status } = kind;
  const root = version === 'v1' ? '/api/v1' : `/apis/${version}`;
  const path = isOfCluster ? `${root}/${plural}` : `${root}/namespaces/${namespace}/${plural}`;
  const { name, spec } = named(plural, namespace, kind);
  const one = `${path}/${name}`;
  const part = `${one}/status`;
  const tell = async (what: string, request: Parameters<Stage['ask']>[0]) => {
    const { status: code, body } = await ask(request);
    const { labels, annotations, finalizers, ownerReferences, managedFields } = asObject(body['metadata']);
    const message = code < 300 ? {} : { message: body['message'] };
    const owners = asArray(managedFields).flatMap(entry => {
      const { manager, operation, subresource, fieldsV1 } = asObject(entry);
      const fields = asObject(fieldsV1)['f:metadata'];
      return fields === undefined ? [] : [{ manager, operation, subresource, fields }];
    });
    const ownedBy = asArray(ownerReferences).map(reference => asObject(reference)['name']);
    look(`${plural}: ${what}`, { code, labels, annotations, finalizers, ownedBy, owners, ...message });
  };
  const metadata = (word: string, digit: string) => ({
    ...{ labels: { [word]: 'true' }, annotations: { [word]: 'true' }, ownerReferences: [owner(word, digit)] },
    finalizers: [`conformance.example.com/${word}`],
  });
  const body = { metadata: { name, ...metadata('made', '1') }, spec };
  await ask({ method: 'POST', path, agent: 'maker', body });
  const stated = STATED_BY_SERVER[plural];
  if (stated !== undefined)
    await until({ method: 'GET', path: one }, answer => JSON.stringify(answer.body['status']).includes(stated));
  const patch = { metadata: metadata('patched', '2'), status };
  await tell('its status patched', { method: 'PATCH', path: part, type: MERGE, agent: 'patcher', body: patch });
  const applied = { name, ...metadata('applied', '3') };
  const apply = {
    ...({ method: 'PATCH', path: part, type: APPLY } as const),
    query: { fieldManager: 'applier', force: 'true' },
  };
  const configuration = { apiVersion: version, kind: kind.kind, status };
  await tell('its status applied', { ...apply, body: { ...configuration, metadata: applied } });
  await tell('applied without its metadata', { ...apply, body: { ...configuration, metadata: { name } } });
  const { body: before } = await ask({ method: 'GET', path: one });
  const replaced = { ...before, metadata: { ...asObject(before['metadata']), ...metadata('replaced', '4') } };
  await tell('its status replaced', { method: 'PUT', path: part, agent: 'replacer', body: replaced });
  const wrong = { metadata: { labels: { wrong: 'not a label' }, annotations: { 'not a key': '' } } };
  await tell('its status with a label that is none', { method: 'PATCH', path: part, type: MERGE, body: wrong });
  await ask({ method: 'PATCH', path: one, type: MERGE, body: { metadata: { finalizers: null } } });
  await ask({ method: 'DELETE', path: one, query: { gracePeriodSeconds: '0' } });
}

export const STATUS_METADATA: Scenario = {
  name: 'status-metadata',
  async run(stage) {
    for (const [plural, kind] of Object.entries(KINDS)) await runKind(stage, plural, kind);
  },
};
