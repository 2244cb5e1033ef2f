import type { KeyboardEvent } from 'react';

const REACHABLE = 'a[href], button, input, select, textarea, [tabindex], [contenteditable="true"]';

/** What the Tab key reaches in an element, in order. */
function reachable(element: Element): HTMLElement[] {
  const all = [...element.querySelectorAll<HTMLElement>('*')].filter(one => one.matches(REACHABLE));
  return all.filter(one => one.tabIndex >= 0 && !one.matches(':disabled') && one.checkVisibility());
}

/** Focus goes to what is meant to have it first, else to the first that can, else to the element itself. */
export function focusFirst(element: HTMLElement): void {
  const meant = element.querySelector<HTMLElement>('[data-autofocus]');
  (meant ?? reachable(element)[0] ?? element).focus({ preventScroll: true });
}

/**
 * The same for what is fetched only when it opens: as long as there is nothing to have the focus, the element itself has it, and what comes
 * gets it then, unless somebody has gone elsewhere meanwhile. Returns how to give that up.
 */
export function focusFirstThere(element: HTMLElement): () => void {
  focusFirst(element);
  const observer = new MutationObserver(() => {
    if (document.activeElement === element) focusFirst(element);
    if (document.activeElement !== element) observer.disconnect();
  });
  if (document.activeElement === element) observer.observe(element, { childList: true, subtree: true });
  return () => observer.disconnect();
}

/** For the Tab key in an element that holds the focus: after the last comes the first, and before the first the last. */
export function keepFocusInside(event: KeyboardEvent<HTMLElement>): void {
  const all = reachable(event.currentTarget);
  const last = all.length - 1;
  const at = all.findIndex(one => one === document.activeElement);
  const isLeaving = event.shiftKey ? at <= 0 : at === last;
  event.stopPropagation();
  if (!isLeaving) return;
  event.preventDefault();
  all[event.shiftKey ? last : 0]?.focus();
}
