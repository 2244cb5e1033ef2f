import { render, screen, waitFor } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { useState } from 'react';
import { expect, test, vi } from 'vitest';
import { Combobox, MultiSelect, Suggestions } from './combobox.tsx';

const ZONES = ['Europe/Berlin', 'Europe/Paris', 'Asia/Shanghai'];
const options = () => screen.queryAllByRole('option').map(({ textContent }) => textContent);

test('one of many: typing narrows, arrows go through, Enter takes; what is below hears no Escape while the list is open', async () => {
  const onEscape = vi.fn<() => void>();
  function Form() {
    const [value, setValue] = useState<string | null>(null);
    return (
      // oxlint-disable-next-line jsx-a11y/no-static-element-interactions -- it stands for a dialog, and only listens
      <div onKeyDown={({ key }) => (key === 'Escape' ? onEscape() : undefined)}>
        <Combobox label="Zone" choices={ZONES} value={value} onChange={setValue} />
        <output>{value ?? 'none'}</output>
      </div>
    );
  }
  render(<Form />);
  const field = screen.getByRole('combobox', { name: 'Zone' });
  await userEvent.type(field, 'europe');
  expect(options()).toEqual(['Europe/Berlin', 'Europe/Paris']);
  await userEvent.keyboard('{ArrowDown}{Enter}');
  expect(screen.getByRole('status').textContent).toBe('Europe/Paris');
  await userEvent.click(field);
  expect(options().length).toBeGreaterThan(0);
  await userEvent.keyboard('{Escape}');
  expect([options(), onEscape.mock.calls.length]).toEqual([[], 0]);
  await userEvent.keyboard('{Escape}');
  expect(onEscape).toHaveBeenCalledOnce();
  expect(screen.getByRole('status').textContent).toBe('Europe/Paris');
  await userEvent.click(screen.getByRole('button', { name: 'Choices for Zone' }));
  await waitFor(() => expect(options()).toHaveLength(3));
});

test('any text, with known ones offered', async () => {
  function Form() {
    const [value, setValue] = useState('');
    return (
      <>
        <Suggestions label="Zone" choices={ZONES} value={value} onChange={setValue} />
        <output>{value}</output>
      </>
    );
  }
  render(<Form />);
  const field = screen.getByRole('combobox', { name: 'Zone' });
  await userEvent.type(field, 'asia');
  expect(options()).toEqual(['Asia/Shanghai']);
  expect(screen.getByRole('status').textContent).toBe('asia');
  await userEvent.keyboard('{ArrowDown}{Enter}');
  expect(screen.getByRole('status').textContent).toBe('Asia/Shanghai');
  await userEvent.clear(field);
  await userEvent.type(field, 'Mars/Base');
  expect(screen.getByRole('status').textContent).toBe('Mars/Base');
});

test('several of many: each a mark that can be taken away, by its button, Backspace, or the arrow left and Delete', async () => {
  const seen: (readonly string[])[] = [];
  function Form() {
    const [value, setValue] = useState<readonly string[]>(['Asia/Shanghai']);
    return (
      <MultiSelect
        label="Zones"
        choices={ZONES}
        value={value}
        onChange={next => {
          seen.push(next);
          setValue(next);
        }}
      />
    );
  }
  render(<Form />);
  const field = screen.getByRole('combobox', { name: 'Zones' });
  await userEvent.type(field, 'berlin{Enter}');
  expect(seen.at(-1)).toEqual(['Asia/Shanghai', 'Europe/Berlin']);
  await userEvent.keyboard('{Escape}');
  await userEvent.clear(field);
  await userEvent.keyboard('{Backspace}');
  expect(seen.at(-1)).toEqual(['Asia/Shanghai']);
  await userEvent.keyboard('{ArrowLeft}{Delete}');
  expect(seen.at(-1)).toEqual([]);
  await userEvent.type(field, 'paris{Enter}{Escape}');
  await userEvent.click(screen.getByRole('button', { name: 'Remove Europe/Paris' }));
  expect(seen.at(-1)).toEqual([]);
});

test.each(['one', 'text', 'several'] as const)(
  'while the list of %s is open everything around it can be read and reached; leaving the field closes it',
  async kind => {
    const words = { label: 'Zone', choices: ZONES };
    render(
      <main>
        <h1>Settings</h1>
        {kind === 'one' ? (
          <Combobox {...words} value={null} onChange={() => {}} />
        ) : kind === 'text' ? (
          <Suggestions {...words} value="e" onChange={() => {}} />
        ) : (
          <MultiSelect {...words} value={[]} onChange={() => {}} />
        )}
        <button type="button">Save</button>
      </main>,
    );
    await userEvent.type(screen.getByRole('combobox', { name: 'Zone' }), 'e');
    await waitFor(() => expect(options().length).toBeGreaterThan(0));
    screen.getByRole('heading', { name: 'Settings' });
    screen.getByRole('button', { name: 'Save' });
    expect(screen.getByRole('combobox', { name: 'Zone' }).getAttribute('aria-expanded')).toBe('true');
    screen.getByRole('button', { name: 'Save' }).focus();
    await waitFor(() => expect(options()).toEqual([]));
  },
);

test('a choice is taken by the pointer as by the keys', async () => {
  const taken = vi.fn<(value: string) => void>();
  render(<Suggestions label="Zone" choices={ZONES} value="eur" onChange={taken} />);
  await userEvent.click(screen.getByRole('combobox', { name: 'Zone' }));
  await userEvent.keyboard('{ArrowDown}');
  await userEvent.click(await screen.findByRole('option', { name: 'Europe/Paris' }));
  expect(taken.mock.lastCall?.[0]).toBe('Europe/Paris');
  await waitFor(() => expect(options()).toEqual([]));
});
