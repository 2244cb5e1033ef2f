import { asArray, asStringMap, getPath } from '@lanthorn/base/json.ts';

/**
 * The filter that finds what the selector of a workload or a Service finds, by labels alone. Null where it also selects by expressions, which the filter
 * language cannot say, or by nothing.
 */
export function labelFilter(workload: unknown): string | null {
  const selector = getPath(workload, 'spec', 'selector');
  const labels = Object.entries(asStringMap(getPath(selector, 'matchLabels') ?? selector));
  if (labels.length === 0 || asArray(getPath(selector, 'matchExpressions')).length > 0) return null;
  return labels.map(([key, value]) => `label:${key}=${value}`).join(' ');
}
