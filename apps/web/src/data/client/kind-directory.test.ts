import { expect, test, vi } from 'vitest';
import type { ToldKindsAnswer } from '@lanthorn/protocol/http/kind-messages.ts';
import { FakeClock } from '@lanthorn/testkit/fake-clock.ts';
import type { Api } from '../connection/api.ts';
import { KindDirectory } from './kind-directory.ts';

const KINDS_MS = 8_000;
const REFERRERS_MS = 30_000;
const HOUR_MS = 3_600_000;

function start() {
  const clock = new FakeClock();
  const asked: { answer: (value: ToldKindsAnswer) => void; known: string | undefined; fail: (error: Error) => void }[] =
    [];
  const kinds: Api['kinds'] = (_cluster, asking) =>
    new Promise<ToldKindsAnswer>((answer, fail) => asked.push({ answer, fail, known: asking?.known }));
  const referrers = vi.fn(async () => ({ kinds: [], more: 0, others: 0 }));
  return { clock, asked, referrers, directory: new KindDirectory({ kinds, referrers }, clock) };
}

test('a cluster is asked again after a while, though the clock was set back meanwhile', async () => {
  const { clock, asked, directory } = start();
  void directory.of('c');
  void directory.of('c');
  expect(asked).toHaveLength(1);
  clock.set(-HOUR_MS);
  await clock.advance(KINDS_MS);
  void directory.of('c');
  expect(asked).toHaveLength(2);
});

test('a question that fails late does not make a newer answer forgotten', async () => {
  const { clock, asked, directory } = start();
  const first = directory.of('c');
  await clock.advance(KINDS_MS);
  const second = directory.of('c');
  asked[0]?.fail(new Error('too late'));
  await expect(first).rejects.toThrow('too late');
  await clock.advance(0);
  expect(directory.of('c')).toBe(second);
});

test('what failed is asked again at the next question', async () => {
  const { clock, asked, directory } = start();
  const first = directory.of('c');
  asked[0]?.fail(new Error('away'));
  await expect(first).rejects.toThrow('away');
  await clock.advance(0);
  void directory.of('c');
  expect(asked).toHaveLength(2);
});

test('which kinds may name one is asked once for a while, for each kind and cluster', async () => {
  const { clock, referrers, directory } = start();
  const secrets = { group: '', version: 'v1', resource: 'secrets' };
  await directory.referrers('c', secrets);
  await directory.referrers('c', { ...secrets });
  expect(referrers).toHaveBeenCalledOnce();
  await directory.referrers('d', secrets);
  await directory.referrers('c', { ...secrets, resource: 'configmaps' });
  expect(referrers).toHaveBeenCalledTimes(3);
  await clock.advance(REFERRERS_MS);
  await directory.referrers('c', secrets);
  expect(referrers).toHaveBeenCalledTimes(4);
});

test('asked anew the answer is remembered in place of the one before', async () => {
  const { asked, directory } = start();
  void directory.of('c');
  const again = directory.again('c');
  expect(asked).toHaveLength(2);
  expect(directory.of('c')).toBe(again);
});

test('what is known is named, and where it is the same the answer stays as it was', async () => {
  const { clock, asked, directory } = start();
  const first = directory.of('c');
  asked[0]?.answer({ kinds: [], unanswered: [], revision: 'r1' });
  const answer = await first;
  await clock.advance(KINDS_MS);
  const second = directory.of('c');
  asked[1]?.answer({ isSame: true });
  expect(await second).toBe(answer);
  await clock.advance(KINDS_MS);
  const third = directory.of('c');
  asked[2]?.answer({ kinds: [], unanswered: ['a/v1'], revision: 'r2' });
  expect(await third).toMatchObject({ unanswered: ['a/v1'] });
  expect(asked.map(({ known }) => known)).toEqual([undefined, 'r1', 'r1']);
});
