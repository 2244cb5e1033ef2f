import { fireEvent, within } from '@testing-library/react';

/** What a `Select` offers, in its order; it is closed again. */
export function choicesOf(select: HTMLElement): string[] {
  fireEvent.click(select);
  const texts = within(listOf(select))
    .getAllByRole('option')
    .map(({ textContent }) => textContent);
  fireEvent.click(select);
  return texts;
}

/** Chooses by a press, as a person does. */
export function choose(select: HTMLElement, text: string): void {
  fireEvent.click(select);
  fireEvent.click(within(listOf(select)).getByRole('option', { name: text }));
}

function listOf(select: HTMLElement): HTMLElement {
  const list = document.getElementById(select.getAttribute('aria-controls') ?? '');
  if (list === null) throw new Error('it does not open');
  return list;
}
