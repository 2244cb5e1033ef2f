import { describe, expect, test } from 'vitest';
import { base64 } from '@lanthorn/base/base64.ts';
import { parseJson } from '@lanthorn/base/json-text.ts';
import type { KubeObject } from '@lanthorn/kube/objects/kube-object.ts';
import { actionRecord, isFitting } from '../action-records.ts';
import { objectState, rowState, UNKNOWN_STATE } from '../machinery/object-state.ts';

const REQUESTS = { group: 'certificates.k8s.io', version: 'v1', resource: 'certificatesigningrequests' };
const TARGET = { cluster: 'c', resource: REQUESTS, namespace: '', name: 'ada', uid: 'u1' };
const CLIENT = 'kubernetes.io/kube-apiserver-client';
/** `openssl req -new -subj "/O=developers/CN=ada"`. */
const PEM = `-----BEGIN CERTIFICATE REQUEST-----
MIHeMIGFAgEAMCMxEzARBgNVBAoMCmRldmVsb3BlcnMxDDAKBgNVBAMMA2FkYTBZ
MBMGByqGSM49AgEGCCqGSM49AwEHA0IABM95tA6d4GpuZJPUxpR1KE7gKALfSOLw
j3k4zWym2E1e+Wv6B7+KjhxQC89qZM8K1VdT/F8HuHqnxfXgND877NCgADAKBggq
hkjOPQQDAgNIADBFAiEA4gBLZOPUAoUILXnb+OSsctIDpaOH4fOex0b5dSwatzIC
IEa0d0wfJsnICIbQW7sP9Nxu+CO2oPaOW60/4yOea1cX
-----END CERTIFICATE REQUEST-----
`;
const ADA = base64(Array.from(PEM, character => character.charCodeAt(0)));
const request = (...types: string[]): KubeObject => ({
  ...{ apiVersion: 'certificates.k8s.io/v1', kind: 'CertificateSigningRequest' },
  metadata: { name: 'ada', uid: 'u1', resourceVersion: '7' },
  spec: { signerName: CLIENT, username: 'ada@example.org', usages: ['client auth'], request: ADA },
  status: { conditions: types.map(type => ({ type, status: 'True' })) },
});
const action = (kind: string) => ({ kind, target: TARGET, index: 0, suffix: 's', params: {} });
const planOf = (kind: string, object: KubeObject) =>
  actionRecord(kind).plan(action(kind), object, { context: 'prod', schema: null, now: 0 });

describe.each([
  ['certificate.approve', 'Approved', 'approve'],
  ['certificate.deny', 'Denied', 'deny'],
])('%s', (kind, decision, verb) => {
  test('is one more condition on the path that has a right of its own, of that very request in that very state', () => {
    const plan = planOf(kind, request('Other'));
    expect([plan.request.method, plan.request.path]).toEqual([
      'PATCH',
      '/apis/certificates.k8s.io/v1/certificatesigningrequests/ada/approval',
    ]);
    expect(parseJson(plan.request.body ?? '')).toEqual({
      metadata: { uid: 'u1', resourceVersion: '7' },
      status: {
        conditions: [{ type: 'Other', status: 'True' }, expect.objectContaining({ type: decision, status: 'True' })],
      },
    });
    expect([plan.right.verb, plan.right.resource]).toEqual(['patch', 'certificatesigningrequests/approval']);
    expect(plan.kubectl).toBe(`kubectl --context=prod certificate ${verb} ada`);
    expect([plan.confirmation, plan.isDone]).toEqual([{ type: 'condition', condition: decision }, false]);
    expect(planOf(kind, request(decision)).isDone).toBe(true);
  });

  test('is not offered once it is decided, finds its own work, and cannot be taken back', () => {
    const record = actionRecord(kind);
    expect(
      [request(), request('Approved'), request('Denied')].map(object => isFitting(record, objectState(object))),
    ).toEqual([...[true, false, false]]);
    expect(isFitting(record, UNKNOWN_STATE)).toBe(true);
    const other = { ...request(decision), metadata: { ...request().metadata, uid: 'other' } };
    expect([request(decision), request(), other].map(object => record.isOwnWork(action(kind), object))).toEqual([
      ...[true, false, false],
    ]);
    expect(record.inverse({ target: TARGET, before: request(), after: request(decision) })).toBeNull();
  });

  test('needs a right on its signer too, or on all of the domain', () => {
    const names = (state: Parameters<typeof isFitting>[1]) =>
      actionRecord(kind)
        .oneOf?.(state)
        .map(({ name }) => name);
    expect(names(objectState(request()))).toEqual([CLIENT, 'kubernetes.io/*']);
    expect(names(UNKNOWN_STATE)).toEqual([]);
  });
});

test('a row tells as much as its object', () => {
  const columns = ['status', 'signer'].map(id => ({ id }));
  const [pending, issued] = ['Pending', 'Approved,Issued'].map(status =>
    rowState(columns, [{ status, tone: 'ok' }, CLIENT]),
  );
  expect([pending?.isDecided, pending?.signer, issued?.isDecided]).toEqual([false, CLIENT, true]);
});

const effects = (object: KubeObject) => planOf('certificate.approve', object).effects;

test('says who asks, of whom, for what, and whom the certificate makes of its holder', () => {
  expect(effects(request()).slice(0, 2)).toEqual([
    {
      key: 'effect.certificateMayBeIssued',
      values: { signer: CLIENT, user: 'ada@example.org', usages: 'client auth' },
    },
    { key: 'effect.signsInAs', values: { name: 'ada', groups: 'developers' } },
  ]);
  const ofAnother = { ...request(), spec: { signerName: 'example.com/internal', request: ADA } };
  expect(effects(ofAnother)[1]?.key).toBe('effect.certificateNames');
  expect(effects({ ...request(), spec: { signerName: CLIENT } })[1]?.key).toBe('effect.subjectUnknown');
});

test.each([
  ['certificate.approve', 'LanthornApprove', 'This request was approved with Lanthorn.'],
  ['certificate.deny', 'LanthornDeny', 'This request was denied with Lanthorn.'],
])('%s leaves its reason for others to read, as a merge', (kind, reason, message) => {
  const { request: sent, effects: told, clashes } = planOf(kind, request());
  expect(sent.headers).toEqual({ 'content-type': 'application/merge-patch+json' });
  expect(parseJson(sent.body ?? '')).toMatchObject({ status: { conditions: [{ reason, message }] } });
  expect([told.at(-1), clashes]).toEqual([{ key: 'effect.decisionStays', values: {} }, []]);
});

test('that nothing will be issued is said of a denial', () => {
  expect(planOf('certificate.deny', request()).effects[0]).toEqual({
    ...{ key: 'effect.requestDenied', values: { name: 'ada' } },
  });
});

// plugin/pkg/admission/certificates of Kubernetes asks for `approve` on the signer, or on all of its domain; the path itself for `patch`.
test('the right on a signer is one of the whole cluster, of its own verb', () => {
  expect(actionRecord('certificate.deny').oneOf?.(objectState(request()))).toEqual(
    [CLIENT, 'kubernetes.io/*'].map(name => ({
      ...{ verb: 'approve', group: 'certificates.k8s.io', resource: 'signers', namespace: '', name },
    })),
  );
  expect(actionRecord('certificate.deny').oneOf?.({ ...UNKNOWN_STATE, signer: '' })).toEqual([]);
});

test('is had on requests for certificates alone; several usages are told', () => {
  const { appliesTo } = actionRecord('certificate.approve');
  expect([REQUESTS, { ...REQUESTS, group: 'x.org' }, { ...REQUESTS, resource: 'certificates' }].map(appliesTo)).toEqual(
    [...[true, false, false]],
  );
  const usages = ['digital signature', 'client auth'];
  expect(effects({ ...request(), spec: { signerName: CLIENT, usages } })[0]?.values).toMatchObject({
    usages: 'digital signature, client auth',
  });
});
