import {
  asArray,
  asNumber,
  asObject,
  asString,
  asStringMap,
  deepEqual,
  getPath,
  type JsonObject,
} from '@lanthorn/base/json.ts';
import type { KubeObject } from '@lanthorn/kube/objects/kube-object.ts';
import { withoutGoZeros } from './go-zeros.ts';
import { type FieldError, forbiddenField, invalidValue, notSupported } from '../wire/api-error.ts';

// What of a pod may be written once it is there (ValidatePodUpdate of k8s.io/kubernetes/pkg/apis/core/validation).

const MAY_CHANGE =
  'pod updates may not change fields other than `spec.containers[*].image`,`spec.initContainers[*].image`,`spec.activeDeadlineSeconds`,`spec.tolerations` (only additions to existing tolerations),`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)';

const spec = (pod: KubeObject) => asObject(pod['spec']);
const listOf = (pod: KubeObject, name: string) => asArray(spec(pod)[name]).map(asObject);

/** In the order of the real server, which looks no further where containers came or went, or a deadline is none. */
export function validatePodUpdate(pod: KubeObject, old: KubeObject): FieldError[] {
  const images: FieldError[] = [];
  for (const list of ['containers', 'initContainers']) {
    if (listOf(pod, list).length !== listOf(old, list).length)
      return [...images, forbiddenField(`spec.${list}`, 'pod updates may not add or remove containers')];
    images.push(
      ...listOf(pod, list).flatMap(({ image }, i) => imageErrors(`spec.${list}[${i}].image`, asString(image))),
    );
  }
  const deadline = deadlineErrors(pod, old);
  if (deadline.length > 0 && spec(pod)['activeDeadlineSeconds'] !== undefined) return [...images, ...deadline];
  const others = [...lostTolerations(pod, old), ...addedGates(pod, old), ...otherErrors(pod, old)];
  return [...preemptionErrors(pod), ...images, ...deadline, ...others];
}

const PREEMPTION_POLICIES = ['PreemptLowerPriority', 'Never'];

/** A new pod is given its policy; one that is there may be given a wrong one. */
function preemptionErrors(pod: KubeObject): FieldError[] {
  const policy = asString(spec(pod)['preemptionPolicy']);
  return policy === '' || PREEMPTION_POLICIES.includes(policy)
    ? []
    : [notSupported('spec.preemptionPolicy', policy, PREEMPTION_POLICIES)];
}

function imageErrors(field: string, image: string): FieldError[] {
  return image.trim() === image ? [] : [invalidValue(field, image, 'must not have leading or trailing whitespace')];
}

const MAX_INT32 = 2 ** 31 - 1;

/** A deadline may be set, and come nearer. */
function deadlineErrors(pod: KubeObject, old: KubeObject): FieldError[] {
  const field = 'spec.activeDeadlineSeconds';
  const [now, before] = [pod, old].map(of => asNumber(spec(of)['activeDeadlineSeconds']));
  const isTaken = now === undefined && before !== undefined;
  if (isTaken) return [invalidValue(field, null, 'must not update from a positive integer to nil value')];
  if (now === undefined) return [];
  if (now < 0 || now > MAX_INT32) return [invalidValue(field, now, `must be between 0 and ${MAX_INT32}, inclusive`)];
  return now > (before ?? Infinity) ? [invalidValue(field, now, 'must be less than or equal to previous value')] : [];
}

function lostTolerations(pod: KubeObject, old: KubeObject): FieldError[] {
  const untimed = (of: KubeObject) => listOf(of, 'tolerations').map(({ tolerationSeconds: _seconds, ...rest }) => rest);
  const now = untimed(pod);
  return untimed(old).every(toleration => now.some(other => deepEqual(other, toleration)))
    ? []
    : [forbiddenField('spec.tolerations', 'existing toleration can not be modified except its tolerationSeconds')];
}

/** Scheduling gates may be removed, but none may be added: a pod that was released is not held back again. */
function addedGates(pod: KubeObject, old: KubeObject): FieldError[] {
  const known = new Set(listOf(old, 'schedulingGates').map(({ name }) => name));
  return listOf(pod, 'schedulingGates').flatMap(({ name }, i) =>
    known.has(name)
      ? []
      : [
          forbiddenField(
            `spec.schedulingGates[${i}].name`,
            `only deletion is allowed, but found new scheduling gate '${asString(name)}'`,
          ),
        ],
  );
}

/** All else stays; while a pod is held back, nodes may still be told apart more narrowly. */
function otherErrors(pod: KubeObject, old: KubeObject): FieldError[] {
  const isGated = listOf(old, 'schedulingGates').length > 0;
  const errors = isGated ? [...selectorErrors(pod, old), ...affinityErrors(pod, old)] : [];
  const [now, before] = [kept(withGrace(pod, old), isGated), kept(old, isGated)].map(withoutGoZeros);
  const isSame = deepEqual(now, before);
  return isSame ? errors : [...errors, forbiddenField('spec', MAY_CHANGE)];
}

/** A time to end that was none may become a second. */
function withGrace(pod: KubeObject, old: KubeObject): KubeObject {
  const { terminationGracePeriodSeconds: now } = spec(pod);
  const before = spec(old)['terminationGracePeriodSeconds'];
  const mayChange = now === 1 && (asNumber(before) ?? 0) < 0;
  return mayChange ? { ...pod, spec: { ...spec(pod), terminationGracePeriodSeconds: before } } : pod;
}

/** What no write may change, of a pod that is held back or not. */
function kept(pod: KubeObject, isGated: boolean): JsonObject {
  const { activeDeadlineSeconds: _a, tolerations: _t, schedulingGates: _s, affinity = {}, ...rest } = spec(pod);
  const images = (name: string) => listOf(pod, name).map(({ image: _image, ...container }) => container);
  const always = { ...rest, affinity, containers: images('containers'), initContainers: images('initContainers') };
  if (!isGated) return always;
  const { nodeAffinity: _n, ...ofPods } = asObject(affinity);
  return { ...always, nodeSelector: null, affinity: ofPods };
}

function selectorErrors(pod: KubeObject, old: KubeObject): FieldError[] {
  const selectorOf = (of: KubeObject) => asStringMap(spec(of)['nodeSelector']);
  const now = selectorOf(pod);
  const why = 'only additions to spec.nodeSelector are allowed (no mutations or deletions)';
  const isKept = Object.entries(selectorOf(old)).every(([key, value]) => now[key] === value);
  return isKept ? [] : [invalidValue('spec.nodeSelector', now, why)];
}

function affinityErrors(pod: KubeObject, old: KubeObject): FieldError[] {
  const path = ['affinity', 'nodeAffinity', 'requiredDuringSchedulingIgnoredDuringExecution', 'nodeSelectorTerms'];
  const field = `spec.${path.join('.')}`;
  const termsOf = (of: KubeObject) => asArray(getPath(of, 'spec', ...path)).map(asObject);
  const [now, before] = [termsOf(pod), termsOf(old)];
  if (before.length > 0 && before.length !== now.length)
    return [
      invalidValue(
        field,
        inGo(now.map(termInGo)),
        'no additions/deletions to non-empty NodeSelectorTerms list are allowed',
      ),
    ];
  return before.flatMap((term, i) =>
    isNarrower(now[i] ?? {}, term)
      ? []
      : [
          invalidValue(
            `${field}[${i}]`,
            termInGo(now[i] ?? {}),
            'only additions are allowed (no mutations or deletions)',
          ),
        ],
  );
}

/** All that was asked of a node is still asked, and more perhaps; a term that asked nothing stays so. */
function isNarrower(now: JsonObject, before: JsonObject): boolean {
  const lists = ['matchExpressions', 'matchFields'];
  const isEmpty = lists.every(list => asArray(before[list]).length === 0);
  return lists.every(list => {
    const had = asArray(before[list]);
    return isEmpty ? asArray(now[list]).length === 0 : deepEqual(asArray(now[list]).slice(0, had.length), had);
  });
}

/** The real server shows terms as Go has them. */
function termInGo({ matchExpressions, matchFields }: JsonObject): JsonObject {
  const requirements = (list: unknown) =>
    inGo(
      asArray(list)
        .map(asObject)
        .map(({ key, operator, values }) => ({ Key: key, Operator: operator, Values: inGo(asArray(values)) })),
    );
  return { MatchExpressions: requirements(matchExpressions), MatchFields: requirements(matchFields) };
}

/** A list without entries is none. */
function inGo(list: readonly unknown[]): readonly unknown[] | null {
  return list.length === 0 ? null : list;
}
