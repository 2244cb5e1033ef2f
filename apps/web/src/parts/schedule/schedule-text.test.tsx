import { render, screen } from '@testing-library/react';
import { afterEach, expect, test } from 'vitest';
import { setLanguage } from '../../ui/words/i18n.ts';
import { ScheduleText } from './schedule-text.tsx';

afterEach(() => setLanguage('en'));

test.each([
  ['en', 'At 02:30'],
  ['zh-CN', '在02:30'],
] as const)('%s: a schedule is said in words as soon as they are there', async (language, words) => {
  await setLanguage(language);
  render(<ScheduleText schedule="TZ=Europe/Berlin 30 2 * * *" error={null} />);
  screen.getByText('TZ=Europe/Berlin 30 2 * * *');
  await screen.findByText(words);
});

test('a period says itself; what cannot be read says why, and no words', async () => {
  const { rerender, container } = render(<ScheduleText schedule="* * * * *" error={null} />);
  await screen.findByText('Every minute');
  rerender(<ScheduleText schedule="@every 90s" error={null} />);
  expect(container.textContent.trim()).toBe('@every 90s');
  rerender(<ScheduleText schedule="61 * * * *" error="minute is out of range" />);
  expect(container.textContent).toMatch(/^61 \* \* \* \*\s.*minute is out of range/);
});
