import { asObject, asString, getPath } from '@lanthorn/base/json.ts';
import { parseJson } from '@lanthorn/base/json-text.ts';
import type { Reason } from '@lanthorn/base/reason.ts';
import { reasonOfError } from '@lanthorn/kube/api/answer-reasons.ts';
import { type ApiRequest, readBody } from '@lanthorn/kube/api/api-request.ts';
import { resourcePath } from '@lanthorn/kube/api/group-version-resource.ts';
import { isKubeObject, type KubeObject } from '@lanthorn/kube/objects/kube-object.ts';
import { maskSecretsIn } from '@lanthorn/kube/objects/secret-values.ts';
import { readStatus, type Status } from '@lanthorn/kube/api/status.ts';
import type { ObjectTarget, Plan } from '@lanthorn/actions/machinery/action.ts';
import type { Cluster } from './cluster.ts';
import { type OwnRefusal, type Problem, problem } from '@lanthorn/protocol/error-kinds.ts';

/** What an API server said. Code 0: no answer came, so nobody knows whether the change was made. */
export interface Answer {
  readonly code: number;
  readonly object: KubeObject | null;
  /** The refusal; null when the request was accepted. */
  readonly status: Status | null;
  readonly warnings: readonly string[];
}

export type TargetName = Pick<ObjectTarget, 'resource' | 'namespace' | 'name'>;

export function readTarget(cluster: Cluster, target: TargetName): Promise<Answer> {
  return sendRequest(cluster, readRequest(target));
}

/** Never rejects: an answer that did not come is code 0. */
export function tryRead(cluster: Cluster, target: TargetName): Promise<Answer> {
  return trySend(cluster, readRequest(target));
}

function readRequest({ resource, namespace, name }: TargetName): ApiRequest {
  return { method: 'GET', path: resourcePath({ ...resource, namespace, name }) };
}

/** Never rejects: an answer that did not come is code 0. */
export async function trySend(cluster: Cluster, request: ApiRequest): Promise<Answer> {
  try {
    return await sendRequest(cluster, request);
  } catch (error) {
    return { code: 0, object: null, status: failureBy(error), warnings: [] };
  }
}

export async function sendRequest(cluster: Cluster, request: ApiRequest): Promise<Answer> {
  const response = await cluster.source.send(request);
  const body = await readBody(response);
  const { warnings, status: code } = response;
  if (code >= 400) return { code, object: null, status: readStatus(code, body), warnings };
  const value: unknown = parseJson(body);
  const isObjectItself = isKubeObject(value) && asString(getPath(asObject(value), 'kind')) !== 'Status';
  return { code, object: isObjectItself ? maskSecretsIn(value) : null, status: null, warnings };
}

/** What an answer tells of the target of a plan; null where it tells nothing of it. */
export function ofTarget({ readAnswer }: Pick<Plan, 'readAnswer'>, answer: KubeObject | null): KubeObject | null {
  return answer === null || readAnswer === undefined ? answer : readAnswer(answer);
}

/** A refusal of our own, which the page says in its own language. */
export function refusalBy(own: Reason, code: number): OwnRefusal {
  const { message } = own;
  return { kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Failure', message, code, problem: own };
}

/** Why no answer came, in the shape of a refusal. */
export function failureBy(error: unknown): OwnRefusal {
  return refusalBy(reasonOfError(error), 0);
}

/** What an API server refused, or what something else answered in its place, with the status of HTTP. */
export function clusterSays({ code: status = 0, message = '', foreign }: Status): Problem {
  const detail = foreign ?? message;
  return detail === '' ? problem('answered', { status }) : problem('clusterSays', { status, detail });
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
