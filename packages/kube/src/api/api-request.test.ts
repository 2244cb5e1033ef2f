import { expect, test } from 'vitest';
import { answerReason } from './answer-reasons.ts';
import {
  asDryRun,
  isLasting,
  isLongRunning,
  parseWarnings,
  queryString,
  readBody,
  UnreadableAnswer,
} from './api-request.ts';

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

test.each([
  [undefined, false],
  [{}, false],
  [{ watch: '1' }, true],
  [{ watch: '0' }, false],
  [{ watch: 'true' }, false],
  [{ follow: 'true', previous: 'false' }, true],
  [{ follow: 'false' }, false],
])('a request of the query %j lasts until somebody ends it: %j', (query, isSo) => {
  expect(isLongRunning({ method: 'GET', path: '/x', query })).toBe(isSo);
});

test('an answer that is the same each time is told from one that may be another', () => {
  const lasting = new UnreadableAnswer(answerReason('noDiscovery', {}));
  expect([lasting, new Error('cut'), { isLasting: true }, null, 'x'].map(isLasting)).toEqual([
    ...[true, false, false, false, false],
  ]);
  expect(isLasting(Object.assign(new Error('x'), { isLasting: 'yes' }))).toBe(false);
  expect([lasting.name, lasting.message]).toEqual(['UnreadableAnswer', 'this server does not say which kinds it has']);
});

// RFC 7234, 5.5: a code, who warns, and a quoted text; Kubernetes has 299 and `-`.
test.each([
  [undefined, []],
  ['', []],
  ['299 - "policy/v1beta1 PodSecurityPolicy is deprecated"', ['policy/v1beta1 PodSecurityPolicy is deprecated']],
  ['299 - "a", 299 - "b"', ['a', 'b']],
  ['299 - "a, b"', ['a, b']],
  [String.raw`299 - "say \"hi\" \\ there"`, [String.raw`say "hi" \ there`]],
  ['299 - ""', ['']],
  ['299 kube-apiserver "a" "Sun, 29 Nov 2026 08:00:00 GMT"', ['a']],
  ['299 - a', []],
  ['29 - "a"', []],
  ['299 - "a', []],
])('of %j the texts are %j', (header, texts) => expect(parseWarnings(header)).toEqual(texts));

test.each([
  [undefined, ''],
  [{}, ''],
  [{ a: '1' }, '?a=1'],
  [{ a: '1', b: '' }, '?a=1&b='],
  [{ labelSelector: 'a in (b,c),!d' }, '?labelSelector=a%20in%20(b%2Cc)%2C!d'],
  [{ 'a&b': 'c=d#e?f+g' }, '?a%26b=c%3Dd%23e%3Ff%2Bg'],
])('the query %j is written %j', (query, text) => expect(queryString(query)).toBe(text));

test('a refusal that nests too deep is read as far as one can; a log may hold any brackets', async () => {
  const deep = `${'['.repeat(5_000)}${']'.repeat(5_000)}`;
  expect(await readBody(answer(403, 1, deep).response)).not.toBe(deep);
  await expect(readBody(answer(200, 1, deep).response)).rejects.toThrow('nests more than');
  const log = { ...answer(200, 1, deep).response, headers: { 'content-type': 'text/plain; charset=utf-8' } };
  expect(await readBody(log)).toBe(deep);
});
