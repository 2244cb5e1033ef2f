import { expect, test } from 'vitest';
import { CancelSource, type CancelSignal } from '@lanthorn/base/clock.ts';
import { seededRandom } from '@lanthorn/base/random.ts';
import type { ApiRequest, ApiResponse, ApiSource } from '@lanthorn/kube/api/api-request.ts';
import { FakeClock } from '@lanthorn/testkit/fake-clock.ts';
import { Reflector } from './reflector.ts';

/** A list of three pages, each cut in two; the second part of a page comes when the test says so. */
class PagedSource implements ApiSource {
  readonly asked: string[] = [];
  readonly limits: (string | undefined)[] = [];
  readonly signals: (CancelSignal | undefined)[] = [];
  readonly finish: (() => void)[] = [];
  readonly #cut: boolean;

  constructor({ cut = false } = {}) {
    this.#cut = cut;
  }

  send({ query }: ApiRequest, signal?: CancelSignal): Promise<ApiResponse> {
    const page = Number(query?.['continue'] ?? 0);
    this.asked.push(query?.['watch'] === undefined ? `page ${page}` : 'watch');
    this.limits.push(query?.['limit']);
    this.signals.push(signal);
    return Promise.resolve({ status: 200, headers: {}, warnings: [], body: this.#body(page) });
  }

  async *#body(page: number): AsyncIterable<string> {
    const next = page < 2 ? `,"continue":"${page + 1}"` : '';
    yield `{"metadata":{"resourceVersion":"9"${next}},"items":[{"name":"${page}a"},`;
    await new Promise<void>(resolve => this.finish.push(resolve));
    yield this.#cut ? '{"na' : `{"name":"${page}b"}]}`;
  }
}

function start(source: ApiSource): { seen: string[]; clock: FakeClock; stop: () => void } {
  const seen: string[] = [];
  const clock = new FakeClock();
  const signal = new CancelSource();
  const reflector = new Reflector<string>({
    source,
    clock,
    random: seededRandom(1),
    target: { path: '/things', project: object => (object as { name: string }).name },
    emit: event => {
      if (event.type === 'initApply') seen.push(...event.objects);
    },
  });
  void reflector.run(signal);
  return { seen, clock, stop: () => signal.cancel() };
}

test('[RF16] the next page is asked for while one is read, one page ahead and no more', async () => {
  const source = new PagedSource();
  const { seen, clock, stop } = start(source);
  await clock.advance(1);
  expect(seen).toEqual(['0a']);
  expect(source.asked).toEqual(['page 0', 'page 1']);
  source.finish[0]?.();
  await clock.advance(1);
  expect(seen).toEqual(['0a', '0b', '1a']);
  expect(source.asked).toEqual(['page 0', 'page 1', 'page 2']);
  stop();
});

test('[RF17] the first page is short, those after it are long', async () => {
  const source = new PagedSource();
  const { clock, stop } = start(source);
  await clock.advance(1);
  source.finish[0]?.();
  await clock.advance(1);
  expect(source.limits).toEqual(['500', '2000', '2000']);
  stop();
});

test('[RF16] a page asked for is cancelled when the one before breaks off', async () => {
  const source = new PagedSource({ cut: true });
  const { clock, stop } = start(source);
  await clock.advance(1);
  expect(source.signals[1]?.aborted).toBe(false);
  source.finish[0]?.();
  await clock.advance(1);
  expect(source.asked).toEqual(['page 0', 'page 1']);
  expect(source.signals[1]?.aborted).toBe(true);
  stop();
});

test('whoever stops while a page is read leaves nothing behind, the page asked for ahead neither', async () => {
  const source = new PagedSource();
  const { clock, stop } = start(source);
  await clock.advance(1);
  expect(source.asked).toEqual(['page 0', 'page 1']);
  stop();
  source.finish[0]?.();
  await clock.advance(1);
  expect(source.signals.map(signal => signal?.aborted)).toEqual([true, true]);
  expect(clock.pendingTimers).toBe(0);
});
