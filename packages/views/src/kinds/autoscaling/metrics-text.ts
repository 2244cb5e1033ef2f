import { asArray, asNumber, asString, getPath } from '@lanthorn/base/json.ts';
import { parseQuantity } from '@lanthorn/kube/objects/quantity.ts';
import { type MeterRow, shareOf } from '../../cells/cell.ts';
import { joined, numberOrText } from '../../cells/path-columns.ts';

/** Where the fields of each type of metric stand. */
const FIELDS: Readonly<Record<string, string>> = {
  Resource: 'resource',
  ContainerResource: 'containerResource',
  Pods: 'pods',
  Object: 'object',
  External: 'external',
};
const UNKNOWN = '?';

/** What an autoscaler measures: its name, what it is now and what is aimed at, as written; null where that is not said. */
interface Metric {
  readonly name: string;
  readonly now: string | null;
  readonly target: string | null;
  /** A type that is not known here is told by its name alone. */
  readonly isKnown: boolean;
}

/** What an autoscaler measures and aims at: `cpu: 12%/80%`. What it could not measure is a question mark. */
export function metricsText(autoscaler: unknown): string | null {
  return joined(
    metrics(autoscaler).map(({ name, now, target, isKnown }) =>
      isKnown ? `${name}: ${now ?? UNKNOWN}/${target ?? UNKNOWN}` : name,
    ),
  );
}

/** How many replicas there are of those there may be, and each metric against its target: above it there will be more. */
export function autoscalerMeters(autoscaler: unknown): readonly MeterRow[] {
  const count = (...path: readonly string[]) => asNumber(getPath(autoscaler, ...path)) ?? null;
  const most = count('spec', 'maxReplicas');
  const now = count('status', 'currentReplicas') ?? 0;
  const replicas: MeterRow = {
    title: { id: 'replicas' },
    now: String(now),
    of: most === null ? '' : String(most),
    share: shareOf(now, most),
    mark: shareOf(count('spec', 'minReplicas') ?? 1, most),
    isHot: most !== null && now >= most,
  };
  return [
    replicas,
    ...metrics(autoscaler).map((metric): MeterRow => {
      const share = shareOf(amount(metric.now), amount(metric.target));
      return {
        title: { name: metric.name },
        now: metric.now ?? '',
        of: metric.target ?? '',
        share,
        mark: null,
        isHot: share !== null && share > 1,
      };
    }),
  ];
}

function amount(text: string | null): number | null {
  return text === null ? null : parseQuantity(text.replace(/%$/, ''));
}

function metrics(autoscaler: unknown): readonly Metric[] {
  const measured = asArray(getPath(autoscaler, 'status', 'currentMetrics'));
  return asArray(getPath(autoscaler, 'spec', 'metrics')).map(metric => {
    const type = asString(getPath(metric, 'type'));
    const field = FIELDS[type];
    if (field === undefined) return { name: type, now: null, target: null, isKnown: false };
    const name = asString(getPath(metric, field, 'name')) || asString(getPath(metric, field, 'metric', 'name'));
    const now = measured.find(entry => isSame(entry, { field, name }));
    return {
      name,
      now: valueOf(getPath(now, field, 'current')),
      target: valueOf(getPath(metric, field, 'target')),
      isKnown: true,
    };
  });
}

function isSame(measured: unknown, { field, name }: { readonly field: string; readonly name: string }): boolean {
  const own = asString(getPath(measured, field, 'name')) || asString(getPath(measured, field, 'metric', 'name'));
  return own === name && FIELDS[asString(getPath(measured, 'type'))] === field;
}

function valueOf(value: unknown): string | null {
  const percent = getPath(value, 'averageUtilization');
  if (typeof percent === 'number' && Number.isFinite(percent)) return `${percent}%`;
  return numberOrText(getPath(value, 'averageValue')) || numberOrText(getPath(value, 'value')) || null;
}
