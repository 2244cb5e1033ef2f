import { type Random, randomInt, randomSuffix, randomUuid } from '@lanthorn/base/random.ts';
import { formatTime, type KubeObject } from '@lanthorn/kube/objects/kube-object.ts';
import { alike, podStatus } from '../node/pod-status.ts';
import { seedBatch } from './scenario-size-batch.ts';

/** As many pods as one StatefulSet of the big cluster has; a node's share, and namespaces enough to filter by. */
const PODS_PER_SET = 100;
const PODS_PER_NODE = 100;
const NAMESPACES = 200;
/** Share of pods that are not simply running, so that filters find something. */
const PROBLEM_RATE = 0.01;

/** So many pods have one CronJob and one Job besides; each has an event. */
const PODS_PER_CRONJOB = 50;
const PODS_PER_JOB = 20;

/**
 * Fills a cluster to `pods` pods of realistic size over 200 namespaces, with what comes along in a cluster of that size: nodes, Jobs,
 * CronJobs, events. Parts that are equal are shared in memory.
 */
export function seedSize(options: {
  readonly load: (resource: string, object: KubeObject) => void;
  readonly random: Random;
  readonly now: number;
  readonly pods: number;
}): void {
  const { load, random, now, pods } = options;
  const created = (ageDays: number) => formatTime(now - ageDays * 86_400_000);
  for (let i = 0; i < NAMESPACES; i++) {
    const name = namespaceName(i);
    load('namespaces.v1.', {
      metadata: {
        name,
        uid: randomUuid(random),
        creationTimestamp: created(90),
        labels: { 'kubernetes.io/metadata.name': name },
      },
      spec: { finalizers: ['kubernetes'] },
      status: { phase: 'Active' },
    });
  }
  const nodes = Math.max(1, Math.ceil(pods / PODS_PER_NODE));
  for (let i = 0; i < nodes; i++) load('nodes.v1.', bigNode(i, { uid: randomUuid(random), created: created(80) }));
  for (let first = 0, set = 0; first < pods; first += PODS_PER_SET, set++) {
    const namespace = namespaceName(set % NAMESPACES);
    const owner = statefulSet(`app-${set}`, namespace, {
      uid: randomUuid(random),
      created: created(60),
      replicas: Math.min(PODS_PER_SET, pods - first),
    });
    load('statefulsets.v1.apps', owner);
    for (let i = 0; i < Math.min(PODS_PER_SET, pods - first); i++) {
      const made = pod(owner, i, { random, now, nodes });
      load('pods.v1.', made);
      load('events.v1.', podEvent(made, { random, now }));
    }
  }
  seedBatch({
    load,
    random,
    now,
    namespaces: Array.from({ length: NAMESPACES }, (_, i) => namespaceName(i)),
    cronJobs: Math.floor(pods / PODS_PER_CRONJOB),
    jobs: Math.floor(pods / PODS_PER_JOB),
  });
}

/** What is said of pods, and how grave it is. */
const MESSAGES = [
  ['Scheduled', 'Normal', 'Successfully assigned the pod to a node'],
  ['Pulled', 'Normal', 'Container image already present on machine'],
  ['Started', 'Normal', 'Container started'],
  ['BackOff', 'Warning', 'Back-off restarting failed container app in pod'],
  ['Unhealthy', 'Warning', 'Readiness probe failed: HTTP probe failed with statuscode: 503'],
] as const;
/** Events are kept for an hour; these have a while yet. */
const EVENT_AGE_MS = 20 * 60_000;

function podEvent(about: KubeObject, { random, now }: { random: Random; now: number }): KubeObject {
  const { name = '', namespace = '', uid = '' } = about.metadata;
  const [reason, type, message] = MESSAGES[randomInt(random, 0, MESSAGES.length - 1)] ?? MESSAGES[0];
  const time = formatTime(now - randomInt(random, 0, EVENT_AGE_MS));
  return {
    metadata: {
      name: `${name}.${randomSuffix(random, 16)}`,
      namespace,
      uid: randomUuid(random),
      creationTimestamp: time,
    },
    involvedObject: { apiVersion: 'v1', kind: 'Pod', name, namespace, uid },
    reason,
    type,
    message,
    count: 1,
    source: { component: 'kubelet' },
    firstTimestamp: time,
    lastTimestamp: time,
    eventTime: null,
    reportingComponent: 'kubelet',
    reportingInstance: '',
  };
}

const namespaceName = (i: number) => `team-${String(i).padStart(3, '0')}`;

function bigNode(i: number, { uid, created }: { uid: string; created: string }): KubeObject {
  const name = `worker-${String(i).padStart(4, '0')}`;
  const capacity = { cpu: '64', memory: '262144Mi', pods: '250' };
  return {
    metadata: {
      name,
      uid,
      creationTimestamp: created,
      labels: { 'kubernetes.io/hostname': name, 'topology.kubernetes.io/zone': `zone-${'abc'.charAt(i % 3)}` },
    },
    spec: {},
    status: {
      capacity,
      allocatable: capacity,
      conditions: [{ type: 'Ready', status: 'True', reason: 'KubeletReady', lastTransitionTime: created }],
      nodeInfo: { kubeletVersion: 'v1.37.2' },
    },
  };
}

function statefulSet(
  name: string,
  namespace: string,
  { uid, created, replicas }: { uid: string; created: string; replicas: number },
): KubeObject {
  const labels = {
    app: name,
    'app.kubernetes.io/name': name,
    'app.kubernetes.io/part-of': namespace,
    tier: replicas % 2 === 0 ? 'backend' : 'frontend',
  };
  const spec = {
    containers: [
      {
        name: 'app',
        image: `registry.example/${namespace}/${name}:1.0.0`,
        ports: [{ name: 'http', containerPort: 8080, protocol: 'TCP' }],
        env: Array.from({ length: 12 }, (_, i) => ({
          name: `SETTING_${i}`,
          value: `value-of-setting-${i}-for-${name}`,
        })),
        resources: { requests: { cpu: '100m', memory: '128Mi' }, limits: { memory: '256Mi' } },
        livenessProbe: {
          httpGet: { path: '/healthz', port: 'http', scheme: 'HTTP' },
          timeoutSeconds: 1,
          periodSeconds: 10,
          successThreshold: 1,
          failureThreshold: 3,
        },
        terminationMessagePath: '/dev/termination-log',
        terminationMessagePolicy: 'File',
        imagePullPolicy: 'IfNotPresent',
      },
    ],
    restartPolicy: 'Always',
    terminationGracePeriodSeconds: 30,
    dnsPolicy: 'ClusterFirst',
    securityContext: {},
    schedulerName: 'default-scheduler',
  };
  return {
    metadata: { name, namespace, uid, creationTimestamp: created, generation: 1, labels },
    spec: {
      replicas,
      serviceName: name,
      selector: { matchLabels: { app: name } },
      // Nothing is replaced by itself: that many pods are for looking at.
      podManagementPolicy: 'Parallel',
      updateStrategy: { type: 'OnDelete' },
      template: { metadata: { labels }, spec },
    },
    status: { replicas, readyReplicas: replicas },
  };
}

function pod(
  owner: KubeObject,
  i: number,
  { random, now, nodes }: { random: Random; now: number; nodes: number },
): KubeObject {
  const { name: ownerName = '', namespace = '', uid: ownerUid = '', labels = {} } = owner.metadata;
  const template = (owner['spec'] as { template: { spec: object } }).template;
  const startedAt = now - randomInt(random, 60_000, 30 * 86_400_000);
  const bare: KubeObject = {
    metadata: {
      name: `${ownerName}-${i}`,
      generateName: `${ownerName}-`,
      namespace,
      uid: randomUuid(random),
      creationTimestamp: formatTime(startedAt - 3_000),
      labels: {
        ...labels,
        'controller-revision-hash': `${ownerName}-${randomSuffix(random, 6)}`,
        'apps.kubernetes.io/pod-index': String(i),
      },
      ownerReferences: [
        {
          apiVersion: 'apps/v1',
          kind: 'StatefulSet',
          name: ownerName,
          uid: ownerUid,
          controller: true,
          blockOwnerDeletion: true,
        },
      ],
    },
    spec: { ...template.spec, nodeName: `worker-${String(randomInt(random, 0, nodes - 1)).padStart(4, '0')}` },
  };
  const isProblem = random.next() < PROBLEM_RATE;
  const state = isProblem
    ? ({ kind: 'waiting', reason: 'CrashLoopBackOff' } as const)
    : ({ kind: 'running', startedAt, isReady: true } as const);
  const restartCount = isProblem ? randomInt(random, 3, 40) : 0;
  return { ...bare, status: podStatus(bare, alike(bare, { state, restartCount, lastState: {} }), startedAt) };
}
