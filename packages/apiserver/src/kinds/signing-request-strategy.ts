import { bytesOfBase64 } from '@lanthorn/base/base64.ts';
import { asArray, asNumber, asObject, asString, deepEqual, getPath, type JsonObject } from '@lanthorn/base/json.ts';
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

/** What a certificate may be for. */
const USAGES = [
  'any',
  'cert sign',
  'client auth',
  'code signing',
  'content commitment',
  'crl sign',
  'data encipherment',
  'decipher only',
  'digital signature',
  'email protection',
  'encipher only',
  'ipsec end system',
  'ipsec tunnel',
  'ipsec user',
  'key agreement',
  'key encipherment',
  'microsoft sgc',
  'netscape sgc',
  'ocsp signing',
  's/mime',
  'server auth',
  'signing',
  'timestamping',
];
const LEAST_SECONDS = 600;
const LEGACY_SIGNER = 'kubernetes.io/legacy-unknown';

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
    const { lastUpdateTime, lastTransitionTime } = condition;
    return {
      ...condition,
      lastUpdateTime: lastUpdateTime ?? now,
      lastTransitionTime: lastTransitionTime ?? same?.['lastTransitionTime'] ?? now,
    };
  });
  return { ...object, status: { ...asObject(object['status']), ...(conditions.length === 0 ? {} : { conditions }) } };
}

function conditionErrors(object: KubeObject): FieldError[] {
  const conditions = conditionsOf(object);
  const errors = conditions.flatMap((condition, i) => {
    const at = (field: string) => `${CONDITIONS}[${i}].${field}`;
    const [type, status] = [asString(condition['type']), asString(condition['status'])];
    const before = conditions.slice(0, i).map(other => other['type']);
    const allowed = LASTING.includes(type) ? ['True'] : ['False', 'True', 'Unknown'];
    return [
      ...(type === '' ? [required(at('type'))] : []),
      ...(status === '' ? [required(at('status'))] : []),
      ...(status === '' || allowed.includes(status) ? [] : [notSupported(at('status'), status, allowed)]),
      ...(before.includes(type) ? [duplicateValue(at('type'), type)] : []),
    ];
  });
  return [...errors, ...contraryErrors(object)];
}

/** It is approved or denied, never both. */
function contraryErrors(object: KubeObject): FieldError[] {
  const made = DECISIONS.filter(type => ofType(object, type).length > 0).map(
    type => `conditions[${JSON.stringify({ type }).replace(':', ': ')}]`,
  );
  if (made.length < 2) return [];
  const wanted = made.map(text => `\`${text}\``).join(', ');
  return [invalidValue(CONDITIONS, `{${made.join(', ')}}`, `must specify at most one of: ${wanted}`)];
}

/** What is asked for, when it is. */
function requestErrors(object: KubeObject): FieldError[] {
  const { request, usages, signerName, expirationSeconds } = asObject(object['spec']);
  const seconds = asNumber(expirationSeconds);
  const named = asArray(usages).map(asString);
  return [
    ...(isRequest(asString(request))
      ? []
      : [invalidValue('spec.request', asString(request), 'PEM block type must be CERTIFICATE REQUEST')]),
    ...(named.length === 0 ? [required('spec.usages')] : []),
    ...named.flatMap((usage, i) => (USAGES.includes(usage) ? [] : [notSupported(`spec.usages[${i}]`, usage, USAGES)])),
    ...named.flatMap((usage, i) => (named.indexOf(usage) === i ? [] : [duplicateValue(`spec.usages[${i}]`, usage)])),
    ...signerErrors(asString(signerName)),
    ...(seconds !== undefined && seconds < LEAST_SECONDS
      ? [
          invalidValue(
            'spec.expirationSeconds',
            seconds,
            'may not specify a duration less than 600 seconds (10 minutes)',
          ),
        ]
      : []),
  ];
}

function isRequest(encoded: string): boolean {
  const text = Array.from(bytesOfBase64(encoded), byte => String.fromCharCode(byte)).join('');
  return /-----BEGIN CERTIFICATE REQUEST-----[^]*-----END CERTIFICATE REQUEST-----/.test(text);
}

function signerErrors(name: string): FieldError[] {
  const at = 'spec.signerName';
  if (name === '') return [required(at)];
  if (name === LEGACY_SIGNER)
    return [invalidValue(at, name, 'the legacy signerName is not allowed via this API version')];
  const [domain = '', ...paths] = name.split('/');
  if (paths.length !== 1)
    return [invalidValue(at, name, "must be a fully qualified domain and path of the form 'example.com/signer-name'")];
  return domain.includes('.')
    ? []
    : [invalidValue(at, domain, 'should be a domain with at least two segments separated by dots')];
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
  unowned: ['spec'],
  validate: (object, old) => (old === undefined ? requestErrors(object) : []),
  // What was asked for is not changed any more.
  update: (object, old) => ({ ...object, spec: old['spec'] }),
  updateStatus: stamped,
  validateStatus: (object, old) => [...conditionErrors(object), ...removed(object, old), ...decided(object, old)],
  validateApproval: (object, old) => [...conditionErrors(object), ...removed(object, old)],
};
