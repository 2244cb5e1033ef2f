import { asString, getPath } from '@lanthorn/base/json.ts';
import { readBody } from '@lanthorn/kube/api-request.ts';
import { readStatus } from '@lanthorn/kube/status.ts';
import type { HealthAnswer } from '@lanthorn/protocol/http-messages.ts';
import type { Cluster } from './cluster.ts';

/** Longer than a connection may take, so that its own words arrive. */
const TIMEOUT_MS = 10_000;

/** Does it answer at all? `/version` needs no rights on most clusters; a refusal is an answer too. */
export async function clusterHealth(cluster: Cluster): Promise<HealthAnswer> {
  try {
    const response = await cluster.source.send({ method: 'GET', path: '/version' }, AbortSignal.timeout(TIMEOUT_MS));
    const body = await readBody(response);
    if (response.status === 200)
      return { isReachable: true, message: '', version: asString(getPath(JSON.parse(body), 'gitVersion')) };
    const { message = '' } = readStatus(response.status, body);
    return { isReachable: response.status === 403, message, version: '' };
  } catch (error) {
    return { isReachable: false, message: error instanceof Error ? error.message : String(error), version: '' };
  }
}
