import { asArray, asObject, asString, getPath, type JsonObject } from '@lanthorn/base/json.ts';
import type { KubeObject } from '@lanthorn/kube/objects/kube-object.ts';

// formatHPAMetrics of k8s.io/kubernetes/pkg/printers/internalversion.

const UNKNOWN = '<unknown>';
/** More are only counted. */
const MOST_SHOWN = 2;

/** Where the fields of each type of metric stand. */
const FIELDS: Readonly<Record<string, string>> = {
  Resource: 'resource',
  ContainerResource: 'containerResource',
  Pods: 'pods',
  Object: 'object',
  External: 'external',
};

/** What an autoscaler measures and aims at: `cpu: 12%/80%`. */
export function autoscalerTargets(autoscaler: KubeObject): string {
  const metrics = asArray(getPath(autoscaler, 'spec', 'metrics')).map(asObject);
  const current = asArray(getPath(autoscaler, 'status', 'currentMetrics'));
  if (metrics.length === 0) return '<none>';
  const texts = metrics.map((metric, i) => targetText(metric, asObject(current[i])));
  const shown = texts.slice(0, MOST_SHOWN).join(', ');
  return texts.length > MOST_SHOWN ? `${shown} + ${texts.length - MOST_SHOWN} more...` : shown;
}

function targetText({ type, ...metric }: JsonObject, status: JsonObject): string {
  const field = FIELDS[asString(type)];
  if (field === undefined) return '<unknown type>';
  const target = asObject(getPath(metric, field, 'target'));
  const now = asObject(getPath(status, field, 'current'));
  const value = (name: string) => `${asString(now[name]) || UNKNOWN}/${asString(target[name])}`;
  const isAverage = target['averageValue'] !== undefined;
  if (field === 'pods') return value('averageValue');
  if (field === 'object' || field === 'external') return isAverage ? `${value('averageValue')} (avg)` : value('value');
  const percent = (of: JsonObject, missing: string) =>
    typeof of['averageUtilization'] === 'number' ? `${of['averageUtilization']}%` : missing;
  const resource = asString(getPath(metric, field, 'name'));
  return `${resource}: ${isAverage ? value('averageValue') : `${percent(now, UNKNOWN)}/${percent(target, '<auto>')}`}`;
}
