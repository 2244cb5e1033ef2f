import { asArray, asObject, asString, deepEqual, getPath, type JsonObject } from '@lanthorn/base/json.ts';
import { formatTime, type KubeObject } from '@lanthorn/kube/objects/kube-object.ts';
import type { Strategy } from '../resources/strategy.ts';
import {
  duplicateValue,
  type FieldError,
  forbiddenField,
  invalidValue,
  notSupported,
  required,
} from '../wire/api-error.ts';

// What a CertificateSigningRequest is decided by (registry/certificates and apis/certificates/validation of Kubernetes).

const CONDITIONS = 'status.conditions';
const DECISIONS = ['Approved', 'Denied'];
/** What came once stays. */
const LASTING = [...DECISIONS, 'Failed'];

const conditionsOf = (object: KubeObject): readonly JsonObject[] =>
  asArray(getPath(object, 'status', 'conditions')).map(asObject);
const ofType = (object: KubeObject, type: string) =>
  conditionsOf(object).filter(condition => condition['type'] === type);

/** When each condition was written, and since when it is as it is. */
function stamped(object: KubeObject, old: KubeObject, at: number): KubeObject {
  const now = formatTime(at);
  const before = conditionsOf(old);
  const conditions = conditionsOf(object).map(condition => {
    const same = before.find(({ type, status }) => type === condition['type'] && status === condition['status']);
    const { lastUpdateTime = now, lastTransitionTime = same?.['lastTransitionTime'] ?? now } = condition;
    return { ...condition, lastUpdateTime, lastTransitionTime };
  });
  return { ...object, status: { ...asObject(object['status']), ...(conditions.length === 0 ? {} : { conditions }) } };
}

function conditionErrors(object: KubeObject): FieldError[] {
  const conditions = conditionsOf(object);
  return conditions.flatMap((condition, i) => {
    const at = (field: string) => `${CONDITIONS}[${i}].${field}`;
    const [type, status] = [asString(condition['type']), asString(condition['status'])];
    const before = conditions.slice(0, i).map(other => other['type']);
    const allowed = LASTING.includes(type) ? ['True'] : ['False', 'True', 'Unknown'];
    const isContrary =
      DECISIONS.includes(type) && before.some(other => other !== type && DECISIONS.includes(asString(other)));
    return [
      ...(type === '' ? [required(at('type'))] : []),
      ...(status === '' ? [required(at('status'))] : []),
      ...(status === '' || allowed.includes(status) ? [] : [notSupported(at('status'), status, allowed)]),
      ...(isContrary ? [invalidValue(at('type'), type, 'Approved and Denied conditions are mutually exclusive')] : []),
      ...(before.includes(type) ? [duplicateValue(at('type'), type)] : []),
    ];
  });
}

function removed(object: KubeObject, old: KubeObject): FieldError[] {
  return LASTING.filter(type => ofType(object, type).length < ofType(old, type).length).map(type =>
    forbiddenField(CONDITIONS, `updates may not remove a condition of type "${type}"`),
  );
}

/** A decision has a path and a right of its own. */
function decided(object: KubeObject, old: KubeObject): FieldError[] {
  return DECISIONS.flatMap(type => {
    const [now, before] = [ofType(object, type), ofType(old, type)];
    if (now.length > before.length)
      return [forbiddenField(CONDITIONS, `updates may not add a condition of type "${type}"`)];
    const isOther = now.length === before.length && !deepEqual(now, before);
    return isOther ? [forbiddenField(CONDITIONS, `updates may not modify a condition of type "${type}"`)] : [];
  });
}

export const SIGNING_REQUEST_STRATEGY: Strategy = {
  hasStatus: true,
  // What was asked for is not changed any more.
  update: (object, old) => ({ ...object, spec: old['spec'] }),
  updateStatus: stamped,
  validateStatus: (object, old) => [...conditionErrors(object), ...removed(object, old), ...decided(object, old)],
  validateApproval: (object, old) => [...conditionErrors(object), ...removed(object, old)],
};
