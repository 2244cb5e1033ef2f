/** Whether a key belongs to a field, an editor, a dialog or a menu, and so is no shortcut of the page. */
export function isTyping(event: Event): boolean {
  const { target } = event;
  // Where a dialog lost its focus, the keys are still not the page's.
  if (document.querySelector('dialog[open]') !== null) return true;
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable ||
      target.closest('input, textarea, select, dialog, [role="dialog"], [role="menu"]') !== null)
  );
}

/** Whether a key goes to a terminal, which has a use for all of them. */
export function isInTerminal({ target }: Event): boolean {
  return target instanceof Element && target.closest('[data-terminal]') !== null;
}
