import { asString, getPath } from '@lanthorn/base/json.ts';
import { readBody } from '@lanthorn/kube/api/api-request.ts';
import { readStatus } from '@lanthorn/kube/api/status.ts';
import { type Problem, problem } from '@lanthorn/protocol/error-kinds.ts';
import type { ClusterTroubleKind, HealthAnswer } from '@lanthorn/protocol/http/cluster-messages.ts';
import type { Cluster } from './cluster.ts';
import { clusterSays } from './api-calls.ts';
import { problemOfError, UpstreamProblem } from './transport/upstream-problem.ts';

/** Longer than a connection may take, so that its own words arrive. */
const TIMEOUT_MS = 10_000;

/** Whether it can be used, and if not, at which step it fails. `/version` needs no rights on most clusters; a refusal is an answer too. */
export async function clusterHealth(cluster: Cluster): Promise<HealthAnswer> {
  const fails = (trouble: ClusterTroubleKind, why: Problem): HealthAnswer => ({ trouble, problem: why, version: '' });
  try {
    const response = await cluster.source.send({ method: 'GET', path: '/version' }, AbortSignal.timeout(TIMEOUT_MS));
    const body = await readBody(response);
    if (response.status === 403) return { trouble: null, problem: null, version: '' };
    const { status } = response;
    if (status !== 200) return fails(status === 401 ? 'login' : 'unexpected', clusterSays(readStatus(status, body)));
    return { trouble: null, problem: null, version: asString(getPath(JSON.parse(body), 'gitVersion')) };
  } catch (error) {
    if (error instanceof UpstreamProblem) return fails(error.kind, error.problem);
    if (error instanceof Error && error.name === 'TimeoutError')
      return fails('unreachable', problem('noAnswerIn', { seconds: TIMEOUT_MS / 1_000 }));
    if (error instanceof SyntaxError) return fails('unexpected', problem('noJson', {}));
    return fails('unreachable', problemOfError(error, 'streamBroke'));
  }
}
