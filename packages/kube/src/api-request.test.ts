import { expect, test } from 'vitest';
import { asDryRun } from './api-request.ts';

test('a dry run is asked for in the query, and of a DELETE with options in the options: the query is not read then', () => {
  expect(asDryRun({ method: 'PATCH', path: '/x', query: { a: '1' }, body: '{}' })).toEqual({
    method: 'PATCH',
    path: '/x',
    query: { a: '1', dryRun: 'All' },
    body: '{}',
  });
  expect(asDryRun({ method: 'DELETE', path: '/x' }).query).toEqual({ dryRun: 'All' });
  const options = { kind: 'DeleteOptions', preconditions: { uid: 'u' } };
  const deleted = asDryRun({ method: 'DELETE', path: '/x', body: JSON.stringify(options) });
  expect(JSON.parse(deleted.body ?? '')).toEqual({ ...options, dryRun: ['All'] });
  expect(deleted.query).toBeUndefined();
});
