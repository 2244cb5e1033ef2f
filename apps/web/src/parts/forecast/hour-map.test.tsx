import { render, screen } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { expect, test, vi } from 'vitest';
import { TimePreferenceContext } from '../../ui/time/reader-time.ts';
import { WordsProvider } from '../../ui/words/words.tsx';
import { HourMap } from './hour-map.tsx';

const HOUR_MS = 3_600_000;
const FROM = Date.parse('2026-11-28T22:00:00Z');
const STARTS = [4, 0, 12, 8];

function show(onChoose: (at: number) => void, chosen: number | null = null) {
  const buckets = STARTS.map((starts, i) => ({
    ...{ at: FROM + i * HOUR_MS, starts, startsPerMinute: 1, active: 1, cpuCores: 0, memoryMiB: 0 },
  }));
  return render(
    <WordsProvider>
      <TimePreferenceContext value={{ zone: 'UTC', isAbsolute: false }}>
        <HourMap buckets={buckets} chosen={chosen} onChoose={({ at }) => onChoose(at)} />
      </TimePreferenceContext>
    </WordsProvider>,
  );
}

test('an hour is as strong as it is full, says its number, and is chosen by pointer and by keys; the map is one Tab stop', async () => {
  const chosen: number[] = [];
  show(at => chosen.push(at));
  const cells = screen.getAllByRole('button');
  expect(cells.map(cell => [cell.textContent, Number(cell.style.getPropertyValue('--share')).toFixed(2)])).toEqual([
    ['4', '0.33'],
    ['', '0.00'],
    ['12', '1.00'],
    ['8', '0.67'],
  ]);
  expect(cells[2]?.getAttribute('aria-label')).toBe('Nov 29, 2026, 00:00:00 UTC: 12 starts');
  const user = userEvent.setup();
  await user.tab();
  await user.keyboard('{ArrowRight}{Enter}');
  // The row below has the first hours of the next day.
  await user.keyboard('{ArrowDown} ');
  await user.keyboard('{ArrowUp}{ArrowLeft}{Enter}');
  await user.click(cells[2] as HTMLElement);
  expect(chosen.map(at => (at - FROM) / HOUR_MS)).toEqual([1, 3, 0, 2]);
  await user.tab();
  expect(document.activeElement).toBe(document.body);
});

test('the hour that is shown elsewhere is pressed', () => {
  show(() => {}, FROM + HOUR_MS);
  expect(screen.getAllByRole('button').map(cell => cell.getAttribute('aria-pressed'))).toEqual([
    'false',
    'true',
    'false',
    'false',
  ]);
});

test('where the hours have no room, the one that comes next is beside the days', () => {
  const left = vi.spyOn(HTMLElement.prototype, 'offsetLeft', 'get').mockReturnValue(700);
  const width = vi.spyOn(HTMLElement.prototype, 'offsetWidth', 'get').mockReturnValue(100);
  show(() => {});
  expect(screen.getByTestId('calendar').parentElement?.scrollLeft).toBe(600);
  left.mockRestore();
  width.mockRestore();
});
