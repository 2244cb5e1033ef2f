import { asArray, asNumber, asObject, type JsonObject } from '@lanthorn/base/json.ts';
import { formatTime, type KubeObject } from '@lanthorn/kube/objects/kube-object.ts';
import { invalid, invalidValue } from '../wire/api-error.ts';
import { AUTHENTICATED_GROUP, type UserInfo } from '../wire/user-info.ts';

const HOUR_S = 3600;
/** No token lives shorter (TokenRequest, expirationSeconds). */
const MIN_LIFE_S = 600;
const ISSUER = 'https://kubernetes.default.svc.cluster.local';

/** Makes a secret that stands for somebody until then (milliseconds since 1970). */
export type IssueToken = (user: UserInfo, expiresAt: number) => string;

/** Answers a TokenRequest for an account; the token is whatever who serves HTTP takes for one. */
export function answerTokenRequest(
  account: KubeObject,
  body: JsonObject,
  { now, issue }: { now: number; issue: IssueToken },
): JsonObject {
  const { audiences, expirationSeconds, boundObjectRef = null } = asObject(body['spec']);
  const seconds = asNumber(expirationSeconds) ?? HOUR_S;
  if (seconds < MIN_LIFE_S) {
    const why = invalidValue('spec.expirationSeconds', seconds, 'may not specify a duration less than 10 minutes');
    throw invalid({ group: 'authentication.k8s.io', kind: 'TokenRequest', name: '' }, [why]);
  }
  const { name = '', namespace = '' } = account.metadata;
  const user = {
    username: `system:serviceaccount:${namespace}:${name}`,
    groups: ['system:serviceaccounts', `system:serviceaccounts:${namespace}`, AUTHENTICATED_GROUP],
  };
  const expiresAt = now + seconds * 1000;
  return {
    kind: 'TokenRequest',
    apiVersion: 'authentication.k8s.io/v1',
    metadata: { name, namespace, creationTimestamp: formatTime(now) },
    spec: {
      audiences: asArray(audiences).length === 0 ? [ISSUER] : audiences,
      expirationSeconds: seconds,
      boundObjectRef,
    },
    status: { token: issue(user, expiresAt), expirationTimestamp: formatTime(expiresAt) },
  };
}
