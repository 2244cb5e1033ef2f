import type { Clock } from '@lanthorn/base/clock.ts';
import { asObject, asString, getPath, isObject, type JsonObject } from '@lanthorn/base/json.ts';
import { formatTime } from '@lanthorn/kube/kube-object.ts';
import type { Authorizer } from './authorizer.ts';
import type { UserInfo } from './user-info.ts';

/** The kinds that are questions: created, answered in their status, never stored. */
export function answerReview(
  kind: string,
  body: JsonObject,
  context: { user: UserInfo; authorizer: Authorizer; clock: Clock },
): JsonObject {
  const { user, authorizer, clock } = context;
  const spec = asObject(body['spec']);
  switch (kind) {
    case 'SelfSubjectAccessReview':
      return {
        kind,
        apiVersion: 'authorization.k8s.io/v1',
        metadata: {},
        spec,
        status: accessStatus(spec, user, authorizer),
      };
    case 'SelfSubjectRulesReview':
      return {
        kind,
        apiVersion: 'authorization.k8s.io/v1',
        metadata: {},
        spec: {},
        status: rulesStatus(asString(spec['namespace']), user, authorizer),
      };
    default:
      return {
        kind,
        apiVersion: 'authentication.k8s.io/v1',
        metadata: { creationTimestamp: formatTime(clock.now()) },
        status: { userInfo: { username: user.username, uid: user.username, groups: user.groups } },
      };
  }
}

function accessStatus(spec: JsonObject, user: UserInfo, authorizer: Authorizer): JsonObject {
  const attributes = spec['resourceAttributes'];
  if (isObject(attributes)) {
    const text = (key: string) => asString(attributes[key]);
    const allowed = authorizer.allows(user, {
      verb: text('verb'),
      group: text('group'),
      resource: text('resource'),
      subresource: text('subresource'),
      namespace: text('namespace'),
      name: text('name'),
    });
    return { allowed };
  }
  const path = asString(getPath(spec, 'nonResourceAttributes', 'path'));
  return { allowed: authorizer.allowsPath(user, asString(getPath(spec, 'nonResourceAttributes', 'verb')), path) };
}

function rulesStatus(namespace: string, user: UserInfo, authorizer: Authorizer): JsonObject {
  const all = user.groups.includes('system:masters')
    ? [
        { verbs: ['*'], apiGroups: ['*'], resources: ['*'], resourceNames: [], nonResourceURLs: [] },
        { verbs: ['*'], apiGroups: [], resources: [], resourceNames: [], nonResourceURLs: ['*'] },
      ]
    : authorizer.rules(user, namespace);
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
