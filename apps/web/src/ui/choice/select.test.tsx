import { render, screen } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { useState } from 'react';
import { beforeEach, expect, test } from 'vitest';
import { Select } from './select.tsx';

const NAMES = ['Amber', 'Azure', 'Blue', 'Coral', ...Array.from({ length: 12 }, (_, i) => `Dye ${i}`)];
let chosen: string[];
beforeEach(() => {
  chosen = [];
});

function Colours() {
  const [value, setValue] = useState('Blue');
  const choices = NAMES.map(name => ({ value: name, text: name, isOff: name === 'Coral' }));
  return (
    <>
      <label>
        Colour{' '}
        <Select
          choices={choices}
          value={value}
          onChange={next => {
            chosen.push(next);
            setValue(next);
          }}
        />
      </label>
      <button type="button">beside</button>
    </>
  );
}

const field = () => screen.getByRole('combobox');
const active = () => {
  const id = field().getAttribute('aria-activedescendant');
  return id === null ? null : document.getElementById(id)?.textContent;
};
const press = (keys: string) => userEvent.keyboard(keys);

test.each(['{Enter}', ' ', '{ArrowDown}', '{ArrowUp}'])(
  '%j opens it where it stands, and Escape leaves it so',
  async key => {
    render(<Colours />);
    field().focus();
    await press(key);
    expect([field().getAttribute('aria-expanded'), active()]).toEqual(['true', 'Blue']);
    await press('{ArrowUp}{Escape}');
    expect([screen.queryByRole('listbox'), field().textContent, chosen]).toEqual([null, 'Blue', []]);
    expect(document.activeElement).toBe(field());
  },
);

test.each([
  ['{ArrowUp}', 'Azure'],
  ['{ArrowDown}', 'Coral'],
  ['{PageDown}', 'Dye 8'],
  ['{PageUp}', 'Amber'],
  ['{Home}', 'Amber'],
  ['{End}', 'Dye 11'],
  ['{End}{ArrowDown}', 'Dye 11'],
  ['a', 'Amber'],
  ['az', 'Azure'],
  ['z', 'Blue'],
])('open, %s moves to %s', async (keys, text) => {
  render(<Colours />);
  field().focus();
  await press(`{Enter}${keys}`);
  expect(active()).toBe(text);
});

test.each(['{Enter}', ' '])('%j takes what is active', async key => {
  render(<Colours />);
  field().focus();
  await press(`{Enter}{Home}${key}`);
  expect([chosen, field().textContent, screen.queryByRole('listbox')]).toEqual([['Amber'], 'Amber', null]);
});

test('Tab takes it and goes on; what is off is never taken; the same again is no change', async () => {
  render(<Colours />);
  field().focus();
  await press('{Enter}{Home}');
  await userEvent.tab();
  expect([chosen, document.activeElement?.textContent]).toEqual([['Amber'], 'beside']);
  field().focus();
  await press('{Enter}c{Enter}');
  await press('{Enter}{Enter}');
  expect(chosen).toEqual(['Amber']);
});

test('by pointer: a press opens, chooses, and one beside it leaves; the label around it does not open it again', async () => {
  render(<Colours />);
  await userEvent.click(field());
  await userEvent.click(screen.getByRole('option', { name: 'Azure' }));
  expect([chosen, screen.queryByRole('listbox'), document.activeElement]).toEqual([['Azure'], null, field()]);
  await userEvent.click(field());
  await userEvent.click(screen.getByRole('button', { name: 'beside' }));
  expect([chosen, screen.queryByRole('listbox')]).toEqual([['Azure'], null]);
});
