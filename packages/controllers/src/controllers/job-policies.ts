import { asArray, asNumber, asObject, asString, getPath, type JsonObject } from '@lanthorn/base/json.ts';
import { findCondition, type KubeObject } from '@lanthorn/kube/objects/kube-object.ts';

// What the policies of a Job make of its pods: KEP-3329 (pod failures), KEP-3850 (limits by index), KEP-3998 (success).

export const INDEX = 'batch.kubernetes.io/job-completion-index';

export function indexOf(pod: KubeObject): number | null {
  const text = pod.metadata.annotations?.[INDEX];
  return text === undefined ? null : Number(text);
}

export interface FailureVerdict {
  readonly action: 'FailJob' | 'FailIndex' | 'Ignore' | 'Count';
  readonly message: string;
}

const COUNT: FailureVerdict = { action: 'Count', message: '' };

/** The first rule a failed pod matches decides; without one it counts towards the limit. */
export function judgeFailure(job: KubeObject, pod: KubeObject): FailureVerdict {
  const rules = asArray(getPath(job, 'spec', 'podFailurePolicy', 'rules')).map(asObject);
  for (const [i, rule] of rules.entries()) {
    const why =
      rule['onExitCodes'] === undefined ? matchCondition(rule, pod) : matchExitCode(asObject(rule['onExitCodes']), pod);
    if (why === null) continue;
    const action = asString(rule['action']) as FailureVerdict['action'];
    const { namespace = '', name = '' } = pod.metadata;
    return { action, message: why.replace('POD', `${namespace}/${name}`) + ` matching ${action} rule at index ${i}` };
  }
  return COUNT;
}

function matchExitCode({ containerName, operator, values }: JsonObject, pod: KubeObject): string | null {
  for (const status of asArray(getPath(pod, 'status', 'containerStatuses'))) {
    const name = asString(getPath(status, 'name'));
    const exitCode = asNumber(getPath(status, 'state', 'terminated', 'exitCode')) ?? 0;
    if (exitCode === 0 || (containerName !== undefined && containerName !== name)) continue;
    if (asArray(values).includes(exitCode) === (operator === 'In'))
      return `Container ${name} for pod POD failed with exit code ${exitCode}`;
  }
  return null;
}

function matchCondition(rule: JsonObject, pod: KubeObject): string | null {
  const pattern = asArray(rule['onPodConditions'])
    .map(asObject)
    .find(({ type, status = 'True' }) => findCondition(pod, asString(type))?.['status'] === status);
  return pattern === undefined ? null : `Pod POD has condition ${asString(pattern['type'])}`;
}

/** Indexes that failed for good: more often than their limit, or by a rule. */
export function failedIndexes(job: KubeObject, failed: readonly KubeObject[]): Set<number> {
  const limit = asNumber(getPath(job, 'spec', 'backoffLimitPerIndex'));
  const found = new Set<number>();
  if (limit === undefined) return found;
  const counts = failureCounts(job, failed);
  for (const [index, count] of counts) if (count > limit) found.add(index);
  for (const pod of failed) {
    const index = indexOf(pod);
    if (index !== null && judgeFailure(job, pod).action === 'FailIndex') found.add(index);
  }
  return found;
}

/** Failures that count, by index. */
export function failureCounts(job: KubeObject, failed: readonly KubeObject[]): Map<number, number> {
  const counts = new Map<number, number>();
  for (const pod of failed) {
    const index = indexOf(pod);
    if (index === null || judgeFailure(job, pod).action === 'Ignore') continue;
    counts.set(index, (counts.get(index) ?? 0) + 1);
  }
  return counts;
}

/** Which rule of the success policy the indexes meet; null for none, or without a policy. */
export function metSuccessRule(job: KubeObject, succeeded: ReadonlySet<number>): number | null {
  const rules = asArray(getPath(job, 'spec', 'successPolicy', 'rules')).map(asObject);
  const found = rules.findIndex(({ succeededIndexes, succeededCount }) => {
    const wanted = succeededIndexes === undefined ? null : parseIndexes(asString(succeededIndexes));
    const count = wanted === null ? succeeded.size : [...wanted].filter(index => succeeded.has(index)).length;
    return count >= (asNumber(succeededCount) ?? wanted?.size ?? Infinity);
  });
  return found < 0 ? null : found;
}

/** `0-4,7` */
export function parseIndexes(text: string): Set<number> {
  const indexes = new Set<number>();
  for (const part of text === '' ? [] : text.split(',')) {
    const [from = 0, to = from] = part.split('-').map(Number);
    for (let i = from; i <= to; i++) indexes.add(i);
  }
  return indexes;
}

/** `0,1` or `0-4,7`: runs of three and more are joined. */
export function formatIndexes(indexes: Iterable<number>): string {
  const ordered = [...Uint32Array.from(indexes).sort()];
  const parts: string[] = [];
  for (let i = 0; i < ordered.length; ) {
    let end = i;
    while (ordered[end + 1] === (ordered[end] as number) + 1) end++;
    if (end - i >= 2) parts.push(`${ordered[i]}-${ordered[end]}`);
    else parts.push(...ordered.slice(i, end + 1).map(String));
    i = end + 1;
  }
  return parts.join(',');
}
