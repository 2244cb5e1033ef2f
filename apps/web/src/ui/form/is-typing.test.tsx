import { render } from '@testing-library/react';
import { expect, test } from 'vitest';
import { isTyping } from './is-typing.ts';

test('a key is no shortcut in a field, nor anywhere while a dialog is open', () => {
  const { rerender } = render(<input />);
  const key = (target: Element) => {
    const event = new KeyboardEvent('keydown', { key: 'd', bubbles: true });
    target.dispatchEvent(event);
    return event;
  };
  const field = document.querySelector('input') ?? document.body;
  expect([isTyping(key(field)), isTyping(key(document.body))]).toEqual([true, false]);
  rerender(<dialog open />);
  expect(isTyping(key(document.body))).toBe(true);
});
