import { expect, test } from 'vitest';
import { readStatus, type Status } from '@lanthorn/kube/api/status.ts';
import { problem, type Problem } from '@lanthorn/protocol/error-kinds.ts';
import { refusalAdvice, refusalKey } from './refusal-key.ts';

test.each([
  [readStatus(422, '{"kind":"Status","code":422}'), 'dialog.refused'],
  [readStatus(502, '<html>a proxy</html>'), 'dialog.refused'],
  [readStatus(422, '{"kind":"Status"}'), 'dialog.refused'],
  // As the server of Lanthorn tells a connection that broke.
  [{ kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Failure', message: 'x', code: 0 }, 'dialog.notAnswered'],
  // As the server of Lanthorn refuses before it asks.
  [{ ...readStatus(409, '{"kind":"Status"}'), problem: problem('nameTaken', {}) }, 'dialog.notSent'],
] satisfies [Status & { problem?: Problem }, string][])('%o is said by %s', (refusal, key) => {
  expect(refusalKey(refusal)).toBe(key);
});

test('what is refused because its namespace is being deleted says what to do; of others nothing more is known', () => {
  const refusal = (reason: string) =>
    readStatus(403, JSON.stringify({ kind: 'Status', code: 403, details: { causes: [{ reason, message: 'm' }] } }));
  expect(refusalAdvice(refusal('NamespaceTerminating'))).toBe('dialog.namespaceEnding');
  expect(refusalAdvice(refusal('FieldValueInvalid'))).toBeNull();
  expect(refusalAdvice(null)).toBeNull();
});
