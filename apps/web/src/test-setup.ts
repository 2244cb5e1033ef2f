import { cleanup } from '@testing-library/react';
import i18next from 'i18next';
import { afterEach, expect, vi } from 'vitest';
import { startI18n } from './ui/words/i18n.ts';
import { loadLaterWords } from './ui/words/later.ts';

// jsdom has no layout; the component library asks for it.
vi.stubGlobal('matchMedia', () => ({ matches: false, addEventListener() {}, removeEventListener() {} }));
vi.stubGlobal(
  'ResizeObserver',
  class {
    observe() {}
    unobserve() {}
    disconnect() {}
  },
);
// Nor has it the layer above the page: what lies there is shown as any element is.
HTMLElement.prototype.showPopover = function show() {
  this.style.display = 'block';
};
HTMLDialogElement.prototype.showModal = function show() {
  this.open = true;
};
HTMLDialogElement.prototype.close = function close() {
  this.open = false;
};
// As browsers do: Escape that nobody has taken asks the dialog on top to go.
document.addEventListener('keydown', event => {
  if (event.key !== 'Escape' || event.defaultPrevented) return;
  [...document.querySelectorAll('dialog[open]')].at(-1)?.dispatchEvent(new Event('cancel', { cancelable: true }));
});
Element.prototype.scrollIntoView = () => {};
Element.prototype.scrollTo = () => {};
Element.prototype.checkVisibility = () => true;

await startI18n('en');
await loadLaterWords();

/** Words that were asked for and that no catalogue has. What a custom kind and its columns are called is known by their cluster alone. */
const missing = new Set<string>();
const nameOf = i18next.options.parseMissingKeyHandler?.bind(i18next.options);
i18next.options.parseMissingKeyHandler = (key, given) => {
  if (given === undefined && !/^(?:kind|column)\./.test(key)) missing.add(key);
  return nameOf?.(key, given);
};
afterEach(() => {
  cleanup();
  const keys = [...missing];
  missing.clear();
  expect(keys, 'words that are missing').toEqual([]);
});
