import type { CancelSignal, Clock } from '@lanthorn/base/clock.ts';
import type { Logger } from '@lanthorn/base/logger.ts';
import type { Random } from '@lanthorn/base/random.ts';
import type { ApiSource } from '@lanthorn/kube/api/api-request.ts';
import type { KubeObject } from '@lanthorn/kube/objects/kube-object.ts';
import type { ContainerCommands } from './node/container-process.ts';
import { startControllers } from './controller-manager.ts';
import type { SimulatedKubelet } from './node/kubelet.ts';
import { seedScenario } from './scenarios/scenario.ts';
import { seedSize } from './scenarios/scenario-size.ts';

/** How long a demo's company has had its cluster. */
export const DEMO_AGE_MS = 60 * 86_400_000;

export interface DemoClusterOptions {
  /** An empty cluster as its administrator sees it. */
  readonly source: ApiSource;
  readonly load: (resource: string, object: KubeObject) => void;
  readonly clock: Clock;
  readonly random: Random;
  readonly logger: Logger;
  readonly signal: CancelSignal;
  /** Further pods, for size; 0 for the scenario alone. */
  readonly pods: number;
  /** The certificate of the API server, where it serves HTTPS. */
  readonly certificateAuthority?: string;
  /** Runs what containers are told to. */
  readonly commands?: ContainerCommands;
}

/** Fills an empty cluster and brings it to life; resolves when everything runs. */
export async function startDemoCluster(options: DemoClusterOptions): Promise<SimulatedKubelet> {
  const { clock, random, load, source, pods } = options;
  await seedScenario({ source, load, random, now: clock.now() });
  if (pods > 0) seedSize({ load, random, now: clock.now(), pods });
  return startControllers(options);
}
