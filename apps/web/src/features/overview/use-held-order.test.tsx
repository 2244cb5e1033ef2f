import { fireEvent, render, screen } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { expect, test } from 'vitest';
import { heldOrder, useHeldOrder, useHold } from './use-held-order.ts';

const byName = (text: string) => text.split('=')[0] ?? '';

test('what is held keeps its places: new ones stand behind, gone ones as they were, changed ones change', () => {
  expect(heldOrder(['a=1', 'b=1', 'c=1'], ['d=2', 'c=2', 'a=2'], byName)).toEqual(['a=2', 'b=1', 'c=2', 'd=2']);
  expect(heldOrder([], ['b', 'a'], byName)).toEqual(['b', 'a']);
  expect(heldOrder(['a'], [], byName)).toEqual(['a']);
});

function List({ items }: { readonly items: readonly string[] }) {
  const { isHeld, handlers } = useHold();
  const shown = useHeldOrder(items, isHeld, byName);
  return (
    <ul {...handlers}>
      {shown.map(item => (
        <li key={item}>
          <button type="button">{item}</button>
        </li>
      ))}
    </ul>
  );
}

const shown = () => screen.getAllByRole('button').map(button => button.textContent);

test('with a pointer in it nothing moves; without, everything stands where it belongs', () => {
  const { rerender } = render(<List items={['a', 'b', 'c']} />);
  const list = screen.getByRole('list');
  fireEvent.pointerEnter(list);
  rerender(<List items={['x', 'c', 'a']} />);
  expect(shown()).toEqual(['a', 'b', 'c', 'x']);
  rerender(<List items={['y', 'x', 'c', 'a']} />);
  expect(shown()).toEqual(['a', 'b', 'c', 'x', 'y']);
  fireEvent.pointerLeave(list);
  expect(shown()).toEqual(['y', 'x', 'c', 'a']);
  rerender(<List items={['c', 'b']} />);
  expect(shown()).toEqual(['c', 'b']);
});

test('with the focus in it nothing moves either, wherever in it the focus goes', async () => {
  const { rerender } = render(
    <>
      <List items={['a', 'b']} />
      <input />
    </>,
  );
  const update = (items: readonly string[]) =>
    rerender(
      <>
        <List items={items} />
        <input />
      </>,
    );
  await userEvent.tab();
  await userEvent.tab();
  expect(document.activeElement?.textContent).toBe('b');
  update(['x', 'b', 'a']);
  expect(shown()).toEqual(['a', 'b', 'x']);
  screen.getByRole('textbox').focus();
  update(['x', 'b', 'a']);
  expect(shown()).toEqual(['x', 'b', 'a']);
});
