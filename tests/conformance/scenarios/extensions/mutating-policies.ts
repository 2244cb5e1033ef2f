import { getPath, type JsonObject } from '@lanthorn/base/json.ts';
import type { Scenario, ScenarioRequest } from '../../scenario.ts';

const GROUP = '/apis/admissionregistration.k8s.io/v1';
const POLICIES = `${GROUP}/mutatingadmissionpolicies`;
const BINDINGS = `${GROUP}/mutatingadmissionpolicybindings`;

const apply = (expression: string) => ({
  patchType: 'ApplyConfiguration',
  applyConfiguration: { expression },
});
const patch = (expression: string) => ({ patchType: 'JSONPatch', jsonPatch: { expression } });

interface Rules {
  readonly name: string;
  readonly resource?: string;
  readonly group?: string;
  readonly operations?: readonly string[];
  readonly mutations: readonly JsonObject[];
  readonly spec?: JsonObject;
}

function policy({ name, resource = 'configmaps', group = '', operations, mutations, spec = {} }: Rules): JsonObject {
  const rule = {
    ...{ apiGroups: [group], apiVersions: ['v1'], operations: operations ?? ['CREATE', 'UPDATE'] },
    resources: [resource],
  };
  return {
    metadata: { name },
    spec: { matchConstraints: { resourceRules: [rule] }, reinvocationPolicy: 'Never', mutations, ...spec },
  };
}

const LABELLED = 'Object{metadata: Object.metadata{labels: {"seen": "yes"}}}';
const WRONG: Readonly<Record<string, JsonObject>> = {
  'that changes nothing': policy({ name: 'wrong', mutations: [] }),
  'that says not how': policy({ name: 'wrong', mutations: [{}] }),
  'that changes in a way that is none': policy({ name: 'wrong', mutations: [{ patchType: 'Merge' }] }),
  'that says nothing of what it changes': policy({ name: 'wrong', mutations: [{ patchType: 'JSONPatch' }] }),
  'that changes in two ways at once': policy({ name: 'wrong', mutations: [{ ...patch('[]'), ...apply(LABELLED) }] }),
  'whose expression is empty': policy({ name: 'wrong', mutations: [apply(' ')] }),
  'that looks again in a way that is none': policy({
    ...{ name: 'wrong', mutations: [apply(LABELLED)] },
    spec: { reinvocationPolicy: 'Always' },
  }),
  'of removals': policy({ name: 'wrong', operations: ['DELETE'], mutations: [apply(LABELLED)] }),
  'of nothing': policy({ name: 'wrong', mutations: [apply(LABELLED)], spec: { matchConstraints: {} } }),
  'that fails in a way that is none': policy({
    ...{ name: 'wrong', mutations: [apply(LABELLED)] },
    spec: { failurePolicy: 'Retry' },
  }),
};

const DEPLOYMENT = {
  metadata: { name: 'd' },
  spec: {
    selector: { matchLabels: { a: 'b' } },
    template: { metadata: { labels: { a: 'b' } }, spec: { containers: [{ name: 'c', image: 'i' }] } },
  },
};

/** Policies in CEL that change what is written. */
export const MUTATING_POLICIES: Scenario = {
  name: 'mutating-policies',
  run: async ({ namespace, send, ask, until, look }) => {
    const own = { namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': namespace } } };
    for (const [what, body] of Object.entries(WRONG))
      await send(`a policy ${what}`, { method: 'POST', path: POLICIES, body });
    await send('a binding of no policy', {
      method: 'POST',
      path: BINDINGS,
      body: { metadata: { name: 'w' }, spec: {} },
    });
    const made: string[] = [];
    const bind = async (title: string, body: JsonObject, more: JsonObject = {}) => {
      const name = String(getPath(body, 'metadata', 'name'));
      made.push(name);
      await send(title, { method: 'POST', path: POLICIES, body });
      const spec = { policyName: name, matchResources: own, ...more };
      await send(`${title}: its binding`, { method: 'POST', path: BINDINGS, body: { metadata: { name }, spec } });
    };
    const maps = `/api/v1/namespaces/${namespace}/configmaps`;
    const dryRun = { dryRun: 'All' };
    const probe = (data: JsonObject): ScenarioRequest => ({
      ...{ method: 'POST', path: maps, query: dryRun },
      body: { metadata: { name: 'probe' }, data },
    });
    /** A policy is in force a moment after it was made. */
    const inForce = (data: JsonObject, holds: (body: object, status: number) => boolean) =>
      until(probe(data), ({ body, status }) => holds(body, status));
    await bind(
      'a policy that labels',
      policy({ name: 'labels', mutations: [apply(LABELLED)], spec: { reinvocationPolicy: 'IfNeeded' } }),
    );
    await inForce({}, body => getPath(body, 'metadata', 'labels', 'seen') === 'yes');
    await send('what it labels', {
      method: 'POST',
      path: maps,
      body: { metadata: { name: 'one', labels: { own: '1' } } },
    });
    await bind(
      'a policy that patches',
      policy({
        name: 'patches',
        spec: {
          matchConditions: [{ name: 'has-data', expression: 'has(object.data)' }],
          variables: [{ name: 'count', expression: 'string(size(object.data))' }],
        },
        mutations: [
          patch(
            '[JSONPatch{op: "test", path: "/data/a", value: "1"}, JSONPatch{op: "add", path: "/data/" + jsonpatch.escapeKey("b"), value: variables.count}]',
          ),
          patch(
            'has(object.data.b) ? [JSONPatch{op: "add", path: "/metadata/annotations", value: {"example.com/b": object.data.b}}] : []',
          ),
        ],
      }),
    );
    await inForce({ a: '1' }, body => getPath(body, 'data', 'b') === '1');
    const create = (title: string, name: string, data: JsonObject) =>
      send(title, { method: 'POST', path: maps, body: { metadata: { name }, data } });
    await create('what it patches', 'two', { a: '1' });
    await create('what fails its test is left alone', 'three', { a: '2' });
    const merge = 'application/merge-patch+json';
    const change = (title: string, body: JsonObject) =>
      send(title, { method: 'PATCH', path: `${maps}/one`, type: merge, body });
    await change('an update that is changed', { metadata: { labels: { seen: null } }, data: { a: '1' } });
    await bind(
      'a policy of Deployments',
      policy({
        ...{ name: 'deployments', group: 'apps', resource: 'deployments' },
        mutations: [
          apply(
            `Object{
              metadata: Object.metadata{annotations: {"example.com/replicas": string(object.spec.replicas)}},
              spec: Object.spec{
                replicas: object.spec.replicas + 1,
                template: Object.spec.template{
                  spec: Object.spec.template.spec{
                    containers: [Object.spec.template.spec.containers{name: "beside", image: "registry.example/beside:1"}]
                  }
                }
              }
            }`,
          ),
        ],
      }),
    );
    const deployments = `/apis/apps/v1/namespaces/${namespace}/deployments`;
    const deployment = { method: 'POST', path: deployments, query: dryRun, body: DEPLOYMENT } as const;
    await until(deployment, ({ body }) => getPath(body, 'spec', 'replicas') === 2);
    await send('a Deployment that is changed', { method: 'POST', path: deployments, body: DEPLOYMENT });
    const { body: kept } = await ask({ method: 'GET', path: `${deployments}/d` });
    look('who owns what a policy wrote', getPath(kept, 'metadata', 'managedFields'));
    await bind(
      'a policy with parameters',
      policy({
        name: 'parameters',
        spec: { paramKind: { apiVersion: 'v1', kind: 'ConfigMap' } },
        mutations: [apply('Object{metadata: Object.metadata{labels: {"team": params.metadata.name}}}')],
      }),
      { paramRef: { name: 'one', namespace, parameterNotFoundAction: 'Deny' } },
    );
    await inForce({}, body => getPath(body, 'metadata', 'labels', 'team') === 'one');
    await create('what it makes of them', 'four', {});
    await bind(
      'a policy that fails',
      policy({
        name: 'fails',
        spec: { matchConditions: [{ name: 'asked', expression: 'object.metadata.name.startsWith("fail")' }] },
        mutations: [patch('[JSONPatch{op: "remove", path: "/data/none"}]')],
      }),
    );
    const failing = { method: 'POST', path: maps, query: dryRun, body: { metadata: { name: 'fails' } } } as const;
    await until(failing, ({ status }) => status >= 400);
    const { status: code, body: said } = await ask(failing);
    look('its failure', { code, reason: said['reason'], kind: getPath(said, 'details', 'kind') });
    await bind(
      'a policy that replaces what is whole',
      policy({
        ...{ name: 'whole', resource: 'services', mutations: [] },
        ...{ mutations: [apply('Object{spec: Object.spec{externalIPs: ["192.0.2.1"]}}')] },
      }),
    );
    const service: ScenarioRequest = {
      method: 'POST',
      path: `/api/v1/namespaces/${namespace}/services`,
      query: dryRun,
      body: { metadata: { name: 's' }, spec: { ports: [{ port: 80 }] } },
    };
    await until(service, ({ status }) => status >= 400);
    await send('what it may not', service);
    for (const name of made) {
      await ask({ method: 'DELETE', path: `${BINDINGS}/${name}` });
      await ask({ method: 'DELETE', path: `${POLICIES}/${name}` });
    }
    await inForce({}, (body, status) => status < 300 && getPath(body, 'metadata', 'labels') === undefined);
    await create('afterwards nothing is changed', 'five', { a: '1' });
  },
};
