import { asArray, asObject, asString, getPath, type JsonObject } from '@lanthorn/base/json.ts';
import type { Scenario, Stage } from '../scenario.ts';

// What Kubernetes' own conformance tests do with every kind of theirs ("API operations", "lifecycle", "status", "list and delete a
// collection"): one after the other, by every verb and every part.

const MERGE = 'application/merge-patch+json';

interface Kind {
  readonly group: string;
  readonly isOfCluster?: boolean;
  readonly spec: JsonObject;
  /** What a client may say of its state; none where it has no such part. */
  readonly status?: JsonObject;
  readonly hasScale?: boolean;
  /** The server itself says of its state what it finds, soon after it was made. */
  readonly isStatedByServer?: boolean;
}

const CONTAINERS = [{ name: 'main', image: 'registry.example/app:1' }];
const LABELS = { app: 'operations' };
const TEMPLATE = { metadata: { labels: LABELS }, spec: { containers: CONTAINERS } };
const SELECTED = { selector: { matchLabels: LABELS }, template: TEMPLATE };
const ONCE = { ...TEMPLATE, spec: { containers: CONTAINERS, restartPolicy: 'Never' } };
const SINCE = '2026-01-01T00:00:00Z';
const STATED = {
  ...{ type: 'StatusUpdate', status: 'True', reason: 'E2E', message: 'Set from the test' },
  lastTransitionTime: SINCE,
};
const EVERYTHING = { verbs: ['*'], apiGroups: ['*'], resources: ['*'], clusterScope: true, namespaces: ['*'] };
const ADMISSION = '/apis/admissionregistration.k8s.io/v1';
const RULES = [{ apiGroups: [''], apiVersions: ['v1'], operations: ['CREATE'], resources: ['configmaps'] }];
const NOBODY = { matchLabels: { 'conformance.example.com/none': 'here' } };
const SERVICE = { namespace: 'default', name: 'nobody' };
const HOOK = {
  ...{ name: 'hook.conformance.example.com', rules: RULES, sideEffects: 'None', admissionReviewVersions: ['v1'] },
  clientConfig: { service: SERVICE },
  namespaceSelector: NOBODY,
};

const DEVICES = '/apis/resource.k8s.io/v1';
const CLAIM = { devices: { requests: [{ name: 'one', exactly: { deviceClassName: 'nobodys' } }] } };
const CERTIFICATES = '/apis/certificates.k8s.io/v1';
/** Both were made for this alone, and are good for a hundred years. */
const AUTHORITY = `-----BEGIN CERTIFICATE-----
MIIBQjCB9aADAgECAhQasDhOr/7bKJOCY7LcmEZayQIGgzAFBgMrZXAwFjEUMBIG
A1UEAwwLY29uZm9ybWFuY2UwIBcNMjYxMTMwMTk0NzU4WhgPMjEyNjExMDYxOTQ3
NThaMBYxFDASBgNVBAMMC2NvbmZvcm1hbmNlMCowBQYDK2VwAyEAcXFYdX+vVQIc
EkFzGE1BEuLnKAaw3Bz9CSQFYf4n6LKjUzBRMB0GA1UdDgQWBBSFGSaqHxjUb8zJ
C7vtijEgg52ZBTAfBgNVHSMEGDAWgBSFGSaqHxjUb8zJC7vtijEgg52ZBTAPBgNV
HRMBAf8EBTADAQH/MAUGAytlcANBAL5mO6mR+e9+U4brMflFBkXGSsXOuuZMdgkh
GbLy6I/Lp8BHvok9t50ih8IeuVxVL1KPAN1+RoOqtg6R4BfkqgE=
-----END CERTIFICATE-----
`;
const CERTIFICATE = {
  ...{ signerName: 'conformance.example.com/signer', podName: 'pod', podUID: 'pod', nodeName: 'node', nodeUID: 'node' },
  ...{ serviceAccountName: 'default', serviceAccountUID: 'account' },
  stubPKCS10Request:
    'MH8wMwIBADAAMCowBQYDK2VwAyEAgcCgP3i9vNRHU3urVd6uAz9gOwRhKQ8lFTaFGkmqfXagADAFBgMrZXADQQBdH385OvmpDlEXgDq4+WF+jsPvaTi+FCLpRjSblJOmr+wtpjShFcaFIIF67W4xEijNNmHAPEqbAA3HXInBcbkL',
};

const KINDS: Readonly<Record<string, Kind>> = {
  deployments: {
    ...{ group: '/apis/apps/v1', spec: SELECTED, hasScale: true },
    status: { conditions: [{ ...STATED, lastUpdateTime: SINCE }] },
  },
  replicasets: { group: '/apis/apps/v1', spec: SELECTED, status: { conditions: [STATED] }, hasScale: true },
  statefulsets: {
    ...{ group: '/apis/apps/v1', spec: { ...SELECTED, serviceName: 'none' }, hasScale: true },
    status: { replicas: 1, conditions: [STATED] },
  },
  daemonsets: { group: '/apis/apps/v1', spec: SELECTED, status: { conditions: [STATED] } },
  controllerrevisions: { group: '/apis/apps/v1', spec: { data: { spec: {} }, revision: 3 } },
  replicationcontrollers: {
    ...{ group: '/api/v1', spec: { selector: LABELS, template: TEMPLATE }, hasScale: true },
    status: { replicas: 1, conditions: [STATED] },
  },
  jobs: { group: '/apis/batch/v1', spec: { suspend: true, template: ONCE }, status: { active: 1 } },
  cronjobs: {
    ...{ group: '/apis/batch/v1', status: { lastScheduleTime: SINCE } },
    spec: { schedule: '*/1 * * * *', suspend: true, jobTemplate: { spec: { template: ONCE } } },
  },
  poddisruptionbudgets: {
    ...{ group: '/apis/policy/v1', spec: { minAvailable: 1, selector: { matchLabels: LABELS } } },
    status: { currentHealthy: 1, desiredHealthy: 1, disruptionsAllowed: 0, expectedPods: 1 },
  },
  resourcequotas: {
    ...{ group: '/api/v1', spec: { hard: { pods: '5', cpu: '1', memory: '500Mi' } } },
    status: { hard: { pods: '5' }, used: { pods: '1' } },
  },
  flowschemas: {
    ...{ group: '/apis/flowcontrol.apiserver.k8s.io/v1', isOfCluster: true },
    spec: {
      ...{ matchingPrecedence: 9_000, priorityLevelConfiguration: { name: 'workload-low' } },
      rules: [{ subjects: [{ kind: 'User', user: { name: 'nobody' } }], resourceRules: [EVERYTHING] }],
    },
    isStatedByServer: true,
  },
  prioritylevelconfigurations: {
    ...{ group: '/apis/flowcontrol.apiserver.k8s.io/v1', isOfCluster: true },
    spec: { type: 'Limited', limited: { nominalConcurrencyShares: 1, limitResponse: { type: 'Reject' } } },
    status: { conditions: [STATED] },
  },
  validatingadmissionpolicies: {
    ...{ group: ADMISSION, isOfCluster: true },
    spec: { matchConstraints: { resourceRules: RULES }, validations: [{ expression: 'true' }] },
    status: { conditions: [STATED] },
  },
  validatingadmissionpolicybindings: {
    ...{ group: ADMISSION, isOfCluster: true },
    spec: { policyName: 'nobodys', validationActions: ['Deny'] },
  },
  mutatingadmissionpolicies: {
    ...{ group: ADMISSION, isOfCluster: true },
    spec: {
      ...{ matchConstraints: { resourceRules: RULES }, reinvocationPolicy: 'Never' },
      mutations: [{ patchType: 'ApplyConfiguration', applyConfiguration: { expression: 'Object{}' } }],
    },
  },
  mutatingadmissionpolicybindings: { group: ADMISSION, isOfCluster: true, spec: { policyName: 'nobodys' } },
  deviceclasses: { group: DEVICES, isOfCluster: true, spec: {} },
  devicetaintrules: {
    ...{ group: DEVICES, isOfCluster: true, status: { conditions: [STATED] } },
    spec: { taint: { key: 'conformance.example.com/broken', effect: 'NoSchedule' } },
  },
  resourceclaims: { group: DEVICES, spec: CLAIM, status: { reservedFor: [{ resource: 'pods', name: 'p', uid: 'u' }] } },
  resourceclaimtemplates: { group: DEVICES, spec: { spec: CLAIM } },
  resourceslices: {
    ...{ group: DEVICES, isOfCluster: true },
    spec: {
      ...{ driver: 'driver.conformance.example.com', nodeName: 'nobodys' },
      pool: { name: 'pool', generation: 1, resourceSliceCount: 1 },
      devices: [{ name: 'one' }],
    },
  },
  clustertrustbundles: { group: CERTIFICATES, isOfCluster: true, spec: { trustBundle: AUTHORITY } },
  podcertificaterequests: {
    ...{ group: CERTIFICATES, spec: CERTIFICATE },
    // Only who may sign for it says anything of it.
  },
  storageversionmigrations: {
    ...{ group: '/apis/storagemigration.k8s.io/v1', isOfCluster: true },
    spec: { resource: { group: '', resource: 'configmaps' } },
    status: { conditions: [STATED] },
  },
  validatingwebhookconfigurations: { group: ADMISSION, isOfCluster: true, spec: { webhooks: [HOOK] } },
  mutatingwebhookconfigurations: { group: ADMISSION, isOfCluster: true, spec: { webhooks: [HOOK] } },
};

/** Kinds whose fields stand beside `metadata`. */
const IS_FLAT = new Set(['controllerrevisions', 'validatingwebhookconfigurations', 'mutatingwebhookconfigurations']);

async function runKind({ send, ask, until, look, namespace }: Stage, plural: string, kind: Kind): Promise<void> {
  const { group, isOfCluster = false, spec, status, hasScale = false } = kind;
  const all = `${group}/${plural}`;
  const path = isOfCluster ? all : `${group}/namespaces/${namespace}/${plural}`;
  const own = { labelSelector: `operations=${namespace}` };
  const body = (name: string) => ({
    metadata: { name: `${namespace}-${name}`, labels: { operations: namespace } },
    ...(IS_FLAT.has(plural) ? spec : { spec }),
  });
  const one = `${path}/${namespace}-one`;
  const tell = (what: string, request: Parameters<Stage['send']>[1]) => send(`${plural}: ${what}`, request);
  const made = await tell('create', { method: 'POST', path, body: body('one') });
  const resourceVersion = asString(getPath(made, 'metadata', 'resourceVersion'));
  const isStated = (answer: { body: JsonObject }) => asArray(getPath(answer.body, 'status', 'conditions')).length > 0;
  if (kind.isStatedByServer === true) await until({ method: 'GET', path: one }, isStated);
  await tell('read', { method: 'GET', path: one });
  // Of a list the version is that of the moment, in which the server may have written something of its own.
  const list = async (what: string, of: string) => {
    const { status: code, body: found } = await ask({ method: 'GET', path: of, query: own });
    const names = asArray(found['items']).map(item =>
      asString(getPath(item, 'metadata', 'name')).replace(namespace, ''),
    );
    look(`${plural}: ${what}`, { code, kind: found['kind'], names });
  };
  await list('list', path);
  if (!isOfCluster) await list('list of all namespaces', all);
  const patched = { metadata: { labels: { patched: 'true' } } };
  await tell('patch', { method: 'PATCH', path: one, type: MERGE, body: patched });
  const { body: read } = await ask({ method: 'GET', path: one });
  const labels = { operations: namespace, patched: 'true', updated: 'true' };
  await tell('replace', {
    method: 'PUT',
    path: one,
    body: { ...read, metadata: { ...asObject(read['metadata']), labels } },
  });
  let changes = 2;
  if (status !== undefined) {
    const part = `${one}/status`;
    const said = { metadata: { annotations: { patchedstatus: 'true' } }, status };
    await tell('patch its status', { method: 'PATCH', path: part, type: MERGE, body: said });
    const { body: before } = await ask({ method: 'GET', path: part });
    const metadata = asObject(before['metadata']);
    const annotations = { ...asObject(metadata['annotations']), replacedstatus: 'true' };
    const replaced = { ...before, metadata: { ...metadata, annotations } };
    await tell('replace its status', { method: 'PUT', path: part, body: replaced });
    await tell('read its status', { method: 'GET', path: part });
    changes += 1;
  }
  if (hasScale) {
    await tell('read its scale', { method: 'GET', path: `${one}/scale` });
    const scale = { spec: { replicas: 4 } };
    await tell('patch its scale', { method: 'PATCH', path: `${one}/scale`, type: MERGE, body: scale });
    const { body: before } = await ask({ method: 'GET', path: `${one}/scale` });
    await tell('replace its scale', {
      method: 'PUT',
      path: `${one}/scale`,
      body: { ...before, spec: { replicas: 2 } },
    });
    changes += 2;
  }
  await tell('a watch since it was made', {
    ...{ method: 'GET', path, events: changes },
    query: { ...own, watch: '1', resourceVersion, timeoutSeconds: '5' },
  });
  await ask({ method: 'POST', path, body: body('two') });
  const propagation = { propagationPolicy: 'Background' };
  await tell('delete', { method: 'DELETE', path: one, query: propagation });
  await tell('delete a collection', { method: 'DELETE', path, query: { ...own, ...propagation } });
  await list('none is left', path);
}

export const API_OPERATIONS: Scenario = {
  name: 'api-operations',
  async run(stage) {
    for (const [plural, kind] of Object.entries(KINDS)) await runKind(stage, plural, kind);
  },
};

/** What a configuration may not say of a hook. */
const WRONG_HOOKS: Readonly<Record<string, JsonObject>> = {
  'a name of two parts': { name: 'hook.example' },
  'a name with capitals': { name: 'Hook.example.com' },
  'no name': { name: '' },
  'a path of its service that is none': { clientConfig: { service: { ...SERVICE, path: 'here' } } },
  'a path of its service with an empty part': { clientConfig: { service: { ...SERVICE, path: '/a//b' } } },
  'a path of its service with a part that is no name': { clientConfig: { service: { ...SERVICE, path: '/A_b/c' } } },
  'a path of its service that is all': { clientConfig: { service: { ...SERVICE, path: '/' } } },
  'a path of its service with a query': { clientConfig: { service: { ...SERVICE, path: '/a?b=c' } } },
  'effects beside': { sideEffects: 'Some' },
  'effects nobody knows': { sideEffects: 'Unknown' },
  'no word of effects': { sideEffects: null },
  'no versions': { admissionReviewVersions: [] },
  'a version that is none': { admissionReviewVersions: ['V 1'] },
  'versions that nobody speaks': { admissionReviewVersions: ['v2'] },
  'a version twice': { admissionReviewVersions: ['v1', 'v1'] },
  'a policy of failure that is none': { failurePolicy: 'Retry' },
  'a policy of matching that is none': { matchPolicy: 'Some' },
  'a policy of another try that is none': { reinvocationPolicy: 'Always' },
  'rules without operations': { rules: [{ ...RULES[0], operations: [] }] },
  'rules with an operation that is none': { rules: [{ ...RULES[0], operations: ['LIST'] }] },
  'rules with all operations and one': { rules: [{ ...RULES[0], operations: ['*', 'CREATE'] }] },
  'rules without groups': { rules: [{ ...RULES[0], apiGroups: [] }] },
  'rules with all groups and one': { rules: [{ ...RULES[0], apiGroups: ['*', ''] }] },
  'rules without versions': { rules: [{ ...RULES[0], apiVersions: [] }] },
  'rules with an empty version': { rules: [{ ...RULES[0], apiVersions: [''] }] },
  'rules with all versions and one': { rules: [{ ...RULES[0], apiVersions: ['*', 'v1'] }] },
  'rules without resources': { rules: [{ ...RULES[0], resources: [] }] },
  'rules with an empty resource': { rules: [{ ...RULES[0], resources: [''] }] },
  'rules with all resources and one': { rules: [{ ...RULES[0], resources: ['*', 'pods'] }] },
  'rules with all and each part': { rules: [{ ...RULES[0], resources: ['*/*', 'pods'] }] },
  'rules with a part of all': { rules: [{ ...RULES[0], resources: ['pods/*', 'pods/status'] }] },
  'rules with a part of two resources': { rules: [{ ...RULES[0], resources: ['*/status', 'pods/status'] }] },
  'rules with a scope that is none': { rules: [{ ...RULES[0], scope: 'All' }] },
  'a selector that is none': { objectSelector: { matchExpressions: [{ key: 'a', operator: 'Is' }] } },
  'a condition without a name': { matchConditions: [{ name: '', expression: 'true' }] },
  'a condition whose name is none': { matchConditions: [{ name: 'a b', expression: 'true' }] },
  'two conditions of one name': { matchConditions: ['true', 'false'].map(expression => ({ name: 'a', expression })) },
};

export const WEBHOOK_CONFIGURATIONS: Scenario = {
  name: 'webhook-configurations',
  async run({ send, ask, look, namespace }) {
    for (const kind of ['validatingwebhookconfigurations', 'mutatingwebhookconfigurations']) {
      const path = `${ADMISSION}/${kind}`;
      const one = `${path}/${namespace}-hook`;
      const metadata = { name: `${namespace}-hook` };
      const conditions = (expression: string) => ({
        webhooks: [{ ...HOOK, matchConditions: [{ name: 'chosen', expression }] }],
      });
      const first = conditions("!(request.resource.group == 'coordination.k8s.io')");
      await send(`${kind} with a condition`, { method: 'POST', path, body: { metadata, ...first } });
      const other = conditions("object.metadata.name != 'x'");
      await send(`${kind} with another condition`, { method: 'PATCH', path: one, type: MERGE, body: other });
      await send(`${kind} go`, { method: 'DELETE', path: one });
      const refused = async (what: string, ...webhooks: JsonObject[]) => {
        const wrong = `${namespace}-wrong`;
        const { status, body } = await ask({ method: 'POST', path, body: { metadata: { name: wrong }, webhooks } });
        if (status < 300) await ask({ method: 'DELETE', path: `${path}/${wrong}` });
        const said = status < 300 ? {} : { message: body['message'], details: body['details'] };
        look(`${kind}: ${what}`, { status, ...said });
      };
      for (const [what, wrong] of Object.entries(WRONG_HOOKS)) await refused(what, { ...HOOK, ...wrong });
      await refused('two hooks of one name', HOOK, HOOK);
    }
  },
};
