import { expect, test } from 'vitest';
import { answerReason } from '@lanthorn/kube/api/answer-reasons.ts';
import { refusalBy } from '../upstream/api-calls.ts';
import { isWorthRepeating } from './worth-repeating.ts';

function isRepeated(code: number, { patch = 'application/merge-patch+json', reason = '' } = {}): boolean {
  const status =
    code < 300 && code > 0 ? null : { ...refusalBy(answerReason('serverSays', { detail: 'no' }), code), reason };
  const request = { method: 'PATCH', path: '/', headers: { 'content-type': patch } } as const;
  return isWorthRepeating({ code, status }, { request });
}

test('what somebody else was quicker with, and what nobody answered, is tried again; a plain refusal is not', () => {
  expect([200, 0, 403, 404, 409, 422, 500].filter(code => isRepeated(code))).toEqual([0, 409]);
});

test('422 says that somebody was quicker where the patch tests what was there', () => {
  expect(isRepeated(422, { patch: 'application/json-patch+json' })).toBe(true);
  expect(isRepeated(422, { patch: 'application/json' })).toBe(false);
});

test('a name that is taken stays so', () => {
  expect(isRepeated(409, { reason: 'AlreadyExists' })).toBe(false);
  expect(isRepeated(409, { reason: 'Conflict' })).toBe(true);
});

test('who owns a field goes on owning it, and a kind that was just defined is soon served', () => {
  const refusal = refusalBy(answerReason('serverSays', { detail: 'no' }), 409);
  const request = { method: 'PATCH', path: '/' } as const;
  const status = { ...refusal, details: { causes: [{ reason: 'FieldManagerConflict', field: '.spec.replicas' }] } };
  expect(isWorthRepeating({ code: 409, status }, { request })).toBe(false);
  const missing = (details: object) => ({ code: 404, status: { ...refusal, details } });
  const restsOn = 'CustomResourceDefinition/widgets.example.com';
  expect(isWorthRepeating(missing({}), { request, restsOn })).toBe(true);
  expect(isWorthRepeating(missing({}), { request })).toBe(false);
  expect(isWorthRepeating(missing({ name: 'shop', kind: 'namespaces' }), { request, restsOn })).toBe(false);
});
