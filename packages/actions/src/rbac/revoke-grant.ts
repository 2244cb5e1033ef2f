import { asArray, asString, deepEqual, getPath } from '@lanthorn/base/json.ts';
import { writeJson } from '@lanthorn/base/json-text.ts';
import { groupResource } from '@lanthorn/kube/api/group-version-resource.ts';
import type { KubeObject } from '@lanthorn/kube/objects/kube-object.ts';
import type { JsonPatchOperation } from '@lanthorn/kube/patch/json-patch.ts';
import type { ActionRecord, Message, ObjectTarget, RbacSubject, RelatedList } from '../machinery/action.ts';
import { jsonPatchRequest, kubectlKind, kubectlLine, patchRight } from '../machinery/change-request.ts';
import { restoreByEdit } from '../machinery/inverse.ts';
import { bindingSubject, RBAC, subjectsOf, subjectText } from './rbac-subject.ts';

const BINDINGS = new Set([`rolebindings.${RBAC}`, `clusterrolebindings.${RBAC}`]);
/** More of them nobody reads in one sentence. */
const MAX_TOLD = 5;
const NOBODY: RbacSubject = { kind: 'User', name: '', namespace: '' };

const isSame = (one: RbacSubject, other: RbacSubject) => deepEqual(one, other);

/** Its place among the subjects, as the object has it; -1 where it is not there. */
function placeOf(binding: unknown, subject: RbacSubject): number {
  return asArray(getPath(binding, 'subjects')).findIndex(entry => {
    const [named] = subjectsOf({ subjects: [entry] });
    return named !== undefined && isSame(named, subject);
  });
}

function others(namespace: string): RelatedList[] {
  const list = (resource: string, of: string): RelatedList => ({
    ...{ resource: { group: RBAC, version: 'v1', resource }, namespace: of, isAdvice: true },
  });
  return [list('clusterrolebindings', ''), ...(namespace === '' ? [] : [list('rolebindings', namespace)])];
}

/** What the subject has by other bindings, as far as those can be read. */
function stillGranted(
  { uid }: ObjectTarget,
  subject: RbacSubject,
  related: readonly (readonly KubeObject[] | null)[],
): Message[] {
  const known = related.flatMap(list => list ?? []);
  const roles = known
    .filter(({ metadata }) => metadata.uid !== uid)
    .filter(binding => subjectsOf(binding).some(each => isSame(each, subject)))
    .map(
      binding => `${asString(getPath(binding, 'roleRef', 'kind'))}/${asString(getPath(binding, 'roleRef', 'name'))}`,
    );
  const distinct = [...new Set(roles)];
  const told = distinct.slice(0, MAX_TOLD).join(', ');
  return [
    ...(distinct.length === 0
      ? [{ key: 'effect.nothingElseGranted', values: {} }]
      : [{ key: 'effect.stillGranted', values: { roles: distinct.length > MAX_TOLD ? `${told} …` : told } }]),
    ...(related.some(list => list === null) ? [{ key: 'effect.grantsUnknown', values: {} }] : []),
    // Who is in a group is known to whoever signs people in.
    ...(subject.kind === 'Group' ? [] : [{ key: 'effect.groupsMayGrant', values: {} }]),
  ];
}

/** Takes one subject out of a binding; others stay in it. */
export const REVOKE_GRANT: ActionRecord<'rbac.revoke'> = {
  kind: 'rbac.revoke',
  isOffered: false,
  key: null,
  form: 'revoke',
  tone: 'danger',
  guard: null,
  appliesTo: resource => BINDINGS.has(groupResource(resource)),
  right: patchRight,
  related: ({ namespace }) => others(namespace),
  needs: 'present',
  goneIsDone: false,
  plan: ({ target, params }, binding, { context, related = [] }) => {
    const subject = params.revoke?.subject ?? NOBODY;
    const place = placeOf(binding, subject);
    const path = `/subjects/${Math.max(0, place)}`;
    const guards: JsonPatchOperation[] = [
      { op: 'test', path: '/metadata/uid', value: target.uid },
      { op: 'test', path, value: asArray(binding['subjects'])[place] ?? bindingSubject(subject) },
    ];
    const removal: JsonPatchOperation = { op: 'remove', path };
    const { kind, name } = (binding['roleRef'] ?? {}) as { kind?: string; name?: string };
    return {
      request: jsonPatchRequest(target, [...guards, removal]),
      right: patchRight(target),
      effects: [
        { key: 'effect.revoked', values: { subject: subjectText(subject), role: `${kind ?? ''}/${name ?? ''}` } },
        ...(asArray(binding['subjects']).length === 1 ? [{ key: 'effect.bindingIsEmpty', values: {} }] : []),
        ...stillGranted(target, subject, related),
      ],
      kubectl: kubectlLine(target, context, [
        ...['patch', kubectlKind(target.resource), target.name, '--type=json'],
        `--patch=${writeJson([guards[1], removal])}`,
      ]),
      confirmation: { type: 'answered' },
      isDone: place < 0,
      clashes: [],
    };
  },
  isOwnWork: ({ target, params }, binding) =>
    binding.metadata.uid === target.uid && params.revoke !== undefined && placeOf(binding, params.revoke.subject) < 0,
  follows: null,
  inverse: restoreByEdit,
};
