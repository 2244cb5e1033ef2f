import type { Clock } from '@lanthorn/base/clock.ts';
import { asArray, asObject, asString, getPath, isObject, type JsonObject } from '@lanthorn/base/json.ts';
import { formatTime } from '@lanthorn/kube/objects/kube-object.ts';
import { ApiError, type FieldError, invalidValue } from '../wire/api-error.ts';
import type { Authorizer } from './authorizer.ts';
import { questionFields } from './question-fields.ts';
import type { Storage } from '../storage/storage.ts';
import type { UserInfo } from '../wire/user-info.ts';
import type { TokenAuthority } from './token-authority.ts';
import { tokenReviewStatus } from './token-review.ts';

const AUTHORIZATION = 'authorization.k8s.io';
const AUTHENTICATION = 'authentication.k8s.io';

export interface ReviewContext {
  readonly user: UserInfo;
  readonly authorizer: Authorizer;
  readonly clock: Clock;
  /** Who asks: a question has owners of its fields like any object. */
  readonly manager: string;
  readonly tokens: TokenAuthority | undefined;
  readonly storage: Storage;
}

/** The kinds that are questions: created, answered in their status, never stored. */
export function answerReview(kind: string, body: JsonObject, context: ReviewContext): JsonObject {
  const { user, authorizer, clock } = context;
  const spec = asObject(body['spec']);
  const review = () => ({ kind, apiVersion: `${AUTHORIZATION}/v1`, metadata: metadataOf(kind, body, context), spec });
  switch (kind) {
    case 'SelfSubjectAccessReview':
      checkSpec(spec);
      return { ...review(), status: accessStatus(spec, user, authorizer) };
    // Of somebody else, whom the question names.
    case 'SubjectAccessReview':
    case 'LocalSubjectAccessReview': {
      checkSpec(spec);
      const groups = asArray(spec['groups']).map(asString);
      const username = asString(spec['user']);
      if (username === '' && groups.length === 0)
        throw unanswerable(invalidValue('spec.user', '', 'at least one of user or group must be specified'));
      return { ...review(), status: accessStatus(spec, { username, groups }, authorizer) };
    }
    case 'SelfSubjectRulesReview':
      return {
        kind,
        apiVersion: `${AUTHORIZATION}/v1`,
        metadata: {},
        spec: {},
        status: rulesStatus(asString(spec['namespace']), user, authorizer),
      };
    case 'TokenReview': {
      const metadata = metadataOf(kind, body, { ...context, group: AUTHENTICATION });
      return { kind, apiVersion: `${AUTHENTICATION}/v1`, metadata, spec, status: tokenReviewStatus(spec, context) };
    }
    default: {
      const { username, uid = username, groups, extra } = user;
      return {
        kind,
        apiVersion: `${AUTHENTICATION}/v1`,
        metadata: { creationTimestamp: formatTime(clock.now()) },
        status: { userInfo: { username, uid, groups, ...(extra === undefined ? {} : { extra }) } },
      };
    }
  }
}

function checkSpec(spec: JsonObject): void {
  if ((spec['resourceAttributes'] === undefined) !== (spec['nonResourceAttributes'] === undefined)) return;
  const why = 'exactly one of nonResourceAttributes or resourceAttributes must be specified';
  throw unanswerable(invalidValue('spec', null, why));
}

/** The server names no kind here. */
function unanswerable(error: FieldError): ApiError {
  const causes = [{ reason: error.reason, message: error.message, field: error.field }];
  return new ApiError(422, {
    message: `.${AUTHORIZATION} "" is invalid: ${error.field}: ${error.message}`,
    reason: 'Invalid',
    details: { group: AUTHORIZATION, causes },
  });
}

function metadataOf(
  kind: string,
  body: JsonObject,
  { clock, manager, group = AUTHORIZATION }: ReviewContext & { readonly group?: string },
): JsonObject {
  const { namespace } = asObject(body['metadata']);
  const managedFields = questionFields({ group, kind, body }, { manager, now: clock.now() });
  return { ...(namespace === undefined ? {} : { namespace }), managedFields };
}

function accessStatus(spec: JsonObject, user: UserInfo, authorizer: Authorizer): JsonObject {
  const attributes = spec['resourceAttributes'];
  if (isObject(attributes)) {
    const text = (key: string) => asString(attributes[key]);
    const reason = authorizer.reason(user, {
      verb: text('verb'),
      group: text('group'),
      resource: text('resource'),
      subresource: text('subresource'),
      namespace: text('namespace'),
      name: text('name'),
    });
    const why = reason ?? authorizer.missingRoles(user, text('namespace'));
    return { allowed: reason !== null, ...(why === '' ? {} : { reason: why }) };
  }
  const path = asString(getPath(spec, 'nonResourceAttributes', 'path'));
  return { allowed: authorizer.allowsPath(user, asString(getPath(spec, 'nonResourceAttributes', 'verb')), path) };
}

function rulesStatus(namespace: string, user: UserInfo, authorizer: Authorizer): JsonObject {
  const all = authorizer.rules(user, namespace);
  const resourceRules = all
    .filter(rule => rule.resources.length > 0)
    .map(({ verbs, apiGroups, resources, resourceNames }) => ({
      verbs,
      apiGroups,
      resources,
      ...(resourceNames.length > 0 ? { resourceNames } : {}),
    }));
  const nonResourceRules = all
    .filter(rule => rule.nonResourceURLs.length > 0)
    .map(({ verbs, nonResourceURLs }) => ({ verbs, nonResourceURLs }));
  return { resourceRules, nonResourceRules, incomplete: false };
}
