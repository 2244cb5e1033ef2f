import { asArray, asNumber, asObject, asString, getPath } from '@lanthorn/base/json.ts';
import type { KubeObject } from '@lanthorn/kube/objects/kube-object.ts';
import { parseQuantity } from '@lanthorn/kube/objects/quantity.ts';
import { chanceOf, readSimulation } from './simulation.ts';

export interface ContainerUsage {
  readonly name: string;
  readonly cpu: number;
  readonly memory: number;
}

/** Of a container that asks for nothing. */
const DEFAULT_CPU = 0.05;
const DEFAULT_MEMORY = 64 * 1024 * 1024;
/** Load rises and falls with this period. */
const WAVE_MS = 900_000;

/** What a simulated container uses: a share of its requests that is its own and moves slowly, or the share its annotation says. */
export function podUsage(pod: KubeObject, now: number): ContainerUsage[] {
  const { cpuShare } = readSimulation(pod);
  return asArray(getPath(pod, 'spec', 'containers')).map(entry => {
    const container = asObject(entry);
    const name = asString(container['name']);
    const requested = (resource: string) => {
      const amount = getPath(container, 'resources', 'requests', resource);
      return asNumber(amount) ?? parseQuantity(asString(amount));
    };
    const own = chanceOf(`${pod.metadata.uid ?? ''}/${name}/usage`);
    const wave = Math.sin((now / WAVE_MS + own) * 2 * Math.PI);
    const share = cpuShare ?? 0.2 + 0.4 * own + 0.15 * wave;
    return {
      name,
      cpu: (requested('cpu') ?? DEFAULT_CPU) * share,
      memory: (requested('memory') ?? DEFAULT_MEMORY) * (0.4 + 0.4 * own + 0.05 * wave),
    };
  });
}
