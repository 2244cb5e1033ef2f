import { asString, getPath } from '@lanthorn/base/json.ts';
import { parseQuantity } from '@lanthorn/kube/objects/quantity.ts';
import { readContainerViews } from '../kinds/core/containers/container-view.ts';
import { containerUsages, type Measured, usageOf } from '../kinds/metrics.k8s.io/usage.ts';

/** What is used of a resource, what was asked for, and what there may be at most; null where that is not said, or not known. */
export interface UsageBar {
  readonly used: number | null;
  readonly request: number | null;
  readonly limit: number | null;
}

export interface UsageRow extends Readonly<Record<Measured, UsageBar>> {
  /** Of a container; '' for the object as a whole. */
  readonly name: string;
}

/** What is used of what there is: of each container that was measured or says what it asks for, or of all that a node has. Total. */
export function usageRows(object: unknown, metrics: unknown): readonly UsageRow[] {
  const containers = readContainerViews(object);
  if (containers.length > 0) {
    const used = containerUsages(metrics);
    return containers
      .filter(({ name, role, resources }) => used.has(name) || (role === 'container' && resources.length > 0))
      .map(({ name, resources }) => {
        const bar = (measured: Measured): UsageBar => {
          const range = resources.find(({ resource }) => resource === measured);
          return {
            used: used.get(name)?.[measured] ?? null,
            request: parseQuantity(range?.request ?? ''),
            limit: parseQuantity(range?.limit ?? ''),
          };
        };
        return { name, cpu: bar('cpu'), memory: bar('memory') };
      });
  }
  const whole = usageOf(metrics);
  const bar = (measured: Measured): UsageBar => ({
    used: whole?.[measured] ?? null,
    request: null,
    limit: parseQuantity(asString(getPath(object, 'status', 'allocatable', measured))),
  });
  return [{ name: '', cpu: bar('cpu'), memory: bar('memory') }];
}

/** From here on a limit is close: a container that reaches that of memory is ended. */
const CLOSE = 0.9;

/** How a bar is drawn: against the limit where there is one, else against what was asked for. Null where there is neither, or nothing is known. */
export function barShares({ used, request, limit }: UsageBar): {
  readonly share: number;
  /** Where the request stands below the limit. */
  readonly requestAt: number | null;
  readonly isClose: boolean;
} | null {
  const whole = limit ?? request;
  if (used === null || whole === null || whole <= 0) return null;
  const share = used / whole;
  return {
    share,
    requestAt: limit === null || request === null ? null : request / limit,
    isClose: limit !== null && share >= CLOSE,
  };
}
