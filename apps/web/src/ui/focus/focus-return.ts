import { type RefObject, useEffect, useLayoutEffect } from 'react';

/** Laid over the page for a while: focus never returns into them. */
const OVERLAYS = 'dialog, [role="dialog"], [role="menu"], [role="listbox"]';
/** Elements that had focus and may be gone are few: those of one screen. */
const MAX_TRAIL = 16;

/** Where focus was in the page itself, newest last. */
let trail: HTMLElement[] = [];
/** A screen was opened, and its main element has not come yet. A page that was just loaded is such a screen. */
let isMainAwaited = true;
/** What the screen is about, while that is there. */
let mainElement: HTMLElement | null = null;

/** Nobody has touched the page yet: the focus that it gave itself is shown once a key is pressed, and asks for no attention before. */
let isUntouched = false;

/** Begins to remember where focus is; returns how to end it. */
export function followFocus(): () => void {
  isUntouched = true;
  const remember = ({ target }: FocusEvent) => {
    if (!(target instanceof HTMLElement) || target.closest(OVERLAYS) !== null) return;
    trail = [...trail.filter(element => element !== target && mayReturn(element)), target].slice(-MAX_TRAIL);
  };
  const touched = ({ type }: Event) => {
    isUntouched = false;
    if (type !== 'keydown') return;
    for (const element of document.querySelectorAll('[data-quiet]')) element.removeAttribute('data-quiet');
  };
  document.addEventListener('focusin', remember);
  document.addEventListener('keydown', touched, true);
  document.addEventListener('pointerdown', touched, true);
  return () => {
    document.removeEventListener('focusin', remember);
    document.removeEventListener('keydown', touched, true);
    document.removeEventListener('pointerdown', touched, true);
  };
}

/** Gives focus back to the last place it had that is still there, or else to the main part of the page. Leaves it where somebody has it. */
export function returnFocus(): void {
  if (!isFocusLost()) return;
  const places = trail.toReversed().map(standIn);
  for (const place of [...places, mainPart()]) {
    if (place === null || !place.checkVisibility()) continue;
    place.focus({ preventScroll: true });
    if (document.activeElement === place) return;
  }
}

/** For what goes away with the focus that may be in it: dialogs, panels, menus, editors. */
export function useFocusReturn(): void {
  useEffect(() => returnFocus, []);
}

/** The same as an element, for the inside of what a library shows and hides. */
export function FocusReturn(): null {
  useFocusReturn();
  return null;
}

/** Another screen opens: focus goes to its main part now, and to its main element as soon as that is there. */
export function focusNewScreen(): void {
  isMainAwaited = true;
  mainPart()?.focus({ preventScroll: true });
}

/** Past everything that stands before it. */
export function skipToMain(): void {
  (mainElement ?? mainPart())?.focus();
}

/** The element a screen is about, where its keys work. It takes the focus of a new screen, unless somebody has gone elsewhere meanwhile. */
export function useMainElement(ref: RefObject<HTMLElement | null>): void {
  useLayoutEffect(() => {
    const element = ref.current;
    // While other rows are awaited there may be no list: the one that comes has the focus that this one had.
    return () => {
      if (element?.contains(document.activeElement) === true) isMainAwaited = true;
    };
  }, [ref]);
  useEffect(() => {
    const element = ref.current;
    mainElement = element;
    if (isMainAwaited) {
      isMainAwaited = false;
      if (isFocusLost() || document.activeElement === mainPart()) {
        if (isUntouched) element?.setAttribute('data-quiet', '');
        element?.focus({ preventScroll: true });
      }
    }
    return () => {
      if (mainElement === element) mainElement = null;
    };
  }, [ref]);
}

/** Nobody has it, or something that cannot be seen any more. */
export function isFocusLost(): boolean {
  const { activeElement } = document;
  return activeElement === null || activeElement === document.body || !activeElement.checkVisibility();
}

/** Gone for good is what nothing can stand for; what has an id may be drawn anew. */
function mayReturn(element: HTMLElement): boolean {
  return element.isConnected || element.id !== '';
}

/** The element itself, or the one that was drawn anew in its place. */
function standIn(element: HTMLElement): HTMLElement | null {
  if (element.isConnected) return element;
  return element.id === '' ? null : document.getElementById(element.id);
}

function mainPart(): HTMLElement | null {
  return document.querySelector('main');
}
