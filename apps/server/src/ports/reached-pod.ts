import type { ObjectTarget } from '@lanthorn/actions/machinery/action.ts';
import { asArray, asStringMap, getPath, isObject } from '@lanthorn/base/json.ts';
import { parseJson } from '@lanthorn/base/json-text.ts';
import { readBody } from '@lanthorn/kube/api/api-request.ts';
import { groupResource, resourcePath } from '@lanthorn/kube/api/group-version-resource.ts';
import { readStatus } from '@lanthorn/kube/api/status.ts';
import { findCondition, isKubeObject, type KubeObject, readMeta } from '@lanthorn/kube/objects/kube-object.ts';
import { podPortOf } from '@lanthorn/kube/objects/pod-ports.ts';
import { formatLabelSelector } from '@lanthorn/kube/selectors/label-selector.ts';
import type { ReachedPod } from '@lanthorn/protocol/ports/forwarded-ports.ts';
import { type Problem, problem } from '@lanthorn/protocol/error-kinds.ts';
import { clusterSays, tryRead } from '../upstream/api-calls.ts';
import type { Cluster } from '../upstream/cluster.ts';
import { problemOfError } from '../upstream/transport/upstream-problem.ts';

export const PODS = { group: '', version: 'v1', resource: 'pods' };
/** One is needed; where none of so many is ready, others hardly are. */
const MAX_LISTED = 500;
const FORBIDDEN = 403;
const NOT_FOUND = 404;

export interface FoundPod extends ReachedPod {
  /** '' where it could not be read. */
  readonly uid: string;
}

/** Which pod a port of an object leads to now: one that is ready, else one that runs. Never rejects. */
export async function reachPod(
  cluster: Cluster,
  target: ObjectTarget,
  port: number,
): Promise<FoundPod | { readonly problem: Problem }> {
  const { object, status, code } = await tryRead(cluster, target);
  const isPodItself = groupResource(target.resource) === groupResource(PODS);
  // Who may forward its ports and not read it forwards them all the same.
  if (isPodItself && code === FORBIDDEN) return { name: target.name, uid: '', port, isReady: true };
  if (object === null) {
    if (code === NOT_FOUND) return { problem: problem('objectGone', {}) };
    return { problem: status === null ? problem('noAnswer', {}) : clusterSays(status) };
  }
  if (isPodItself) return isRunning(object) ? found(object, port) : { problem: problem('noPods', {}) };
  const selector = selectorOf(object);
  if (selector === null) return { problem: problem('noSelector', { name: target.name }) };
  const pods = await listPods(cluster, target.namespace, selector);
  if ('problem' in pods) return pods;
  const pod = pods.find(isReady) ?? pods[0];
  if (pod === undefined) return { problem: problem('noPods', {}) };
  const isService = Array.isArray(getPath(object, 'spec', 'ports'));
  const podPort = isService ? podPortOf(object, pod, port) : port;
  return podPort === null ? { problem: problem('noSuchPort', { name: target.name, port }) } : found(pod, podPort);
}

function found(pod: KubeObject, port: number): FoundPod {
  const { name, uid } = readMeta(pod);
  return { name, uid, port, isReady: isReady(pod) };
}

/** Something of it can be asked. */
export function isRunning(pod: KubeObject): boolean {
  return getPath(pod, 'status', 'phase') === 'Running' && readMeta(pod).deletedAt === null;
}

export function isReady(pod: KubeObject): boolean {
  return isRunning(pod) && findCondition(pod, 'Ready')?.['status'] === 'True';
}

/** As the API server takes it; null where it selects nothing. Services and replication controllers say labels alone. */
function selectorOf(object: KubeObject): string | null {
  const selector = getPath(object, 'spec', 'selector');
  if (!isObject(selector)) return null;
  const isWhole = isObject(selector['matchLabels']) || Array.isArray(selector['matchExpressions']);
  const text = formatLabelSelector(isWhole ? selector : { matchLabels: asStringMap(selector) });
  return text.startsWith('<') ? null : text;
}

/** Those that run. */
async function listPods(
  cluster: Cluster,
  namespace: string,
  labelSelector: string,
): Promise<readonly KubeObject[] | { readonly problem: Problem }> {
  try {
    const response = await cluster.source.send({
      method: 'GET',
      path: resourcePath({ ...PODS, namespace }),
      query: { limit: String(MAX_LISTED), labelSelector },
    });
    const body = await readBody(response);
    if (response.status !== 200) return { problem: clusterSays(readStatus(response.status, body)) };
    return asArray(getPath(parseJson(body), 'items'))
      .filter(isKubeObject)
      .filter(isRunning);
  } catch (error) {
    return { problem: problemOfError(error, 'streamBroke') };
  }
}
