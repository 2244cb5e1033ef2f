import type { JsonObject } from '@lanthorn/base/json.ts';
import type { KubeObject } from '@lanthorn/kube/objects/kube-object.ts';
import type { ApiClient } from '../machinery/api-client.ts';

/** A kind that many clusters have, as its project defines it, with the columns it prints; of its schema what the demo's objects use. */
interface DefinedKind {
  readonly group: string;
  readonly version: string;
  readonly kind: string;
  readonly plural: string;
  readonly shortNames?: readonly string[];
  readonly isCluster?: boolean;
  readonly columns: readonly (readonly [name: string, jsonPath: string, type?: string, priority?: number])[];
  readonly spec: JsonObject;
  /** What it holds besides `spec` and `status`. */
  readonly more?: JsonObject;
}

const text = { type: 'string' };
const texts = { type: 'array', items: text };
const open = { type: 'object', 'x-kubernetes-preserve-unknown-fields': true };
const opens = { type: 'array', items: open };
const object = (properties: JsonObject, required: readonly string[] = []): JsonObject => ({
  type: 'object',
  properties,
  ...(required.length === 0 ? {} : { required }),
});

const READY = ['Ready', '.status.conditions[?(@.type=="Ready")].status'] as const;
const STATUS = ['Status', '.status.conditions[?(@.type=="Ready")].message', 'string', 1] as const;
const AGE = ['Age', '.metadata.creationTimestamp', 'date'] as const;
/** Groups of Kubernetes itself say who approved them (KEP-1111). */
const APPROVED = { 'api-approved.kubernetes.io': 'https://github.com/kubernetes-sigs/gateway-api/pull/3328' };
const GATEWAY = { group: 'gateway.networking.k8s.io', version: 'v1' };
const CERT_MANAGER = { group: 'cert-manager.io', version: 'v1' };
const MONITORING = { group: 'monitoring.coreos.com', version: 'v1' };
const ISSUER = { columns: [READY, STATUS, AGE], spec: object({ selfSigned: open, acme: open, ca: open }) };

const KINDS: readonly DefinedKind[] = [
  {
    ...GATEWAY,
    kind: 'GatewayClass',
    plural: 'gatewayclasses',
    shortNames: ['gc'],
    isCluster: true,
    columns: [
      ['Controller', '.spec.controllerName'],
      ['Accepted', '.status.conditions[?(@.type=="Accepted")].status'],
      AGE,
    ],
    spec: object({ controllerName: text, description: text, parametersRef: open }, ['controllerName']),
  },
  {
    ...GATEWAY,
    kind: 'Gateway',
    plural: 'gateways',
    shortNames: ['gtw'],
    columns: [
      ['Class', '.spec.gatewayClassName'],
      ['Address', '.status.addresses[*].value'],
      ['Programmed', '.status.conditions[?(@.type=="Programmed")].status'],
      AGE,
    ],
    spec: object({ gatewayClassName: text, listeners: { ...opens, minItems: 1, maxItems: 64 } }, [
      'gatewayClassName',
      'listeners',
    ]),
  },
  {
    ...GATEWAY,
    kind: 'HTTPRoute',
    plural: 'httproutes',
    columns: [['Hostnames', '.spec.hostnames'], AGE],
    spec: object({ hostnames: { ...texts, maxItems: 16 }, parentRefs: opens, rules: opens }),
  },
  { ...CERT_MANAGER, kind: 'Issuer', plural: 'issuers', ...ISSUER },
  { ...CERT_MANAGER, kind: 'ClusterIssuer', plural: 'clusterissuers', isCluster: true, ...ISSUER },
  {
    ...CERT_MANAGER,
    kind: 'Certificate',
    plural: 'certificates',
    shortNames: ['cert', 'certs'],
    columns: [READY, ['Secret', '.spec.secretName'], ['Issuer', '.spec.issuerRef.name', 'string', 1], STATUS, AGE],
    spec: object(
      {
        secretName: text,
        dnsNames: texts,
        duration: text,
        renewBefore: text,
        issuerRef: object({ name: text, kind: text, group: text }, ['name']),
      },
      ['issuerRef', 'secretName'],
    ),
  },
  {
    group: 'argoproj.io',
    version: 'v1alpha1',
    kind: 'Application',
    plural: 'applications',
    shortNames: ['app', 'apps'],
    columns: [
      ['Sync Status', '.status.sync.status'],
      ['Health Status', '.status.health.status'],
      ['Revision', '.status.sync.revision', 'string', 10],
      ['Project', '.spec.project', 'string', 10],
    ],
    spec: object(
      {
        project: text,
        source: object({ repoURL: text, path: text, targetRevision: text }, ['repoURL']),
        destination: object({ server: text, namespace: text }),
        syncPolicy: open,
      },
      ['destination', 'project'],
    ),
    more: { operation: open },
  },
  {
    ...MONITORING,
    kind: 'ServiceMonitor',
    plural: 'servicemonitors',
    shortNames: ['smon'],
    columns: [AGE],
    spec: object({ selector: open, endpoints: opens, namespaceSelector: open }, ['endpoints', 'selector']),
  },
  {
    ...MONITORING,
    kind: 'PrometheusRule',
    plural: 'prometheusrules',
    shortNames: ['promrule'],
    columns: [AGE],
    spec: object({ groups: { type: 'array', items: object({ name: text, interval: text, rules: opens }, ['name']) } }),
  },
];

function definition({
  group,
  version,
  kind,
  plural,
  shortNames,
  isCluster,
  columns,
  spec,
  more,
}: DefinedKind): KubeObject {
  const additionalPrinterColumns = columns.map(([name, jsonPath, type = 'string', priority]) => ({
    name,
    type,
    jsonPath,
    ...(priority === undefined ? {} : { priority }),
  }));
  const openAPIV3Schema = object({ ...more, spec, status: open }, ['spec']);
  return {
    metadata: {
      name: `${plural}.${group}`,
      ...(group.endsWith('.k8s.io') ? { annotations: APPROVED } : {}),
    },
    spec: {
      group,
      scope: isCluster === true ? 'Cluster' : 'Namespaced',
      names: { kind, plural, ...(shortNames === undefined ? {} : { shortNames }) },
      versions: [
        {
          name: version,
          served: true,
          storage: true,
          schema: { openAPIV3Schema },
          subresources: { status: {} },
          additionalPrinterColumns,
        },
      ],
    },
  };
}

const isTrue = (type: string, reason: string, message: string) => ({ type, status: 'True', reason, message });
const condition = (now: string, entry: JsonObject) => ({ ...entry, lastTransitionTime: now });

interface DefinedObject {
  readonly resource: string;
  readonly kind: string;
  readonly name: string;
  readonly namespace?: string;
  readonly spec: JsonObject;
  readonly status: (now: string) => JsonObject;
}

const ready = (message: string) => (now: string) => ({
  conditions: [condition(now, isTrue('Ready', 'Ready', message))],
});

const OBJECTS: readonly DefinedObject[] = [
  {
    resource: 'gatewayclasses.v1.gateway.networking.k8s.io',
    kind: 'GatewayClass',
    name: 'edge',
    spec: { controllerName: 'example.com/edge-controller' },
    status: now => ({ conditions: [condition(now, isTrue('Accepted', 'Accepted', 'Handled by the edge controller'))] }),
  },
  {
    resource: 'gateways.v1.gateway.networking.k8s.io',
    kind: 'Gateway',
    name: 'public',
    namespace: 'platform',
    spec: { gatewayClassName: 'edge', listeners: [{ name: 'https', port: 443, protocol: 'HTTPS' }] },
    status: now => ({
      addresses: [{ type: 'IPAddress', value: '203.0.113.10' }],
      conditions: [condition(now, isTrue('Programmed', 'Programmed', 'All listeners are programmed'))],
    }),
  },
  {
    resource: 'httproutes.v1.gateway.networking.k8s.io',
    kind: 'HTTPRoute',
    name: 'storefront',
    namespace: 'shop',
    spec: {
      hostnames: ['shop.example.com'],
      parentRefs: [{ name: 'public', namespace: 'platform' }],
      rules: [{ backendRefs: [{ name: 'storefront', port: 80 }] }],
    },
    status: () => ({ parents: [] }),
  },
  {
    resource: 'clusterissuers.v1.cert-manager.io',
    kind: 'ClusterIssuer',
    name: 'internal',
    spec: { selfSigned: {} },
    status: ready('The issuer is ready'),
  },
  {
    resource: 'issuers.v1.cert-manager.io',
    kind: 'Issuer',
    name: 'team',
    namespace: 'marketing',
    spec: { selfSigned: {} },
    status: ready('The issuer is ready'),
  },
  {
    resource: 'certificates.v1.cert-manager.io',
    kind: 'Certificate',
    name: 'shop',
    namespace: 'shop',
    spec: {
      secretName: 'shop-tls',
      dnsNames: ['shop.example.com'],
      duration: '2160h',
      renewBefore: '360h',
      issuerRef: { name: 'internal', kind: 'ClusterIssuer' },
    },
    status: ready('Certificate is up to date and has not expired'),
  },
  {
    resource: 'applications.v1alpha1.argoproj.io',
    kind: 'Application',
    name: 'shop',
    namespace: 'platform',
    spec: {
      project: 'default',
      source: { repoURL: 'https://git.example.com/shop.git', path: 'deploy', targetRevision: 'main' },
      destination: { server: 'https://kubernetes.default.svc', namespace: 'shop' },
    },
    status: () => ({
      sync: { status: 'OutOfSync', revision: '4f1c2aa90b' },
      health: { status: 'Degraded' },
    }),
  },
  {
    resource: 'servicemonitors.v1.monitoring.coreos.com',
    kind: 'ServiceMonitor',
    name: 'storefront',
    namespace: 'shop',
    spec: { selector: { matchLabels: { app: 'storefront' } }, endpoints: [{ port: 'http', interval: '30s' }] },
    status: () => ({}),
  },
  {
    resource: 'prometheusrules.v1.monitoring.coreos.com',
    kind: 'PrometheusRule',
    name: 'cronjobs',
    namespace: 'platform',
    spec: {
      groups: [
        {
          name: 'cronjobs',
          rules: [
            { alert: 'CronJobMissed', expr: 'time() - kube_cronjob_status_last_schedule_time > 90000', for: '10m' },
          ],
        },
      ],
    },
    status: () => ({}),
  },
];

/** Kinds of the Gateway API, cert-manager, Argo CD and the Prometheus operator. */
export async function seedCustomKinds(client: ApiClient): Promise<void> {
  for (const kind of KINDS) await client.create('customresourcedefinitions.v1.apiextensions.k8s.io', definition(kind));
}

/** Those kinds, and an object or two of each. */
export async function seedDefinitions(client: ApiClient, now: string): Promise<void> {
  await seedCustomKinds(client);
  for (const { resource, kind, name, namespace, spec, status } of OBJECTS) {
    const [, version = '', ...group] = resource.split('.');
    const typed = { kind, apiVersion: `${group.join('.')}/${version}` };
    const metadata = { name, ...(namespace === undefined ? {} : { namespace }) };
    const created = await client.create(resource, { ...typed, metadata, spec });
    await client.update(resource, { ...created, ...typed, status: status(now) }, 'status');
  }
}
