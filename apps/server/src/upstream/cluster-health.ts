import { asString, getPath } from '@lanthorn/base/json.ts';
import { readBody } from '@lanthorn/kube/api/api-request.ts';
import { readStatus } from '@lanthorn/kube/api/status.ts';
import type { ClusterTroubleKind, HealthAnswer } from '@lanthorn/protocol/http-messages.ts';
import type { Cluster } from './cluster.ts';
import { UpstreamProblem } from './transport/upstream-problem.ts';

/** Longer than a connection may take, so that its own words arrive. */
const TIMEOUT_MS = 10_000;

/** Whether it can be used, and if not, at which step it fails. `/version` needs no rights on most clusters; a refusal is an answer too. */
export async function clusterHealth(cluster: Cluster): Promise<HealthAnswer> {
  const fails = (trouble: ClusterTroubleKind, message: string): HealthAnswer => ({ trouble, message, version: '' });
  try {
    const response = await cluster.source.send({ method: 'GET', path: '/version' }, AbortSignal.timeout(TIMEOUT_MS));
    const body = await readBody(response);
    if (response.status === 403) return { trouble: null, message: '', version: '' };
    const { message = '' } = readStatus(response.status, body);
    if (response.status === 401) return fails('login', message);
    if (response.status !== 200) return fails('unexpected', message);
    return { trouble: null, message: '', version: asString(getPath(JSON.parse(body), 'gitVersion')) };
  } catch (error) {
    if (error instanceof UpstreamProblem) return fails(error.kind, error.message);
    if (error instanceof SyntaxError) return fails('unexpected', 'the answer is no JSON');
    return fails('unreachable', error instanceof Error ? error.message : String(error));
  }
}
