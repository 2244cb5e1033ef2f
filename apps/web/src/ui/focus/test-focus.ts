import { act, waitFor } from '@testing-library/react';
import { userEvent } from '@testing-library/user-event';
import { expect } from 'vitest';

/** Presses what has the focus, by the keyboard, and looks whether somebody has it afterwards. */
export async function pressWithFocus(element: HTMLElement, key = 'Enter'): Promise<void> {
  act(() => element.focus());
  expect(document.activeElement).toBe(element);
  await userEvent.keyboard(`{${key}}`);
  await waitFor(() => expect(document.activeElement).not.toBe(document.body));
}
