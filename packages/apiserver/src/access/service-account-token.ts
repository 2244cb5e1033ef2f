import { asArray, asNumber, asObject, asString, getPath, isObject, type JsonObject } from '@lanthorn/base/json.ts';
import { formatTime, type KubeObject } from '@lanthorn/kube/objects/kube-object.ts';
import type { Storage } from '../storage/storage.ts';
import { storageKey } from '../storage/storage.ts';
import { badRequest, conflict, type FieldError, invalid, invalidValue, notFound } from '../wire/api-error.ts';
import { AUTHENTICATED_GROUP, type UserInfo } from '../wire/user-info.ts';
import { questionFields } from './question-fields.ts';
import { ISSUER } from './token-authority.ts';

// What a token of a service account says, and whose it is (k8s.io/kubernetes/pkg/serviceaccount, registry/core/serviceaccount/storage/token.go).

const HOUR_S = 3600;
/** No token lives shorter, none longer (ValidateTokenRequest). */
const MIN_LIFE_S = 600;
const MAX_LIFE_S = 2 ** 32;
const GROUP = 'authentication.k8s.io';
/** Of what a token says beside the name and groups, the keys. */
const EXTRA = 'authentication.kubernetes.io';

/** The kinds that a token may be bound to, by what it calls them: it ends with the object. */
const BOUND: Readonly<Record<string, { readonly resource: string; readonly namespaced: boolean }>> = {
  Pod: { resource: 'pods', namespaced: true },
  Secret: { resource: 'secrets', namespaced: true },
  Node: { resource: 'nodes', namespaced: false },
};

interface Reference {
  readonly name: string;
  readonly uid: string;
}

const referenceTo = ({ metadata }: KubeObject): Reference => ({ name: metadata.name ?? '', uid: metadata.uid ?? '' });

export interface TokenRequestContext {
  readonly storage: Storage;
  /** Milliseconds. */
  readonly now: number;
  /** Of the token itself. */
  readonly id: string;
  /** Who asks. */
  readonly manager: string;
  readonly sign: (claims: JsonObject) => string;
}

/** Answers a TokenRequest for an account. */
export function answerTokenRequest(account: KubeObject, body: JsonObject, context: TokenRequestContext): JsonObject {
  const { now, id, sign } = context;
  const { audiences, expirationSeconds, boundObjectRef = null } = asObject(body['spec']);
  const seconds = asNumber(expirationSeconds) ?? HOUR_S;
  const errors = lifeErrors(seconds);
  if (errors.length > 0) throw invalid({ group: GROUP, kind: 'TokenRequest', name: '' }, errors);
  const { name = '', namespace = '', uid = '' } = account.metadata;
  const given = asArray(audiences).map(asString);
  const meant = given.length === 0 ? [ISSUER] : given;
  const bound = isObject(boundObjectRef) ? boundTo(account, boundObjectRef, context) : {};
  const issuedAt = Math.floor(now / 1000);
  const token = sign({
    aud: meant,
    exp: issuedAt + seconds,
    iat: issuedAt,
    iss: ISSUER,
    jti: id,
    'kubernetes.io': { namespace, ...bound, serviceaccount: { name, uid } },
    nbf: issuedAt,
    sub: `system:serviceaccount:${namespace}:${name}`,
  });
  return {
    kind: 'TokenRequest',
    apiVersion: `${GROUP}/v1`,
    metadata: {
      name,
      namespace,
      uid,
      creationTimestamp: formatTime(now),
      managedFields: questionFields({ group: GROUP, kind: 'TokenRequest', body }, context),
    },
    spec: { audiences: meant, expirationSeconds: seconds, boundObjectRef },
    status: { token, expirationTimestamp: formatTime(now + seconds * 1000) },
  };
}

function lifeErrors(seconds: number): FieldError[] {
  const wrong = (why: string) => [invalidValue('spec.expirationSeconds', seconds, why)];
  if (seconds < MIN_LIFE_S) return wrong('may not specify a duration less than 10 minutes');
  return seconds > MAX_LIFE_S ? wrong('may not specify a duration larger than 2^32 seconds') : [];
}

/** What the token says of the object that it ends with. */
function boundTo(account: KubeObject, reference: JsonObject, { storage }: TokenRequestContext): JsonObject {
  const [kind, name, uid] = ['kind', 'name', 'uid'].map(key => asString(reference[key])) as [string, string, string];
  const apiVersion = asString(reference['apiVersion']);
  const known = apiVersion === 'v1' ? BOUND[kind] : undefined;
  if (known === undefined) throw badRequest(`cannot bind token to object of type ${goKind(apiVersion, kind)}`);
  const { resource, namespaced } = known;
  const place = namespaced ? (account.metadata.namespace ?? '') : '';
  const object = storage.get(`${resource}.v1.`, storageKey(place, name));
  if (object === undefined) throw notFound({ group: '', resource, name });
  const own = account.metadata.name ?? '';
  if (kind === 'Pod' && getPath(object, 'spec', 'serviceAccountName') !== own)
    throw badRequest(
      `cannot bind token for serviceaccount ${JSON.stringify(own)} to pod running with different serviceaccount name.`,
    );
  if (uid !== '' && uid !== object.metadata.uid) {
    const why = `the UID in the bound object reference (${uid}) does not match the UID in record. The object might have been deleted and then recreated`;
    throw conflict({ group: '', resource: kind, name }, why);
  }
  const said = { [kind.toLowerCase()]: referenceTo(object) };
  const nodeName = kind === 'Pod' ? asString(getPath(object, 'spec', 'nodeName')) : '';
  if (nodeName === '') return said;
  const node = storage.get('nodes.v1.', nodeName);
  return { ...said, node: node === undefined ? { name: nodeName } : referenceTo(node) };
}

/** A kind as Go prints it. */
function goKind(apiVersion: string, kind: string): string {
  return `${apiVersion.includes('/') ? apiVersion : `/${apiVersion}`}, Kind=${kind}`;
}

/** Whom a token speaks for; what it is bound to is said as well. */
export function userOfClaims(claims: JsonObject): UserInfo {
  const said = asObject(claims['kubernetes.io']);
  const namespace = asString(said['namespace']);
  const account = asObject(said['serviceaccount']);
  const bound = ['node', 'pod'].flatMap(kind =>
    ['name', 'uid'].flatMap(part => {
      const value = asString(getPath(said[kind], part));
      return value === '' ? [] : [[`${EXTRA}/${kind}-${part}`, [value]] as const];
    }),
  );
  return {
    username: asString(claims['sub']),
    uid: asString(account['uid']),
    groups: ['system:serviceaccounts', `system:serviceaccounts:${namespace}`, AUTHENTICATED_GROUP],
    extra: { [`${EXTRA}/credential-id`]: [`JTI=${asString(claims['jti'])}`], ...Object.fromEntries(bound) },
    claims,
  };
}

/** Why a token is none any more, '' while its account is there and what it is bound to. */
export function tokenProblem({ claims }: UserInfo, storage: Storage): string {
  if (claims === undefined) return '';
  const said = asObject(claims['kubernetes.io']);
  const namespace = asString(said['namespace']);
  const account = asObject(said['serviceaccount']);
  const name = asString(account['name']);
  const found = storage.get('serviceaccounts.v1.', storageKey(namespace, name));
  if (found === undefined) return `serviceaccounts ${JSON.stringify(name)} not found`;
  if (found.metadata.uid !== account['uid'])
    return `service account UID (${found.metadata.uid ?? ''}) does not match claim (${asString(account['uid'])})`;
  const isLost = Object.entries(BOUND).some(([kind, { resource, namespaced }]) => {
    const reference = said[kind.toLowerCase()];
    // The node of a pod is only told.
    if (!isObject(reference) || (kind === 'Node' && said['pod'] !== undefined)) return false;
    const key = storageKey(namespaced ? namespace : '', asString(reference['name']));
    return storage.get(`${resource}.v1.`, key)?.metadata.uid !== reference['uid'];
  });
  return isLost ? 'service account token has been invalidated' : '';
}
