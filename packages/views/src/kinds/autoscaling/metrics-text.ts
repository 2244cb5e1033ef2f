import { asArray, asString, getPath } from '@lanthorn/base/json.ts';
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

/** What an autoscaler measures and aims at: `cpu: 12%/80%`. What it could not measure is a question mark. */
export function metricsText(autoscaler: unknown): string | null {
  const measured = asArray(getPath(autoscaler, 'status', 'currentMetrics'));
  return joined(
    asArray(getPath(autoscaler, 'spec', 'metrics')).map(metric => {
      const field = FIELDS[asString(getPath(metric, 'type'))];
      if (field === undefined) return asString(getPath(metric, 'type'));
      const name = asString(getPath(metric, field, 'name')) || asString(getPath(metric, field, 'metric', 'name'));
      const now = measured.find(entry => isSame(entry, { field, name }));
      const target = valueOf(getPath(metric, field, 'target'));
      return `${name}: ${valueOf(getPath(now, field, 'current')) ?? UNKNOWN}/${target ?? UNKNOWN}`;
    }),
  );
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
