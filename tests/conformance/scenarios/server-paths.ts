import type { Scenario } from '../scenario.ts';

const YAML = 'application/yaml';
const PROTOBUF = 'application/vnd.kubernetes.protobuf';

/** A slash at the end says nothing; generated clients send it. */
const WITH_SLASH = ['/api/', '/api/v1/', '/apis/', '/apis/batch/', '/apis/batch/v1/', '/version/', '/openapi/v3/'];
const HEALTH = ['/healthz', '/livez', '/readyz', '/healthz/', '/healthz/ping', '/livez/ping', '/readyz/none'];

/** Paths and encodings that clients use and people rarely type. */
export const SERVER_PATHS: Scenario = {
  name: 'server-paths',
  run: async ({ namespace, send, ask, look }) => {
    for (const path of WITH_SLASH) {
      const { status, body } = await ask({ method: 'GET', path });
      const plain = await ask({ method: 'GET', path: path.slice(0, -1) });
      look(`${path} answers as without the slash`, [status, JSON.stringify(body) === JSON.stringify(plain.body)]);
    }
    for (const path of HEALTH) await send(`the health at ${path}`, { method: 'GET', path });
    const root = await ask({ method: 'GET', path: '/' });
    const paths = Array.isArray(root.body['paths']) ? root.body['paths'] : [];
    look(
      'what the root names',
      ['/api', '/api/v1', '/apis', '/apis/apps', '/apis/apps/v1', '/livez', '/openapi/v3', '/version'].map(path => [
        path,
        paths.includes(path),
      ]),
    );
    const maps = `/api/v1/namespaces/${namespace}/configmaps`;
    const text = `kind: ConfigMap\napiVersion: v1\nmetadata: {name: written}\ndata:\n  on: "yes"\n  many: |\n    a\n    b\n`;
    await send('a body in YAML', { method: 'POST', path: maps, type: YAML, body: text });
    await send('an object in YAML', { method: 'GET', path: `${maps}/written`, accept: YAML });
    await send('a refusal in YAML', { method: 'GET', path: `${maps}/none`, accept: YAML });
    await send('a group in YAML', { method: 'GET', path: '/apis/batch', accept: YAML });
    await send('a watch in YAML', { method: 'GET', path: maps, accept: YAML, query: { watch: '1' } });
    await send('nothing that is served', { method: 'GET', path: maps, accept: 'text/csv' });
    await send('a Table in the binary encoding', {
      method: 'GET',
      path: maps,
      accept: `${PROTOBUF};as=Table;v=v1;g=meta.k8s.io`,
    });
    await send('a list with a slash', { method: 'GET', path: `${maps}/`, query: { labelSelector: 'a=b', limit: '1' } });
    await send('an object with a slash', { method: 'GET', path: `${maps}/none/` });
    await send('a watch by its older path', {
      method: 'GET',
      path: `/api/v1/watch/namespaces/${namespace}/configmaps`,
      query: { fieldSelector: 'metadata.name=written' },
      events: 1,
    });
    await send('a watch of one object by its older path', {
      method: 'GET',
      path: `/api/v1/watch/namespaces/${namespace}/configmaps/written`,
      events: 1,
    });
  },
};

/** Namespaces that a cluster keeps, and what is said of a body that is refused for another reason. */
export const REFUSALS: Scenario = {
  name: 'refusals',
  run: async ({ namespace, send }) => {
    for (const name of ['default', 'kube-system', 'kube-public']) {
      const path = `/api/v1/namespaces/${name}`;
      await send(`deletion of ${name}`, { method: 'DELETE', path });
      await send(`deletion of ${name}, tried`, { method: 'DELETE', path, body: { dryRun: ['All'] } });
    }
    await send('deletion of a namespace that is none', { method: 'DELETE', path: '/api/v1/namespaces/kube-none' });
    const maps = `/api/v1/namespaces/${namespace}/configmaps`;
    const body = { metadata: { name: 'twice' }, datta: { a: '1' } };
    const query = { fieldValidation: 'Warn' };
    await send('a field that is none', { method: 'POST', path: maps, query, body });
    await send('the same again', { method: 'POST', path: maps, query, body });
    await send('a name that is none', {
      method: 'POST',
      path: maps,
      query,
      body: { ...body, metadata: { name: 'A' } },
    });
    await send('a replacement of an older version', {
      method: 'PUT',
      path: `${maps}/twice`,
      query,
      body: { ...body, metadata: { name: 'twice', resourceVersion: '1' } },
    });
    const jobs = `/apis/batch/v1/namespaces/${namespace}/cronjobs`;
    const template = { spec: { restartPolicy: 'Always', containers: [] } };
    const all = {
      schedule: '99',
      timeZone: 'Nowhere',
      concurrencyPolicy: 'Maybe',
      jobTemplate: { spec: { template } },
    };
    await send('a cron job of which much is wrong', {
      method: 'POST',
      path: jobs,
      body: { metadata: { name: 'c' }, spec: all },
    });
    const claims = `/api/v1/namespaces/${namespace}/persistentvolumeclaims`;
    const claim = { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } };
    await send('a claim', { method: 'POST', path: claims, body: { metadata: { name: 'c' }, spec: claim } });
    const larger = { spec: { resources: { requests: { storage: '2Gi' } } } };
    const type = 'application/merge-patch+json';
    await send('a claim that grows before it is bound', { method: 'PATCH', path: `${claims}/c`, type, body: larger });
  },
};
