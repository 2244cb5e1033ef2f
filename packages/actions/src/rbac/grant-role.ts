import { asArray, asString, deepEqual, getPath } from '@lanthorn/base/json.ts';
import { groupResource } from '@lanthorn/kube/api/group-version-resource.ts';
import type { KubeObject } from '@lanthorn/kube/objects/kube-object.ts';
import { grantsText } from '@lanthorn/views/kinds/rbac.authorization.k8s.io/access-rules.ts';
import { rightLines, rightValues } from '@lanthorn/views/kinds/rbac.authorization.k8s.io/right-lines.ts';
import type { ActionParams, ActionRecord, Grant, Message, ObjectTarget } from '../machinery/action.ts';
import { createRequest, createRight, kubectlLine } from '../machinery/change-request.ts';
import { deleteCreated } from '../machinery/inverse.ts';
import { bindingSubject, RBAC, subjectText } from './rbac-subject.ts';

const ROLES = new Set([`roles.${RBAC}`, `clusterroles.${RBAC}`]);
const BINDINGS = new Set([`rolebindings.${RBAC}`, `clusterrolebindings.${RBAC}`]);
/** Whoever has one of these can take rights that no rule gives. */
const TAKING = new Set(['*', 'escalate', 'bind', 'impersonate']);

/** Rules of a role that are told, each in a sentence; the rest is in the role. */
const MAX_TOLD = 50;

const NOBODY: Grant = { role: { kind: 'Role', name: '' }, subject: { kind: 'User', name: '', namespace: '' } };

function binding({ namespace, name, resource }: ObjectTarget, { grant = NOBODY }: ActionParams): KubeObject {
  return {
    apiVersion: `${RBAC}/v1`,
    kind: resource.resource === 'rolebindings' ? 'RoleBinding' : 'ClusterRoleBinding',
    metadata: { name, ...(namespace === '' ? {} : { namespace }) },
    roleRef: { apiGroup: RBAC, kind: grant.role.kind, name: grant.role.name },
    subjects: [bindingSubject(grant.subject)],
  };
}

/** What the role gives; of one that is not known nothing is claimed. */
function given(roles: readonly KubeObject[] | null, { role }: Grant): Message[] {
  if (roles === null) return [{ key: 'effect.roleUnknown', values: { role: `${role.kind}/${role.name}` } }];
  const found = roles.find(({ metadata }) => metadata.name === role.name);
  if (found === undefined) return [{ key: 'effect.roleMissing', values: { role: `${role.kind}/${role.name}` } }];
  const rules = asArray(found['rules']);
  const told = rules.slice(0, MAX_TOLD).flatMap(rule =>
    rightLines({ rules: [rule] }).map(line => ({
      key: 'effect.mayThen',
      values: { rules: grantsText({ rules: [rule] }) ?? '–', ...rightValues(line) },
    })),
  );
  const left = rules.length - MAX_TOLD;
  const verbs = rules.flatMap(rule => asArray(getPath(rule, 'verbs')).map(asString));
  return [
    ...(told.length === 0 ? [{ key: 'effect.mayNothing', values: {} }] : told),
    ...(left > 0 ? [{ key: 'effect.mayMore', values: { count: left } }] : []),
    ...(verbs.some(verb => TAKING.has(verb)) ? [{ key: 'effect.mayTakeMore', values: {} }] : []),
  ];
}

function kubectl(target: ObjectTarget, context: string, { role, subject }: Grant): string {
  const isRole = role.kind === 'Role';
  const who = {
    User: `--user=${subject.name}`,
    Group: `--group=${subject.name}`,
    ServiceAccount: `--serviceaccount=${subject.namespace}:${subject.name}`,
  }[subject.kind];
  const kind = target.namespace === '' ? 'clusterrolebinding' : 'rolebinding';
  return kubectlLine(target, context, [
    ...['create', kind, target.name, `--${isRole ? 'role' : 'clusterrole'}=${role.name}`, who],
  ]);
}

/** Lets somebody do what a role allows, in one namespace or everywhere: a binding of their own, so that it can be taken back alone. */
export const GRANT_ROLE: ActionRecord<'rbac.grant'> = {
  kind: 'rbac.grant',
  isOffered: false,
  key: null,
  form: 'grant',
  tone: 'plain',
  guard: null,
  appliesTo: resource => BINDINGS.has(groupResource(resource)),
  beginsOn: resource => ROLES.has(groupResource(resource)),
  right: ({ resource, namespace }) => createRight(resource, namespace),
  related: ({ resource, namespace }, _absent, { grant = NOBODY } = {}) => {
    const isRole = grant.role.kind === 'Role';
    const roles = { ...resource, resource: isRole ? 'roles' : 'clusterroles' };
    return [{ resource: roles, namespace: isRole ? namespace : '', name: grant.role.name, isAdvice: true }];
  },
  needs: 'absent',
  goneIsDone: false,
  plan: ({ target, params }, _absent, { context, related = [] }) => {
    const { resource, namespace, name } = target;
    const { grant = NOBODY } = params;
    const values = { subject: subjectText(grant.subject), role: `${grant.role.kind}/${grant.role.name}`, namespace };
    return {
      request: createRequest(resource, namespace, binding(target, params)),
      right: createRight(resource, namespace),
      effects: [
        { key: namespace === '' ? 'effect.grantedEverywhere' : 'effect.granted', values },
        ...given(related[0] ?? null, grant),
      ],
      kubectl: kubectl(target, context, grant),
      confirmation: { type: 'exists', resource, namespace, name },
      isDone: false,
      clashes: [],
    };
  },
  isOwnWork: ({ target, params }, object) => {
    const { roleRef, subjects } = binding(target, params);
    return deepEqual(roleRef, object['roleRef']) && deepEqual(subjects, object['subjects']);
  },
  follows: null,
  inverse: outcome => deleteCreated(outcome, outcome.target.resource),
};
