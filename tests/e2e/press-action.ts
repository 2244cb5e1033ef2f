import type { Page } from 'playwright-core';

/** Presses an action of the object that a page shows: on its bar, or in the menu behind it. */
export async function pressAction(page: Page, name: string): Promise<void> {
  const bar = page.getByRole('toolbar');
  const button = bar.getByRole('button', { name, exact: true });
  const more = bar.getByRole('button', { name: 'More actions' });
  await button.or(more).first().waitFor();
  if ((await button.count()) > 0) return button.click();
  await more.click();
  return page.getByRole('menuitem').filter({ hasText: name }).first().click();
}
