import { fireEvent, render, screen } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { beforeEach, expect, test, vi } from 'vitest';
import { TimePreferenceContext } from '../../ui/time/reader-time.ts';
import { WordsProvider } from '../../ui/words/words.tsx';
import { BucketChart } from './bucket-chart.tsx';

const HOUR_MS = 3_600_000;
const FROM = Date.parse('2026-11-28T20:00:00Z');

function show(values: readonly number[], stepMs = HOUR_MS) {
  const buckets = values.map((value, i) => ({ at: FROM + i * stepMs, value }));
  render(
    <WordsProvider>
      <TimePreferenceContext value={{ zone: 'UTC', isAbsolute: false }}>
        <BucketChart title="Runs" buckets={buckets} />
      </TimePreferenceContext>
    </WordsProvider>,
  );
  return screen.getByRole('slider');
}
const readOut = () => screen.getByRole('figure').querySelector('figcaption')?.textContent;

beforeEach(() => {
  // The layout that jsdom does not have.
  vi.spyOn(Element.prototype, 'getBoundingClientRect').mockReturnValue({ left: 100, width: 400 } as DOMRect);
});

test('its keys read one bar after the other, and stop at its ends', async () => {
  const chart = show([1, 7, 0, 3]);
  expect(readOut()).toContain('at most 7');
  const user = userEvent.setup();
  await user.tab();
  expect(document.activeElement).toBe(chart);
  const read: (string | null)[] = [];
  for (const key of ['ArrowRight', 'ArrowUp', 'End', 'ArrowRight', 'ArrowLeft', 'ArrowDown', 'Home', 'ArrowLeft']) {
    await user.keyboard(`{${key}}`);
    read.push(chart.getAttribute('aria-valuetext')?.split(',')[0] ?? null);
  }
  expect(read).toEqual(['1', '7', '3', '3', '0', '7', '1', '1']);
  expect(readOut()).toContain('1, Nov 28, 2026');
  await user.tab();
  expect(readOut()).toContain('at most 7');
});

test('the pointer reads the bar it is over, also at the edges; away from it the peak is said', () => {
  const chart = show([1, 7, 0, 3]);
  for (const [x, value] of [
    [100, '1'],
    [250, '7'],
    [499, '3'],
    [501, '3'],
  ] as const) {
    fireEvent.pointerMove(chart, { clientX: x });
    expect(chart.getAttribute('aria-valuetext')).toMatch(new RegExp(`^${value}, `));
  }
  fireEvent.pointerLeave(chart);
  expect(readOut()).toContain('at most 7');
});

test('marks say where in time one is: hours of a day, days of a week', () => {
  const marks = (width: number) => {
    const all = screen.getByRole('figure').lastElementChild?.querySelectorAll(`[data-at~='${width}']`) ?? [];
    return [...all].map(mark => mark.textContent);
  };
  show(
    Array.from({ length: 96 }, () => 1),
    HOUR_MS / 4,
  );
  expect(marks(800)).toEqual(['now', '21:00', 'Sun, Nov 29', '03:00', '06:00', '09:00', '12:00', '15:00', '18:00']);
  expect(marks(500)).toEqual(['now', 'Sun, Nov 29', '06:00', '09:00', '12:00', '15:00']);
  expect(marks(300)).toEqual(['now', 'Sun, Nov 29', '12:00']);
  document.body.replaceChildren();
  show(Array.from({ length: 168 }, () => 1));
  const days = ['Mon, Nov 30', 'Tue, Dec 1', 'Wed, Dec 2', 'Thu, Dec 3', 'Fri, Dec 4', 'Sat, Dec 5'];
  expect(marks(800)).toEqual(['now', ...days]);
  expect(marks(300)).toEqual(['now', 'Mon, Nov 30', 'Wed, Dec 2', 'Fri, Dec 4']);
});

test('where nothing runs it says so, and has no bar of no height', () => {
  const chart = show([0, 0]);
  expect(readOut()).toContain('nothing');
  expect([...chart.querySelectorAll('rect')].map(bar => bar.getAttribute('height'))).toEqual(['0', '0']);
});
