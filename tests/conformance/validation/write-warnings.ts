import type { JsonObject } from '@lanthorn/base/json.ts';
import type { Scenario } from '../scenario.ts';

const labels = { app: 'w' };
const main = (more: JsonObject = {}): JsonObject => ({ name: 'c', image: 'i', ...more });
const pod = (spec: JsonObject, name = 'p'): JsonObject => ({
  metadata: { name },
  spec: { containers: [main()], ...spec },
});
const ports = (...list: JsonObject[]) => pod({ containers: [main({ ports: list })] });
const service = (spec: JsonObject): JsonObject => ({
  metadata: { name: 's' },
  spec: { ports: [{ port: 80 }], ...spec },
});
const claim = (amount: string, annotations: JsonObject = {}): JsonObject => ({
  metadata: { name: 'c', annotations },
  spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: amount } } },
});
const env = (...list: JsonObject[]) => pod({ containers: [main({ env: list })] });
const template = (spec: JsonObject = {}) => ({ metadata: { labels }, spec: { containers: [main()], ...spec } });
const TWICE = {
  containers: [
    main({
      env: [
        { name: 'A', value: '1' },
        { name: 'A', value: '2' },
      ],
    }),
  ],
};
const SELECTED = { topologyKey: 'beta.kubernetes.io/os', maxSkew: 1, whenUnsatisfiable: 'DoNotSchedule' };

const OBJECTS: Readonly<Record<string, readonly [string, JsonObject]>> = {
  'a pod whose name is no label': ['pods', pod({}, 'a.b')],
  'a pod that chooses by an old label': ['pods', pod({ nodeSelector: { 'beta.kubernetes.io/arch': 'amd64' } })],
  'a pod spread by an old label, among nobody': ['pods', pod({ topologySpreadConstraints: [SELECTED] })],
  'a pod with an old volume': ['pods', pod({ volumes: [{ name: 'v', glusterfs: { endpoints: 'e', path: '/' } }] })],
  'a pod with two aliases of one address': [
    'pods',
    pod({
      hostAliases: [
        { ip: '192.0.2.1', hostnames: ['a'] },
        { ip: '192.0.2.1', hostnames: ['b'] },
      ],
    }),
  ],
  'a pod that pulls with one secret twice': ['pods', pod({ imagePullSecrets: [{ name: 'a' }, { name: 'a' }] })],
  'a pod that asks for a part of a byte': [
    'pods',
    pod({ containers: [main({ resources: { requests: { memory: '100m' } } })] }),
  ],
  'a variable twice': ['pods', env({ name: 'A', value: '1' }, { name: 'A', value: '2' })],
  'a variable that goes on': ['pods', env({ name: 'A', value: '1' }, { name: 'A', value: '$(A)2' })],
  'a variable that is itself': ['pods', env({ name: 'A', value: '1' }, { name: 'A', value: '$(A)' })],
  'a port twice': ['pods', ports({ containerPort: 80 }, { containerPort: 80 })],
  'a port of the node beside the same': ['pods', ports({ containerPort: 80 }, { containerPort: 80, hostPort: 80 })],
  'a name of two ports in two containers': [
    'pods',
    pod({
      containers: [
        main({ ports: [{ name: 'http', containerPort: 80 }] }),
        main({ name: 'd', ports: [{ name: 'http', containerPort: 81 }] }),
      ],
    }),
  ],
  'a pod near nobody': [
    'pods',
    pod({ affinity: { podAffinity: { requiredDuringSchedulingIgnoredDuringExecution: [{ topologyKey: 'a' }] } } }),
  ],
  'a Service without an address that balances': [
    'services',
    service({ clusterIP: 'None', sessionAffinity: 'ClientIP' }),
  ],
  'a Service with addresses of others': ['services', service({ externalIPs: ['192.0.2.1'] })],
  'a Service elsewhere with addresses of others': [
    'services',
    service({ type: 'ExternalName', externalName: 'a.example.com', externalIPs: ['192.0.2.1'] }),
  ],
  'a Service with the name of another place': ['services', service({ externalName: 'a.example.com' })],
  'a Service that prefers what is close': ['services', service({ trafficDistribution: 'PreferClose' })],
  'a claim of a part of a byte': ['persistentvolumeclaims', claim('1500m')],
  'a claim of an old class': [
    'persistentvolumeclaims',
    claim('1Gi', { 'volume.beta.kubernetes.io/storage-class': 'a' }),
  ],
};

const GROUPED: Readonly<Record<string, readonly [string, JsonObject]>> = {
  'a Deployment whose name is no label': [
    'apps/v1/deployments',
    { metadata: { name: 'a.b' }, spec: { selector: { matchLabels: labels }, template: template() } },
  ],
  'a Deployment with a variable twice': [
    'apps/v1/deployments',
    { metadata: { name: 'd' }, spec: { selector: { matchLabels: labels }, template: template(TWICE) } },
  ],
  'a StatefulSet that claims a part of a byte': [
    'apps/v1/statefulsets',
    {
      metadata: { name: 's' },
      spec: {
        ...{ selector: { matchLabels: labels }, template: template(), serviceName: 's' },
        volumeClaimTemplates: [{ metadata: { name: 'd' }, spec: claim('1500m')['spec'] as JsonObject }],
      },
    },
  ],
  'a Job of very many pods': [
    'batch/v1/jobs',
    {
      metadata: { name: 'j' },
      spec: {
        ...{ completionMode: 'Indexed', completions: 100_001, parallelism: 10_001 },
        template: { spec: { restartPolicy: 'Never', containers: [main()] } },
      },
    },
  ],
  'a CronJob with a variable twice': [
    'batch/v1/cronjobs',
    {
      metadata: { name: 'c' },
      spec: {
        schedule: '* * * * *',
        jobTemplate: { spec: { template: { spec: { restartPolicy: 'Never', ...TWICE } } } },
      },
    },
  ],
  'an Ingress of an old class': [
    'networking.k8s.io/v1/ingresses',
    {
      metadata: { name: 'i', annotations: { 'kubernetes.io/ingress.class': 'a' } },
      spec: { defaultBackend: { service: { name: 's', port: { number: 80 } } } },
    },
  ],
};

/** What a server takes, and warns of. */
export const WRITE_WARNINGS: Scenario = {
  name: 'write-warnings',
  run: async ({ namespace, send, ask }) => {
    const query = { dryRun: 'All' };
    const core = `/api/v1/namespaces/${namespace}`;
    for (const [title, [kind, body]] of Object.entries(OBJECTS))
      await send(title, { method: 'POST', path: `${core}/${kind}`, query, body });
    for (const [title, [place, body]] of Object.entries(GROUPED)) {
      const [group, version, kind] = place.split('/');
      await send(title, {
        method: 'POST',
        path: `/apis/${group}/${version}/namespaces/${namespace}/${kind}`,
        query,
        body,
      });
    }
    const volume = { capacity: { storage: '1Gi' }, accessModes: ['ReadWriteOnce'], nfs: { server: 'a', path: '/' } };
    await send('a volume that is used again', {
      ...{ method: 'POST', path: '/api/v1/persistentvolumes', query },
      body: { metadata: { name: namespace }, spec: { ...volume, persistentVolumeReclaimPolicy: 'Recycle' } },
    });
    // Of what is there, only a new version is looked at again; of a pod each.
    const deployments = `/apis/apps/v1/namespaces/${namespace}/deployments`;
    const body = { metadata: { name: 'kept' }, spec: { selector: { matchLabels: labels }, template: template(TWICE) } };
    await ask({ method: 'POST', path: deployments, body });
    const change = (title: string, path: string, patch: JsonObject) =>
      send(title, { method: 'PATCH', path, type: 'application/merge-patch+json', body: patch });
    await change('a Deployment with another label', `${deployments}/kept`, { metadata: { labels: { a: 'b' } } });
    await change('a Deployment of another size', `${deployments}/kept`, { spec: { replicas: 2 } });
    await ask({ method: 'POST', path: `${core}/pods`, body: pod(TWICE) });
    await change('a pod with another label', `${core}/pods/p`, { metadata: { labels: { a: 'b' } } });
    await send('a pod with another status', {
      ...{ method: 'PATCH', path: `${core}/pods/p/status`, type: 'application/merge-patch+json' },
      body: { status: { message: 'hello' } },
    });
  },
};
