import { expect, test, vi } from 'vitest';
import type { KindsAnswer } from '@lanthorn/protocol/http/kind-messages.ts';
import { FakeClock } from '@lanthorn/testkit/fake-clock.ts';
import { KindDirectory } from './kind-directory.ts';

const TTL_MS = 30_000;
const HOUR_MS = 3_600_000;

function start() {
  const clock = new FakeClock();
  const asked: { answer: (value: KindsAnswer) => void; fail: (error: Error) => void }[] = [];
  const kinds = () => new Promise<KindsAnswer>((answer, fail) => asked.push({ answer, fail }));
  const referrers = vi.fn(async () => ({ kinds: [], more: 0 }));
  return { clock, asked, referrers, directory: new KindDirectory({ kinds, referrers }, clock) };
}

test('a cluster is asked again after a while, though the clock was set back meanwhile', async () => {
  const { clock, asked, directory } = start();
  void directory.of('c');
  void directory.of('c');
  expect(asked).toHaveLength(1);
  clock.set(-HOUR_MS);
  await clock.advance(TTL_MS);
  void directory.of('c');
  expect(asked).toHaveLength(2);
});

test('a question that fails late does not make a newer answer forgotten', async () => {
  const { clock, asked, directory } = start();
  const first = directory.of('c');
  await clock.advance(TTL_MS);
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
  await clock.advance(TTL_MS);
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
