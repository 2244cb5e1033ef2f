import type { Scenario, ScenarioRequest } from '../scenario.ts';

const GROUP = '/apis/admissionregistration.k8s.io/v1';
const POLICIES = `${GROUP}/validatingadmissionpolicies`;
const BINDINGS = `${GROUP}/validatingadmissionpolicybindings`;

interface Rules {
  readonly name: string;
  readonly operations?: readonly string[];
  readonly resource?: string;
  readonly group?: string;
  readonly spec: Record<string, unknown>;
}

function policy({ name, operations = ['CREATE', 'UPDATE'], resource = 'configmaps', group = '', spec }: Rules) {
  const rule = { apiGroups: [group], apiVersions: ['v1'], operations, resources: [resource] };
  return { metadata: { name }, spec: { matchConstraints: { resourceRules: [rule] }, ...spec } };
}

const BAD: readonly (readonly [string, Record<string, unknown>])[] = [
  ['nothing to say', {}],
  ['an expression that is none', { validations: [{ expression: 'object.' }] }],
  ['an expression of another type', { validations: [{ expression: "'text'" }] }],
  ['a name it does not know', { validations: [{ expression: 'nobody.here' }] }],
  ['an unknown reason', { validations: [{ expression: 'true', reason: 'Whim' }] }],
];

/** Policies in CEL: what they refuse, warn of and leave alone, and in which words. */
export const ADMISSION_POLICIES: Scenario = {
  name: 'admission-policies',
  run: async ({ namespace, send, until }) => {
    const scoped = { namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': namespace } } };
    for (const [title, spec] of BAD)
      await send(`a policy with ${title}`, { method: 'POST', path: POLICIES, body: policy({ name: 'bad', spec }) });
    await send('a policy', {
      method: 'POST',
      path: POLICIES,
      body: policy({
        name: 'small-maps',
        spec: {
          failurePolicy: 'Fail',
          matchConditions: [{ name: 'not-exempt', expression: "!object.metadata.name.startsWith('exempt')" }],
          variables: [{ name: 'size', expression: 'has(object.data) ? size(object.data) : 0' }],
          validations: [
            { expression: 'variables.size <= 2', messageExpression: "'has ' + string(variables.size) + ' entries'" },
            {
              expression: "!has(object.data) || !('secret' in object.data)",
              message: 'no secrets here',
              reason: 'Forbidden',
            },
            {
              expression:
                "request.operation != 'UPDATE' || !has(oldObject.data) || !('kept' in oldObject.data) || 'kept' in object.data",
            },
          ],
        },
      }),
    });
    const binding = (name: string, policyName: string, validationActions: string[]) => ({
      metadata: { name },
      spec: { policyName, validationActions, matchResources: scoped },
    });
    await send('a binding', { method: 'POST', path: BINDINGS, body: binding('small-maps', 'small-maps', ['Deny']) });
    await send('a binding with an unknown action', {
      method: 'POST',
      path: BINDINGS,
      body: binding('bad', 'small-maps', ['Shout']),
    });
    await send('a binding that denies and warns', {
      method: 'POST',
      path: BINDINGS,
      body: binding('bad', 'small-maps', ['Deny', 'Warn']),
    });
    const maps = `/api/v1/namespaces/${namespace}/configmaps`;
    const map = (name: string, data: Record<string, string>) => ({ metadata: { name }, data });
    const create = (title: string, body: unknown, query = {}): Promise<Record<string, unknown>> =>
      send(title, { method: 'POST', path: maps, body, query });
    const probe = (body: unknown): ScenarioRequest => ({ method: 'POST', path: maps, query: { dryRun: 'All' }, body });
    // A policy is in force a moment after it was made.
    await until(probe(map('probe', { a: '', b: '', c: '' })), ({ status }) => status === 422);
    await create('what it allows', map('fine', { kept: '1' }));
    await create('what it refuses, in its own words', map('big', { a: '1', b: '2', c: '3' }));
    await create('what it refuses for another reason', map('bad', { secret: '1' }));
    await create('two refusals', map('bad', { secret: '1', b: '2', c: '3' }));
    await create('what its condition leaves alone', map('exempt-1', { a: '1', b: '2', c: '3' }));
    await create('a refusal of a dry run', map('big', { a: '1', b: '2', c: '3' }), { dryRun: 'All' });
    const merge = (title: string, body: unknown) =>
      send(title, { method: 'PATCH', path: `${maps}/fine`, type: 'application/merge-patch+json', body });
    await merge('a change it refuses by the old object', { data: { kept: null } });
    await merge('a change it allows', { data: { b: '2' } });
    await send('another kind', {
      method: 'POST',
      path: `/api/v1/namespaces/${namespace}/secrets`,
      body: map('s', {}),
    });
    await send('a policy that warns', {
      method: 'POST',
      path: POLICIES,
      body: policy({
        name: 'labelled',
        group: 'apps',
        resource: 'deployments',
        spec: {
          validations: [
            {
              expression: "has(object.metadata.labels) && 'team' in object.metadata.labels",
              message: 'say whose it is',
            },
            { expression: 'object.spec.replicas <= 5' },
          ],
        },
      }),
    });
    await send('its binding', {
      method: 'POST',
      path: BINDINGS,
      body: binding('labelled', 'labelled', ['Warn', 'Audit']),
    });
    const deployments = `/apis/apps/v1/namespaces/${namespace}/deployments`;
    const deployment = {
      metadata: { name: 'd' },
      spec: {
        replicas: 6,
        selector: { matchLabels: { a: 'b' } },
        template: { metadata: { labels: { a: 'b' } }, spec: { containers: [{ name: 'c', image: 'i' }] } },
      },
    };
    await untilWarned(until, { method: 'POST', path: deployments, query: { dryRun: 'All' }, body: deployment });
    await send('what it warns of', { method: 'POST', path: deployments, query: { dryRun: 'All' }, body: deployment });
    await send('a policy for removals', {
      method: 'POST',
      path: POLICIES,
      body: policy({
        name: 'keepers',
        operations: ['DELETE'],
        spec: {
          validations: [
            {
              expression: "!has(oldObject.metadata.labels) || !('keep' in oldObject.metadata.labels)",
              message: 'is kept',
            },
          ],
        },
      }),
    });
    await send('its own binding', { method: 'POST', path: BINDINGS, body: binding('keepers', 'keepers', ['Deny']) });
    await create('what is to be kept', { metadata: { name: 'kept', labels: { keep: 'yes' } } });
    await until(
      { method: 'DELETE', path: `${maps}/kept`, body: { kind: 'DeleteOptions', apiVersion: 'v1', dryRun: ['All'] } },
      ({ status }) => status === 422,
    );
    await send('a removal it refuses', { method: 'DELETE', path: `${maps}/kept` });
    await send('a removal it allows', { method: 'DELETE', path: `${maps}/fine` });
    for (const name of ['small-maps', 'labelled', 'keepers']) {
      await send(`the binding ${name} goes`, { method: 'DELETE', path: `${BINDINGS}/${name}` });
      await send(`the policy ${name} goes`, { method: 'DELETE', path: `${POLICIES}/${name}` });
    }
    await until(probe(map('probe', { a: '', b: '', c: '' })), ({ status }) => status === 201);
  },
};

type Until = Parameters<Scenario['run']>[0]['until'];

async function untilWarned(until: Until, request: ScenarioRequest): Promise<void> {
  await until(request, ({ warnings }) => warnings.length > 0);
}
