import { render, screen } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { useState } from 'react';
import { expect, test, vi } from 'vitest';
import { Checkbox } from './checkbox.tsx';
import { NumberInput } from './number-input.tsx';
import { Select } from '../choice/select.tsx';
import { TextInput } from './text-input.tsx';
import { choose } from '../choice/test-select.ts';
import { Textarea } from './textarea.tsx';

test('a field is read out with its label, what helps, and what is wrong in its place', () => {
  const { rerender } = render(<TextInput label="Image" help="With its tag" />);
  const field = screen.getByRole('textbox', { name: 'Image' });
  const below = () => document.getElementById(field.getAttribute('aria-describedby') ?? '')?.textContent;
  expect([below(), field.getAttribute('aria-invalid')]).toEqual(['With its tag', null]);
  rerender(<TextInput label="Image" help="With its tag" error="No such tag" />);
  expect([below(), field.getAttribute('aria-invalid')]).toEqual(['No such tag', 'true']);
  expect(screen.getByRole('alert').textContent).toBe('No such tag');
});

test('text is told as it is typed, of one line and of many', async () => {
  const onChange = vi.fn<(value: string) => void>();
  render(
    <>
      <TextInput label="One" onChange={onChange} />
      <Textarea label="Many" onChange={onChange} />
    </>,
  );
  await userEvent.type(screen.getByLabelText('One'), 'ab');
  await userEvent.type(screen.getByLabelText('Many'), 'a{Enter}b');
  expect(onChange.mock.calls.map(([value]) => value)).toEqual(['a', 'ab', 'a', 'a\n', 'a\nb']);
});

test('a number is one or none, whole, and steps by the arrows', async () => {
  const seen: (number | null)[] = [];
  function Form() {
    const [value, setValue] = useState<number | null>(3);
    return (
      <NumberInput
        label="Retries"
        value={value}
        onChange={next => {
          seen.push(next);
          setValue(next);
        }}
      />
    );
  }
  render(<Form />);
  const field = screen.getByRole('spinbutton', { name: 'Retries' });
  expect(field).toHaveProperty('step', '1');
  await userEvent.clear(field);
  await userEvent.type(field, '12');
  expect(seen).toEqual([null, 1, 12]);
});

test('one of a few values, and yes or no', async () => {
  const onChoose = vi.fn<(value: string) => void>();
  const onCheck = vi.fn<(isOn: boolean) => void>();
  render(
    <>
      <Select
        aria-label="Theme"
        choices={[
          { value: 'light', text: 'Light' },
          { value: 'dark', text: 'Dark' },
        ]}
        value="light"
        onChange={onChoose}
      />
      <Checkbox checked={false} onChange={onCheck}>
        Follow
      </Checkbox>
    </>,
  );
  choose(screen.getByRole('combobox', { name: 'Theme' }), 'Dark');
  expect(onChoose).toHaveBeenCalledExactlyOnceWith('dark');
  screen.getByRole('checkbox', { name: 'Follow' }).focus();
  await userEvent.keyboard(' ');
  await userEvent.click(screen.getByText('Follow'));
  expect(onCheck.mock.calls).toEqual([[true], [true]]);
});
