import { asArray, asString, type JsonObject } from '@lanthorn/base/json.ts';
import type { Storage } from '../storage/storage.ts';
import { badRequest, internalError } from '../wire/api-error.ts';
import { tokenProblem } from './service-account-token.ts';
import { ISSUER, type TokenAuthority } from './token-authority.ts';

/** Says whose a token is (k8s.io/kubernetes/pkg/registry/authentication/tokenreview). */
export function tokenReviewStatus(
  spec: JsonObject,
  { tokens, storage }: { readonly tokens: TokenAuthority | undefined; readonly storage: Storage },
): JsonObject {
  const token = asString(spec['token']);
  if (token === '') throw badRequest('token is required for TokenReview in authentication');
  if (tokens === undefined) throw internalError('nobody here knows tokens');
  const asked = asArray(spec['audiences']).map(asString);
  const owner = tokens.review(token, asked.length === 0 ? [ISSUER] : asked);
  if (typeof owner === 'string') return refused(owner);
  const { user, audiences } = owner;
  const problem = tokenProblem(user, storage);
  if (problem !== '') return refused(problem);
  const { username, uid = username, groups, extra } = user;
  return {
    authenticated: true,
    user: { username, uid, groups, ...(extra === undefined ? {} : { extra }) },
    audiences: [...audiences],
  };
}

function refused(why: string): JsonObject {
  const text = 'invalid bearer token';
  return { user: {}, error: why === '' ? text : `[${text}, ${why}]` };
}
