import type { CancelSignal, Clock } from '@lanthorn/base/clock.ts';
import type { Logger } from '@lanthorn/base/logger.ts';
import type { Random } from '@lanthorn/base/random.ts';
import type { ApiSource } from '@lanthorn/kube/api/api-request.ts';
import { parseTime } from '@lanthorn/kube/objects/kube-object.ts';
import { ControllerContext, WATCHED_BY_NODES } from './machinery/controller-context.ts';
import type { ContainerCommands } from './node/container-process.ts';
import { CronJobController } from './controllers/cronjob-controller.ts';
import { DeploymentController } from './controllers/deployment-controller.ts';
import { DaemonSetController } from './controllers/daemonset-controller.ts';
import { DisruptionController } from './controllers/disruption-controller.ts';
import { EndpointsController } from './controllers/endpoints-controller.ts';
import { EphemeralVolumeController } from './controllers/volumes/ephemeral-volume-controller.ts';
import { EVENT_TTL_MS } from './machinery/event-recorder.ts';
import { GarbageCollector } from './controllers/garbage-collector.ts';
import { HpaController } from './controllers/hpa-controller.ts';
import { JobController } from './controllers/job-controller.ts';
import { SimulatedKubelet } from './node/kubelet.ts';
import { NodeHeartbeats } from './node/node-heartbeats.ts';
import { NamespaceController } from './controllers/namespace-controller.ts';
import { NamespaceDefaultsController } from './controllers/namespace-defaults-controller.ts';
import { NodeTaintsController } from './controllers/nodes/node-taints-controller.ts';
import { PersistentVolumeController } from './controllers/volumes/persistent-volume-controller.ts';
import { PodGarbageCollector } from './controllers/nodes/pod-garbage-collector.ts';
import { ReplicaSetController, ReplicationControllerController } from './controllers/replicaset-controller.ts';
import { ResourceQuotaController } from './controllers/resource-quota-controller.ts';
import { Scheduler } from './controllers/scheduler.ts';
import { StatefulSetController } from './controllers/statefulset-controller.ts';
import { TaintEvictionController } from './controllers/nodes/taint-eviction-controller.ts';
import { VolumeProtectionController } from './controllers/volumes/volume-protection-controller.ts';
import { VolumeProvisioner } from './controllers/volumes/volume-provisioner.ts';

/** Old events go in one sweep, often enough that they never pile up. */
const EVENT_SWEEP_MS = 300_000;

/** Starts everything that makes a cluster alive; resolves when all controllers have seen the cluster. */
export async function startControllers(options: {
  readonly source: ApiSource;
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
  readonly signal: CancelSignal;
  /** What every namespace is told to trust: the certificate of the API server, where it serves HTTPS. */
  readonly certificateAuthority?: string;
  /** Runs what containers are told to; without it what they do is made up. */
  readonly commands?: ContainerCommands;
}): Promise<SimulatedKubelet> {
  const context = new ControllerContext(options);
  for (const Controller of [
    CronJobController,
    JobController,
    DeploymentController,
    StatefulSetController,
    DaemonSetController,
    DisruptionController,
    EndpointsController,
    EphemeralVolumeController,
    HpaController,
    PersistentVolumeController,
    PodGarbageCollector,
    ReplicaSetController,
    ReplicationControllerController,
    GarbageCollector,
    NamespaceController,
    NamespaceDefaultsController,
    NodeTaintsController,
    ResourceQuotaController,
    Scheduler,
    TaintEvictionController,
    VolumeProtectionController,
    VolumeProvisioner,
  ]) {
    new Controller(context);
  }
  const { commands } = options;
  const kubelet = new SimulatedKubelet(context, commands === undefined ? {} : { commands });
  sweepEvents(context);
  await context.start();
  if (!context.signal.aborted) new NodeHeartbeats(context);
  return kubelet;
}

/** Only the nodes' part, for a cluster that has controllers of its own; resolves when it has seen the pods. */
export async function startKubelet(
  options: ConstructorParameters<typeof ControllerContext>[0],
  nodes: ConstructorParameters<typeof SimulatedKubelet>[1] = {},
): Promise<SimulatedKubelet> {
  const context = new ControllerContext({ ...options, watched: WATCHED_BY_NODES });
  const kubelet = new SimulatedKubelet(context, nodes);
  await context.start();
  return kubelet;
}

function sweepEvents(context: ControllerContext): void {
  const sweep = async () => {
    const cutoff = context.clock.now() - EVENT_TTL_MS;
    for await (const page of context.client.pages('events.v1.')) {
      for (const event of page) {
        const last = parseTime(event['lastTimestamp']) ?? parseTime(event.metadata.creationTimestamp) ?? 0;
        if (last < cutoff) await context.client.delete('events.v1.', event);
      }
    }
  };
  let cancel = () => {};
  const tick = () => {
    sweep().catch((error: unknown) => context.logger.warn({ error: String(error) }, 'event sweep failed'));
    cancel = context.clock.schedule(EVENT_SWEEP_MS, tick);
  };
  cancel = context.clock.schedule(EVENT_SWEEP_MS, tick);
  context.signal.addEventListener('abort', () => cancel());
}
