import type { JsonObject } from '@lanthorn/base/json.ts';

/** One CronJob of the demo company; what its pods do is in `simulation`. */
export interface CronJobPlan {
  readonly namespace: string;
  readonly name: string;
  readonly schedule: string;
  readonly timeZone?: string;
  readonly image: string;
  readonly spec?: JsonObject;
  readonly jobSpec?: JsonObject;
  readonly simulation?: JsonObject;
}

const ok = (from: number, to: number, log = 'batch'): JsonObject => ({ runSeconds: [from, to], log });
const flaky = (rate: number, exitCode = 1): JsonObject => ({
  runSeconds: [4, 15],
  failureRate: rate,
  exitCode,
  log: 'batch',
});

/** Every minute to yearly, nine zones; failing, suspended, never due, overlapping. */
export const CRONJOBS: readonly CronJobPlan[] = [
  {
    namespace: 'shop',
    name: 'cart-cleanup',
    schedule: '* * * * *',
    image: 'registry.example/shop/cart:4.2.0',
    simulation: ok(5, 20),
    spec: { successfulJobsHistoryLimit: 8 },
  },
  {
    namespace: 'shop',
    name: 'stock-sync',
    schedule: '*/2 * * * *',
    image: 'registry.example/shop/stock:1.9.3',
    simulation: flaky(0.3),
    spec: { successfulJobsHistoryLimit: 6, failedJobsHistoryLimit: 4 },
    jobSpec: { backoffLimit: 1 },
  },
  {
    namespace: 'shop',
    name: 'price-feed',
    schedule: '*/5 * * * *',
    timeZone: 'Europe/London',
    image: 'registry.example/shop/prices:2.0.1',
    simulation: ok(20, 45, 'json'),
    spec: { successfulJobsHistoryLimit: 10 },
  },
  {
    namespace: 'shop',
    name: 'abandoned-basket-mails',
    schedule: '15 */2 * * *',
    timeZone: 'Europe/Berlin',
    image: 'registry.example/shop/mailer:7.1.0',
    simulation: ok(10, 40),
  },
  {
    namespace: 'shop',
    name: 'black-friday-banner',
    schedule: '0 0 27 11 *',
    timeZone: 'America/New_York',
    image: 'registry.example/shop/banner:1.0.0',
    simulation: ok(3, 5),
  },
  {
    namespace: 'payments',
    name: 'settlement',
    schedule: '30 2 * * *',
    timeZone: 'America/New_York',
    image: 'registry.example/pay/settle:3.3.0',
    simulation: ok(40, 90),
    spec: { concurrencyPolicy: 'Forbid', startingDeadlineSeconds: 3600 },
  },
  {
    namespace: 'payments',
    name: 'fraud-model-refresh',
    schedule: '*/3 * * * *',
    image: 'registry.example/pay/fraud:0.12.4',
    simulation: { runSeconds: [260, 320], log: 'json' },
    spec: { concurrencyPolicy: 'Forbid' },
  },
  {
    namespace: 'payments',
    name: 'currency-rates',
    schedule: '*/10 8-18 * * 1-5',
    timeZone: 'Europe/Zurich',
    image: 'registry.example/pay/rates:1.4.0',
    simulation: flaky(0.15, 2),
  },
  {
    namespace: 'payments',
    name: 'dispute-export',
    schedule: '0 6 * * 1',
    timeZone: 'America/Chicago',
    image: 'registry.example/pay/export:2.2.2',
    simulation: ok(30, 60),
  },
  {
    namespace: 'payments',
    name: 'pci-scan',
    schedule: '0 4 1 * *',
    image: 'registry.example/sec/scan:9.0.0',
    simulation: flaky(1, 3),
    jobSpec: { backoffLimit: 0 },
  },
  {
    namespace: 'data',
    name: 'hourly-rollup',
    schedule: '@hourly',
    image: 'registry.example/data/rollup:5.6.1',
    simulation: ok(30, 80, 'json'),
    jobSpec: { completions: 3, parallelism: 3, completionMode: 'Indexed' },
  },
  {
    namespace: 'data',
    name: 'warehouse-load',
    schedule: '*/15 * * * *',
    image: 'registry.example/data/load:5.6.1',
    simulation: { runSeconds: [40, 100], failureRate: 0.2, exitCode: 137, reason: 'OOMKilled', log: 'batch' },
    jobSpec: { backoffLimit: 1 },
    spec: { failedJobsHistoryLimit: 3 },
  },
  {
    namespace: 'data',
    name: 'nightly-backup',
    schedule: '0 3 * * *',
    timeZone: 'Asia/Shanghai',
    image: 'registry.example/data/backup:2.8.0',
    simulation: ok(60, 120),
  },
  {
    namespace: 'data',
    name: 'late-night-dst',
    schedule: '30 2 * * *',
    timeZone: 'Australia/Lord_Howe',
    image: 'registry.example/data/check:1.0.2',
    simulation: ok(5, 9),
  },
  {
    namespace: 'data',
    name: 'quarter-close',
    schedule: '0 22 31 3,12 *',
    timeZone: 'Europe/Paris',
    image: 'registry.example/data/close:1.1.0',
    simulation: ok(50, 70),
  },
  {
    namespace: 'data',
    name: 'yearly-archive',
    schedule: '@yearly',
    image: 'registry.example/data/archive:1.0.0',
    simulation: ok(20, 30),
  },
  {
    namespace: 'data',
    name: 'never-runs',
    schedule: '0 0 31 2 *',
    image: 'registry.example/data/noop:0.0.1',
    simulation: ok(1, 2),
  },
  {
    namespace: 'platform',
    name: 'cert-check',
    schedule: '*/5 * * * *',
    image: 'registry.example/ops/certs:1.2.0',
    simulation: ok(3, 6),
  },
  {
    namespace: 'platform',
    name: 'image-prune',
    schedule: '0 */6 * * *',
    timeZone: 'Asia/Kolkata',
    image: 'registry.example/ops/prune:3.0.0',
    simulation: ok(15, 25, 'colour'),
  },
  {
    namespace: 'platform',
    name: 'etcd-snapshot',
    schedule: '*/30 * * * *',
    image: 'registry.example/ops/etcd-snap:3.7.0',
    simulation: ok(8, 20),
    spec: { concurrencyPolicy: 'Replace' },
  },
  {
    namespace: 'platform',
    name: 'heartbeat',
    schedule: '@every 90s',
    image: 'registry.example/ops/ping:1.0.0',
    simulation: ok(2, 4),
  },
  {
    namespace: 'platform',
    name: 'missing-image',
    schedule: '*/20 * * * *',
    image: 'registry.example/ops/gone:0.9.9',
    simulation: { pull: 'fail' },
    jobSpec: { activeDeadlineSeconds: 300, backoffLimit: 0 },
  },
  {
    namespace: 'marketing',
    name: 'newsletter',
    schedule: '0 9 * * 1-5',
    timeZone: 'Asia/Tokyo',
    image: 'registry.example/mkt/mail:6.0.0',
    simulation: ok(20, 40),
    spec: { suspend: true },
  },
  {
    namespace: 'marketing',
    name: 'social-metrics-aggregation-for-all-brands-and-region',
    schedule: '7,37 * * * *',
    timeZone: 'America/Sao_Paulo',
    image: 'registry.example/mkt/metrics:2.3.4',
    simulation: flaky(0.1),
  },
  {
    namespace: 'staging',
    name: 'smoke-test',
    schedule: '*/4 * * * *',
    image: 'registry.example/qa/smoke:11.2.0',
    simulation: flaky(0.5, 4),
    spec: { failedJobsHistoryLimit: 5, successfulJobsHistoryLimit: 5 },
    jobSpec: { backoffLimit: 0, ttlSecondsAfterFinished: 1800 },
  },
];

export interface DeploymentPlan {
  readonly namespace: string;
  readonly name: string;
  readonly replicas: number;
  readonly image: string;
  readonly simulation?: JsonObject;
}

export const DEPLOYMENTS: readonly DeploymentPlan[] = [
  ...['storefront', 'cart', 'catalog', 'search', 'checkout'].map(name => ({
    namespace: 'shop',
    name,
    replicas: 4,
    image: `registry.example/shop/${name}:4.2.0`,
  })),
  ...['gateway', 'ledger', 'fraud', 'notifier'].map(name => ({
    namespace: 'payments',
    name,
    replicas: 3,
    image: `registry.example/pay/${name}:3.1.7`,
  })),
  ...['ingest', 'transform', 'query', 'dashboard'].map(name => ({
    namespace: 'data',
    name,
    replicas: 3,
    image: `registry.example/data/${name}:5.6.1`,
    simulation: { log: 'json' },
  })),
  ...['ingress', 'metrics', 'registry'].map(name => ({
    namespace: 'platform',
    name,
    replicas: 2,
    image: `registry.example/ops/${name}:1.8.0`,
    simulation: { log: 'colour' },
  })),
  ...['campaigns', 'landing'].map(name => ({
    namespace: 'marketing',
    name,
    replicas: 2,
    image: `registry.example/mkt/${name}:6.0.0`,
  })),
  ...['storefront', 'cart', 'checkout'].map(name => ({
    namespace: 'staging',
    name,
    replicas: 1,
    image: `registry.example/shop/${name}:4.3.0-rc2`,
  })),
  { namespace: 'kube-system', name: 'coredns', replicas: 2, image: 'registry.k8s.io/coredns/coredns:v1.12.4' },
  {
    namespace: 'staging',
    name: 'import-worker',
    replicas: 2,
    image: 'registry.example/shop/import:0.3.0',
    simulation: { runSeconds: [6, 14], exitCode: 1, failureRate: 1, log: 'batch' },
  },
];

/** Workloads whose pods have a place of their own: a number, or a node. */
export const SETS = [
  {
    resource: 'statefulsets.v1.apps',
    namespace: 'data',
    name: 'timeseries',
    image: 'registry.example/data/timeseries:3.0.2',
    port: { name: 'http', containerPort: 8428 },
    spec: {
      replicas: 2,
      serviceName: 'timeseries',
      volumeClaimTemplates: [
        {
          metadata: { name: 'data' },
          spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '50Gi' } } },
        },
      ],
    },
    nodeSelector: {},
  },
  {
    resource: 'daemonsets.v1.apps',
    namespace: 'platform',
    name: 'log-agent',
    image: 'registry.example/ops/log-agent:2.7.1',
    port: { name: 'metrics', containerPort: 2020 },
    spec: {},
    nodeSelector: { 'kubernetes.io/os': 'linux' },
  },
];

/** A rollout whose new pods never become ready. */
export const STUCK_DEPLOYMENT: DeploymentPlan = {
  namespace: 'shop',
  name: 'recommendations',
  replicas: 3,
  image: 'registry.example/shop/recommend:2.0.0',
};
export const STUCK_IMAGE = 'registry.example/shop/recommend:2.1.0';

/** Where what serves listens. */
export const HTTP_PORT = { name: 'http', containerPort: 8080 };

export function containerOf(name: string, image: string, ...ports: JsonObject[]): JsonObject {
  return {
    name,
    image,
    ...(ports.length === 0 ? {} : { ports }),
    resources: { requests: { cpu: '100m', memory: '128Mi' }, limits: { memory: '512Mi' } },
    env: [{ name: 'LOG_LEVEL', value: 'info' }],
  };
}
