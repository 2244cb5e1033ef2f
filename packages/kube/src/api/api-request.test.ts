import { expect, test } from 'vitest';
import { asDryRun, readBody } from './api-request.ts';

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

const MEGABYTE = 'x'.repeat(1024 * 1024);
function answer(status: number, pieces: number, piece = MEGABYTE) {
  const taken = { pieces: 0 };
  async function* body() {
    for (; taken.pieces < pieces; taken.pieces++) yield piece;
  }
  return { taken, response: { status, headers: {}, warnings: [], body: body() } };
}

test('a body is read whole, and refused when it is longer than any is, without being read further', async () => {
  expect(await readBody(answer(200, 16).response)).toHaveLength(16 * 1024 * 1024);
  const long = answer(200, 1_000);
  await expect(readBody(long.response)).rejects.toThrow('longer than 16777216 characters');
  expect(long.taken.pieces).toBe(16);
});

test('of a refusal the beginning is kept', async () => {
  const { response, taken } = answer(401, 1_000);
  expect(await readBody(response)).toHaveLength(128 * 1024);
  expect(taken.pieces).toBe(0);
});

test('a body that nests too deep to be parsed is refused, but brackets in plain text are text', async () => {
  const deep = `${'['.repeat(100_000)}${']'.repeat(100_000)}`;
  await expect(readBody(answer(200, 1, deep).response)).rejects.toThrow('nests more than 500 levels deep');
  const log = { ...answer(200, 1, deep).response, headers: { 'content-type': 'text/plain; charset=utf-8' } };
  expect(await readBody(log)).toBe(deep);
});
