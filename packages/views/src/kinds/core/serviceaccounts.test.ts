import { expect, test } from 'vitest';
import { SERVICE_ACCOUNT_VIEW } from './serviceaccounts.ts';

test('a Secret that an account lists twice is named once', () => {
  const secrets = [{ name: 'token' }, { name: 'token' }, { name: 'other' }];
  const account = { metadata: { name: 'a', namespace: 'n' }, secrets };
  const named = SERVICE_ACCOUNT_VIEW.columns.flatMap(({ refersToEach }) => refersToEach?.(account) ?? []);
  expect(named.map(({ name }) => name)).toEqual(['token', 'other']);
});
