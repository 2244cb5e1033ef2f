import { asObject, getPath, type JsonObject } from '@lanthorn/base/json.ts';
import { type Random, randomInt, randomSuffix, randomUuid } from '@lanthorn/base/random.ts';
import type { ApiSource } from '@lanthorn/kube/api/api-request.ts';
import { cronJobSchedule } from '@lanthorn/kube/schedule/cron-job-schedule.ts';
import { nextRun } from '@lanthorn/kube/schedule/cron-next.ts';
import { formatTime, type KubeObject } from '@lanthorn/kube/objects/kube-object.ts';
import { ApiClient } from '../machinery/api-client.ts';
import { seedDefinitions } from './scenario-definitions.ts';
import { templateHash } from '../controllers/deployment-controller.ts';
import type { ContainerState } from '../node/container-state.ts';
import { withIndex } from '../controllers/indexed-pod.ts';
import { formatIndexes } from '../controllers/job-policies.ts';
import { podStatus } from '../node/pod-status.ts';
import { podFromTemplate } from '../controllers/pod-template.ts';
import {
  CRONJOBS,
  type CronJobPlan,
  DEPLOYMENTS,
  type DeploymentPlan,
  SETS,
  STUCK_DEPLOYMENT,
  STUCK_IMAGE,
} from './scenario-workloads.ts';
import { planRun, simulationAnnotation } from '../node/simulation.ts';

export interface ScenarioOptions {
  readonly source: ApiSource;
  /** Puts a complete object into the cluster without defaulting, for history that the API would not let anyone write. */
  readonly load: (resource: string, object: KubeObject) => void;
  readonly random: Random;
  readonly now: number;
}

const NAMESPACES = ['shop', 'payments', 'data', 'platform', 'marketing', 'staging'];
const NODES = 6;
const NOT_READY_NODE = 4;
const DAY_MS = 86_400_000;
const MINUTE_MS = 60_000;
/** Past runs that a CronJob shows at once; a controller would have kept no more. */
const MAX_PAST_RUNS = 10;

/** A company's cluster of some 400 objects, as if it had been running for weeks. Run before the controllers start. */
export async function seedScenario(options: ScenarioOptions): Promise<void> {
  await new Scenario(options).seed();
}

class Scenario {
  readonly #client: ApiClient;
  readonly #load: ScenarioOptions['load'];
  readonly #random: Random;
  readonly #now: number;

  constructor({ source, load, random, now }: ScenarioOptions) {
    this.#client = new ApiClient(source, 'kubectl-create');
    this.#load = load;
    this.#random = random;
    this.#now = now;
  }

  async seed(): Promise<void> {
    for (const name of NAMESPACES) {
      await this.#backdated('namespaces.v1.', { metadata: { name, labels: { team: name } } }, 60 * DAY_MS);
    }
    for (const namespace of ['default', ...NAMESPACES]) {
      await this.#backdated('serviceaccounts.v1.', { metadata: { name: 'default', namespace } }, 60 * DAY_MS);
      await this.#backdated(
        'configmaps.v1.',
        { metadata: { name: 'kube-root-ca.crt', namespace }, data: { 'ca.crt': '-' } },
        60 * DAY_MS,
      );
    }
    for (let i = 0; i < NODES; i++) await this.#node(i);
    for (const plan of DEPLOYMENTS) await this.#deployment(plan);
    await this.#stuckRollout();
    for (const plan of CRONJOBS) await this.#cronJob(plan);
    await this.#configuration();
    await this.#access();
    await this.#sets();
    await seedDefinitions(this.#client, formatTime(this.#now - DAY_MS));
  }

  async #backdated(
    resource: string,
    object: KubeObject,
    history: number | { ageMs: number; change: JsonObject },
  ): Promise<KubeObject> {
    const { ageMs, change } = typeof history === 'number' ? { ageMs: history, change: {} as JsonObject } : history;
    const created = await this.#client.create(resource, object);
    const dated: KubeObject = {
      ...created,
      ...change,
      metadata: {
        ...created.metadata,
        ...asObject(change['metadata']),
        creationTimestamp: formatTime(this.#now - ageMs),
      },
    };
    delete dated.kind;
    delete dated.apiVersion;
    this.#load(resource, dated);
    return dated;
  }

  async #node(i: number): Promise<void> {
    const isReady = i !== NOT_READY_NODE;
    const since = formatTime(this.#now - (isReady ? 50 * DAY_MS : 25 * MINUTE_MS));
    const labels: Record<string, string> = {
      'kubernetes.io/hostname': `node-${i}`,
      'kubernetes.io/os': 'linux',
      'kubernetes.io/arch': 'amd64',
      'topology.kubernetes.io/zone': `zone-${'abc'.charAt(i % 3)}`,
      ...(i === 0 ? { 'node-role.kubernetes.io/control-plane': '' } : {}),
    };
    const ready = isReady
      ? { status: 'True', reason: 'KubeletReady', message: 'kubelet is posting ready status' }
      : { status: 'Unknown', reason: 'NodeStatusUnknown', message: 'Kubelet stopped posting node status.' };
    const pressure = ['MemoryPressure', 'DiskPressure', 'PIDPressure'].map(type => ({
      type,
      status: isReady ? 'False' : 'Unknown',
      reason: `KubeletHas${type}`,
      lastTransitionTime: since,
    }));
    const capacity = { cpu: '16', memory: '65536Mi', pods: '250' };
    await this.#backdated(
      'nodes.v1.',
      {
        metadata: { name: `node-${i}`, labels },
        spec: {
          podCIDR: `10.244.${i}.0/24`,
          ...(isReady
            ? {}
            : { taints: [{ key: 'node.kubernetes.io/unreachable', effect: 'NoSchedule', timeAdded: since }] }),
        },
        status: {
          capacity,
          allocatable: capacity,
          conditions: [...pressure, { type: 'Ready', ...ready, lastTransitionTime: since }],
          addresses: [
            { type: 'InternalIP', address: `192.168.10.${10 + i}` },
            { type: 'Hostname', address: `node-${i}` },
          ],
          nodeInfo: {
            machineID: `demo-${i}`,
            systemUUID: `demo-${i}`,
            bootID: `demo-${i}`,
            architecture: 'amd64',
            operatingSystem: 'linux',
            kernelVersion: '6.12.0-demo',
            osImage: 'Lanthorn Demo Linux',
            containerRuntimeVersion: 'containerd://2.1.4',
            kubeletVersion: 'v1.37.2',
            kubeProxyVersion: '',
          },
        },
      },
      50 * DAY_MS,
    );
  }

  async #deployment(plan: DeploymentPlan): Promise<KubeObject> {
    const { namespace, name, replicas, image, simulation = {} } = plan;
    const labels = { app: name };
    const template = {
      metadata: { labels: { ...labels, team: namespace }, annotations: simulationAnnotation(simulation) },
      spec: { containers: [container(name, image)] },
    };
    const ageMs = randomInt(this.#random, 2, 40) * DAY_MS;
    const deployment = await this.#backdated(
      'deployments.v1.apps',
      {
        metadata: { name, namespace, labels, annotations: { 'deployment.kubernetes.io/revision': '1' } },
        spec: { replicas, selector: { matchLabels: labels }, template },
      },
      ageMs,
    );
    await this.#client.create('services.v1.', {
      metadata: { name, namespace, labels },
      spec: { selector: labels, ports: [{ name: 'http', port: 80, targetPort: 8080 }] },
    });
    await this.#replicaSet(deployment, ageMs);
    return deployment;
  }

  /** The ReplicaSet and pods a controller would have made, so that they are as old as their Deployment. */
  async #replicaSet(deployment: KubeObject, ageMs: number): Promise<void> {
    const template = asObject(getPath(deployment, 'spec', 'template'));
    const hash = templateHash(template);
    const { name = '', namespace = '', uid = '', labels = {} } = deployment.metadata;
    const selected = { ...labels, 'pod-template-hash': hash };
    const replicas = Number(getPath(deployment, 'spec', 'replicas'));
    const set = await this.#backdated(
      'replicasets.v1.apps',
      {
        metadata: {
          name: `${name}-${hash}`,
          namespace,
          labels: selected,
          annotations: { 'deployment.kubernetes.io/revision': '1' },
          ownerReferences: [
            { apiVersion: 'apps/v1', kind: 'Deployment', name, uid, controller: true, blockOwnerDeletion: true },
          ],
        },
        spec: {
          replicas,
          selector: { matchLabels: selected },
          template: {
            ...template,
            metadata: {
              ...asObject(template['metadata']),
              labels: { ...asObject(getPath(template, 'metadata', 'labels')), 'pod-template-hash': hash },
            },
          },
        },
      },
      {
        ageMs,
        change: {
          status: {
            replicas,
            fullyLabeledReplicas: replicas,
            readyReplicas: replicas,
            availableReplicas: replicas,
            observedGeneration: 1,
          },
        },
      },
    );
    for (let i = 0; i < replicas; i++) {
      const podAge = Math.floor(ageMs * (0.3 + 0.7 * this.#random.next()));
      await this.#pod(
        set,
        { kind: 'ReplicaSet', apiVersion: 'apps/v1' },
        { ageMs: podAge, state: { kind: 'running', startedAt: this.#now - podAge + 2_000, isReady: true } },
      );
    }
  }

  async #pod(
    owner: KubeObject,
    type: { kind: string; apiVersion: string },
    run: { ageMs: number; state: ContainerState; uid?: string; index?: number },
  ): Promise<KubeObject> {
    const nodes = Array.from({ length: NODES - 1 }, (_, i) => i + 1);
    const nodeName = `node-${nodes[randomInt(this.#random, 0, nodes.length - 1)]}`;
    const { name: ownerName = '' } = owner.metadata;
    const pod = podFromTemplate({
      owner: { object: owner, ...type },
      template: asObject(getPath(owner, 'spec', 'template')),
      namePrefix: run.index === undefined ? `${ownerName}-` : `${ownerName}-${run.index}-`,
    });
    const indexed = run.index === undefined ? pod : withIndex(pod, { jobName: ownerName, index: run.index });
    const created = await this.#client.create('pods.v1.', indexed);
    const placed: KubeObject = {
      ...created,
      spec: { ...asObject(created['spec']), nodeName },
      metadata: { ...created.metadata, ...(run.uid === undefined ? {} : { uid: run.uid }) },
    };
    const startTime = formatTime(this.#now - run.ageMs);
    const status = podStatus(
      { ...placed, status: { startTime } },
      { state: run.state, restartCount: 0, lastState: {}, init: [] },
      this.#now - run.ageMs + 2_000,
    );
    const dated: KubeObject = { ...placed, status, metadata: { ...placed.metadata, creationTimestamp: startTime } };
    delete dated.kind;
    delete dated.apiVersion;
    this.#load('pods.v1.', dated);
    return dated;
  }

  /** Their pods are made by the controllers, at the start. */
  async #sets(): Promise<void> {
    for (const { resource, namespace, name, image, spec, nodeSelector } of SETS) {
      const labels = { app: name };
      const template = { metadata: { labels }, spec: { nodeSelector, containers: [container(name, image)] } };
      await this.#backdated(
        resource,
        { metadata: { name, namespace, labels }, spec: { ...spec, selector: { matchLabels: labels }, template } },
        40 * DAY_MS,
      );
    }
  }

  /** The new version's pods never become ready, so the rollout stands still. */
  async #stuckRollout(): Promise<void> {
    const deployment = await this.#deployment(STUCK_DEPLOYMENT);
    const template = asObject(getPath(deployment, 'spec', 'template'));
    const patch = {
      spec: {
        progressDeadlineSeconds: 60,
        template: {
          metadata: { ...asObject(template['metadata']), annotations: simulationAnnotation({ ready: false }) },
          spec: { containers: [container(STUCK_DEPLOYMENT.name, STUCK_IMAGE)] },
        },
      },
    };
    await this.#client.patch('deployments.v1.apps', deployment, { patch });
  }

  async #cronJob(plan: CronJobPlan): Promise<void> {
    const { namespace, name, schedule, timeZone, image, spec = {}, jobSpec = {}, simulation = {} } = plan;
    const labels = { app: name, team: namespace };
    const template = {
      metadata: { labels, annotations: simulationAnnotation(simulation) },
      spec: { restartPolicy: 'Never', containers: [container(name.slice(0, 40).replace(/-$/, ''), image)] },
    };
    const cronJob: KubeObject = {
      metadata: { name, namespace, labels },
      spec: {
        schedule,
        ...(timeZone === undefined ? {} : { timeZone }),
        ...spec,
        jobTemplate: { metadata: { labels }, spec: { ...jobSpec, template } },
      },
    };
    const slots = this.#pastSlots(schedule, timeZone ?? '');
    const created = await this.#backdated('cronjobs.v1.batch', cronJob, 45 * DAY_MS);
    const last = slots.at(-1);
    if (last === undefined) return;
    const lastSuccess = await this.#pastRuns(created, slots);
    const status = {
      lastScheduleTime: formatTime(last),
      ...(lastSuccess === null ? {} : { lastSuccessfulTime: formatTime(lastSuccess) }),
    };
    this.#load('cronjobs.v1.batch', { ...created, status });
  }

  /** The last slots before now; a yearly or impossible schedule has none yet. */
  #pastSlots(schedule: string, timeZone: string): number[] {
    const read = cronJobSchedule({ spec: { schedule, timeZone } });
    if (!read.ok) return [];
    const { schedule: parsed, zone } = read.value;
    // A window that holds enough slots: the interval between the next two, times the runs wanted.
    const first = nextRun(parsed, zone, this.#now);
    const second = first === null ? null : nextRun(parsed, zone, first);
    if (first === null || second === null) return [];
    const usual = (second - first) * (MAX_PAST_RUNS + 2) + 4 * DAY_MS * Number(second - first > DAY_MS / 2);
    // A schedule that rests at night or over a weekend has none in such a window then.
    for (const window of [usual, 4 * DAY_MS, 40 * DAY_MS]) {
      const slots: number[] = [];
      let at = nextRun(parsed, zone, this.#now - Math.min(40 * DAY_MS, window));
      while (at !== null && at <= this.#now) {
        slots.push(at);
        at = nextRun(parsed, zone, at);
      }
      if (slots.length > 0) return slots.slice(-MAX_PAST_RUNS);
    }
    return [];
  }

  /** Finished Jobs with their pods, as many as the history limits keep; returns the last success. */
  async #pastRuns(cronJob: KubeObject, slots: readonly number[]): Promise<number | null> {
    const keep = {
      Complete: Number(getPath(cronJob, 'spec', 'successfulJobsHistoryLimit')),
      Failed: Number(getPath(cronJob, 'spec', 'failedJobsHistoryLimit')),
    };
    let lastSuccess: number | null = null;
    for (const slot of [...slots].reverse()) {
      if (keep.Complete + keep.Failed === 0) break;
      const uid = randomUuid(this.#random);
      const annotations = asObject(
        getPath(cronJob, 'spec', 'jobTemplate', 'spec', 'template', 'metadata', 'annotations'),
      ) as Record<string, string>;
      const { durationMs, exitCode } = planRun({ metadata: { uid, annotations } }, 0);
      const finishedAt = slot + (durationMs ?? 300_000) + 2_000;
      const outcome = exitCode === 0 && durationMs !== null ? 'Complete' : 'Failed';
      if (finishedAt > this.#now || keep[outcome] === 0) continue;
      keep[outcome]--;
      if (outcome === 'Complete') lastSuccess ??= finishedAt;
      await this.#pastJob(cronJob, { slot, finishedAt, outcome, exitCode, podUid: uid });
    }
    return lastSuccess;
  }

  async #pastJob(
    cronJob: KubeObject,
    run: { slot: number; finishedAt: number; outcome: 'Complete' | 'Failed'; exitCode: number; podUid: string },
  ): Promise<void> {
    const { name = '', namespace = '', uid = '', labels = {} } = cronJob.metadata;
    const ageMs = this.#now - run.slot;
    const end = formatTime(run.finishedAt);
    const condition =
      run.outcome === 'Complete'
        ? { reason: 'CompletionsReached', message: 'Reached expected number of succeeded pods' }
        : { reason: 'BackoffLimitExceeded', message: 'Job has reached the specified backoff limit' };
    const conditions = [run.outcome === 'Complete' ? 'SuccessCriteriaMet' : 'FailureTarget', run.outcome].map(type => ({
      type,
      status: 'True',
      lastProbeTime: end,
      lastTransitionTime: end,
      ...condition,
    }));
    const completions = Number(getPath(cronJob, 'spec', 'jobTemplate', 'spec', 'completions') ?? 1);
    const isIndexed = getPath(cronJob, 'spec', 'jobTemplate', 'spec', 'completionMode') === 'Indexed';
    const indexes = isIndexed && run.outcome === 'Complete' ? Array.from({ length: completions }, (_, i) => i) : [];
    const counts =
      run.outcome === 'Complete'
        ? {
            completionTime: end,
            succeeded: completions,
            ...(isIndexed ? { completedIndexes: formatIndexes(indexes) } : {}),
          }
        : { failed: 1 };
    const job = await this.#backdated(
      'jobs.v1.batch',
      {
        metadata: {
          name: `${name}-${Math.floor(run.slot / MINUTE_MS)}`,
          namespace,
          labels,
          annotations: { 'batch.kubernetes.io/cronjob-scheduled-timestamp': formatTime(run.slot) },
          ownerReferences: [
            { apiVersion: 'batch/v1', kind: 'CronJob', name, uid, controller: true, blockOwnerDeletion: true },
          ],
        },
        spec: getPath(cronJob, 'spec', 'jobTemplate', 'spec'),
      },
      {
        ageMs,
        change: {
          status: {
            conditions,
            startTime: formatTime(run.slot),
            ...counts,
            terminating: 0,
            uncountedTerminatedPods: {},
            ready: 0,
          },
        },
      },
    );
    const reason = run.exitCode === 0 ? 'Completed' : run.exitCode === 137 ? 'OOMKilled' : 'Error';
    const state: ContainerState = {
      kind: 'terminated',
      startedAt: run.slot + 2_000,
      finishedAt: run.finishedAt,
      exitCode: run.exitCode,
      reason,
    };
    const type = { kind: 'Job', apiVersion: 'batch/v1' };
    await this.#pod(job, type, { ageMs, state, uid: run.podUid, ...(isIndexed ? { index: 0 } : {}) });
    for (const index of indexes.slice(1)) await this.#pod(job, type, { ageMs, state, index });
  }

  async #configuration(): Promise<void> {
    for (const namespace of NAMESPACES) {
      for (let i = 0; i < 4; i++) {
        await this.#backdated(
          'configmaps.v1.',
          { metadata: { name: `settings-${i}`, namespace }, data: { 'app.yaml': `tier: ${i}\n`, region: 'eu-west-1' } },
          20 * DAY_MS,
        );
      }
      for (const name of ['database', 'api-token']) {
        const stringData = { username: namespace, password: `demo-${randomSuffix(this.#random, 12)}` };
        await this.#backdated('secrets.v1.', { metadata: { name, namespace }, stringData }, 30 * DAY_MS);
      }
    }
  }

  /** dana works in one namespace and may not list namespaces; the viewer may look at everything but Secrets. */
  async #access(): Promise<void> {
    const rbac = 'v1.rbac.authorization.k8s.io';
    const subject = (name: string) => [{ kind: 'User', apiGroup: 'rbac.authorization.k8s.io', name }];
    const roleRef = (name: string) => ({ apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name });
    await this.#client.create(`rolebindings.${rbac}`, {
      metadata: { name: 'dana-edits', namespace: 'shop' },
      subjects: subject('dana'),
      roleRef: roleRef('edit'),
    });
    await this.#client.create(`clusterrolebindings.${rbac}`, {
      metadata: { name: 'viewer-views' },
      subjects: subject('viewer'),
      roleRef: roleRef('view'),
    });
  }
}

function container(name: string, image: string): JsonObject {
  return {
    name,
    image,
    resources: { requests: { cpu: '100m', memory: '128Mi' }, limits: { memory: '512Mi' } },
    env: [{ name: 'LOG_LEVEL', value: 'info' }],
  };
}
