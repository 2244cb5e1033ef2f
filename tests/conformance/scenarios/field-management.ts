import type { Scenario, ScenarioRequest, Stage } from '../scenario.ts';

const APPLY = 'application/apply-patch+yaml';
const container = (name: string, image: string, more: object = {}) => ({ name, image, ...more });

function deployments({ namespace, send }: Stage) {
  const path = `/apis/apps/v1/namespaces/${namespace}/deployments`;
  const object = (name: string, spec: object, metadata: object = {}) => ({
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, ...metadata },
    spec,
  });
  const request = (title: string, rest: Omit<ScenarioRequest, 'path'> & { readonly name: string }) =>
    send(title, { ...rest, path: `${path}/${rest.name}` });
  const apply = (
    title: string,
    name: string,
    { spec, metadata, query }: { spec: object; metadata?: object; query: Record<string, string> },
  ) => request(title, { name, method: 'PATCH', type: APPLY, query, body: object(name, spec, metadata) });
  return { path, object, request, apply };
}

const template = (...containers: object[]) => ({ metadata: { labels: { app: 'web' } }, spec: { containers } });
const selector = { matchLabels: { app: 'web' } };

const TIME = '2026-01-01T00:00:00Z';
const CONDITION = {
  type: 'Available',
  status: 'True',
  reason: 'r',
  message: 'm',
  lastUpdateTime: TIME,
  lastTransitionTime: TIME,
};

/** Who owns which field after writes of every kind. */
export const FIELD_MANAGEMENT: Scenario = {
  name: 'field-management',
  run: async stage => {
    const { send, namespace } = stage;
    const { path, object, request } = deployments(stage);
    const spec = {
      selector,
      template: template(container('a', 'a:1', { ports: [{ containerPort: 80 }], env: [{ name: 'X', value: '1' }] })),
    };
    const body = object('web', spec, {
      labels: { team: 'x' },
      annotations: { note: 'n' },
      finalizers: ['lanthorn.dev/test'],
    });
    await send('a create owns what was sent and what was filled in', {
      method: 'POST',
      path,
      query: { fieldManager: 'creator' },
      body,
    });
    await request('a merge patch takes what it changed', {
      name: 'web',
      method: 'PATCH',
      type: 'application/merge-patch+json',
      agent: 'patcher/2.0 (linux)',
      body: { metadata: { labels: { team: 'y', extra: 'z' } }, spec: { replicas: 3 } },
    });
    await request('a patch that changes nothing takes nothing', {
      name: 'web',
      method: 'PATCH',
      type: 'application/merge-patch+json',
      agent: 'idle/1.0',
      body: { spec: { replicas: 3 } },
    });
    await request('a strategic patch adds items by their keys', {
      name: 'web',
      method: 'PATCH',
      type: 'application/strategic-merge-patch+json',
      agent: 'adder',
      body: {
        spec: {
          template: { spec: { containers: [container('b', 'b:1'), { name: 'a', env: [{ name: 'Y', value: '2' }] }] } },
        },
      },
    });
    await request('a JSON patch takes away', {
      name: 'web',
      method: 'PATCH',
      type: 'application/json-patch+json',
      agent: 'remover',
      body: [
        { op: 'remove', path: '/metadata/labels/extra' },
        { op: 'remove', path: '/metadata/finalizers' },
        { op: 'replace', path: '/spec/strategy', value: { type: 'Recreate' } },
      ],
    });
    await send('status belongs to who writes it, by its path', {
      method: 'PATCH',
      path: `${path}/web/status`,
      type: 'application/merge-patch+json',
      agent: 'controller',
      body: { status: { replicas: 1, conditions: [CONDITION] } },
    });
    await send('a scale is a write of replicas', {
      method: 'PATCH',
      path: `${path}/web/scale`,
      type: 'application/merge-patch+json',
      agent: 'scaler',
      body: { spec: { replicas: 5 } },
    });
    await request('what a scale left', { name: 'web', method: 'GET' });
    const maps = `/api/v1/namespaces/${namespace}/configmaps`;
    await send('a map', {
      method: 'POST',
      path: maps,
      agent: 'one',
      body: { metadata: { name: 'm' }, data: { a: '1', b: '2' } },
    });
    await send('a replacement takes what differs', {
      method: 'PUT',
      path: `${maps}/m`,
      agent: 'two',
      body: { metadata: { name: 'm' }, data: { a: '1', b: '3', c: '4' } },
    });
    await send('an empty list of owners begins anew', {
      method: 'PATCH',
      path: `${maps}/m`,
      agent: 'three',
      type: 'application/merge-patch+json',
      body: { metadata: { managedFields: [{}] } },
    });
    await send('where nobody is kept, an update does not begin to', {
      method: 'PATCH',
      path: `${maps}/m`,
      agent: 'four',
      type: 'application/merge-patch+json',
      body: { data: { a: '9' } },
    });
    const services = `/api/v1/namespaces/${namespace}/services`;
    await send('a service', {
      method: 'POST',
      path: services,
      body: { metadata: { name: 's' }, spec: { selector: { app: 'web' }, ports: [{ port: 80, name: 'http' }] } },
    });
    await send('a cron job', {
      method: 'POST',
      path: `/apis/batch/v1/namespaces/${namespace}/cronjobs`,
      body: {
        metadata: { generateName: 'cj-' },
        spec: {
          schedule: '0 3 * * *',
          suspend: true,
          jobTemplate: { spec: { template: { spec: { restartPolicy: 'Never', containers: [container('c', 'i')] } } } },
        },
      },
    });
    await send('a job: its selector is nobody’s', {
      method: 'POST',
      path: `/apis/batch/v1/namespaces/${namespace}/jobs`,
      body: {
        metadata: { name: 'j' },
        spec: { suspend: true, template: { spec: { restartPolicy: 'Never', containers: [container('c', 'i')] } } },
      },
    });
  },
};

/** Server-side apply. */
export const APPLY_CONFIGURATION: Scenario = {
  name: 'apply',
  run: async stage => {
    const { apply, request, path, object } = deployments(stage);
    const { send } = stage;
    const by = (fieldManager: string, more: Record<string, string> = {}) => ({ fieldManager, ...more });
    const spec = { replicas: 2, selector, template: template(container('a', 'a:1')) };
    await apply('apply creates', 'web', { spec, metadata: { labels: { one: '1', two: '2' } }, query: by('one') });
    await apply('apply again changes nothing', 'web', {
      spec,
      metadata: { labels: { one: '1', two: '2' } },
      query: by('one'),
    });
    await apply('what is no longer set goes', 'web', { spec, metadata: { labels: { one: '1' } }, query: by('one') });
    await apply('another owner’s value is a conflict', 'web', { spec: { ...spec, replicas: 9 }, query: by('two') });
    await apply('several conflicts', 'web', {
      spec: { ...spec, replicas: 9, template: template(container('a', 'a:2')) },
      query: by('two'),
    });
    await apply('the same value is shared', 'web', { spec, query: by('two') });
    await apply('force takes it', 'web', { spec: { ...spec, replicas: 9 }, query: by('two', { force: 'true' }) });
    await apply('one gives replicas up: they stay, since two owns them', 'web', {
      spec: { selector, template: template(container('a', 'a:1')) },
      query: by('one'),
    });
    await apply('an item of one’s own beside another’s', 'web', {
      spec: {
        selector,
        template: template(container('a', 'a:1'), container('side', 's:1', { env: [{ name: 'E', value: '1' }] })),
      },
      query: by('three'),
    });
    await apply('the item goes with its owner', 'web', {
      spec: { selector, template: template(container('a', 'a:1')) },
      query: by('three'),
    });
    await request('an update in between', {
      name: 'web',
      method: 'PATCH',
      type: 'application/merge-patch+json',
      agent: 'editor',
      body: { spec: { replicas: 1 } },
    });
    await apply('conflict with an update names its version', 'web', {
      spec: { ...spec, replicas: 4 },
      query: by('two'),
    });
    await apply('a dry run changes nothing', 'web', {
      spec: { ...spec, replicas: 4 },
      query: by('two', { force: 'true', dryRun: 'All' }),
    });
    await request('as it is after the dry run', { name: 'web', method: 'GET' });
    await apply('a field the kind does not have', 'web', { spec: { ...spec, replica: 4 }, query: by('two') });
    await apply('no manager', 'web', { spec, query: {} });
    await send('another name in the body', {
      method: 'PATCH',
      path: `${path}/web`,
      type: APPLY,
      query: by('one', { force: 'true' }),
      body: object('other', spec),
    });
    await send('owners in the body', {
      method: 'PATCH',
      path: `${path}/web`,
      type: APPLY,
      query: by('one'),
      body: object('web', spec, { managedFields: [] }),
    });
    await send('of an object nobody applied before', {
      method: 'POST',
      path,
      query: by('kubectl-create'),
      body: object('old', spec),
    });
    await apply('a first apply beside its maker', 'old', {
      spec: { ...spec, replicas: 7 },
      query: by('one', { force: 'true' }),
    });
    await send('status by apply', {
      method: 'PATCH',
      path: `${path}/web/status`,
      type: APPLY,
      query: by('st'),
      body: { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'web' }, status: { replicas: 3 } },
    });
    await send('of one that is not there, by its status', {
      method: 'PATCH',
      path: `${path}/none/status`,
      type: APPLY,
      query: by('st'),
      body: { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'none' }, status: { replicas: 3 } },
    });
    await send('a name that is true to YAML 1.1', {
      method: 'PATCH',
      path: `/api/v1/namespaces/${stage.namespace}/configmaps/y`,
      type: APPLY,
      query: by('yaml'),
      body: 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: y\n',
    });
    await send('as YAML', {
      method: 'PATCH',
      path: `/api/v1/namespaces/${stage.namespace}/configmaps/plain`,
      type: APPLY,
      query: by('yaml'),
      body: 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: plain\ndata:\n  a: "1"\n',
    });
  },
};
