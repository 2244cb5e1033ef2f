import { asArray, asString, getPath } from '@lanthorn/base/json.ts';
import { parseQuantity } from '@lanthorn/kube/objects/quantity.ts';

export const MEBI = 1024 * 1024;

/** Cores and bytes; null for what the server does not say. */
export interface Usage {
  readonly cpu: number | null;
  readonly memory: number | null;
}

/** What is measured, by what it is called. */
export type Measured = keyof Usage;
export const MEASURED: readonly Measured[] = ['cpu', 'memory'];

/** What a NodeMetrics or PodMetrics says is used, of a pod by all its containers together. Null where it says nothing. Total. */
export function usageOf(metrics: unknown): Usage | null {
  const own = getPath(metrics, 'usage');
  if (own !== undefined) return readUsage(own);
  const containers = containerUsages(metrics);
  if (containers.size === 0) return null;
  const sum = (read: (usage: Usage) => number | null) => {
    const told = [...containers.values()].flatMap(usage => read(usage) ?? []);
    return told.length === 0 ? null : told.reduce((all, one) => all + one, 0);
  };
  return { cpu: sum(({ cpu }) => cpu), memory: sum(({ memory }) => memory) };
}

/** What each container of a pod uses, by its name. */
export function containerUsages(podMetrics: unknown): ReadonlyMap<string, Usage> {
  return new Map(
    asArray(getPath(podMetrics, 'containers')).map(container => [
      asString(getPath(container, 'name')),
      readUsage(getPath(container, 'usage')),
    ]),
  );
}

function readUsage(usage: unknown): Usage {
  const amount = (resource: Measured) => parseQuantity(asString(getPath(usage, resource)));
  return { cpu: amount('cpu'), memory: amount('memory') };
}
