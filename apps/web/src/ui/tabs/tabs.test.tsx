import { render, screen } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { useState } from 'react';
import { expect, test } from 'vitest';
import { SegmentedControl } from './segmented-control.tsx';
import { tabId, Tabs } from './tabs.tsx';

const TABS = [
  { value: 'overview', text: 'Overview' },
  { value: 'events', text: 'Events', count: 21 },
  { value: 'logs', text: 'Logs' },
] as const;

function Page() {
  const [value, setValue] = useState<(typeof TABS)[number]['value']>('overview');
  return (
    <>
      <Tabs tabs={TABS} value={value} label="Views" panelId="body" onChange={setValue} />
      <div id="body" role="tabpanel" tabIndex={0} aria-labelledby={tabId('body', value)}>
        {value}
      </div>
    </>
  );
}

test('arrows go round the tabs and show them, Home and End go to the ends, Tab goes on into what is shown', async () => {
  render(<Page />);
  await userEvent.tab();
  const shown = () => screen.getByRole('tabpanel').textContent;
  expect(document.activeElement).toBe(screen.getByRole('tab', { name: 'Overview', selected: true }));
  for (const [key, expected] of [
    ['{ArrowRight}', 'events'],
    ['{ArrowLeft}', 'overview'],
    ['{ArrowLeft}', 'logs'],
    ['{ArrowRight}', 'overview'],
    ['{End}', 'logs'],
    ['{Home}', 'overview'],
  ] as const) {
    await userEvent.keyboard(key);
    expect(shown()).toBe(expected);
  }
  await userEvent.tab();
  expect(document.activeElement).toBe(screen.getByRole('tabpanel', { name: 'Overview' }));
});

test('a press shows a tab, whose count is told', async () => {
  render(<Page />);
  await userEvent.click(screen.getByRole('tab', { name: 'Events 21' }));
  expect(screen.getByRole('tabpanel').textContent).toBe('events');
});

test('ways to see the same: one of them, by arrows and by pointer', async () => {
  function Ways() {
    const [value, setValue] = useState('list');
    const choices = ['list', 'map', 'text'].map(one => ({ value: one, text: one }));
    return <SegmentedControl choices={choices} value={value} label="See as" onChange={setValue} />;
  }
  render(<Ways />);
  const chosen = () => screen.getByRole('radio', { checked: true }).textContent;
  await userEvent.tab();
  for (const [key, expected] of [
    ['{ArrowRight}', 'map'],
    ['{End}', 'text'],
    ['{ArrowRight}', 'list'],
    ['{ArrowLeft}', 'text'],
    ['{Home}', 'list'],
  ] as const) {
    await userEvent.keyboard(key);
    expect([chosen(), document.activeElement?.textContent]).toEqual([expected, expected]);
  }
  await userEvent.click(screen.getByRole('radio', { name: 'map' }));
  expect(chosen()).toBe('map');
  // One stop for the Tab key.
  expect(screen.getAllByRole('radio').map(({ tabIndex }) => tabIndex)).toEqual([-1, 0, -1]);
});
