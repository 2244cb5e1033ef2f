import type { KeyboardEvent } from 'react';

/** Which of a row of elements a key goes to: arrows go round, Home and End to the ends; null for every other key. */
function keyTarget(key: string, at: number, arrows: 'horizontal' | 'vertical'): number | null {
  const [back, on] = arrows === 'horizontal' ? ['ArrowLeft', 'ArrowRight'] : ['ArrowUp', 'ArrowDown'];
  if (key === back) return at < 0 ? -1 : at - 1;
  if (key === on) return at + 1;
  if (key === 'Home') return 0;
  return key === 'End' ? -1 : null;
}

/** Moves the focus within the elements of a role; returns the one that has it now, or null where the key was none of ours. */
export function moveFocus(
  event: KeyboardEvent<HTMLElement>,
  role: 'menuitem' | 'tab' | 'radio',
  arrows: 'horizontal' | 'vertical' = 'horizontal',
): HTMLElement | null {
  const all = [...event.currentTarget.querySelectorAll<HTMLElement>(`[role="${role}"]`)];
  const target = keyTarget(
    event.key,
    all.findIndex(one => one === document.activeElement),
    arrows,
  );
  if (target === null || all.length === 0) return null;
  event.preventDefault();
  event.stopPropagation();
  const next = all.at(target % all.length) ?? null;
  next?.focus({ preventScroll: false });
  return next;
}
