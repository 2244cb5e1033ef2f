import { describe, expect, test } from 'vitest';
import { parseJson } from '@lanthorn/base/json-text.ts';
import type { KubeObject } from '@lanthorn/kube/objects/kube-object.ts';
import { actionRecord, formsFor } from '../action-records.ts';
import type { ActionParams, Grant, RbacSubject } from '../machinery/action.ts';
import { bindingSubject, RBAC, subjectsOf, subjectText } from './rbac-subject.ts';

const of = (resource: string) => ({ group: RBAC, version: 'v1', resource });
const target = (resource: string, namespace: string, uid = '') => ({
  ...{ cluster: 'c', resource: of(resource), namespace, name: 'ada-view', uid },
});
type Lists = readonly (readonly KubeObject[] | null)[];
const ADA: RbacSubject = { kind: 'User', name: 'ada', namespace: '' };
const WEB: RbacSubject = { kind: 'ServiceAccount', name: 'web', namespace: 'shop' };

test('a subject is named as bindings name it, and read as they name it', () => {
  const subjects = [ADA, WEB, { kind: 'Group', name: 'ops', namespace: '' }] as const;
  expect(subjects.map(bindingSubject)).toEqual([
    { apiGroup: RBAC, kind: 'User', name: 'ada' },
    { kind: 'ServiceAccount', name: 'web', namespace: 'shop' },
    { apiGroup: RBAC, kind: 'Group', name: 'ops' },
  ]);
  expect(subjectsOf({ subjects: subjects.map(bindingSubject) })).toEqual(subjects);
  expect(subjectsOf({ subjects: [{ kind: 'Robot', name: 'x' }, null, 'x'] })).toEqual([]);
  expect(subjects.map(subjectText)).toEqual(['User/ada', 'ServiceAccount/shop/web', 'Group/ops']);
});

describe('rbac.grant', () => {
  const record = actionRecord('rbac.grant');
  const grant = (fields: Partial<Grant> = {}): ActionParams => ({
    grant: { role: { kind: 'ClusterRole', name: 'view' }, subject: ADA, ...fields },
  });
  const planOf = (on: ReturnType<typeof target>, params: ActionParams, related: Lists = [[]]) =>
    record.plan(
      { kind: 'rbac.grant', target: on, index: 0, suffix: 's', params },
      { metadata: { name: 'ada-view' } },
      { context: 'prod', schema: null, now: 0, related },
    );

  test('is a binding of its own, of one role to one subject, in one namespace', () => {
    const { request, right, kubectl, confirmation } = planOf(target('rolebindings', 'shop'), grant());
    expect([request.method, request.path]).toEqual(['POST', `/apis/${RBAC}/v1/namespaces/shop/rolebindings`]);
    expect(parseJson(request.body ?? '')).toEqual({
      ...{ apiVersion: `${RBAC}/v1`, kind: 'RoleBinding', metadata: { name: 'ada-view', namespace: 'shop' } },
      roleRef: { apiGroup: RBAC, kind: 'ClusterRole', name: 'view' },
      subjects: [{ apiGroup: RBAC, kind: 'User', name: 'ada' }],
    });
    expect([right.verb, right.resource, right.namespace, confirmation.type]).toEqual([
      ...['create', 'rolebindings', 'shop', 'exists'],
    ]);
    expect(kubectl).toBe(
      'kubectl --context=prod --namespace=shop create rolebinding ada-view --clusterrole=view --user=ada',
    );
  });

  test('or everywhere', () => {
    const { request, kubectl, effects } = planOf(target('clusterrolebindings', ''), grant({ subject: WEB }));
    expect(request.path).toBe(`/apis/${RBAC}/v1/clusterrolebindings`);
    expect(parseJson(request.body ?? '')).toMatchObject({ kind: 'ClusterRoleBinding', metadata: { name: 'ada-view' } });
    expect(kubectl).toContain('create clusterrolebinding ada-view --clusterrole=view --serviceaccount=shop:web');
    expect(effects[0]?.key).toBe('effect.grantedEverywhere');
  });

  const role = (rules: readonly object[]): KubeObject => ({ metadata: { name: 'view' }, rules });
  const told = (related: Lists) =>
    planOf(target('rolebindings', 'shop'), grant(), related)
      .effects.slice(1)
      .map(({ key }) => key);

  test('says what the role gives, and that some rights take more', () => {
    const rules = [{ apiGroups: [''], resources: ['pods'], verbs: ['get', 'list'] }];
    expect(planOf(target('rolebindings', 'shop'), grant(), [[role(rules)]]).effects.slice(1)).toEqual([
      {
        key: 'effect.mayThen',
        values: { rules: 'get,list pods', verbs: 'get list', on: 'pods.', names: '', addresses: '' },
      },
    ]);
    expect(told([[role([{ apiGroups: ['*'], resources: ['*'], verbs: ['*'] }])]])).toContain('effect.mayTakeMore');
    expect(told([[]])).toEqual(['effect.roleMissing']);
    expect(told([null])).toEqual(['effect.roleUnknown']);
  });

  test('looks for its role where that is', () => {
    const place = (kind: 'Role' | 'ClusterRole') =>
      record
        .related?.(target('rolebindings', 'shop'), { metadata: {} }, grant({ role: { kind, name: 'view' } }))
        .map(({ resource, namespace, name }) => [resource.resource, namespace, name]);
    expect(place('Role')).toEqual([['roles', 'shop', 'view']]);
    expect(place('ClusterRole')).toEqual([['clusterroles', '', 'view']]);
  });

  test('begins on roles, finds its own work, and is taken back by deleting what it made', () => {
    for (const resource of ['roles', 'clusterroles'])
      expect(formsFor(of(resource)).map(({ kind }) => kind)).toContain('rbac.grant');
    const on = target('rolebindings', 'shop');
    const made = parseJson(planOf(on, grant()).request.body ?? '') as KubeObject;
    const action = { kind: 'rbac.grant', target: on, index: 0, suffix: 's', params: grant() };
    expect([record.isOwnWork(action, made), record.isOwnWork(action, { ...made, subjects: [] })]).toEqual([
      true,
      false,
    ]);
    const after = { ...made, metadata: { ...made.metadata, uid: 'new' } };
    expect(record.inverse({ target: on, before: null, after })).toMatchObject({
      ...{ kind: 'object.delete', target: { name: 'ada-view', uid: 'new' } },
    });
  });
});

describe('rbac.revoke', () => {
  const record = actionRecord('rbac.revoke');
  const on = target('rolebindings', 'shop', 'b1');
  const binding = (...subjects: RbacSubject[]): KubeObject => ({
    metadata: { name: 'ada-view', namespace: 'shop', uid: 'b1', resourceVersion: '7' },
    roleRef: { apiGroup: RBAC, kind: 'ClusterRole', name: 'view' },
    subjects: subjects.map(bindingSubject),
  });
  const action = (subject: RbacSubject) => ({
    ...{ kind: 'rbac.revoke', target: on, index: 0, suffix: 's', params: { revoke: { subject } } },
  });
  const planOf = (object: KubeObject, subject: RbacSubject, related: Lists = [[], []]) =>
    record.plan(action(subject), object, { context: 'prod', schema: null, now: 0, related });

  test('takes that subject out, wherever it stands, and leaves the others', () => {
    const { request, right, kubectl, isDone } = planOf(binding(ADA, WEB), WEB);
    expect(parseJson(request.body ?? '')).toEqual([
      { op: 'test', path: '/metadata/uid', value: 'b1' },
      { op: 'test', path: '/subjects/1', value: { kind: 'ServiceAccount', name: 'web', namespace: 'shop' } },
      { op: 'remove', path: '/subjects/1' },
    ]);
    expect([right.verb, right.resource, isDone]).toEqual(['patch', 'rolebindings', false]);
    expect(kubectl).toContain('patch rolebinding ada-view --type=json');
    expect(planOf(binding(ADA), WEB).isDone).toBe(true);
  });

  const keys = (...args: Parameters<typeof planOf>) => planOf(...args).effects.map(({ key }) => key);

  test('says what it has by other bindings, and what cannot be known', () => {
    const other = { ...binding(ADA), metadata: { uid: 'b2' }, roleRef: { kind: 'ClusterRole', name: 'edit' } };
    const { effects } = planOf(binding(ADA, WEB), ADA, [[other], [binding(ADA, WEB)]]);
    expect(effects[1]).toEqual({ key: 'effect.stillGranted', values: { roles: 'ClusterRole/edit' } });
    expect(keys(binding(ADA), ADA)).toEqual([
      ...['effect.revoked', 'effect.bindingIsEmpty', 'effect.nothingElseGranted', 'effect.groupsMayGrant'],
    ]);
    expect(keys(binding(ADA, WEB), ADA, [null, []])).toContain('effect.grantsUnknown');
    const many = ['a', 'b', 'c', 'd', 'e', 'f'].map(name => ({
      ...other,
      metadata: { uid: name },
      roleRef: { kind: 'Role', name },
    }));
    expect(planOf(binding(ADA, WEB), ADA, [many]).effects[1]?.values['roles']).toMatch(/Role\/e …$/);
  });

  test('finds its own work, and is taken back', () => {
    const other = { ...binding(WEB), metadata: { uid: 'other' } };
    expect([binding(WEB), binding(ADA), other].map(object => record.isOwnWork(action(ADA), object))).toEqual([
      ...[true, false, false],
    ]);
    expect(record.inverse({ target: on, before: binding(ADA), after: binding() })?.kind).toBe('object.edit');
  });
});
