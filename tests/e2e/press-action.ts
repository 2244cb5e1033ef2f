import type { Page } from 'playwright-core';
import { eventually } from './harness.ts';

/**
 * Presses an action of the object that a page shows: on its bar, or in the menu behind it, by the names that both have in the page's language.
 * Until it is offered it is waited for.
 */
export async function pressAction(page: Page, name: string, menuName = 'More actions'): Promise<void> {
  const bar = page.getByRole('toolbar');
  const button = bar.getByRole('button', { name, exact: true });
  const item = page.getByRole('menuitem').filter({ has: page.getByText(name, { exact: true }) });
  // What an object offers changes with it: what is not in the menu now may stand on the bar a moment later.
  await eventually(async () => {
    if ((await button.count()) > 0) return true;
    const more = bar.getByRole('button', { name: menuName });
    if ((await more.count()) === 0) return false;
    await more.click();
    // What may be done is known a moment after what there is.
    if ((await item.count()) > 0 && (await item.isEnabled())) return true;
    await page.keyboard.press('Escape');
    return false;
  }, `${name} is offered`);
  await ((await button.count()) > 0 ? button : item).click();
}
