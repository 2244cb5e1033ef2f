import { asString, getPath } from '@lanthorn/base/json.ts';
import type { Scenario, ScenarioRequest } from '../scenario.ts';

const MERGE = 'application/merge-patch+json';
const STRATEGIC = 'application/strategic-merge-patch+json';
const JSON_PATCH = 'application/json-patch+json';
const POD = { restartPolicy: 'Never', containers: [{ name: 'c', image: 'i' }] };
const uid = (object: unknown) => asString(getPath(object, 'metadata', 'uid'));
const version = (object: unknown) => asString(getPath(object, 'metadata', 'resourceVersion'));

/** Creates, updates, patches and deletes, and what is refused. */
export const WRITES: Scenario = {
  name: 'writes',
  run: async ({ namespace, send }) => {
    const maps = `/api/v1/namespaces/${namespace}/configmaps`;
    const map = (title: string, rest: Omit<ScenarioRequest, 'path'> & { readonly at?: string }) => {
      const { at, ...request } = rest;
      return send(title, { ...request, path: at === undefined ? maps : `${maps}/${at}` });
    };
    await map('a drawn name', { method: 'POST', body: { metadata: { generateName: 'g-' } } });
    const made = await map('a name', { method: 'POST', body: { metadata: { name: 'm' }, data: { a: '1', b: '2' } } });
    await map('the same name again', { method: 'POST', body: { metadata: { name: 'm' } } });
    await map('no name', { method: 'POST', body: { metadata: {} } });
    await map('a bad name', { method: 'POST', body: { metadata: { name: 'Bad_Name' } } });
    await map('a name that is too long', { method: 'POST', body: { metadata: { name: 'x'.repeat(254) } } });
    // One at a time: the server goes through a map in any order.
    await map('a bad label', { method: 'POST', body: { metadata: { name: 'l', labels: { 'a b': 'c' } } } });
    await map('a bad value of a label', { method: 'POST', body: { metadata: { name: 'l', labels: { ok: '-x' } } } });
    await map('bad annotations', { method: 'POST', body: { metadata: { name: 'l', annotations: { '': 'c' } } } });
    await map('another namespace in the body', {
      method: 'POST',
      body: { metadata: { name: 'o', namespace: 'other' } },
    });
    await map('another kind in the body', {
      method: 'POST',
      body: { kind: 'Secret', apiVersion: 'v1', metadata: { name: 'o' } },
    });
    await map('another version in the body', {
      method: 'POST',
      body: { kind: 'ConfigMap', apiVersion: 'v2', metadata: { name: 'o' } },
    });
    await map('a version of the object', { method: 'POST', body: { metadata: { name: 'o', resourceVersion: '5' } } });
    await map('no JSON', { method: 'POST', body: '{nonsense' });
    await map('an empty body', { method: 'POST', body: '' });
    await map('a list for an object', { method: 'POST', body: '[]' });
    await map('a wrong type', { method: 'POST', body: { metadata: { name: 'o' }, data: 'x' } });
    await map('a wrong type deep inside', { method: 'POST', body: { metadata: { name: 'o', labels: { a: 1 } } } });
    await map('an unknown content type', { method: 'POST', type: 'text/plain', body: '{}' });
    const unknown = { metadata: { name: 'u' }, dta: { a: '1' } };
    for (const fieldValidation of ['Warn', 'Ignore', 'Strict', 'Sometimes'])
      await map(`an unknown field, ${fieldValidation}`, {
        method: 'POST',
        query: { fieldValidation, dryRun: 'All' },
        body: unknown,
      });
    await map('a bad dry run', { method: 'POST', query: { dryRun: 'Some' }, body: { metadata: { name: 'o' } } });
    const large = 'x'.repeat(1024 * 1024 + 1);
    await map('more than a map may hold', { method: 'POST', body: { metadata: { name: 'large' }, data: { large } } });
    await send('more than a secret may hold', {
      method: 'POST',
      path: `/api/v1/namespaces/${namespace}/secrets`,
      body: { metadata: { name: 'large' }, stringData: { large } },
    });
    await map('replace', { method: 'PUT', at: 'm', body: { metadata: { name: 'm' }, data: { a: '2' } } });
    await map('replace at an old version', {
      method: 'PUT',
      at: 'm',
      body: { metadata: { name: 'm', resourceVersion: version(made) }, data: { a: '3' } },
    });
    await map('replace another uid', {
      method: 'PUT',
      at: 'm',
      body: { metadata: { name: 'm', uid: '00000000-0000-4000-8000-000000000000' } },
    });
    await map('replace under another name', { method: 'PUT', at: 'm', body: { metadata: { name: 'n' } } });
    await map('replace what is not there', { method: 'PUT', at: 'none', body: { metadata: { name: 'none' } } });
    await map('replace as a dry run', {
      method: 'PUT',
      at: 'm',
      query: { dryRun: 'All' },
      body: { metadata: { name: 'm' } },
    });
    await map('merge patch', { method: 'PATCH', at: 'm', type: MERGE, body: { data: { a: null, c: '3' } } });
    await map('merge patch that changes nothing', {
      method: 'PATCH',
      at: 'm',
      type: MERGE,
      body: { data: { c: '3' } },
    });
    await map('merge patch at an old version', {
      method: 'PATCH',
      at: 'm',
      type: MERGE,
      body: { metadata: { resourceVersion: version(made) }, data: { c: '4' } },
    });
    await map('strategic patch', { method: 'PATCH', at: 'm', type: STRATEGIC, body: { data: { d: '4' } } });
    await map('JSON patch', {
      method: 'PATCH',
      at: 'm',
      type: JSON_PATCH,
      body: [{ op: 'add', path: '/data/e', value: '5' }],
    });
    await map('JSON patch whose test fails', {
      method: 'PATCH',
      at: 'm',
      type: JSON_PATCH,
      body: [{ op: 'test', path: '/data/e', value: '6' }],
    });
    await map('JSON patch of a place that is not there', {
      method: 'PATCH',
      at: 'm',
      type: JSON_PATCH,
      body: [{ op: 'remove', path: '/data/zzz' }],
    });
    await map('JSON patch that is none', { method: 'PATCH', at: 'm', type: JSON_PATCH, body: { a: 1 } });
    await map('a patch without a type', { method: 'PATCH', at: 'm', type: 'application/json', body: {} });
    await map('a patch that is no JSON', { method: 'PATCH', at: 'm', type: MERGE, body: '{' });
    await map('patch what is not there', { method: 'PATCH', at: 'none', type: MERGE, body: {} });
    await map('patch the name', { method: 'PATCH', at: 'm', type: MERGE, body: { metadata: { name: 'q' } } });
    await map('make it immutable', { method: 'PATCH', at: 'm', type: MERGE, body: { immutable: true } });
    await map('change what is immutable', { method: 'PATCH', at: 'm', type: MERGE, body: { data: { c: '9' } } });
    await map('delete another uid', {
      method: 'DELETE',
      at: 'm',
      body: { preconditions: { uid: '00000000-0000-4000-8000-000000000000' } },
    });
    await map('delete with a policy that does not exist', {
      method: 'DELETE',
      at: 'm',
      body: { propagationPolicy: 'Somehow' },
    });
    await map('delete by uid', { method: 'DELETE', at: 'm', body: { preconditions: { uid: uid(made) } } });
    await map('delete what is gone', { method: 'DELETE', at: 'm' });
    await map('with a finalizer', { method: 'POST', body: { metadata: { name: 'f', finalizers: ['example.com/f'] } } });
    await map('deleted it stays', { method: 'DELETE', at: 'f' });
    await map('deleted again', { method: 'DELETE', at: 'f' });
    await map('no new finalizer once deleted', {
      method: 'PATCH',
      at: 'f',
      type: MERGE,
      body: { metadata: { finalizers: ['example.com/f', 'example.com/g'] } },
    });
    await map('the last finalizer goes, and it with it', {
      method: 'PATCH',
      at: 'f',
      type: MERGE,
      body: { metadata: { finalizers: null } },
    });
    await map('it is gone', { method: 'GET', at: 'f' });
    await map('a bad finalizer', { method: 'POST', body: { metadata: { name: 'bf', finalizers: ['plain'] } } });
    await map('an owner without a uid', {
      method: 'POST',
      body: { metadata: { name: 'ow', ownerReferences: [{ apiVersion: 'v1', kind: 'Pod', name: 'p' }] } },
    });
    await map('an owner without a version', {
      method: 'POST',
      body: { metadata: { name: 'ow', ownerReferences: [{ apiVersion: '', kind: 'Pod', name: 'p', uid: 'u' }] } },
    });
    await map('two controllers', {
      method: 'POST',
      body: {
        metadata: {
          name: 'ow',
          ownerReferences: ['a', 'b'].map(name => ({
            apiVersion: 'v1',
            kind: 'Pod',
            name,
            uid: name,
            controller: true,
          })),
        },
      },
    });
    await send('a namespace there is not', {
      method: 'POST',
      path: '/api/v1/namespaces/none/configmaps',
      body: { metadata: { name: 'x' } },
    });
  },
};

/** Parts of objects with a path of their own, and kinds whose fields are guarded. */
export const WORKLOADS: Scenario = {
  name: 'workloads',
  run: async ({ namespace, send }) => {
    const batch = `/apis/batch/v1/namespaces/${namespace}`;
    const apps = `/apis/apps/v1/namespaces/${namespace}`;
    const core = `/api/v1/namespaces/${namespace}`;
    const job = (title: string, spec: object, name = 'j') =>
      send(title, {
        method: 'POST',
        path: `${batch}/jobs`,
        query: { dryRun: 'All' },
        body: { metadata: { name }, spec },
      });
    const cronJob = (title: string, spec: object, name = 'c') =>
      send(title, {
        method: 'POST',
        path: `${batch}/cronjobs`,
        query: { dryRun: 'All' },
        body: { metadata: { name }, spec },
      });
    const template = { spec: POD };
    const jobTemplate = { spec: { template } };
    await job('indexed', {
      completions: 3,
      parallelism: 2,
      completionMode: 'Indexed',
      backoffLimitPerIndex: 1,
      template,
    });
    await job('indexed without completions', { completionMode: 'Indexed', template });
    await job('restarting always', { template: { spec: { ...POD, restartPolicy: 'Always' } } });
    await job('no containers', { template: { spec: { restartPolicy: 'Never', containers: [] } } });
    await job('negative numbers', {
      parallelism: -1,
      completions: -1,
      backoffLimit: -1,
      activeDeadlineSeconds: -1,
      ttlSecondsAfterFinished: -1,
      template,
    });
    await job('a selector of one’s own', { selector: { matchLabels: { a: 'b' } }, template });
    await job('a name longer than a label', { template }, 'x'.repeat(64));
    await job('a failure policy', {
      template,
      podFailurePolicy: { rules: [{ action: 'FailJob', onExitCodes: { operator: 'In', values: [42] } }] },
    });
    await job('a success policy', {
      completionMode: 'Indexed',
      completions: 2,
      template,
      successPolicy: { rules: [{ succeededCount: 1 }] },
    });
    await cronJob('every minute', { schedule: '*/1 * * * *', jobTemplate });
    await cronJob('a bad schedule', { schedule: '99 * * * *', jobTemplate });
    await cronJob('a schedule with a zone in it', { schedule: 'TZ=UTC 0 * * * *', jobTemplate });
    await cronJob('a bad zone', { schedule: '@daily', timeZone: 'Mars/Olympus', jobTemplate });
    for (const timeZone of [
      'PST',
      'IST',
      'zulu',
      'SystemV/EST5',
      'europe/berlin',
      'Local',
      'local',
      'a//b',
      'US/Pacific',
    ])
      await cronJob(`the zone ${timeZone}`, { schedule: '@daily', timeZone, jobTemplate });
    await cronJob('no zone after TZ', { schedule: 'TZ=UTC', jobTemplate });
    await cronJob('an unknown zone in a schedule', { schedule: 'CRON_TZ=PST 0 * * * *', jobTemplate });
    await cronJob('an empty zone', { schedule: '@daily', timeZone: '', jobTemplate });
    await cronJob('no schedule', { jobTemplate });
    await cronJob('a bad policy', { schedule: '@daily', concurrencyPolicy: 'Maybe', jobTemplate });
    await cronJob('negative limits', {
      schedule: '@daily',
      successfulJobsHistoryLimit: -1,
      failedJobsHistoryLimit: -1,
      startingDeadlineSeconds: -1,
      jobTemplate,
    });
    await cronJob('a name too long for its Jobs', { schedule: '@daily', jobTemplate }, 'x'.repeat(53));
    const path = `${apps}/deployments`;
    const labels = { app: 'x' };
    const podTemplate = { metadata: { labels }, spec: { containers: [{ name: 'c', image: 'i' }] } };
    await send('a deployment', {
      method: 'POST',
      path,
      body: { metadata: { name: 'd' }, spec: { selector: { matchLabels: labels }, template: podTemplate } },
    });
    const patch = (title: string, at: string, body: object, type = MERGE) =>
      send(title, { method: 'PATCH', path: at, type, body });
    await patch('its selector is fixed', `${path}/d`, { spec: { selector: { matchLabels: { app: 'y' } } } });
    await patch('negative replicas', `${path}/d`, { spec: { replicas: -1 } });
    await patch('its template changes: a new generation', `${path}/d`, {
      spec: { template: { metadata: { annotations: { a: 'b' } } } },
    });
    await patch('its labels change: the same generation', `${path}/d`, { metadata: { labels: { a: 'b' } } });
    await patch('status is not written by the main path', `${path}/d`, { status: { replicas: 9 } });
    await patch('status by its own path', `${path}/d/status`, {
      status: { replicas: 2, observedGeneration: 2 },
      spec: { replicas: 7 },
    });
    await send('its scale', { method: 'GET', path: `${path}/d/scale` });
    await patch('scale it', `${path}/d/scale`, { spec: { replicas: 4 } });
    await patch('scale below nothing', `${path}/d/scale`, { spec: { replicas: -4 } });
    await send('a part it does not have', { method: 'GET', path: `${path}/d/log` });
    await send('a deployment without a selector', {
      method: 'POST',
      path,
      body: { metadata: { name: 'e' }, spec: { template: podTemplate } },
    });
    await send('a selector that does not match', {
      method: 'POST',
      path,
      body: { metadata: { name: 'e' }, spec: { selector: { matchLabels: { app: 'z' } }, template: podTemplate } },
    });
    await send('a pod', { method: 'POST', path: `${core}/pods`, body: { metadata: { name: 'p' }, spec: POD } });
    await patch(
      'its image changes',
      `${core}/pods/p`,
      { spec: { containers: [{ name: 'c', image: 'j' }] } },
      STRATEGIC,
    );
    await patch(
      'its command does not',
      `${core}/pods/p`,
      { spec: { containers: [{ name: 'c', command: ['x'] }] } },
      STRATEGIC,
    );
    await send('bind it to a node', {
      method: 'POST',
      path: `${core}/pods/p/binding`,
      body: { apiVersion: 'v1', kind: 'Binding', metadata: { name: 'p' }, target: { kind: 'Node', name: 'n1' } },
    });
    await send('bound, it has a node', { method: 'GET', path: `${core}/pods/p` });
    await send('bind it again', {
      method: 'POST',
      path: `${core}/pods/p/binding`,
      body: { apiVersion: 'v1', kind: 'Binding', metadata: { name: 'p' }, target: { kind: 'Node', name: 'n2' } },
    });
    await patch(
      'a container to look into it',
      `${core}/pods/p/ephemeralcontainers`,
      {
        spec: { ephemeralContainers: [{ name: 'debug', image: 'busybox' }] },
      },
      STRATEGIC,
    );
    await send('evict it', {
      method: 'POST',
      path: `${core}/pods/p/eviction`,
      body: { apiVersion: 'policy/v1', kind: 'Eviction', metadata: { name: 'p', namespace } },
    });
    await send('evict what is not there', {
      method: 'POST',
      path: `${core}/pods/none/eviction`,
      body: { apiVersion: 'policy/v1', kind: 'Eviction', metadata: { name: 'none', namespace } },
    });
    await send('a pod at once deleted', {
      method: 'DELETE',
      path: `${core}/pods/p`,
      query: { gracePeriodSeconds: '0' },
    });
  },
};

/** Who may what, asked of the server. */
export const ACCESS: Scenario = {
  name: 'access',
  run: async ({ namespace, send }) => {
    const root = '/apis/authorization.k8s.io/v1';
    const self = (title: string, spec: object) =>
      send(title, { method: 'POST', path: `${root}/selfsubjectaccessreviews`, body: { spec } });
    await self('may I', { resourceAttributes: { verb: 'delete', resource: 'pods', namespace } });
    await self('may I ask for a path', { nonResourceAttributes: { verb: 'get', path: '/metrics' } });
    await self('nothing asked', {});
    const other = (title: string, spec: object) =>
      send(title, { method: 'POST', path: `${root}/subjectaccessreviews`, body: { spec } });
    await send('a role', {
      method: 'POST',
      path: `/apis/rbac.authorization.k8s.io/v1/namespaces/${namespace}/roles`,
      body: { metadata: { name: 'v' }, rules: [{ apiGroups: [''], resources: ['pods'], verbs: ['get', 'list'] }] },
    });
    await send('somebody views', {
      method: 'POST',
      path: `/apis/rbac.authorization.k8s.io/v1/namespaces/${namespace}/rolebindings`,
      body: {
        metadata: { name: 'v' },
        roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: 'v' },
        subjects: [{ kind: 'User', name: 'vera', apiGroup: 'rbac.authorization.k8s.io' }],
      },
    });
    await other('may vera see', { user: 'vera', resourceAttributes: { verb: 'get', resource: 'pods', namespace } });
    await other('may vera delete', {
      user: 'vera',
      resourceAttributes: { verb: 'delete', resource: 'pods', namespace },
    });
    await other('may vera see elsewhere', {
      user: 'vera',
      resourceAttributes: { verb: 'get', resource: 'pods', namespace: 'other' },
    });
    await other('nobody asked for', { resourceAttributes: { verb: 'get', resource: 'pods' } });
    await send('in a namespace', {
      method: 'POST',
      path: `${root}/namespaces/${namespace}/localsubjectaccessreviews`,
      body: {
        metadata: { namespace },
        spec: { user: 'vera', resourceAttributes: { verb: 'list', resource: 'pods', namespace } },
      },
    });
    await send('another role for a binding', {
      method: 'PATCH',
      path: `/apis/rbac.authorization.k8s.io/v1/namespaces/${namespace}/rolebindings/v`,
      type: MERGE,
      body: { roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'edit' } },
    });
    await send('a binding to nothing', {
      method: 'POST',
      path: `/apis/rbac.authorization.k8s.io/v1/namespaces/${namespace}/rolebindings`,
      body: { metadata: { name: 'w' }, subjects: [] },
    });
  },
};
