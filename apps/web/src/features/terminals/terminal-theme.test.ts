import { expect, test, vi } from 'vitest';
import { onFontReady } from './terminal-theme.ts';

const FONT = { fontFamily: '"JetBrains Mono Variable", monospace', fontSize: 12 };
const later = () => new Promise(resolve => setTimeout(resolve));

function page(isThere: boolean, answer: Promise<unknown> = Promise.resolve([])) {
  const load = vi.fn(() => answer);
  return { load, page: { fonts: { check: () => isThere, load } } as unknown as Document };
}

test('of a font that is not there yet it is told when it has come', async () => {
  const { page: document, load } = page(false);
  const come = vi.fn();
  onFontReady(document, FONT, come);
  expect(load).toHaveBeenCalledWith('12px "JetBrains Mono Variable", monospace');
  expect(come).not.toHaveBeenCalled();
  await later();
  expect(come).toHaveBeenCalledOnce();
});

test('one that is there is told at once, one that cannot come all the same, and none after the end', async () => {
  const [there, lost, ended] = [vi.fn(), vi.fn(), vi.fn()];
  onFontReady(page(true).page, FONT, there);
  expect(there).toHaveBeenCalledOnce();
  onFontReady(page(false, Promise.reject(new Error('away'))).page, FONT, lost);
  onFontReady(page(false).page, FONT, ended)();
  await later();
  expect([lost.mock.calls.length, ended.mock.calls.length]).toEqual([1, 0]);
});
