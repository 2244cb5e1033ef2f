import { expect, test } from 'vitest';
import { readStatus, type Status } from '@lanthorn/kube/api/status.ts';
import { refusalKey } from './refusal-key.ts';

test.each([
  [readStatus(422, '{"kind":"Status","code":422}'), 'dialog.refused'],
  [readStatus(502, '<html>a proxy</html>'), 'dialog.refused'],
  [readStatus(422, '{"kind":"Status"}'), 'dialog.refused'],
  // As the server of Lanthorn tells a connection that broke.
  [{ kind: 'Status', apiVersion: 'v1', metadata: {}, status: 'Failure', message: 'x', code: 0 }, 'dialog.notAnswered'],
] satisfies [Status, string][])('%o is said by %s', (refusal, key) => {
  expect(refusalKey(refusal)).toBe(key);
});
