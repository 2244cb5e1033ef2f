import { render, screen } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { expect, test, vi } from 'vitest';
import { FakeClock } from '@lanthorn/testkit/fake-clock.ts';
import { type Client, ClientContext } from '../../../data/client/client.ts';
import type { WholeLogFile } from '../../../data/logs/whole-log.ts';
import { LineTail } from '../../../data/logs/lines/line-chunk.ts';
import { testLine } from '../../../data/logs/lines/test-lines.ts';
import { fileTexts, SaveLog } from './save-log.tsx';

const WORDS = { before: () => 'on screen', taken: () => '', source: () => null, mark: () => '' };

function show(whole: readonly WholeLogFile[] | null): FakeClock {
  const clock = new FakeClock();
  render(
    <ClientContext value={{ clock } as unknown as Client}>
      <SaveLog parts={[]} words={WORDS} fileName="web" whole={whole} />
    </ClientContext>,
  );
  return clock;
}

test('the files of several clusters are fetched one after the other: a browser drops some of those of one moment', async () => {
  const clicked = vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(() => {});
  const clock = show(['a', 'b'].map(name => ({ href: `/${name}`, name })));
  await userEvent.click(screen.getByRole('button', { name: 'Download, kubectl' }));
  await userEvent.click(screen.getByRole('button', { name: 'Download the whole log' }));
  const names = () => clicked.mock.contexts.map(link => (link as HTMLAnchorElement).download);
  expect(names()).toEqual(['a']);
  await clock.advance(1_000);
  expect(names()).toEqual(['a', 'b']);
});

test('of more clusters than files are handed out at once it says how many', async () => {
  show(null);
  await userEvent.click(screen.getByRole('button', { name: 'Download, kubectl' }));
  const button = screen.getByRole('button', { name: 'Download the whole log' });
  expect([button.getAttribute('aria-disabled') === 'true', button.title]).toEqual([
    true,
    expect.stringContaining('4 are handed out'),
  ]);
});

test('a file is made a part at a time, and the page goes on between them', async () => {
  const parts = Array.from({ length: 6 }, (_, i) => new LineTail([testLine({ text: `line ${i}` })]));
  let now = 0;
  let read = 0;
  const turns: number[] = [];
  const clock = {
    elapsed: () => now,
    nextTurn: async () => void turns.push(read),
  };
  const taken = () => {
    read++;
    now += 5;
    return '';
  };
  const texts = await fileTexts(parts, { ...WORDS, taken }, clock);
  expect(texts.join('')).toBe('line 0\nline 1\nline 2\nline 3\nline 4\nline 5\n');
  expect(turns).toEqual([2, 4, 6]);
});
